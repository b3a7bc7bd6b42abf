// Long because it is a list: the words that single somebody out when they come together.

/// Words by weak clue, without accents or capitals.
enum CombinationWords {
    static let lists: [(CueSet, String)] = [
        (
            .trade,
            """
            boulanger boulangere facteur factrice berger bergere cure pretre pasteur rabbin imam eveque moine carmelite religieuse
            luthier luthiere tonnelier verrier verriere potier potiere ceramiste forgeron coutelier sabotier sabotiere tailleur
            tisserand vannier vigneron vigneronne viticulteur apiculteur apicultrice ostreiculteur ostreicultrice pecheur
            marin capitaine mousse gardien gardienne eclusier eclusiere carillonneur organiste facteur accordeur violoniste
            pianiste clarinettiste tubiste harpiste trompettiste chef orchestre danseuse danseur etoile chanteur chanteuse
            comedien comedienne acteur actrice marionnettiste clown trapeziste dompteur funambule acrobate cascadeur champion
            championne joueur joueuse gardienne entraineur arbitre coureur cycliste alpiniste guide moniteur monitrice
            parapentiste pilote hotesse steward astronaute controleur sous prefet prefete depute deputee senateur senatrice
            maire adjoint ministre ambassadeur consul juge procureur magistrat magistrate greffier huissier notaire avocate
            bijoutier bijoutiere horloger horlogere antiquaire libraire bouquiniste disquaire imprimeur relieur relieuse
            graveur sculpteur sculptrice peintre photographe cineaste realisateur romancier romanciere poete
            instituteur institutrice maitresse professeur proviseur principal directrice directeur veterinaire pharmacien
            coiffeur coiffeuse barbier esthéticienne tatoueur menuisier ebeniste charpentier macon couvreur ramoneur
            plombier bucheron elagueur jardinier paysagiste maraicher eleveur eleveuse fermier agriculteur agricultrice
            trufficulteur fromager fromagere boucher charcutier poissonnier chocolatier confiseur cuisinier etoile
            brasseur distillateur sommelier souffleur verre fondeur cloches maitre chien chasseur garde
            forestier champetre pompier gendarme policier commissaire sapeur militaire legionnaire sniper
            spéléologue speleologue plongeur scaphandrier archeologue historien conservateur bibliothecaire
            chauffeur routier cheminot batelier marinier passeur funiculaire tracteur marechal ferrant ferrante
            sage rebouteux druide chaman coutumier roi reine miss mannequin animateur animatrice speaker speakerine
            journaliste presentateur sosie magicien hypnotiseur meneuse majorette sonneur cornemuse bagad
            taxidermiste thanatopracteur fossoyeur croque cordonnier brodeuse dentelliere modiste chapelier gantier
            couturiere tricoteuse fileuse teinturier matelassier bourrelier sellier lavandiere meunier
            saunier paludier goemonier cidrier bouilleur charbonnier mineur ardoisier carrier chercheur
            doctorante physicien mathematicien astronome volcanologue glaciologue meteorologue ornithologue
            president presidente elu elue candidat candidate boxeur boxeuse lutteur rugbyman footballeur
            handballeuse nageuse skieur skieuse patineuse gymnaste escrimeur judoka archer jockey cavaliere
            torero raseteur razeteur manadier gardian pelotari sonneuse conteur conteuse crieur allumeur
            taillandier vitrier rempailleur remouleur ferronnier campaniste sourcier fauconnier oiselier
            """
        ),
        (
            .unique,
            """
            seul seule seuls seules unique uniques dernier derniere derniers dernieres premier premiere premieres
            ancien ancienne anciens anciennes ex rescape rescapee survivant survivante survivants celebre connu connue
            fameux fameuse honoraire emerite officiel officielle triples quadruples quintuples siamois siamoises
            recordman recordwoman doyen doyenne centenaire
            """
        ),
        (
            .disease,
            """
            syndrome maladie mutation genetique orpheline lepre brucellose leptospirose tularemie sarcoidose amylose porphyrie
            mucoviscidose drepanocytose phenylcetonurie hemophilie neurofibromatose sclerodermie myasthenie narcolepsie
            cataplexie histoplasmose leishmaniose echinococcose hydatidose cysticercose trichinose botulisme tetanos rage
            legionellose silicose berylliose asbestose psittacose ciguatera hansen lepromateuse tuberculoide osteosarcome
            gliome glioblastome neurinome schwannome pheochromocytome insulinome craniopharyngiome lymphome myelome
            sarcome melanome mesotheliome chordome thymome medulloblastome retinoblastome nephroblastome neuroblastome
            greffe greffee greffon coeur artificiel amputation ampute amputee brulures brule brulee gelures implant implante
            cochleaire locked sla parkinson sep charcot demence aphasie tourette epilepsie trisomie anophtalmie
            achondroplasie nanisme albinisme ichtyose progeria prion encephalopathie ataxie dystonie myopathie
            """
        ),
        (
            .happening,
            """
            accident naufrage explosion avalanche incendie attentat fusillade agression braquage noyade crash collision
            foudre tornade inondation eboulement seisme carambolage deraillement effondrement prise otage proces affaire
            fete foire carnaval feria festival mariage messe procession bal championnat finale match tournoi etape
            course tour marathon regate corrida defile tournage ceremonie inauguration concours election elections
            chute sauvetage helico helicoptere treuil ours loup requin taureau guepes vipere meduse
            scene spectacle concert representation obseques enterrement
            """
        ),
        (
            .fame,
            """
            tele television radio journal journaux presse reportage emission koh lanta viral virale buzz youtube bfm
            tf1 france depeche voix ouest progres dauphine telegramme reconnu reconnue reconnait reconnaitra reconnaitrez
            reconnaissable devine devinerez deviner devine souvient souviennent rappelez rappelle village voyez savez
            connait connaissent suivez regard oui celui celle tout monde bourg commune canton ile vallee
            """
        ),
        (
            .rural,
            """
            village hameau bourg canton ile presqu vallee plateau causse phare refuge abbaye monastere couvent chateau
            ecluse moulin alpage estive station port criee quai marche place lavoir hab habitants commune coin ferme
            """
        ),
        (
            .city,
            """
            paris marseille lyon toulouse nice nantes montpellier strasbourg bordeaux lille rennes reims toulon
            grenoble dijon angers nimes villeurbanne clermont ferrand mans aix brest tours amiens limoges annecy perpignan
            boulogne metz besancon orleans rouen mulhouse montreuil caen argenteuil nancy roubaix tourcoing
            nanterre vitry creteil avignon poitiers aubervilliers versailles courbevoie dunkerque colombes asnieres pau
            rochelle calais cannes antibes beziers colmar bourges merignac ajaccio drancy quimper valence lorient
            villeneuve troyes montauban niort chambery vannes laval bayonne belfort charleville cholet evry
            ile france banlieue region parisienne saint etienne havre denis levallois noisy cergy pantin bobigny
            """
        ),
    ]
}
