// Long because it is a list: the words that announce names, dates, numbers and places in French texts on care.

/// Words by cue, without accents or capitals.
enum CueWords {
    static let lists: [(CueSet, String)] = [
        (
            .title,
            "m mr mme mlle monsieur madame mademoiselle mesdames messieurs mm mmes mlles mms me sieur dame soeur msieur"
        ),
        (
            .doctor,
            "dr dre dres docteur docteure pr pre professeur professeure doc drs prs docteurs professeurs doctoresse maitre"
        ),
        (
            .role,
            """
            infirmier infirmiere infirmiers infirmieres ide ides iade ibode idec ash as aide aides soignant soignante
            soignants soignantes sage sages maieuticien kine kines kinesitherapeute kinesitherapeutes interne internes externe
            externes chirurgien chirurgienne chirurgiens anesthesiste anesthesistes cadre cadres secretaire secretaires
            brancardier brancardiere brancardiers medecin medecins generaliste neurologue cardiologue urologue gynecologue
            gyneco dermatologue dermato pneumologue oncologue psychiatre psychologue psychologues psy orl ophtalmo urgentiste
            urgentistes radiologue pediatre pediatres geriatre rhumatologue endocrinologue gastro hepatologue nephrologue
            directeur directrice responsable dieteticien dieteticienne dieteticiennes assistante assistant ergo ergotherapeute
            orthophoniste orthoptiste psychomotricienne manip manips manipulateur manipulatrice manipulateurs educateur
            educatrice adjoint adjointe maire ministre elu elue president presidente mediateur mediatrice coordinatrice
            coordinateur pharmacien pharmacienne pharmaciens preparatrice ambulancier ambulanciere ambulanciers auxi
            auxiliaire auxiliaires puericultrice veilleur veilleuse veilleuses agent agente standardiste hotesse
            bibliothecaire benevole benevoles intervenante animateur animatrice technicien technicienne technique
            chef cheffe equipe equipes staff personnel stagiaire etudiante etudiant audioprothesiste opticien dentiste
            podologue osteopathe sophrologue stomatherapeute hygieniste representante referente referent surveillante
            aumonier redacteur auteur journaliste docteurs notaire notaires avocat avocate mjpm tutrice vigile chir doc
            coordonnatrice coordonnateur formateur formatrice regisseur regisseuse brancardage daj drh dsi ssiap mandataire
            curatrice curateur nutritionniste nutritionnistes orthopediste hematologue infectiologue addictologue cancerologue
            angiologue allergologue diabetologue proctologue toxicologue neurochirurgien neurochirurgienne reanimateur
            reanimatrice obstetricien obstetricienne echographiste biologiste prothesiste ambulanciers regulateur
            regulatrice externe fellow attache attachee depute deputee prefet prefete commandant commandante capitaine
            lieutenant colonel adjudant sergent major senateur senatrice secretaires tresorier tresoriere gerant gerante
            instituteur institutrice enseignant enseignante ingenieur ingenieure educateurs correspondant correspondante
            visiteur visiteuse comptable juriste greffier greffiere magistrat magistrate commissaire inspecteur inspectrice
            archiviste documentaliste photographe architecte exposant exposante organisateur organisatrice porte-parole
            proviseur principale delegue deleguee rapporteur conservateur ergotherapeutes interprete socioesthe
            clown clowns coiffeuse coiffeur jardinier biohygieniste cheffes fondatrice fondateur syndicat
            interlocuteur interlocutrice conseiller conseillere gestionnaire biomedical logistique
            lingere magasinier vaguemestre securite chargee gestion sophrologue psychomotricien neuropsychologue
            cuisinier cuisine directrices secretariat redactrice investigatrice investigateur communication
            doyen doyenne senateur senatrice tabacologue allergologues arc tec dim rssi dg dga daf
            formateurs formatrices redacteurs redactrices orthoptistes orthophonistes dieteticiens psychologues
            pediatres geriatres cardiologues pharmaciennes psychomotriciennes podologues opticienne opticiens
            algologue phoniatre posturologue perfusionniste hemobiologiste virologue epidemiologiste statisticien
            statisticienne methodologiste bacteriologiste anatomopathologiste legiste urodynamicien foetopathologiste
            encadrement encadrante moderateur moderatrice moderateurs orateur oratrice orateurs intervenant intervenants
            animateurs coordinateurs coordinatrices referents referentes presidents vice directeurs responsables
            deleguees delegues elus adjoints conseillere conseilleres conseillers
            illustrateur illustratrice autrice auteurs autrices editeur editrice traducteur traductrice prefacier
            realisatrice scenariste dessinateur dessinatrice graphiste webmestre webmaster maquettiste relecteur relectrice
            verificateur verificatrice approbateur approbatrice validation verification redaction
            reparateur reparatrice mainteneur installateur livreur livreuse fournisseur prestataire commercial commerciale
            economiste econome intendant intendante hoteliere gouvernante lingeres plongeur plongeuse caissier caissiere
            vendeur vendeuse gardienne concierge appariteur huissiere portier voiturier aumoniere chapelain
            instructeur instructrice evaluateur evaluatrice auditeur auditrice expert experte experts expertes
            qualiticien qualiticienne ingenieurs techniciens techniciennes chercheuse chercheurs doctorant postdoc
            ministres deputes maires prefets ambassadrice secouriste secouristes pompiers militante militant porteparole
            signaletique travaux admissions amicale
            """
        ),
        (
            .work,
            """
            album texte textes photos article articles chronique episode podcast reportage journal revue magazine edition
            preface prefacee illustration illustrations dessin dessins roman recueil poeme poemes essai biographie
            exposition expo conference spectacle concert dedicace signature quiz palmares classement nobel laureat laureate
            laureats laureates emission documentaire court metrage portrait interview entretien tribune blog chaine video
            these memoire thesard oral poster abstract doi communication guide brochure affiche plaquette collection
            tome volume lecture lecteurs musique chant theatre piece comedie opera quatuor recital orgue sculpture
            """
        ),
        (
            .sport,
            """
            cross semi marathon relais finale tournoi podium chrono points buts licencie licenciee coupe championnat
            ex aequo victoire bat battu battent victoires arbitre classe classes classees medaille medailles or argent bronze
            basket foot football rugby hand handball volley tennis petanque natation athletisme trail cyclisme etape
            joueur joueuse capitaine entraineur vainqueur vainqueurs finaliste champion championne sprint equipier
            parrain marraine ambassadeur ambassadrice
            """
        ),
        (
            .ware,
            """
            modele modeles ref refs version versions appli application applis logiciel logiciels gamme marque kit lot lots
            dispositif dispositifs plateforme distributeur borne automate ticket erreur session devis catalogue ht ttc iso norme
            afnor prototype cartouche batterie capteur imprimante ecran badgeuse chariots gueridon brancards pousse
            seringue seringues respirateur respirateurs moniteurs echographe defibrillateur lampes distributeurs
            stock stocks livraison commande rupture peremption rappel materiovigilance unites unite police couleur teinte
            prenom prenoms bebes naissances podium top fete fetes saint sainte
            """
        ),
        (
            .renown,
            """
            ministre depute deputee senateur senatrice prefet prefete maire president presidente roi reine pape ministere
            gouvernement assemblee senat elysee matignon nobel celebre fondateur fondatrice inventeur inventrice
            siecle decouvrit decouvert inventa invente fonda fondee pionnier pionniere histoire historique hommage
            chanteur chanteuse acteur actrice comedien comedienne ecrivain auteur autrice peintre sculpteur
            musicien musicienne compositeur compositrice cineaste humoriste athlete sportif sportive champion championne
            parrain marraine inaugure inauguree inauguration discours invite invitee invites
            """
        ),
        (
            .kin,
            """
            mari femme epouse epoux fils fille filles pere mere maman papa frere soeur soeurs oncle tante mamie mamy papi
            papy meme pepe mami papou grand grands bebe bb puce petit petite cousin cousine neveu niece compagnon compagne
            conjoint conjointe voisin voisine ami amie copain copine beau belle parrain marraine jumeau jumelle jumeaux
            jumelles triple enfant enfants gamin gamine fiston fifille parents famille veuf veuve homme cheri cherie amour
            loulou tonton tata tatie mamou garcon papounet mom doudou pote copains copines fiance fiancee gendre bru
            filleul filleule cadet cadette aine ainee collegue fistons gosse gosses grandmere grandpere arriere reine
            champion championne guerrier guerriere coeur ange mec meuf filles freres cousins cousines nounou feu
            """
        ),
        (
            .patient,
            """
            patient patiente patients patientes resident residente residents assure assuree assures dossier nom prenom noms
            prenoms identite soussigne soussignee adherent adherente beneficiaire titulaire ident porteur defunt defunte
            usager usagere parturiente malade suivi suivie hospitalise hospitalisee concerne concernant bracelet etiquette
            destinataire proche personne souscripteur detenu detenue ne nee marital jeune naissance certain certaine
            """
        ),
        (
            .naming,
            """
            dit dite alias surnomment baptise prenommait repondant repond nommait
            cordialement cdt cdlt respectueusement sincerement amicalement salutations mappelle appelle appelles appelait appel appele appelee nomme nommee prenomme prenommee surnom surnomme signe signee
            signature cest suis sappelle mapelle apelle apel prenomment appellera appeler intitule baptise hello coucou
            courage remerciements bravo cher chere chers cheres bonjour bonsoir bjr bsr salut merci mrc mci hommage
            anniversaire bienvenue adieu bisous
            """
        ),
        (
            .place,
            """
            hopital hia hopitaux clinique cliniques chu ch chr chru ghu hcl aphp aphm rue avenue boulevard place salle pavillon
            batiment bat aile ecole college lycee centre ehpad institut fondation unite service residence square hall
            amphi amphitheatre stade gare parking parc maison pharmacie laboratoire labo cabinet ime ssr usld association
            asso mutuelle cinema theatre eglise cathedrale universite fac faculte quai pont tour porte bloc espace site
            polyclinique ght chs epsm msp cmp foyer secteur auditorium jardin bus ligne arret station prix chaire cours
            allee impasse route chemin ambulance ambulances taxi taxis groupe societe magasin restaurant boulangerie hotel entreprise agence etablissements ets traiteur bar brasserie cafe boucherie
            garage studio firme editions librairie fleuriste camping collectif club fanfare orchestre chorale
            """
        ),
        (
            .eponym,
            """
            maladie maladies syndrome syndromes signe signes score triade criteres critere classification test tests echelle
            indice manoeuvre operation technique methode loi lois reflexe tubercule fracture fractures pontage sonde pied
            lymphome corps index stade purpura anemie thyroidite sarcome tumeur chirurgie aphasie coloration angine oedeme
            pylorotomie grade type formule point ligne arteres paralysie position robot anneau prothese valve
            selon protocole regle complication cellules hepatite hernie tendon diverticule triangle nerf artere kyste pince lampe ciseaux drain luxation test bosse nevralgie colonie epreuve questionnaire dermatose canal ligament
            """
        ),
        (
            .month,
            """
            janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fev fevr avr juil
            juill sept oct nov dec jan jul sep
            """
        ),
        (.weekday, "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim"),
        (
            .birth,
            """
            ne nee nes nees naissance ddn dn nele neele naiss naissances born nait naquit naitre anniversaire dob
            """
        ),
        (
            .stay,
            """
            hospitalise hospitalisee hospitalises hospitalisation entree entre admis admise admission sortie sorti sortis
            opere operee operes operation sejour sejours rdv rendez consultation consultations consulte passage venue
            accouche accouchee accouchement cesarienne naissance urgences intervention vu vue vus recu recue transfere
            transferee examen irm scanner radio prise greffe greffee biopsie chute accident visite visites visites depuis
            cure seance scinti echo echographie bilan controle coloscopie prothese chimio hospi hospit reunion convocation
            suivi retour rentre rentree arrive arrivee malaise infarctus avc intube ambulatoire cliches prelevement
            traitement debut debute suspendu pose ablation poses date nuit deces hospitalisations convoque prevue prevu
            """
        ),
        (
            .event,
            """
            journee journees portes ouvertes don dons greve exercice conference publique inauguration inaugure inauguree
            fermeture fermera ferme ouvert ouverte ouverts ouvre ouvrira inscription inscriptions semaine nationale national
            mondiale mondial concert marathon recrutement festival octobre rose movember depistage collecte campagne appel
            ateliers atelier salon forum colloque congres reouverture travaux vaccination voeux ceremonie fete loto kermesse
            marche course exposition expo vernissage info infos infos reouvre reportages reunion nouveau nouvelle horaires
            horaire jusqu partir compter avant lancement demenagement demenage installation ordre plan blanc postulez
            rouvre rouvrira depart tarifs tarif facade illuminee illumine libre quine dedicace staff coupure tract chiffres devis flash mob ministre score match conference debat assemblee
            syndicat cgt cfdt manifestation rassemblement commission conseil bulletin edition communique publie rapport
            enquete circulation arretes elections mise jour version dossiers campagnes tombola brocante bourse
            webinaire replay formation cloture cloturee date limite candidatures concours offre votez participez rejoignez gratuit gratuite parking ferie feries pont
            """
        ),
        (
            .law,
            """
            loi art articles finess siret siren ape nct essai decret arrete article code circulaire directive legifrance rgpd reglement convention instruction
            alinea cerfa formulaire jo journal officiel has ansm
            """
        ),
        (.me, "je j moi mon ma mes me m jai jsuis chui notre nos"),
        (.we, "nous equipe equipes direction etablissement notre service"),
        (.your, "votre vos vous ton ta tes te tu toi"),
        (.ipp, "ipp dossier patient pat ipps identifiant patiente dos doss numero"),
        (
            .nda,
            """
            nda iep sejour venue entree admission passage hospit hospitalisation episode administratif had hospi venues visite
            """
        ),
        (.nir, "nir secu securite sociale ss nss insee ins immatriculation vitale assure assuree nirs assures"),
        (
            .other,
            """
            mutuelle adherent adherente allocataire contrat facture factures fact ref reference references refs cde commande
            ticket sinistre carte passeport permis titre iban rib caf mdph cmu ame css aah siret adhesion police registre
            bracelet matricule badge plainte recepisse reclamation etiquette avis ordonnance imei serie serial sn bon cni
            identifiant ecrou code client cliente bicycode boitier tutelle pv livret compte mgen donneur donneuse greffe tubes badges papiers
            cheque demande dmp apa pension pensionne tube echantillon prelevement devis cmuc numero dn sacem courrier recommande
            """
        ),
        (
            .phone,
            """
            tel telephone tels portable port mobile fixe num numero joignable appelez appeler rappeler rappelez rapeler
            rapelez appelle sms whatsapp contact contactez joindre gsm 06 phone mob appel fax vini tél appeles appelle
            """
        ),
        (
            .room,
            "chambre ch chb chbre chambres chambr lit box boxe cellule piaule lits suite chamb room boxes chbres emplacement"
        ),
        (
            .ward,
            """
            chirurgie chir chirurgical cardio cardiologie pneumo pneumologie neuro neurologie neurochir neurochirurgie ortho
            orthopedie trauma traumatologie traumato gastro gastrologie onco oncologie hemato hematologie uro urologie nephro
            nephrologie dialyse hemodialyse geriatrie geria pediatrie pedia ped neonat neonatologie neonatalogie maternite
            mater gyneco obstetrique reanimation rea urgences urg uhcd uhtcd usc usic usip sspi ssr smr usld hdj
            psychiatrie psy addicto addictologie medecine polyvalente soins continus intensifs palliatifs usp usinv dechoc
            dechocage reveil ambulatoire ambu couloir secteur unite service ehpad orl ophtalmo dermato rhumato endocrino
            diabeto infectieux infectio vasculaire viscerale digestive thoracique brules greffes sevrage chimio
            chimiotherapie radiotherapie uhsa uhsi hospi longue duree moyen cantou
            """
        ),
        (
            .plate,
            """
            immatricule immatriculee immat plaque plaques voiture vehicule clio audi scooter camion moto twingo berlingo
            immatriculation renault peugeot citroen trafic kangoo golf ambulance vsl camionnette fourgonnette caravane
            trottinette 4x4 parking garee gare toyota dacia duster sandero taxi badge megane scenic bmw mercedes
            """
        ),
        (
            .home,
            """
            adresse habite habitant demeurant domicilie domiciliee domicile loge logee reside residant vit chez maison
            habitent logeons rentre retour courrier
            """
        ),
        (.mail, "mail email mel courriel adresse mails ecrivez ecrire ecris courrier contacter envoyez"),
        (.handle, "insta instagram snap snapchat tiktok twitter pseudo facebook tweet discord twitch threads"),
        (
            .desk,
            """
            standard accueil secretariat secretaire bureau guichet poste service renseignements inscription inscriptions
            reserver reservation numero vert direction contact permanence plateforme regulation hotline lundi vendredi
            ligne hopital clinique ch chu pharmacie cabinet association asso centre mairie cpam caf prefecture samu
            agence defenseur defenseure ministere ordre tribunal conseil cada cnil rectorat notaires efs ars don usagers archives facturation poste cellule information infos gratuit gratuite
            """
        ),
        (
            .unit,
            """
            ans an mois jours jour j h heures heure min minutes minute sec s mg g kg ml cl l mmol umol ui cm mm m km bpm
            euro euros e eur semaines semaine sa places personnes patients fois cp comprimes gelules gouttes watts points
            pts etoiles etoile likes deg degres degre etage grammes kilos cas pages page lits lit places metres pas
            """
        ),
        (
            .street,
            """
            rue avenue av boulevard bd bld blvd place pl impasse imp allee allees chemin che ch route rte quai cours square
            sq passage lotissement lot residence res venelle ruelle sentier faubourg fg villa cite hameau esplanade
            lieudit lieu quartier bp servitude traverse montee promenade chaussee sente
            domaine tour immeuble batiment bat esc escalier apt appt appartement pk chateau ile bourg
            """
        ),
        (
            .numeral,
            """
            zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
            quarante cinquante soixante septante huitante octante nonante cent premier
            """
        ),
        (
            .particle,
            "de du des d la le les l el al da di dos das do van von der den ben ibn bin ould abou abu ait mac mc san"
        ),
        (.article, "le la l les un une des du au aux ce cet cette de"),
        (.age, "ans an age agee ages passes"),
        (.opening, "bonjour bonsoir cher chere chers cheres merci salut coucou hello bjr bsr slt objet re"),
        (.death, "decede decedee deces mort morte disparu disparue parti partie feu defunt rip obseques enterrement"),
        (
            .thing,
            """
            robot robots machine pompe pompes table imprimante logiciel appareil scanner irm tracteur velo mannequin camion
            chien chienne chat chatte poney lapin cheval perruche peluche doudou nounours girafe poupee cyclone tempete ouragan
            typhon depression roman romans livre livres film films serie series episode personnage chanson chansons disque
            tableau toile statue buste stele fresque bus bateau navire ferry helicoptere avion satellite fusee plante
            cafetiere deambulateur fauteuil chariot poupon avatar reacteur marque marques vin biere fromage parfum
            bapteme heros heroine acteur actrice chanteur chanteuse ecrivain poete peintre compositeur dictee orchestre
            """
        ),
        (.money, "euro euros eur prix tarif facture coute cout"),
        (
            .eponymName,
            """
            parkinson alzheimer crohn basedow babinski charcot hodgkin raynaud sjogren marfan kawasaki glasgow lyme down
            turner horton addison cushing still behcet wilson huntington meniere gilles tourette guillain barre dupuytren
            pouteau colles lhermitte apgar child pugh gleason fine bristol braden karnofsky barthel norton tinetti fabry
            alport susac fahr creutzfeldt jakob broca wernicke rett kabuki ehlers danlos paget chance gustilo simpson
            quintero ramstedt kocher farabeuf lasegue heimlich valsalva foley redon holter doppler cockcroft gault rorschach
            mallory weiss barrett chagas ziehl neelsen gram wegener horner bell budd chiari hirschsprung verneuil gougerot
            bechterew lou gehrig duchenne becker steinert friedreich wolff white klinefelter williams prader willi angelman
            noonan waldenstrom kaposi burkitt ewing wilms vaquez biermer minkowski willebrand rendu osler kahler castleman
            takayasu schonlein henoch dressler tako tsubo brugada fallot eisenmenger mobitz wenckebach luciani murphy mac
            burney blumberg trendelenburg lachman schober romberg hoffmann kernig brudzinski trousseau chvostek stork
            """
        ),
        (
            .drug,
            """
            doliprane dafalgan efferalgan paracetamol ibuprofene advil nurofen spasfon levothyrox ventoline seretide
            augmentin amoxicilline clamoxyl kardegic plavix eliquis xarelto previscan lovenox tahor crestor metformine
            januvia ozempic trulicity victoza jardiance entresto bisoprolol cardensiel coversyl amlor lasix aldactone
            morphine oxycontin skenan tramadol acupan ketamine lamaline codeine atarax seroplex prozac zoloft deroxat
            effexor lexomil xanax temesta stilnox imovane abilify risperdal tercian haldol depakine lamictal keppra sabril
            tegretol lyrica neurontin laroxyl rivotril humira enbrel remicade stelara roactemra keytruda opdivo taxol
            herceptin tamoxifene dupixent aimovig hydroxyuree glivec sporanox ritaline concerta quasym medikinet methadone
            subutex baclofene champix inexium mopral gaviscon smecta vogalene primperan imodium celestene solupred
            cortancyl medrol diamox serc betahistine aricept ebixa exelon sinemet modopar mustela diane jasmine jaydess
            mirena kyleena minidril leeloo cerazette stamaril gardasil revaxis bexsero rocephine pyostacine bactrim
            monuril orelox zithromax dalacine ertapenem venofer zyma uvedose kaleorid tardyferon epclusa truvada
            biktarvy cordarone hemigoxine digoxine lantus novorapid humalog insuline daratumumab rituximab mabthera
            profenid voltarene bi-profenid topalgic ixprim contramal zaldiar colchicine colchimax zyloric adenuric
            """
        ),
    ]
}
