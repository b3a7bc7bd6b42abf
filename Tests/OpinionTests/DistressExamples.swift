/// Messages behind which somebody is in danger now: each must be seen. Written for these tests, in many voices.
enum DistressExamples {
    static let all = (suicidal + violence + vital + later).split(separator: "\n").map(String.init)

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

    /// Written after the rules, one reader at a time; about one in four was missed at first sight.
    private static let later = """
        la nuit je pense à me jeter dans le canal
        j'arrête pas de penser au suicide depuis la mort de ma femme
        mon frère vient de prendre toute une boite de lexomil
        je veux partir, je n'en peux plus de cette vie
        on m'a dit d'attendre mardi mais je vais pas tenir, je vais me pendre avant
        aidez ma fille elle veut se tuer
        jen ai marre de vivre
        j'ai ouvert le gaz
        je me suis coupé les veines
        personne pour m'empêcher de sauter cette fois
        mon père refuse de vivre, il a arrêté de boire et de manger
        mon mari m'a poussée dans l'escalier, j'ai peur de rentrer
        il a tiré sur le chien, il dit que je suis la prochaine
        mon compagnon me viole
        l'infirmier de nuit m'a tripotée pendant mon sommeil
        les soignants attachent et frappent mon frère autiste
        ma fille de 6 ans a mal et dit que papi a mis ses doigts
        je suis dehors devant l'hopital avec un couteau
        tu vas crever docteur
        maman fait un avc je crois elle a la bouche de travers
        mon mari a très mal au thorax, on est à 40 km, que faire
        il s'étouffe avec un morceau de viande
        mon bébé convulse
        je viens de me brûler tout le bras à l'huile et personne aux urgences ne répond
        j'ai de plus en plus de mal à respirer
        enceinte 8 mois je saigne beaucoup
        mon ami a fait une overdose il répond pas
        la dame de la chambre 8 est tombée elle saigne du crâne
        je fais une hémorragie
        elle est brûlante et elle délire, elle ne me reconnaît plus
        je vous écris une dernière fois, je n'ai plus la force de me battre, je m'en vais
        si je rentre chez moi je me tue
        je pleure tous les jours et je pense à la mort
        mon mari veut se jeter sous un train
        ma fille s'est ouvert les veines ce matin
        jveu crever
        je suis tellement mal que je veux mourir
        ma maman parle de suicide depuis son hospitalisation
        il me tabasse et il me prend mon argent
        mon ex m'a menacée de mort hier soir
        un infirmier frappe les patients en psy
        mon fils de 5 ans a été touché par un adulte du service
        je vais venir tout casser et vous tuer
        quelqu'un a une arme dans la salle d'attente
        mon père n'arrive plus à respirer, le samu ne répond pas
        ma femme est inconsciente
        bébé de 3 mois très chaud et mou, ne réagit plus
        j'ai des douleurs dans la poitrine et le bras
        ma grand mère vomit du sang
        il a avalé de l'eau de javel
        je perds beaucoup de sang
        mon copain fait une overdose
        au secours mon fils ne respire plus
        j'ai pris tous mes cachets
        elle s'est jetée par la fenêtre, vite
        """
}
