/// What shows that nobody is in danger now: news, prevention, a story told afterwards, a figure of speech. Each
/// silences the alarms of its own sentence only.
enum CalmPhrases {
    static let all = UrgencyPhrases.expand([news, past, figures], with: [:])

    private static let news = """
        prevention;colloque;conference;formation;taux;etude;selon;proces;condamne*;accuse*;prison;enquete;\
        mis/mise en examen;soupconne*;exposition;la loi;debat;depute*;film;roman;livre;serie;documentaire;chanson;\
        recit;l histoire;histoire d un/une;temoignage;journee mondiale/nationale;campagne;atelier;la/une victime ne;\
        gestes qui;apprenez;s inquieter;reconnaitre;un homme s est;une femme s est;sante publique;\
        comment reperer/reagir/aider/signaler;si vous avez/avez;signes de/d;interpelle*;gendarme*;mis hors de danger;\
        fausse alerte;exercice;benevole*;statistique*;rapport sur
        """
    private static let past = """
        il y a .. an/ans/mois/annee/annees/longtemps;en 199*/200*/201*/202*;failli;l epoque;l an dernier/passe;\
        l annee derniere/passee;aujourd hui je vais/suis/va/travaille/temoigne;aujourd hui il/elle va/vit/est;\
        aujourd hui tout;sauve/sauvee/sauver/sauves;grace a vous/lui/elle/eux/votre/vos;survecu;s en est sorti*;\
        m en suis sorti*;a mon/son/l/notre arrivee;semaine/mois derniere/dernier/passee/passe;\
        en janvier/fevrier/mars/avril/mai/juin/juillet/aout/septembre/octobre/novembre/decembre;quand j etais;\
        j avais;j etais;ont/a ete formidable*/parfait*;m a rendu;m ont rendu;tout s est bien passe;tout va bien;\
        rentre a la maison;rien de casse;a fini ses jours
        """
    private static let figures = """
        mourir de rire/faim/soif/honte/peur/chaud/froid/ennui/fatigue/sommeil;envie de mourir de;mdr*;\
        n ai/avais pas/jamais/plus/aucune/nullement envie de/d mourir;pas/plus envie de mourir;suis pas suicidaire*;\
        plus envie de me suicid*;vivre ca/cela/ici/une/un/cette/ce/pareil/tel/telle/dans/seul/seule/chez;\
        avaler la pilule/couleuvre;me tue a vous/te/le;jamais pense;plus la joie;bouge plus de/du;bouge pas;\
        plus de son;ronfle;etouffe de/dans/ici;\
        au secours l/le/la/les/quel/quelle/ce/cette/votre/vos/populaire/catholique/on;tuer sur;tuer/tue au travail;\
        tuer le temps;finir avec le/les/ce/cette/ces/vos/votre/toute/l;menace de greve/fermeture/fermer;\
        me menace de ne/facture*/huissier*;sauter le/la/un;secoue les/ma carte/puces;tombe* .. repond plus au/aux;\
        a l aide de/d/du/des;avec l aide;avoir de l aide;respire pas la/l;fait une crise de rire/nerf*;trop de bruit;\
        en finir le plus/au;frappe par derriere;suicide assiste;suis au bord du gouffre financ*;\
        penser au suicide collectif;la mort de l hopital/la/notre;jete* dans les/mes/ses bras;respire enfin/mieux;\
        ca va mieux;pris un/une/deux/1/2 cachet*/doliprane*/comprime*/medicament*;accoucher dans l eau;\
        veux plus vous/jamais/venir/revenir/entendre/confier/payer;jete* a corps;tape dans l oeil;me suis battu*;\
        s est battu*;dernier message sur;repond plus le/la/l/depuis;site/standard/secretariat/numero ne repond;\
        allez finir par;une arme mon;pret/prete a partir en;carnage au;en cours de formation;gifle en;\
        sueurs froides devant/en;attente/queue/parking/facture va me tuer;ne demarre plus;respirait pas a la/sa;\
        saigne pendant la prise;ouverte/ouvert dimanche/samedi/ce/demain;sur le petit dejeuner;\
        paierez/paieront/payerez au tribunal;\
        jette/jetee/jeter a l eau;balle est dans
        """
}
