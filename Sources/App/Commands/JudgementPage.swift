import Deontology
import Foundation
import Kernel
import Opinion
import Privacy

/// The page of figures of the three that judge (`docs/judgement.md`), on texts that none of them learned from.
struct JudgementPage {
    /// Mistakes of privacy and of ethics that are shown.
    private static let worst = 15

    let opinions: OpinionEvaluation
    let distress: OpinionEvaluation?
    let identifiers: PrivacyEvaluation?
    let drafts: DeontologyEvaluation?

    var markdown: String {
        ([Self.head, opinions.markdown(title: "Opinions")]
            + [
                distress.map { $0.distressMarkdown(title: "Distress") }, identifiers.map(Self.privacy),
                drafts.map(Self.ethics),
            ].compactMap { $0 }).joined(separator: "\n\n")
    }

    private static let head = """
        # How well the house judges

        Written by `make judgement` from the texts of `Tests/Unseen`, which no model learned from and nobody tuned on: each
        text has one author, who wrote nothing that the models learn from and labelled it alone. They are invented; what
        people write is worse told. How each judges, and on what else it was measured: [opinion](opinion.md),
        [privacy](privacy.md), [deontology](deontology.md).

        **What none of it must be used for.** Judgements sort and warn; people decide. Not to rank, reward or sanction a
        member of staff; not to find out who wrote; not to decide about a patient; not as the only watch over distress; not
        as proof that a text is lawful or anonymous. A text that raises nothing was not cleared by anybody.
        """

    private static func privacy(_ evaluation: PrivacyEvaluation) -> String {
        """
        ## Identifiers

        A span is found when half of its characters are covered. "As such" asks for the right kind, too.

        \(evaluation.markdown)

        \(list("The first mistakes", evaluation.mistakes))
        """
    }

    private static func ethics(_ evaluation: DeontologyEvaluation) -> String {
        """
        ## Drafts

        \(evaluation.markdown)

        \(list("The first mistakes, by identifier", evaluation.mistakes.map { mistake in
            func names(_ rules: [String]) -> String { rules.isEmpty ? "nothing" : rules.joined(separator: ", ") }
            return "\(mistake.id): expected \(names(mistake.expected)), found \(names(mistake.found))"
        }))
        """
    }

    private static func list(_ title: String, _ mistakes: [String]) -> String {
        guard !mistakes.isEmpty else { return "No mistake." }
        let shown = mistakes.prefix(worst).map { "- " + $0.split(separator: "\n").joined(separator: " ⏎ ") }
        return "\(title) (\(min(worst, mistakes.count)) of \(mistakes.count)):\n\n" + shown.joined(separator: "\n")
    }
}
