/// What people write when somebody is in danger now: in the present or the near future, in the first person or of
/// somebody close, misspelt or by text message. `$NAME` stands for the alternatives below. See `PhraseBook` for the
/// rest.
enum DistressPhrases {
    static let all = UrgencyPhrases.expand(
        [suicidal, despair, violence, coercion, vital, collapse], with: alternatives)

    private static let alternatives = [
        "WANT": "veux/veut/vx/veu/voudrais/voudrait/vais/va/vai/ve/souhaite/prefere/prefererais/allait"
            + "/jveux/jveu/jvx/jvais/jvai",
        "WISH": "veux/veut/vx/veu/voudrais/voudrait/souhaite/prefere/jveux/jveu/jvx",
        "GO": "vais/va/vai/jvais/jvai/jva",
        "NOMORE": "plus/pu/plu/pa/pas",
        "KIN": "mere/maman/pere/papa/fils/fille/mari/femme/conjoint/conjointe/compagnon/copain/copine/frere/soeur/bebe"
            + "/mamie/papi/enfant/ami/amie/voisin/voisine/resident/residente/tante/oncle/gamin/gosse/belle"
            + "/patient/patiente/residents/enfants",
        "ONE": "il/elle/on/mari/ex/conjoint/compagnon/copain/pere/mere/frere/fils/fille/soignant/soignante/infirmier"
            + "/infirmiere/voisin",
        "MANY": "10/12/15/16/18/20/24/25/30/35/40/45/50/60/70/80/90/100/200"
            + "/dix/douze/quinze/vingt/trente/quarante/cinquante/soixante/cent",
        "PILLS": "boite*/plaquette*/cachet*/comprim*/medicament*/medoc*/pilule*/somnifere*"
            + "/anxiolytique*/antidepresseur*/doliprane*/paracetamol*/xanax/lexomil",
    ]

    private static let suicidal = """
        $WANT juste/vraiment/ mourir/mourire/mouri/crever;$WISH plus vivre;$WISH pas/plus continuer a vivre;\
        envi/envie/envies de/d mourir/mourire/crever/creve;envi/envie/envies de/d me/se suicid*;\
        envi/envie de me/se tuer/foutre/pendre/jeter;$NOMORE envi/envie de/d vivre;\
        plus/aucune/pas la/de/ force/gout/raison/courage de vivre;plus vivre;quoi bon vivre;$WANT me/se/ suicid*;\
        pense*/penser a/ me/se suicid*;\
        parle*/menace*/dit/envisage/projette de/ vouloir/ se/me suicid*/pendre/tuer/jeter/foutre;\
        je ne/ pense .. au suicide;on/il/elle/fils/fille pense .. au suicide;\
        j ai/a des/d/de idees/pensees/envies suicidaire*;jai des idees suicidaire*;est/suis suicidaire*;\
        j ai des/les idees noires;jai des idees noires;il/elle a des idees noires;$WANT en finir;\
        veut/va/vais mettre fin a mes/ses jours;mettre fin a mes/ses jours;met fin a mes/ses jours;\
        me/se jette/jeter/jet/jetter .. train/trains/fenetre/pont/vide/metro/rails/balcon/toit;pont .. sauter;\
        $GO sauter par/du/de la/ fenetre/toit/pont/balcon/etage;aval* .. $PILLS;\
        pris/pri/prend*/prendre tous/toutes/toute/tout/tt/tte mes/les/ses/la/ma $PILLS;\
        pri/pris .. boites .. medic*/medoc*;adieu a/ tous/toutes/tout;adieu prenez;lettre d adieu;mieux sans moi;\
        que je l/les/t aime c est fini;$WISH plus me/se reveill*;ne/ jamais/plus me reveill*;m endormir .. jamais;\
        me foutre/foutr/fout en l air;$GO me/m buter/bute/butter/flinguer/pendre;me/m tirer une balle;je me tue;\
        je $WANT me tuer;jvais/jvai/jveux/jveu/jvx me tuer;$WANT se tuer;me/se scarif*;me/se mutile*;\
        corde .. garage/cou/grenier/poutre;ouvert/ouvrir/ouvre/taille/tailler/couper les/mes veines;\
        plus rien ne me retient;j arrete tout ce soir;ce soir j arrete tout;$GO faire une connerie/betise;\
        c est fini pour moi;tentative de suicide .. cette/hier/ce/aujourd;ts cette nuit;\
        prefere*/prefererais mourir/crever;aide*/aider moi/m/nous/ a partir/mourir;peur de moi;me faire du mal;\
        kill myself;want to die;end my life;don t want to live;dont want to live;quiero morir;quiero suicidarme
        """

    private static let despair = """
        envi/envie/envies de/d en finir/creve/creuver/disparaitre;peux/peu/pe plus de cette vie;m a menace* de mort;\
        tout casser .. tuer;envi/envie de/d plus exister/vivre;\
        envi/envie d en finir;$WANT/aimerais/voudrais ne/ plus/pu exister/vivre;$WANT/aimerais disparaitre;\
        plus capable/foutu de vivre;plus envi/envie d etre la;pense/pensais a la/ma mort;planifie ma mort;\
        rejoindre .. ciel/paradis;$GO rejoindre ma/mon/mes femme/mari/bebe/fils/fille;\
        $GO/prends prendre/tout tout/ ce que j ai;prends tout ce que j ai dans;issue que la mort;issue que mourir;\
        mort .. delivrance;me/m supprimer;me/m suprimer;message/msg/texto/sms/mot/video d adieu;\
        $GO/suis/est pret/prete a mourir/partir pour;suis pret/prete a mourir;bord du suicide;\
        pense* au suicide depuis;penser au suicide;penser/pense a la mort tous/tout;toute/prendre une boite de/d;\
        refuse de/d vivre/boire/manger .. arrete/manger/boire/vivre;ouvert/ouvre/allume le gaz;\
        jet* dans le/la/l canal/riviere/seine/loire/garonne/rhone/fleuve/lac/mer/vide;empecher de sauter/mourir;\
        voix .. disent/dit/demandent/ordonnent/disant;peine d etre vecue;peine de vivre;vie n a plus aucun/de/d sens;\
        autant/prefere* disparaitre/mourir/crever;mieux de/ crever/mourir/mort/morte;\
        si je meurs/creve .. soir/nuit/demain/faute;\
        essaye/tente/tenter/essayer de/d se/me pendre/tuer/suicider/jeter/defenestrer;passe/passer/passerai a l acte;\
        au revoir aux/a enfants/tous;disparu en/et laiss* un/une mot/lettre;laisse un mot et/il/elle;\
        coupe/taillade/lacere les/mes/ses bras/veines/poignets;me coupe tous/chaque;me taillad*;me trancher/tranche;\
        se trancher/tranche les/ veines;pris/pri/aval*/pren* $MANY/plein/trop/beaucoup de/d/ $PILLS;\
        aval*/pris/pri ses/mes/des/toute/tout/tous/plein/trop/plusieurs la/les/mes/ses/de/ \
        anti/antidepresseur*/somnifere*/cachet*/plaquette*/comprime*;\
        existe plus pour;poids pour tout/tous/ma/mes;seraient mieux sans;quand vous lirez ca/ceci/cela;\
        c est mon dernier message;ne me cherchez pas;achete une/la corde;avec la/une corde;\
        chargé/charge la/le/mon carabine/fusil;prendrait/prendra/prendre son/le fusil;me/m balancer dans/du/sous;\
        ne veut/veux plus rester en vie;fatigue*/marre/ras de vivre;marre de la vie;quitter ce monde/cette vie;\
        plus/pu la force de/d me/lutter/continuer/tenir battre/ je/j;parle*/parlent de suicide depuis/et/tous;\
        maman/mere/pere/papa/fille/fils/mari/femme parle de suicide;ecris une derniere fois;\
        m en vais pour toujours/adieu
        """

    private static let coercion = """
        m a/as encore/re/ frappe*/tape/tapee/gifle*/etrangle*/cogne*/tabasse*/poignarde*;\
        ma encore/re/ frape/frappe/frapper/taper/gifler/cogner;m a mis/donne un/des/une coup/coups/gifle/claque;\
        suis battu/battue/frappe/frappee/tabasse* par;suis une femme battue;\
        a/ont gifle*/frappe*/tape/tabasse*/brutalis*/secoue* \
        ma/mon/sa/son/une/un/le/la/les/maman/papa/mamie/papi grand/petit/petite/ $KIN;\
        a/ont gifle/frappe/tabasse/brutalise maman/papa/mamie/papi;\
        $ONE/agent/auxiliaire/aide brutalise/brutalisent/gifle/giflent .. $KIN;\
        abuse/abusent de ma/mon/sa/son/mes petit/petite/ $KIN;\
        oncle/tonton/pere/educateur/frere/cousin/grand me/m/la/le/les touche;\
        force/forcee/oblige/obligee a un/avoir rapport*/des;enferme/enferment .. sans manger/boire/eau;\
        ont enferme .. chambre;sans manger depuis;oeil au beurre noir;marques/traces de coups;\
        a un couteau/fusil/flingue/pistolet/revolver/hache a/dans/et/il;\
        avec mon/un/son fusil/flingue/pistolet/couteau de/et/dans/pour;avec mon fusil/flingue/couteau;\
        faire/fais un carnage;tous crever/mourir je/vous;allez tous/me/le crever/mourir/payer .. habit*;\
        sais ou vous/tu habitez/habites;homme/type/mec/patient/individu arme vient/est/dans/entre/aux;\
        appelez/envoyez vite/ la/les/une police/gendarmes/flics;\
        pris .. infirmiere/infirmier/patient/patiente/medecin/personnel en otage;me/lui faire la peau;\
        va/veut me/nous/la retrouver et;va me planter/egorger/poignarder;m empeche de sortir/partir/venir/respirer;\
        $GO cramer/bruler/exploser votre/l/la/le/ce;quelqu un tire dans/sur;\
        quelqu un/il/elle/homme/patient a une/un arme/fusil/couteau/pistolet;\
        frappe/frappent/tape/tapent/maltraite/maltraitent les \
        patient*/malades/vieux/residents/residentes/personnes/enfants/anciens;\
        a/ont ete touche/touchee par un/une/son/le adulte/homme/oncle/soignant/infirmier/educateur/voisin/pere;\
        il tire sur;tu vas/va crever/mourir;suis .. devant/dans/la .. avec un/mon couteau/fusil/arme;\
        m a pousse/poussee dans .. escalier/escaliers/fenetre;m a/ont/ tripote*/pelote*;mis ses/les doigts;\
        peur de rentrer chez/il/avec;je suis la prochaine;je suis sequestre*;me viole/touche la nuit;\
        a viole ma/mon/sa/son/une/un;me fait/font des/d choses/trucs;lui fait/font des choses/trucs
        """

    private static let violence = """
        $ONE me/m frappe/frapp/bat/tabasse/cogne/etrangle/viole/sequestre/maltraite;\
        $ONE nous/la/le frappe/bat/tabasse;$ONE me/m/nous/la/le menace de/d mort/nous/me/la/le tuer/frapper;\
        me/m/nous menace* .. mort/couteau/arme/fusil;ex/mari/il va/veut me/nous/la/le/les tuer;\
        va/veut/veux tuer ma/mon/sa/son/ses/les/tout;\
        frappe/frappent/tape/tapent/tabasse*/secoue/secouent/maltraite/maltraitent \
        ma/mon/sa/son/ses/mes/une/un/les/des grand/petit/petite/ $KIN;\
        pere/oncle/frere/educateur/professeur/voisin/soignant/beau touche ma/mon/sa/son/mes/les petit/petite/ $KIN;\
        j ai ete/etait viole/violee/violer/abuse/abusee/agresse/agressee .. cette/par/ce/hier;\
        jai ete/etait/etais viole/violee/violer;j ai ete/etait viole/violee/violer;on m a viole/violee;\
        il/on m a viole/violee/violer;il/on ma viole/violee/violer;m a/ont/ fait des/d/ attouchement*;\
        me/m/lui/nous fait/font des attouchement*/choses;je suis enferme*/sequestre*/retenu*;est/suis sequestre*;\
        est/sont frappe*/battu*/maltraite*/tabasse* par/dans/a/il/elle;\
        attache/attachent ma/mon/sa mere/pere/grand/maman/papa;couvert/couverte de bleus/hematomes;\
        hematomes/bleus partout;pris/prend un/son/le fusil/couteau/arme/flingue;\
        venir/viens/arrive avec une/un/mon arme/fusil/couteau/flingue/kalash*;\
        $GO tous/toutes/ vous/te/les/tous tuer/buter/crever/flinguer/egorger;a une bombe dans/sous/au;\
        poser/pose/mis/place une bombe;$GO mettre le feu a/au/dans;force*/oblige* a me/se prostituer;\
        me force .. coucher/rapport*
        """

    private static let collapse = """
        respire presque plus/pas;respire tres mal;respire a/ peine;\
        mal/peine a respirer .. et/levres/bleu*/vite/maintenant;mal a respirer de plus;\
        plus en plus de mal a respirer;levres .. bleues/violettes/bleus;reagit/reagi pas/plus/a rien;\
        ne/ bouge/bouje plus;effondre*/ecroule*/tombe* .. bouge/repond/reagit/respire pas/plus;pas/plus de pouls;\
        bouche .. tombe/tordue/cote;parle/parler tout/ bizarre*;barre/etau/oppression/poids dans/sur la/ma poitrine;\
        serre dans la poitrine;sueurs froides;tres/trop/hyper/super mal .. poitrine;\
        bras gauche engourdi/paralyse/lourd/qui;\
        visage/langue/gorge/levres/tout qui/qui/ gonfle/gonflent/gonflee/gonflees .. \
        parler/respirer/avaler/repond/mal/de;\
        reaction allergique .. gonfle/respire*/maintenant/visage;gonfle de partout;\
        j ai/a des/une douleur* dans/a la poitrine;jai des/une douleur* dans/a la poitrine;\
        bu/avale/avaler de/l de/l eau/ de/ javel;\
        bu/avale/avaler .. antigel/javel/destop/deboucher/detergent/lessive/alcool;trop d insuline;dans les vapes;\
        je tombe/vais dans/tomber dans/ les/ pommes;perd/perdu/perdre connaissance et/maintenant/dans/il/elle;\
        yeux revulses;convulse*/epilepsie .. s arrete pas/plus;crise d epilepsie depuis;\
        pompiers/samu/secours/ambulance vite;envoyez une/un ambulance;vomis/vomit/crache/tousse/crach* .. sang;\
        peux/peut plus parler/bouger/marcher et;femme/elle accouche/acouche dans/sur/la/maintenant/votre/vite;\
        votre parking .. accouche;tete du bebe sort;saigne/sang .. partout/enormement/gicle;\
        par terre .. saigne/respire/repond/bouge/devant/sang;saigne par terre;joindre/repond le/au/pas le/ 15/18/112;\
        sens plus .. bebe bouger;bebe ne bouge/bouje plus;cordon sort/dehors;pile bouton;taches violettes;\
        veut/vient de mourir dans;est/suis en train de mourir/partir/s/m etouffer/mourir/crever;\
        en train de faire un/une malaise/avc/infarctus/overdose/arret;\
        mal/tres/trop au/a thorax/poitrine/coeur .. mal/15/km/bras/sueurs/transpire;tres/trop mal au thorax;\
        saigne du/de/au la/ crane/tete/ventre/cou;s est jete/jetee par/sous/du/de/dans;\
        s est defenestre* vite/ce/il/elle;fais/fait une hemorragie/overdose;fait une overdose;\
        brule/bruler/brulee tout le/la/les;brulante et .. delire;elle/il delire et/elle/il;\
        a mal .. poitrine/thorax et/depuis;plus .. sensation .. bras/jambe*;se vide/vident de son/leur sang;\
        noye* .. repond/bouge/respire
        """

    /// A cry that is also a way of speaking: believed in a short message, or beside another alarm.
    static let faint = UrgencyPhrases.expand(["au secours;bord du gouffre;a l aide;help me;help"], with: [:])

    private static let vital = """
        arrive/arriv/arrives/jarrive $NOMORE/mal a/ respire*/respirer/respiré/parler;\
        peux/peut/peu $NOMORE respirer/respire/avaler;respire/respir plus/pas/pu/plu;respire .. mal/bien il/elle;\
        ne respire pas/plus;devient/est tout/toute/ bleu/bleue;est/suis inconscient*;\
        a/ai/jai une/ douleur*/oppression .. poitrine/thorax;j ai/g mal .. poitrine/thorax;\
        jai mal .. poitrine/thorax;\
        il/elle/je/on/mere/pere/mari/maman/papa/fille/fils fait/fais un/une malaise/infarctus/avc/arret/overdose/crise;\
        malaise .. personne ne vient/repond/bouge;bouge/reagit/reagis plus;\
        appelez/envoyez vite/ les/le/un/ secours/pompiers/samu;saigne/saignes beaucoup/enormement/abondamment;\
        saigne de la tete;perds/perd/per du/beaucoup/plein/trop de/ sang;hemorragie .. maintenant;\
        convulse/convulsionne;fait des convulsions;s etouffe/etrangle;m etouffe;se reveille/reveil pas/plus;\
        tombe* .. repond plus/pas;crache/vomit/crachent/vomis du sang;visage est paralys*;bouche de travers;\
        gorge .. gonfle;accoucher la/ maintenant/dans;sos aidez/aide/vite;aidez moi/nous je/svp/vite/mon/ma/stp;\
        aval* de/du/la la/ javel/lessive/destop/soude/poison/pile/piles;je me/m sens partir;can t breathe;\
        can not breathe;not breathing;bebe .. reagit plus
        """
}
