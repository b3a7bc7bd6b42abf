/// What the words of a text say about how soon it must be read.
enum UrgencyCue: Sendable {
    /// Somebody may be in danger now.
    case alarm
    /// The same, by a cry that is also a way of speaking.
    case faint
    /// Nobody is: silences the alarms of its sentence.
    case calm
    /// A complaint in form, the law, the press: wherever it stands.
    case formal
    /// A serious event of care, when it is a complaint.
    case grave
    /// The same, survived: it tells of somebody who is in danger no more.
    case survived
    /// Somebody waits for an answer.
    case question
    /// Looks like a question, wants none.
    case rhetorical

    var isGrave: Bool { self == .grave || self == .survived }
}

enum UrgencyPhrases {
    static let book = PhraseBook<UrgencyCue>(
        cues(.alarm, DistressPhrases.all) + cues(.faint, DistressPhrases.faint) + cues(.calm, CalmPhrases.all)
            + cues(.formal, expand([formal], with: [:])) + cues(.grave, expand([grave], with: [:]))
            + cues(.survived, ["failli mourir/perdre", "failli y/la/le passer/rester/perdre", "cru y passer/rester"])
            + cues(.question, expand([question], with: [:]))
            + cues(.rhetorical, expand([rhetorical], with: [:])))

    /// Parts blocks at semicolons and puts each `$NAME`'s alternatives in its place.
    static func expand(_ blocks: [String], with alternatives: [String: String]) -> [String] {
        blocks.flatMap { $0.split(separator: ";") }.map { phrase in
            phrase.split(separator: " ").map { word in
                word.split(separator: "/", omittingEmptySubsequences: false).map { side in
                    side.hasPrefix("$") ? alternatives[String(side.dropFirst())] ?? "" : String(side)
                }.joined(separator: "/")
            }.joined(separator: " ")
        }
    }

    private static func cues(_ cue: UrgencyCue, _ phrases: [String]) -> [(label: UrgencyCue, text: String)] {
        phrases.map { (cue, $0) }
    }

    private static let formal = """
        port* plainte;depos* plainte/une plainte;depot de plainte;plainte contre/est/va/sera/deposee/penale;avocat*;\
        tribunal;procureur;mise en demeure;commission des usagers;cdu;defenseur des droits;action en justice;\
        poursuites judiciaires;poursuivre en justice;en justice;signalement;ordre des medecins;conseil de l ordre;\
        saisir l ars/la/le;je saisis/saisirai;reclamation officielle;recommande avec accuse;dommages et interets;\
        indemnis*;expertise medicale;journaliste*;pour un article/reportage;reaction de/du;demande d interview;\
        interview*;droit de reponse;bouclage;secret medical/professionnel;cnil;rgpd
        """
    private static let grave = """
        erreur/erreurs medicale*;erreur de diagnostic/traitement/medicament*/dossier/patient;\
        faute grave/medicale/professionnelle;nosocomial*;maltrait*;non assistance;mise/mis en danger;\
        mettent en danger;oublie .. compresse;mauvais cote;racis*;\
        discrimin*;harcel*;agress* physique*;violence*;escarre*;negligence*;\
        mort/morte/decede/decedee dans votre/vos/ce/cet;mort/morte/decede/decedee chez vous;deces de ma/mon/notre;\
        mort de ma/mon/notre;renvoye* chez .. infarctus/avc/peritonite/phlebite/embolie;peritonite;septicemie;\
        sans .. consentement;mon/notre accord;tue;tuent;tuer quelqu;abandonne* sur un;attache* a/au/toute;\
        infection .. apres;avais/avait un infarctus;chute du/de;mauvais medicament;sans surveillance
        """
    private static let question = """
        comment/ou \
        puis/peut/peux/dois/doit/faire/fait/obtenir/prendre/recuperer/venir/joindre/se/on/trouver/contacter/puisje;\
        comment .. rendez;\
        quel/quelle/quels/quelles est/sont/delai/tarif/numero/papiers/documents/horaires/specialiste;\
        quelqu un sait/connait/peut/a/aurait;est ce que/qu;faut il;\
        acceptez/avez/prenez/faites/pouvez/pourriez/proposez/etes vous;y a t il;peut/puis/pourrait on/je/il;\
        a qui/quelle/quel;je voudrais/souhaite/souhaiterais/aimerais savoir/obtenir/connaitre/recuperer/prendre;\
        qui consulter/contacter;merci de me/m/nous rappeler/repondre/contacter/recontacter/indiquer/renseigner;\
        rappelez moi/nous;j attends votre/une/toujours reponse/rappel;dans l attente;quand est/aura/ouvre/puis;\
        what/when/where/how are/is/do/can/much/long;normal;savez vous;que dois/faire je/si
        """
    private static let rhetorical = """
        comment peut/peuvent on/ils/il/elle/un/une/laisser;comment est ce possible;\
        est ce normal/possible/vraiment/ainsi;c est normal;vous trouvez;ou va t on;ou allons nous;vous avez vu;\
        vous vous prenez;vous croyez
        """
}
