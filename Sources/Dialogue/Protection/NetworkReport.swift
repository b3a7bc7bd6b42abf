import Kernel
import Storage

/// Something that we ask a network to take away, and how far that has come.
struct NetworkReport: Sendable, Equatable, Identifiable {
    /// Why: what the law calls it.
    enum Ground: String, Sendable, CaseIterable {
        case defamation, insult, hatred, harassment
        case personalData = "personal_data"
        case doxxing, impersonation
        case falseReview = "false_review"
        case spam

        /// The article that the text names.
        var article: String {
            switch self {
            case .defamation: "loi du 29 juillet 1881, articles 29 (alinéa 1) et 32"
            case .insult: "loi du 29 juillet 1881, articles 29 (alinéa 2) et 33"
            case .hatred: "loi du 29 juillet 1881, articles 24, 32 et 33"
            case .harassment: "code pénal, article 222-33-2-2"
            case .personalData: "règlement (UE) 2016/679, article 17"
            case .doxxing: "code pénal, article 223-1-1"
            case .impersonation: "code pénal, article 226-4-1"
            case .falseReview: "code de la consommation, articles L121-2 à L121-4"
            case .spam: "conditions d'utilisation du service"
            }
        }

        /// Months after publication within which a judge must be seized, for offences of the press law.
        var months: Int? {
            switch self {
            case .defamation, .insult: Deadline.pressMonths
            case .hatred: Deadline.hatredMonths
            case .harassment, .personalData, .doxxing, .impersonation, .falseReview, .spam: nil
            }
        }
    }

    enum State: String, Sendable, CaseIterable {
        case toSend = "to_send"
        case sent, removed, refused
        /// Notified to the host in the form of the law, or a complaint was made.
        case escalated
        /// Given up, with a reason.
        case dropped

        var isOpen: Bool { self != .removed && self != .dropped }

        /// Where it may go from here.
        var next: [State] {
            switch self {
            case .toSend: [.sent, .escalated, .dropped]
            case .sent: [.removed, .refused, .escalated, .dropped]
            case .refused: [.escalated, .removed, .dropped]
            case .escalated: [.removed, .refused, .dropped]
            case .removed, .dropped: []
            }
        }
    }

    /// One step of its way.
    struct Step: Sendable, Equatable {
        let state: State
        /// When it happened, as somebody says.
        let day: Int
        let note: String
        let who: Int64
        let at: Instant
    }

    /// Days left at which people are written to, once each; and from which a deadline is shown in red.
    static let reminders = [30, 7]
    static let redDays = 14

    let id: Int64
    let conversation: Int64
    let mention: Int64
    let network: Network
    let ground: Ground
    /// What is sent, ready to be copied.
    let text: String
    let state: State
    let reference: String?
    let publishedOn: Int
    /// Last day to seize a judge; nil where the law of the press is not what is invoked.
    let deadline: Int?
    let createdBy: Int64
    let createdAt: Instant
    let version: Int64

    static func deadline(_ ground: Ground, publishedOn day: Int) -> Int? {
        ground.months.map { Deadline.day(day, plusMonths: $0) }
    }

    /// Days left; nil without a deadline or once it is over.
    func left(on today: Int) -> Int? { state.isOpen ? deadline.map { $0 - today } : nil }

    /// The reminder that is due: 30 or 7, the smallest that applies.
    func reminder(on today: Int) -> Int? {
        guard let left = left(on: today), left >= 0 else { return nil }
        return Self.reminders.filter { left <= $0 }.min()
    }
}

extension NetworkReport.Ground: SQLBindable {}
extension NetworkReport.State: SQLBindable {}
