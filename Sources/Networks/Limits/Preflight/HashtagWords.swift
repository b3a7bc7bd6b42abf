/// Words that hashtags of hospitals are made of, without accents: our own list.
enum HashtagWords {
    static let all = Set(list.split(whereSeparator: \.isWhitespace).map(String.init)).union(small)

    static let longest = all.lazy.map(\.count).max() ?? 0

    /// Words that join others.
    static let small: Set<String> = [
        "a", "au", "aux", "avec", "contre", "dans", "de", "des", "du", "en", "est", "et", "je", "la", "le", "les", "l",
        "d", "ma", "mes", "mon", "ne", "nos", "notre", "nous", "on", "ou", "par", "pas", "pour", "sa", "sans", "se",
        "ses", "son", "sous", "sur", "tous", "tout", "toute", "toutes", "un", "une", "vos", "votre", "vous",
    ]

    /// Endings of long words that are one.
    static let endings = [
        "logie", "logique", "logue", "logiste", "graphie", "therapie", "pathie", "scopie", "plastie", "tomie", "metrie",
        "nomie", "ation", "ition", "ution", "isme", "iste", "ement", "aire", "ique", "ite", "ose", "ance", "ence",
        "iatrie", "iatre", "trie", "alite", "abilite", "isation", "eur", "euse", "ature", "ions", "ologies", "ants",
    ]

    private static let list = """
        janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre printemps ete automne
        hiver lundi mardi mercredi jeudi vendredi samedi dimanche jour journee journees semaine semaines mois annee an
        ans nuit matin soir heure minute weekend noel paques rentree vacances fete fetes meres peres enfance
        rose bleu bleue blanc blanche noir noire rouge vert verte jaune orange violet gris ruban
        hopital hopitaux hospitalier hospitaliere clinique cliniques chu chru ch ght ehpad ars samu smur has centre
        centres maison cabinet service services urgence urgences bloc accueil etablissement etablissements territoire
        sante soin soins soigner soignant soignante soignants soignantes medecin medecins medecine docteur docteurs
        infirmier infirmiere infirmiers infirmieres aide aides aidant aidants sage femme femmes sages homme hommes
        pharmacien pharmaciens pharmacie kinesitherapeute dietetique psychologue psychiatre brancardier interne
        internes externe etudiant etudiants equipe equipes metier metiers patient patients patiente patientes usager
        usagers famille familles enfant enfants bebe bebes parent parents ado ados adolescent adolescents adulte
        senior seniors age agee agees aine aines grand grands grandir naissance naitre maternite grossesse allaitement
        allaiter pediatrie pediatrique geriatrie neonatalogie prematurite premature prematures vie vies vivre mort fin
        cancer cancers sein seins colorectal colon prostate poumon poumons peau melanome leucemie tumeur depistage
        depister depistez depiste prevention prevenir vaccin vaccins vaccination vacciner vaccinez grippe covid
        rougeole bronchiolite coqueluche papillomavirus hpv sida vih hepatite tuberculose virus infection infections
        antibiotique antibiotiques antibioresistance diabete obesite poids nutrition alimentation manger bouger sport
        sports activite physique coeur cardiaque cardiovasculaire cardiologie avc infarctus tension hypertension
        arteriel arterielle rein reins renale greffe greffes organe organes don dons donner donneur donneurs donnez
        sang plasma moelle osseuse os articulation rhumatologie arthrose osteoporose dos mal douleur douleurs maux
        migraine migraines epilepsie parkinson alzheimer sclerose plaques maladie maladies rare rares chronique
        chroniques mentale mental psychique psychiatrie depression suicide burnout stress anxiete sommeil addiction
        addictions alcool tabac tabagisme fumer fumeur drogue drogues ecran ecrans cannabis arret arreter defi
        handicap handicaps autisme autiste inclusion inclusif accessibilite egalite violence violences faite faites
        stop agir ensemble solidarite solidaire merci bravo respect confiance ecoute bienveillance fier fiere fiers
        ici avance avancer change changer bouge engage engages engagement qualite securite hygiene main mains lavage
        laver masque masques gestes geste barriere premier premiers secours sauver sauve sauvent urgentiste reanimation
        chirurgie chirurgien chirurgical robot robotique radiologie imagerie scanner irm laboratoire biologie recherche
        innovation innovations numerique donnees dossier espace mon teleconsultation telemedecine rendez rendezvous
        consultation consultations operation anesthesie pansement palliatif palliatifs oncologie dermatologie
        neurologie urologie nephrologie hematologie pneumologie ophtalmologie orthopedie gynecologie obstetrique
        endometriose menopause contraception fertilite sexuelle sexualite ist bucco dentaire dents dent yeux vue
        oeil audition oreille oreilles nez gorge foie pancreas estomac intestin thyroide allergie allergies asthme
        mucoviscidose drepanocytose hemophilie lupus psoriasis eczema brulure brulures accident accidents domestique
        domestiques noyade canicule chaleur froid pollution environnement durable ecologie planete climat eau
        emploi emplois recrutement recrute recrutons rejoignez rejoindre formation ifsi ecole ecoles carriere offre
        offres alternance stage portes ouvertes porte ouverte conference colloque congres exposition concert culture
        art musique benevole benevoles benevolat association associations fondation mecenat course marche rallye
        movember mondial mondiale national nationale nationaux internationale international europeenne europeen
        france francais francaise public publique publics prive ville villes rural region europe monde tous
        information infos info actu actualite actualites temoignage temoignages histoire portrait coulisses quiz
        question questions reponse reponses conseil conseils astuce astuces idee idees recue guide
        """
}
