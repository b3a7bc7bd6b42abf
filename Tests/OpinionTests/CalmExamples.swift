/// Messages that speak of death, danger or despair while nobody is in danger now: none may raise the alarm.
enum CalmExamples {
    static let all = (news + past + figures + complaints + everyday).split(separator: "\n").map(String.init)

    private static let news = """
        Journée mondiale de prévention du suicide : venez nous rencontrer mardi
        Le 3114, numéro national de prévention du suicide, est gratuit et ouvert 24h/24
        Colloque : repérer la crise suicidaire chez l'adolescent
        Formation des soignants à l'évaluation du risque suicidaire
        Le taux de suicide a baissé de 10 % en dix ans
        Un homme s'est suicidé en prison hier
        Une patiente s'est défenestrée au CHU, une enquête est ouverte
        Procès : l'aide-soignant accusé d'avoir frappé des résidents condamné à deux ans ferme
        Un infirmier soupçonné d'avoir violé une patiente mis en examen
        Exposition au centre d'art sur la violence faite aux femmes
        Violences conjugales : l'hôpital ouvre une maison des femmes
        Le plan blanc est activé après l'attentat
        Alerte à la bombe à la gare : fausse alerte, trafic rétabli
        Incendie à la clinique : aucun blessé
        Un exercice d'évacuation aura lieu jeudi
        Apprenez les gestes qui sauvent : que faire si la victime ne respire plus
        Arrêt cardiaque : appeler le 15, masser, défibriller
        Reconnaître les signes de l'AVC : visage paralysé, bras faible, parole troublée
        Bronchiolite : quand s'inquiéter si bébé respire mal ?
        Noyade : ce qu'il faut savoir avant l'été
        Octobre rose : le cancer du sein tue encore 12 000 femmes par an
        Débat sur l'aide à mourir : les députés votent l'article 2
        La loi sur la fin de vie en cinq questions
        Mourir dans la dignité : conférence ouverte à tous
        Témoignage : « j'ai voulu mourir, puis j'ai rencontré cette équipe »
        Le film raconte l'histoire d'un adolescent qui veut mourir
        Ce roman sur le suicide d'un médecin est bouleversant
        Une étude montre que les internes ont plus d'idées suicidaires que les autres étudiants
        Un Français sur cinq a déjà eu des pensées suicidaires, selon Santé publique France
        Les agressions contre les soignants en hausse de 23 %
        Il menaçait les urgences avec un couteau : six mois de prison
        Une infirmière frappée par un patient, les syndicats réclament des vigiles
        Le meurtrier présumé était suivi en psychiatrie
        Enfants maltraités : comment signaler ? le 119
        Ouverture d'une unité d'accueil pour enfants victimes de violences
        Nous recherchons des bénévoles pour la ligne SOS Amitié
        SOS médecins déménage rue Pasteur
        SOS Médecins en grève ce week-end
        Secours populaire : collecte de jouets dans le hall
        Les secours ont été rapides
        Un accident sur l'A7 fait trois blessés graves
        Empoisonnement au monoxyde : cinq personnes hospitalisées
        Overdoses : l'Amérique compte ses morts
        """

    private static let past = """
        J'ai failli mourir chez vous l'an dernier
        Ma mère est morte dans votre service et personne ne nous a appelés
        Il y a dix ans j'ai fait une tentative de suicide, votre équipe m'a sauvée, merci
        En 2019 j'ai voulu mettre fin à mes jours, aujourd'hui je vais bien grâce à vous
        Je ne respirais plus quand le SAMU est arrivé, ils m'ont sauvé
        Mon mari a fait un arrêt cardiaque en mars, il est vivant grâce à vos équipes
        Mon fils convulsait à son arrivée, l'équipe a été formidable
        J'avais des idées noires, le psychologue m'a beaucoup aidée
        Mon père s'est suicidé après sa sortie, je veux comprendre
        J'ai été victime de violences conjugales, l'assistante sociale m'a sortie de là
        J'étais inconsciente à l'arrivée, je ne me souviens de rien
        J'ai cru mourir de peur pendant l'IRM mais tout s'est bien passé
        On a cru qu'il allait mourir, il rentre à la maison demain
        J'ai perdu beaucoup de sang pendant l'accouchement, l'équipe a géré
        Ma fille avait avalé une pièce, retirée en dix minutes
        À l'époque je voulais mourir, l'unité d'addictologie m'a rendu la vie
        Mon bébé ne respirait pas à la naissance, il a maintenant deux ans
        Je me suis évanouie dans la salle d'attente, l'infirmière m'a aidée tout de suite
        Mon grand-père est mort d'un infarctus en 1998
        J'ai survécu à une overdose et je travaille aujourd'hui comme pair-aidant
        Il faisait un AVC, pris en charge en vingt minutes, aucune séquelle
        Mon ex me frappait, aujourd'hui je suis libre et je témoigne
        Après mon viol, l'équipe de l'UMJ a été d'une douceur incroyable
        J'ai eu un arrêt respiratoire au bloc, ils ont réagi parfaitement
        Elle s'étouffait, l'aide-soignante a fait le bon geste
        Il y a trois ans mon frère a fait une tentative, la famille n'a jamais été reçue
        Mon oncle est décédé d'une overdose il y a longtemps
        Quand j'ai fait mon malaise personne n'a bougé, c'était en juin
        Je suis tombée dans le couloir la semaine dernière, rien de cassé
        Ils ont réanimé mon père trois fois, chapeau
        """

    private static let figures = """
        Mort de rire devant la signalétique
        On meurt de faim avec vos plateaux
        on meurt de chaud dans les chambres
        J'étais mort de peur avant l'opération
        Je suis morte de fatigue mais quel beau bébé
        Cette attente va me tuer
        Le bruit m'a tuée
        à mourir d'ennui
        Le parking me tue
        Je me tue à vous dire que la facture est payée
        Les prix sont à se tirer une balle
        C'est à se taper la tête contre les murs
        de quoi se pendre, ce café
        mdr je suis decede
        jsuis mort mdrrr
        Ça me tue de voir ça
        La bouffe est une tuerie !
        ça déchire, l'équipe tue
        J'ai envie de tuer celui qui a conçu ce parking
        J'ai failli étrangler la secrétaire tellement elle est lente
        Au secours, l'organisation
        Au secours le standard !
        au secours quel accueil
        Quel enfer, ce parking
        L'hôpital est en danger de mort
        L'hôpital public agonise
        L'hôpital se meurt
        Le service est à bout de souffle
        Je suis à bout de nerfs avec votre standard
        Les soignants sont à bout
        Je n'en peux plus d'attendre
        j'en peux plus de ce standard
        J'en ai marre, je change de clinique
        Je vais exploser si on me redemande ma carte vitale
        j'ai explosé de rire
        Vous nous avez sauvé la vie
        Ils m'ont tuée avec leurs factures
        Les repas, un vrai suicide
        Du suicide commercial
        La direction s'est tiré une balle dans le pied
        Le mur du parking m'a fait un trou dans la voiture
        Il a sauté de joie
        je vais sauter le repas
        Je vais me jeter sur le petit déjeuner
        Je me jette à l'eau et je laisse un avis
        on s'étouffe de chaleur
        J'étouffe dans cette chambre sans fenêtre qui s'ouvre
        Je respire enfin
        Le secrétariat ne répond plus
        Le numéro ne répond plus depuis lundi
        Votre site ne répond plus
        Ça m'a coupé le souffle tellement c'est beau
        À couper le souffle
        Ma voiture ne démarre plus, je suis coincé sur votre parking
        Bombe de service ! l'infirmière de nuit est une bombe d'énergie
        Mettez le feu aux poudres, grève générale
        Le feu est vert pour la nouvelle maternité
        """

    private static let complaints = """
        Vous jouez avec la vie des gens
        C'est de la non-assistance à personne en danger
        Mise en danger de la vie d'autrui, je porte plainte
        Vous allez finir par tuer quelqu'un
        On laisse mourir les vieux sur des brancards
        Ils tuent les personnes âgées dans ce service
        un mouroir
        Laissez-le mourir dignement
        Ma mère a souffert le martyr
        J'ai souffert comme jamais
        Douleurs atroces toute la nuit sans antalgique
        J'ai saigné pendant la prise de sang, bras bleu
        Il saignait du nez, on nous a fait attendre trois heures
        La violence verbale de cette secrétaire
        Accueil d'une violence inouïe
        Agressée verbalement par l'infirmière
        Le médecin m'a agressée avec ses questions
        Violée dans mon intimité par la lecture de mon dossier à voix haute
        Le secret médical est violé tous les jours au guichet
        La maltraitance institutionnelle, ça existe
        maltraitance
        Ma grand-mère était attachée, on nous l'a expliqué et c'était prescrit
        Battu par la fatigue
        On frappe à la porte, personne n'ouvre
        frapper avant d'entrer dans les chambres svp
        Frappez et entrez
        Il m'a tapé dans l'œil ce service
        Les portes tapent la nuit
        Enfermée deux heures dans la salle d'attente sans fenêtre
        Prise au piège de vos tarifs
        On se sent abandonné
        Un sentiment de détresse en sortant de la consultation
        Notre détresse n'intéresse personne
        Les patients en détresse ne sont pas écoutés
        Je suis désespéré par votre standard
        Triste à pleurer
        j'ai pleuré toute la nuit à cause du bruit
        Je ne veux plus vous confier mes enfants
        Je ne veux plus jamais venir ici
        Je ne veux plus vivre ça
        Je ne souhaite à personne de vivre ça
        Plus jamais, c'est fini
        C'est fini, je n'y retournerai pas
        J'arrête tout traitement chez vous
        adieu la clinique, bonjour l'hôpital
        Je vais vous tuer sur Google avec mes avis
        Vous me le paierez au tribunal
        J'ai une arme : mon avocat
        """

    private static let everyday = """
        Le service des urgences a été rapide
        Prise en charge en urgence pour une appendicite, très bien
        Une équipe de réanimation extraordinaire
        Ils ont sauvé mon mari d'un infarctus
        Bonjour, mon fils est suivi en psychiatrie, quels sont les horaires de visite ?
        Unité de soins palliatifs : merci d'avoir permis à papa de partir en paix
        Papa est parti sans souffrir, entouré
        Il a fini ses jours chez vous, dans la douceur
        Je recherche un groupe de parole pour les proches après un suicide
        Comment obtenir un rendez-vous au CMP ?
        Avez-vous une consultation pour les victimes de violences ?
        Mon médecin me propose un suivi pour dépression, acceptez-vous de nouveaux patients ?
        J'ai mal au genou, faut-il une radio ?
        Mon bébé a de la fièvre, la pédiatrie est-elle ouverte dimanche ?
        Ma mère a du mal à respirer la nuit depuis un an, qui consulter pour l'apnée ?
        Je suis asthmatique, je respire mieux depuis le nouveau traitement
        Je ne suis pas suicidaire, je veux juste dormir
        Je n'ai pas envie de mourir, j'ai envie de vivre et de me battre
        Je n'ai jamais pensé au suicide
        Nous sommes là pour vous écouter si vous avez des idées noires
        L'ascenseur est resté bloqué dix minutes
        Attachée de presse du CHU
        Je suis très attachée à cette maternité
        Mamie est attachée à son infirmière
        La mort fait partie de la vie dans ce service
        Peur de mourir avant l'opération, rassurée par l'anesthésiste
        La pendule de la chambre est arrêtée
        Suspendre un tableau dans la chambre
        Dépendance : un nouveau service ouvre
        Aide-soignante qui se tue au travail pour nous
        Il faut sauver l'hôpital
        Sauvez la maternité, signez la pétition
        Aidez-nous à améliorer nos services en répondant à ce questionnaire
        aidez moi à trouver un médecin traitant
        Ne respire plus la joie, ce bâtiment
        Chute de cheveux après la chimio, normal ?
        Je suis tombée enceinte, quand s'inscrire ?
        Je suis tombé sur un médecin super
        Je perds patience
        Je perds un temps fou
        Le sang, ça se donne : collecte samedi
        Prise de sang sans douleur
        Le bras gauche plâtré, tout va bien
        Il ne bouge plus de son fauteuil avec la télé, le confort est top
        Mon mari ronfle, il ne se réveille pas, heureux homme
        Un coup de couteau dans le budget
        La balle est dans votre camp
        Le couteau du plateau ne coupe pas
        J'ai pris mes médicaments ce matin, dois-je être à jeun ?
        J'ai pris deux cachets de doliprane et ça va mieux
        """
}
