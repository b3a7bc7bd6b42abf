/// What people write when somebody is in danger now: in the present or the near future, in the first person or of
/// somebody close, misspelt or by text message. `$NAME` stands for the alternatives below. See `PhraseBook` for the rest.
enum DistressPhrases {
    static let all = UrgencyPhrases.expand([suicidal, violence, vital], with: alternatives)

    private static let alternatives = [
        "WANT": "veux/veut/vx/veu/voudrais/voudrait/vais/va/vai/ve/souhaite/prefere/prefererais/allait/jveux/jveu/jvx/jvais/jvai",
        "WISH": "veux/veut/vx/veu/voudrais/voudrait/souhaite/prefere/jveux/jveu/jvx",
        "GO": "vais/va/vai/jvais/jvai/jva",
        "NOMORE": "plus/pu/plu/pa/pas",
        "KIN": "mere/maman/pere/papa/fils/fille/mari/femme/conjoint/conjointe/compagnon/copain/copine/frere/soeur/bebe/mamie/papi/"
            + "enfant/ami/amie/voisin/voisine/resident/residente/tante/oncle/gamin/gosse/belle/patient/patiente/residents/enfants",
        "ONE": "il/elle/on/mari/ex/conjoint/compagnon/copain/pere/mere/frere/fils/fille/soignant/soignante/infirmier/infirmiere/voisin",
        "PILLS": "boite*/plaquette*/cachet*/comprim*/medicament*/medoc*/pilule*/somnifere*",
    ]

    private static let suicidal = """
        $WANT juste/vraiment/ mourir/mourire/mouri/crever;$WISH plus vivre;$WISH pas/plus continuer a vivre;\
        envi/envie/envies de/d mourir/mourire/crever;envi/envie/envies de/d me/se suicid*;envi/envie de me/se tuer/foutre/pendre/jeter;\
        $NOMORE envi/envie de/d vivre;plus/aucune/pas la/de/ force/gout/raison/courage de vivre;plus vivre;quoi bon vivre;\
        $WANT me/se/ suicid*;pense*/penser a/ me/se suicid*;parle*/menace*/dit/envisage/projette de/ vouloir/ se/me suicid*/pendre/tuer/jeter/foutre;\
        je ne/ pense .. au suicide;on/il/elle/fils/fille pense .. au suicide;j ai/a des/d/de idees/pensees/envies suicidaire*;jai des idees suicidaire*;est/suis suicidaire*;\
        j ai des/les idees noires;jai des idees noires;il/elle a des idees noires;$WANT en finir;veut/va/vais mettre fin a mes/ses jours;\
        mettre fin a mes/ses jours;met fin a mes/ses jours;me/se jette/jeter/jet/jetter .. train/trains/fenetre/pont/vide/metro/rails/balcon/toit;\
        pont .. sauter;$GO sauter par/du/de la/ fenetre/toit/pont/balcon/etage;aval* .. $PILLS;\
        pris/pri/prend*/prendre tous/toutes/toute/tout/tt/tte mes/les/ses/la/ma $PILLS;pri/pris .. boites .. medic*/medoc*;\
        adieu a/ tous/toutes/tout;adieu prenez;lettre d adieu;mieux sans moi;que je l/les/t aime c est fini;$WISH plus me/se reveill*;\
        ne/ jamais/plus me reveill*;m endormir .. jamais;me foutre/foutr/fout en l air;$GO me/m buter/bute/butter/flinguer/pendre;\
        me/m tirer une balle;je me tue;je $WANT me tuer;jvais/jvai/jveux/jveu/jvx me tuer;$WANT se tuer;me/se scarif*;me/se mutile*;corde .. garage/cou/grenier/poutre;\
        ouvert/ouvrir/ouvre/taille/tailler/couper les/mes veines;plus rien ne me retient;j arrete tout ce soir;ce soir j arrete tout;\
        $GO faire une connerie/betise;c est fini pour moi;tentative de suicide .. cette/hier/ce/aujourd;ts cette nuit;\
        prefere*/prefererais mourir/crever;aide*/aider moi/m/nous/ a partir/mourir;peur de moi;me faire du mal;\
        kill myself;want to die;end my life;don t want to live;dont want to live;quiero morir;quiero suicidarme
        """

    private static let violence = """
        $ONE me/m frappe/frapp/bat/tabasse/cogne/etrangle/viole/sequestre/maltraite;$ONE nous/la/le frappe/bat/tabasse;$ONE me/m/nous/la/le menace de/d mort/nous/me/la/le tuer/frapper;\
        me/m/nous menace* .. mort/couteau/arme/fusil;ex/mari/il va/veut me/nous/la/le/les tuer;va/veut/veux tuer ma/mon/sa/son/ses/les/tout;\
        frappe/frappent/tape/tapent/tabasse*/secoue/secouent/maltraite/maltraitent ma/mon/sa/son/ses/mes/une/un/les/des grand/petit/petite/ $KIN;\
        pere/oncle/frere/educateur/professeur/voisin/soignant/beau touche ma/mon/sa/son/mes/les petit/petite/ $KIN;\
        j ai ete/etait viole/violee/violer/abuse/abusee/agresse/agressee .. cette/par/ce/hier;jai ete/etait/etais viole/violee/violer;\
        j ai ete/etait viole/violee/violer;on m a viole/violee;il/on m a viole/violee/violer;il/on ma viole/violee/violer;\
        m a/ont/ fait des/d/ attouchement*;me/m/lui/nous fait/font des attouchement*/choses;je suis enferme*/sequestre*/retenu*;\
        est/suis sequestre*;est/sont frappe*/battu*/maltraite*/tabasse* par/dans/a/il/elle;attache/attachent ma/mon/sa mere/pere/grand/maman/papa;\
        couvert/couverte de bleus/hematomes;hematomes/bleus partout;pris/prend un/son/le fusil/couteau/arme/flingue;\
        venir/viens/arrive avec une/un/mon arme/fusil/couteau/flingue/kalash*;$GO tous/toutes/ vous/te/les/tous tuer/buter/crever/flinguer/egorger;\
        a une bombe dans/sous/au;poser/pose/mis/place une bombe;$GO mettre le feu a/au/dans;force*/oblige* a me/se prostituer;\
        me force .. coucher/rapport*
        """

    /// A cry that is also a way of speaking: believed in a short message, or beside another alarm.
    static let faint = UrgencyPhrases.expand(["au secours;a l aide;help me;help"], with: [:])

    private static let vital = """
        arrive/arriv/arrives/jarrive $NOMORE/mal a/ respire*/respirer/respiré/parler;peux/peut/peu $NOMORE respirer/respire/avaler;\
        respire/respir plus/pas/pu/plu;respire .. mal/bien il/elle;ne respire pas/plus;devient/est tout/toute/ bleu/bleue;\
        est/suis inconscient*;a/ai/jai une/ douleur*/oppression .. poitrine/thorax;j ai/g mal .. poitrine/thorax;jai mal .. poitrine/thorax;\
        il/elle/je/on/mere/pere/mari/maman/papa/fille/fils fait/fais un/une malaise/infarctus/avc/arret/overdose/crise;\
        malaise .. personne ne vient/repond/bouge;bouge/reagit/reagis plus;appelez/envoyez vite/ les/le/un/ secours/pompiers/samu;\
        saigne/saignes beaucoup/enormement/abondamment;saigne de la tete;perds/perd/per du/beaucoup/plein/trop de/ sang;\
        hemorragie .. maintenant;convulse/convulsionne;fait des convulsions;s etouffe/etrangle;m etouffe;\
        se reveille/reveil pas/plus;tombe* .. repond plus/pas;crache/vomit/crachent/vomis du sang;visage est paralys*;bouche de travers;\
        gorge .. gonfle;accoucher la/ maintenant/dans;sos aidez/aide/vite;aidez moi/nous je/svp/vite/mon/ma/stp;aval* de/du/la la/ javel/lessive/destop/soude/poison/pile/piles;\
        je me/m sens partir;can t breathe;can not breathe;not breathing;bebe .. reagit plus
        """
}
