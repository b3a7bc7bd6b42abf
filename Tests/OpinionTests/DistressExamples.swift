/// Messages behind which somebody is in danger now: each must be seen. Written for these tests, in many voices.
enum DistressExamples {
    static let all = (suicidal + violence + vital).split(separator: "\n").map(String.init)

    private static let suicidal = """
        Je veux mourir.
        je vx mourir
        j'ai envie de mourir et personne ne m'écoute
        J'en peux plus, je vais en finir ce soir
        je vais me suicider
        jveu me suicidé
        jé envi de mourir c tro dur
        Je n'ai plus envie de vivre depuis que vous m'avez laissée sortir
        j'ai pu envi de vivre
        Je pense au suicide tous les jours et votre CMP me donne rendez-vous dans six mois
        Si vous ne me rappelez pas je me jette sous le train
        Je suis sur le pont, je vais sauter
        J'ai avalé deux boîtes de médicaments, j'ai peur
        jai pri tt mes cachet je me sens partir
        Adieu à tous, prenez soin de mes enfants
        Vous serez mieux sans moi, pardon
        Ma fille de 15 ans dit qu'elle veut mourir et les urgences psy nous renvoient chez nous
        Mon mari menace de se tuer, que dois-je faire ?
        mon fils parle de se pendre aidez nous svp
        Elle a écrit une lettre d'adieu, je ne sais pas où elle est
        je veux plus me réveiller
        Je voudrais m'endormir et ne jamais me réveiller
        A quoi bon vivre, je vais me foutre en l'air
        je me scarifie depuis des semaines et j'arrive plus à arrêter
        J'ai la corde dans le garage, ça sera plus simple
        Je veux mettre fin à mes jours
        il va mettre fin a ses jours si vous le laissez sortir
        Ma mère ne veut plus vivre, elle refuse de manger, elle a dit qu'elle allait se jeter par la fenêtre
        jvais me buter
        je vais me tirer une balle
        J'ai des idées noires, je ne tiens plus, j'ai peur de moi
        J'ai des idées suicidaires et on me dit d'attendre lundi
        plus rien ne me retient, ce soir j'arrête tout
        Je me suis ouvert les veines hier et on m'a recousu puis renvoyé chez moi, je vais recommencer
        Dites à ma mère que je l'aime, c'est fini pour moi
        je suis à bout, je vais faire une connerie
        J'ai fait une tentative de suicide cette nuit, personne ne vient
        Je n'ai plus la force de vivre avec ces douleurs, aidez-moi à partir
        Je préfère mourir que de continuer comme ça
        I want to kill myself
        i don't want to live anymore
        """

    private static let violence = """
        Mon mari me frappe, il est dans la pièce à côté
        il me bat tous les soirs g peur
        Mon ex me menace de mort, il m'attend devant l'hôpital
        il va me tuer
        Un aide-soignant frappe ma grand-mère, elle est couverte de bleus
        On attache ma mère à son lit toute la journée sans raison, elle pleure
        Mon beau-père touche ma petite soeur, je sais pas à qui le dire
        J'ai été violée cette nuit et je ne sais pas où aller
        jai été violé par un infirmier du service
        il ma violer et personne me croi
        Le kiné m'a fait des attouchements
        Je suis enfermée chez moi, il a pris mes clés et mon téléphone, au secours
        ma voisine tape son bébé, il hurle, faites quelque chose
        Mon père est maltraité dans votre EHPAD, il a peur, il a des hématomes partout
        Il me menace avec un couteau
        Elle secoue son bébé pour qu'il se taise
        Je vais venir avec une arme et vous le paierez
        je vais tous vous tuer bande de chiens
        Il y a une bombe dans le hall, vous avez une heure
        Je vais mettre le feu à votre hôpital
        Mon fils de 8 ans dit que l'éducateur lui fait des choses la nuit
        Ma fille est séquestrée par son copain
        mon frere a pris un fusil il veut tuer ma belle soeur
        Mon conjoint me frappe et je suis enceinte
        On me force à me prostituer
        Une résidente est frappée par le personnel de nuit, j'ai des photos
        """

    private static let vital = """
        Je n'arrive plus à respirer, je suis seule
        jarrive plu a respiré
        Ma mère ne respire plus !
        mon bébé ne respire pas bien il devient bleu
        Il est inconscient, que faire
        Mon mari a une douleur dans la poitrine et dans le bras gauche, personne ne répond au 15
        Elle fait un malaise dans la salle d'attente et personne ne vient
        au secours
        Aidez-moi je vous en supplie, je suis enfermé dans l'ascenseur et je fais un malaise
        Je saigne beaucoup, j'ai accouché il y a trois jours, le service ne répond pas
        je perds du sang je suis enceinte de 7 mois
        Mon fils convulse depuis dix minutes
        ma fille a avalé de la javel
        Il a fait une overdose, il ne bouge plus
        son visage est paralysé d'un côté et elle n'arrive plus à parler
        Mon père s'étouffe
        Appelez les secours vite chambre 12 le monsieur est tombé il saigne de la tête
        jai mal a la poitrine tres fort je transpire c grave ?
        mamie ne se réveille pas
        Ma grand-mère est tombée, elle ne répond plus
        Il fait un arrêt cardiaque
        Mon bébé a 41 de fièvre et il ne réagit plus
        Je vais accoucher là maintenant dans la voiture sur votre parking
        gorge qui gonfle après le médicament, je peux plus avaler ni respirer
        SOS aidez nous mon mari crache du sang
        """
}
