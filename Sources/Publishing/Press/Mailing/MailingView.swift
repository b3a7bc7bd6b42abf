import Kernel
import Web

/// What became of a mailing, in numbers.
struct MailingView: Encodable, Sendable {
    let state: String
    let tone: String
    let why: String?
    let isHeld: Bool
    let begun: Moment
    let counts: [Count]

    struct Count: Encodable, Sendable {
        let name: String
        let number: String
    }

    init(_ report: MailingReport, _ context: some Viewing) {
        let mailing = report.mailing
        state = context.word("press.mailing_\(mailing.state.rawValue)")
        tone = ["done": "good", "held": "warn", "cancelled": "bad"][mailing.state.rawValue] ?? "accent"
        why = mailing.reason.map { context.word("press.held_\($0.rawValue)") }
        isHeld = mailing.state == .held
        begun = Moment(mailing.createdAt, context.figures)
        counts = PressMail.State.allCases.compactMap { state in
            report.counts[state].map {
                Count(name: context.word("press.mail_\(state.rawValue)"), number: context.figures.integer($0))
            }
        }
    }
}
