// Long because it is a list: people of history and of public life, and names of things, in French texts on care.

/// Names that everybody knows and that tell nothing of a patient.
enum KnownNames {
    /// Whole names, without accents or capitals, one a line or between commas.
    private static let people = """
        florence nightingale, louis pasteur, marie curie, pierre curie, irene joliot curie, claude bernard, ambroise pare, rene laennec
        philippe pinel, xavier bichat, jean martin charcot, paul broca, joseph babinski, georges clemenceau, charles de gaulle
        francois mitterrand, jacques chirac, nicolas sarkozy, francois hollande, emmanuel macron, brigitte macron, simone veil
        robert debre, bernard kouchner, agnes buzyn, olivier veran, francois braun, aurelien rousseau, catherine vautrin
        frederic valletoux, yannick neuder, roselyne bachelot, marisol touraine, xavier bertrand, philippe douste blazy
        edouard philippe, jean castex, elisabeth borne, gabriel attal, michel barnier, francois bayrou, sebastien lecornu
        marine le pen, jordan bardella, jean luc melenchon, anne hidalgo, rachida dati, gerald darmanin, bruno le maire
        bruno retailleau, segolene royal, lionel jospin, alain juppe, martine aubry, christiane taubira, robert badinter
        michel cymes, marina carrere d encausse, adriana karembeu, thomas pesquet, sophie adenot, claudie haignere, jean jacques goldman
        johnny hallyday, jacques brel, georges brassens, edith piaf, charles aznavour, leo ferre, barbara, claude francois, dalida
        france gall, michel berger, francis cabrel, renaud sechan, mylene farmer, celine dion, patrick bruel, jean ferrat, alain souchon
        laurent voulzy, julien clerc, patrick fiori, vianney, aya nakamura, stromae, angele, serge gainsbourg, jane birkin, mireille mathieu
        joe dassin, michel sardou, daniel balavoine, zaz, grand corps malade, calogero, christophe mae, florent pagny, kendji girac
        jean rochefort, michel blanc, louis de funes, bourvil, fernandel, jean gabin, alain delon, jean paul belmondo, philippe noiret
        gerard depardieu, catherine deneuve, brigitte bardot, romy schneider, nathalie baye, isabelle huppert, isabelle adjani, omar sy
        jean dujardin, dany boon, kad merad, jamel debbouze, gad elmaleh, florence foresti, coluche, pierre desproges, raymond devos
        thierry lhermitte, gerard jugnot, christian clavier, josiane balasko, marion cotillard, juliette binoche, lea seydoux, francois cluzet
        guillaume canet, pierre richard, jean reno, vincent cassel, virginie efira, pierre niney, muriel robin, michele laroque, guy bedos
        jean pierre pernaut, jean pierre foucault, michel drucker, nagui, cyril hanouna, denis brogniart, stephane bern, laurent ruquier
        patrick sebastien, philippe bouvard, claire chazal, patrick poivre d arvor, evelyne dheliat, catherine laborde, julien lepers
        samuel etienne, cyril lignac, philippe etchebest, helene darroze, paul bocuse, thierry marx, jean luc reichmann, arthur essebag
        zinedine zidane, kylian mbappe, antoine griezmann, didier deschamps, michel platini, thierry henry, antoine dupont, teddy riner
        leon marchand, laure manaudou, florent manaudou, tony estanguet, martin fourcade, bernard hinault, raymond poulidor, jacques anquetil
        thibaut pinot, julian alaphilippe, tadej pogacar, yannick noah, marie jose perec, alain mimoun, pauline ferrand prevot, florence arthaud
        eric tabarly, tony parker, victor wembanyama, nikola karabatic, david douillet, romain bardet, amelie mauresmo, suzanne lenglen
        victor hugo, emile zola, honore de balzac, marcel proust, gustave flaubert, guy de maupassant, charles baudelaire, arthur rimbaud
        paul verlaine, jules verne, alexandre dumas, george sand, stendhal, albert camus, jean paul sartre, simone de beauvoir, colette
        marguerite duras, marguerite yourcenar, antoine de saint exupery, jacques prevert, paul eluard, louis aragon, boris vian, rene char
        francois rabelais, michel de montaigne, jean de la fontaine, jean racine, pierre corneille, denis diderot, jean jacques rousseau
        annie ernaux, amelie nothomb, michel houellebecq, fred vargas, guillaume musso, marc levy, daniel pennac, eric emmanuel schmitt
        martin winckler, baptiste beaulieu, romain gary, georges simenon, agatha christie, arthur conan doyle, sherlock holmes, arsene lupin
        claude monet, auguste rodin, camille claudel, paul cezanne, vincent van gogh, pablo picasso, henri matisse, edgar degas, frida kahlo
        louise bourgeois, niki de saint phalle, berthe morisot, gustave courbet, eugene delacroix, toulouse lautrec, marc chagall, fernand leger
        claude debussy, maurice ravel, hector berlioz, georges bizet, erik satie, camille saint saens, frederic chopin, wolfgang amadeus mozart
        johann sebastian bach, ludwig van beethoven, antonio vivaldi, giuseppe verdi, gabriel faure, nadia boulanger, lili boulanger
        jeanne d arc, napoleon bonaparte, louis xiv, henri iv, jean jaures, jean moulin, lucie aubrac, rose valland, germaine tillion
        genevieve de gaulle anthonioz, josephine baker, missak manouchian, olympe de gouges, rosa parks, martin luther king, nelson mandela
        mahatma gandhi, mere teresa, abbe pierre, soeur emmanuelle, bernadette soubirous, vincent de paul, jules ferry, ferdinand buisson
        leon gambetta, leon blum, aristide briand, pierre mendes france, ambroise croizat, adolphe thiers, adolphe pinard, edouard herriot
        maria montessori, jean piaget, francoise dolto, sigmund freud, carl jung, jacques lacan, donald winnicott, boris cyrulnik
        marcel rufo, henri laborit, jean delay, franco basaglia, lucien bonnafe, francois tosquelles, jean oury, camille guerin, albert calmette
        alexandre yersin, emile roux, albert schweitzer, alexander fleming, edward jenner, robert koch, joseph lister, ignace semmelweis
        gregor mendel, charles darwin, albert einstein, isaac newton, galileo galilei, blaise pascal, rene descartes, ada lovelace, alan turing
        rosalind franklin, francoise barre sinoussi, luc montagnier, jean dausset, francois jacob, jacques monod, andre lwoff, jules hoffmann
        emmanuelle charpentier, christian cabrol, christiaan barnard, alain carpentier, rene kuss, jean hamburger, georges mathe, jerome lejeune
        marthe gautier, gaston ramon, jean bernard, rene favaloro, henri mondor, henri gouraud, alexis carrel, antonin poncet, louis leopold ollier
        madeleine brès, madeleine bres, elizabeth blackwell, nicole girard mangin, madeleine pelletier, valerie andre, anne spoerry
        auguste deter, phineas gage, henrietta lacks, henri mondeville, guillaume dupuytren, ambroise tardieu, armand trousseau, jules dejerine
        jean nicolas corvisart, dominique larrey, antoine parmentier, francois magendie, pierre bretonneau, philippe ricord, georges dieulafoy
        jean alfred fournier, louis mourier, raymond poincare, antoine beclere, jean verdier, rene muret, charles foix, paul brousse
        albert chenevier, emile mayrisch, georges pompidou, edouard belin, gustave roussy, oscar lambret, leon berard, francois baclesse
        eugene marquis, antoine lacassagne, paul strauss, henri becquerel, jean perrin, jean godinot, georges francois leclerc, paul papin
        alexis vautrin, rene gauducheau, claudius regaud, louis bonnafe, jean minjoz, pierre zobda quitman, felix guyon, andre mignot
        francois quesnay, rene dubos, robert ballanger, andre gregoire, max fourestier, jean rostand, simone signoret, yves montand
        robert boulin, robert picque, xavier arnozan, rene prigent, yves le foll, francois mitterand, paul lafargue, jacques lacarin
        jacques monod, jacques puel, pierre paul riquet, louis pradel, pierre wertheimer, lucien neuwirth, henry gabrielle, renee sabran
        jacques coeur, emile roblin, philippe maupas, olivier de serres, jeanne garnier, jeanne garnie, marie lannelongue, louise michel
        gaston bachelard, michel foucault, hannah arendt, simone weil, pierre bourdieu, edgar morin, hubert reeves, haroun tazieff
        jacques cousteau, jean baptiste charcot, paul emile victor, roland garros, antoine de maximy, nicolas hulot, yann arthus bertrand
        walt disney, harry potter, james bond, indiana jones, luke skywalker, dark vador, peter pan, robin des bois, jean valjean, cyrano de bergerac
        tintin, asterix, obelix, mickey mouse, donald duck, bob marley, elvis presley, michael jackson, freddie mercury, david bowie
        john lennon, john wayne, charlie chaplin, marilyn monroe, audrey hepburn, clint eastwood, tom cruise, brad pitt, george clooney
        angelina jolie, lady gaga, taylor swift, beyonce knowles, donald trump, joe biden, barack obama, vladimir poutine, volodymyr zelensky
        winston churchill, john kennedy, angela merkel, elisabeth ii, lady diana, pape francois, jean paul ii, leon xiv, bill gates, elon musk
        steve jobs, mark zuckerberg, bernard pivot, jacques chancel, lise meitner, dorothy hodgkin, hedy lamarr, katherine johnson
        kenneth jones, gregory house, meredith grey, doogie howser, michaela quinn, jack sparrow, forrest gump, amelie poulain
        marie therese, marie antoinette, catherine de medicis, anne de bretagne, alienor d aquitaine, francois premier, clovis
        jean marie pelt, leonard de vinci, michel ange, marco polo, christophe colomb, jacques cartier, samuel de champlain, neil armstrong
        denis mukwege, didier raoult, karine lacombe, jean francois delfraissy, arnaud fontanet, gilbert deray, axel kahn, david servan schreiber
        christophe andre, michel desmurget, matthieu ricard, frederic saldmann, gerald kierzek, jimmy mohamed, marc zaffran
        """
    /// Names of things and places, one word each.
    private static let things = """
        islande irlande ecosse angleterre allemagne belgique suisse italie espagne portugal grece turquie maroc algerie tunisie egypte
        senegal mali cameroun gabon congo cote togo benin madagascar maurice comores mayotte reunion guadeloupe martinique guyane polynesie
        caledonie wallis futuna tahiti bora noumea papeete moorea marquises canada quebec bresil mexique argentine chili perou colombie
        japon chine coree vietnam thailande inde nepal laos cambodge australie ukraine russie pologne roumanie hongrie suede norvege danemark
        finlande croatie serbie liban israel palestine syrie irak iran afghanistan haiti cuba france europe afrique asie amerique bretagne
        normandie alsace provence corse auvergne savoie vendee ardeche drome creuse correze lozere cantal gers landes jura vosges
        picardie flandre anjou poitou berry limousin bourgogne champagne ardennes bearn roussillon languedoc gironde aquitaine loire
        monopoly michelin peugeot renault citroen dacia leclerc carrefour auchan lidl casino decathlon ikea darty fnac amazon google
        facebook instagram tiktok youtube twitter netflix whatsapp doctolib ameli franceconnect nespresso nutella haribo lego playmobil
        barbie uno scrabble tupperware thermomix kleenex sopalin velcro tefal mcdo macdo quick kfc starbucks monoprix ehpad samu smur
        donjoy mepilex duoderm aquacel jelonet zimmer stryker medtronic siemens philips fresenius covidien braun philae dragger drager
        tardis star wars marvel pokemon pikachu minecraft fortnite zelda mario luigi sonic spiderman batman superman goldorak
        hashimoto jannetta jefferson fowler conn cobb cormack medac jamaican whiplash tiffeneau fagerstrom zarit bartter gitelman
        leriche epworth berlin borg dukes stroop nash winckel mohs breslow clark fitzpatrick bosniak forrest los mallampati nyha aldrete
        ockham occam pareto murphy darwin hippocrate esculape galien asclepios icare hercule apollon venus mars jupiter
        inch inchallah allah paques toussaint pentecote ascension assomption carnaval halloween ramadan aid kippour hanoukka nouvel
        petain brel brassens piaf napoleon mozart beethoven chopin picasso freud zorro tintin einstein moliere voltaire
        balzac proust zola camus sartre vivaldi debussy ravel verlaine rimbaud dracula cendrillon superwoman einstein
        sydney londres bruxelles geneve lausanne montreal dakar abidjan bamako alger oran tunis rabat casablanca beyrouth
        istanbul madrid barcelone lisbonne rome milan berlin munich vienne tokyo pekin moscou kiev varsovie lome cotonou
        yaounde douala libreville brazzaville kinshasa antananarivo djibouti conakry niamey ouagadougou nouakchott
        croix rouge bercy montparnasse bastille republique nation chatelet vincennes boulogne
        """

    private static let whole: Set<UInt64> = Set(
        people.split { $0 == "," || $0 == "\n" }.map { line in
            combined(line.split(separator: " ").map { Hash.of(Sheet(String($0)).bytes) })
        })
    private static let single: Set<UInt64> = Set(
        things.split(whereSeparator: \.isWhitespace).map { Words.hash(String($0)) })

    static func combined(_ words: [UInt64]) -> UInt64 { words.reduce(7) { Hash.mix($0, $1) } }

    /// Whether these words are the whole name of somebody whom everybody knows.
    static func isPerson(_ words: [UInt64]) -> Bool { whole.contains(combined(words)) }

    static func isThing(_ word: UInt64) -> Bool { single.contains(word) }
}
