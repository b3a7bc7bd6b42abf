import Deontology
import Kernel
import Privacy

/// The words of a report, in French: what is asked, of which message, on which ground. Who the author is to us, whether
/// they were a patient, and anything of their health stay out: the check refuses what tells it.
struct ReportText {
    let organisation: String
    let heard: Heard
    let ground: NetworkReport.Ground
    /// As dates are written.
    let publishedOn: String
    /// In what the message breaks the law, as somebody of the house says it.
    let facts: String

    var text: String {
        """
        Objet : signalement d'un contenu illicite

        \(organisation) vous demande le retrait du contenu suivant.

        Adresse : \(heard.url ?? "identifiant \(heard.externalID)")
        Publié le : \(publishedOn)
        Motif : \(Self.name(ground)) (\(ground.article))

        En quoi il est illicite : \(facts)

        Cette demande est faite de bonne foi, par une personne habilitée à représenter l'établissement (règlement (UE) \
        2022/2065, article 16).
        """
    }

    /// What must not leave: identifiers, and whatever breaks professional secrecy. Empty when nothing was found.
    func faults(_ checker: Checker, _ privacy: PrivacyReader) -> [String] {
        let draft = Draft(facts, kind: .reply, author: .hospital, network: heard.network.rawValue)
        let broken = checker.findings(draft).filter { $0.severity == .block }.map {
            "« \($0.excerpt) » : \($0.message.fr)"
        }
        let reading = privacy.read(facts)
        let named = reading.clues.map { "« \($0.text) »" }
        return broken + named
    }

    private static func name(_ ground: NetworkReport.Ground) -> String {
        switch ground {
        case .defamation: "diffamation"
        case .insult: "injure"
        case .hatred: "incitation à la haine"
        case .harassment: "harcèlement"
        case .personalData: "diffusion de données personnelles"
        case .doxxing: "mise en danger d'une personne par la diffusion d'informations sur elle"
        case .impersonation: "usurpation d'identité"
        case .falseReview: "faux avis"
        case .spam: "contenu indésirable"
        }
    }
}
