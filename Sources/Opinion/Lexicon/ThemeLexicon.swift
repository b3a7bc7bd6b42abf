import Kernel

/// The words by which French patients speak of each theme. They guide the learned layer, which knows when they mislead.
enum ThemeLexicon {
    static let book = PhraseBook<Theme>(
        phrases.flatMap { theme, lines in lines.split(separator: ";").map { (theme, String($0)) } })

    private static let phrases: [(Theme, String)] = [
        (.welcome, welcome), (.care, care), (.pain, pain), (.waiting, waiting), (.information, information),
        (.organisation, organisation), (.room, room), (.meals, meals), (.cleanliness, cleanliness), (.access, access),
        (.billing, billing),
    ]

    private static let welcome = """
        accueil*;acceuil*;gentil*;aimable*;amabilit*;sympa*;souri*;agreab*;desagreab*;bienveill*;malveill*;empath*;\
        ecoute;a l ecoute;humain*;humanit*;inhumain*;deshumanis*;respect*;irrespect*;mepris*;poli;polie;polis;polies;\
        impoli*;politesse;chaleur*;froid* comme;froideur;hautain*;arrogan*;condescendan*;odieu*;agressi*;insult*;\
        cri* dessus;hurl* dessus;mal parle;parl* mal;raccroch*;rabaiss*;humili*;maltrait*;bientrait*;attentionn*;\
        prevenan*;attention*;devou*;adorab*;patienc*;courtois*;discre*;tutoy*;infantilis*;rassur*;reconfort*;\
        disponib*;racis*;discrimin*;moqu*;compassion;tact;delicat*;douc*;genereu*;cordial*;jov*;bonne/ humeur;\
        comme un/des chien*/betail/numero*;aux petits soins;pas un bonjour;dit bonjour;bonjour ni;\
        envoy* balader/promener/chier;pris de haut;mal eleve*;charmant*;merveilleu*;\
        personnel au/super/formidable/top;equipe formidable/super/adorable/au
        """
    private static let care = """
        soin*;soign*;mal soign*;competen*;incompeten*;professionn*;pro;diagnosti*;oper*;chirurg*;intervention;\
        medecin*;docteur*;traitement*;medicament*;prescri*;ordonnance;suivi*;prise/prises/prend/pris en charge;\
        infection*;nosocomial*;escarre*;complication*;erreur* medicale*;examen*;auscult*;radio*;scanner;irm;\
        perfusion*;pansement*;cicatri*;guer*;sauv* la/ma vie;reeducation;kine*;protocole*;efficac*;inefficac*;\
        serieu*;rigueur;seringue*;piqure*;prise/prises de sang;anesthes*;accouch*;greffe*;chimio*;bacle*;charlatan*;\
        boucher*;savoir faire;metier;sage/sages femme/femmes;qualite des soins;infirmier*;aide/aides soignant*;\
        interne*;specialiste*;equipe medicale/soignante
        """
    private static let pain = """
        douleur*;douloureu*;souffr*;mal de chien;mal au/a/aux;avoir/eu/ai/avait mal;tres/trop/si mal;morphine;\
        antidouleur*;antalgique*;anti douleur*;doliprane;paracetamol;martyr*;soulag*;peridurale;indolore;\
        sans rien sentir;rien senti;tortur*;a vif;hurl* de;supplic*;peine a marcher
        """
    private static let waiting = """
        attent*;attend*;patient* pendant/plus;patienter;heure* d attente;delai*;rapid*;retard*;ponctu*;interminable*;\
        a l heure;tout de suite;immediat*;dans la foulee;sans attendre;\
        des/plusieurs/0/1/2/3/4/5/6/7/8/9/10/11/12 heures;trop long*;tres long*;longu* attente;lent*;reporte*;\
        decal* trois;file d attente;chrono;en 5/10/15/20/30 minutes/min/mn;queue;mois d attente;depuis .. heures;\
        au bout de .. heures;creneau*
        """
    private static let information = """
        inform*;explication*;expliq*;renseign*;communiqu*;communication*;compte rendu;comptes rendus;nouvelles;\
        tenu*/tenir au courant;prevenu*;prevenir;repon* a/aux/nos/mes question*;question*;consigne*;aucune reponse;\
        contradictoire*;transparen*;clair*;conseil*;dit rien;disent rien;dire ce;cach*;mensong*;menti*;ignorance;\
        jargon;consentement;livret;mise au courant;repond* pas/jamais
        """
    private static let organisation = """
        organis*;desorganis*;coordination;coordonn*;manque de personnel/moyen*/effectif*;\
        plus de personnel*/moyens/soignants;effectif*;sous effectif;surcharg*;deborde*;secretariat;dossier*;\
        administrati*;papier*;paperasse;rendez vous annul*;rdv annul*;annul*;convocation*;transmission*;bazar;bordel;\
        pagaille;foutoir;planning*;embauch*;recrut*;admission*;preadmission*;parcours;circuit;fonctionnement;gestion;\
        dysfonction*;securite;sortie .. preparee;transfer*;renvoye* d un;fermeture* de/des;lits;greve*;rode*;fluide*;\
        logistique
        """
    private static let room = """
        chambre*;lit;literie;matelas;oreiller*;bruit*;bruyan*;calme;silenc*;confort*;inconfort*;clim;climatis*;\
        chauffage;vetust*;delabr*;renov*;defraichi*;locaux;batiment*;television;tele;tv;wifi;internet;douche*;\
        voisin* de chambre;box;brancard*;couloir*;intimite;fauteuil* cass*/confort*;chaise*;dormir;sommeil;\
        temperature;vue sur;moderne*;neuf;neufs;salle d attente chaleureuse/moche/triste/jouets;peinture;volet*;\
        couverture*;prise* de courant;lumiere*;chaleur dans
        """
    private static let meals = """
        repas;nourriture;aliment*;manger;mange;cuisin*;plat;plats;plateau*;petit dejeuner;dejeuner;diner;gouter;cafe;\
        immangeable*;infect*;cantine;cafeteria;menu*;soupe;puree;dietet*;diet;regime;yaourt;collation;gout;bouffe;\
        faim;affame*;pain rassis;boire ni;ni boire;gastronom*
        """
    private static let cleanliness = """
        propre;propres;proprete;sale;sales;salete*;hygien*;menage;nettoy*;crasse*;crad*;degueu*;poubelle*;odeur*;pue;\
        puent;puant*;poussiere*;cafard*;souris dans;punaise*;souill*;urine*;excrement*;draps;taches;tache de;\
        immonde*;insalubr*;toilette* sale*;wc sale*;lave*;laver;nickel;impeccable*;desinfect*;mains lavees;steril*;\
        moisi*;porcherie;megot*
        """
    private static let access = """
        parking*;stationn*;gar* sa/la/ma/nos/notre voiture;se garer;me garer;garer;place* de parking;telephon*;\
        standard*;joindre;injoignable*;decroch*;signaletique;panneau*;indiqu*;flech*;labyrinthe;ascenseur*;acces;\
        accessib*;pmr;fauteuil* roulant*;bus;tram;metro;navette;doctolib;trouver le service/batiment/entree;\
        perdu* dans;orientation;plan;serveur vocal;rampe*;itineraire;tel;sonne dans;appel* .. fois
        """
    private static let billing = """
        factur*;prix;cher;chere;cheres;tarif*;payer;paye;payant*;paie;honoraire*;depassement*;euro*;€;argent;fric;\
        cout*;coute*;mutuelle*;rembours*;carte vitale;tiers payant;devis;caution;forfait;reste a charge;secteur 0;\
        arnaqu*;caisse*;balles;gratuit*;secu;cmu;frais
        """
}
