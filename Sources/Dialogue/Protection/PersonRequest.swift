import Kernel
import Storage

/// What somebody asks of us about their data, or about what was said of them, and our answer in time.
struct PersonRequest: Sendable, Equatable, Identifiable {
    enum Kind: String, Sendable, CaseIterable {
        /// GDPR, articles 15, 16, 17, 18, 20 and 21.
        case access, rectification, erasure, restriction, portability, opposition
        /// Right of reply online (LCEN).
        case reply

        /// Whether more time may be taken, with the reason told (GDPR, article 12(3)).
        var extends: Bool { self != .reply }

        func due(receivedOn day: Int) -> Int {
            self == .reply ? day + Deadline.replyDays : Deadline.day(day, plusMonths: Deadline.answerMonths)
        }
    }

    enum Road: String, Sendable, CaseIterable { case email, letter, telephone, counter, form, network }

    enum State: String, Sendable, CaseIterable { case open, granted, refused }

    /// Who asks and what was answered: sealed in the store, gone a year after the end.
    struct Dossier: Sendable, Equatable, Codable {
        var name: String
        var contact: String
        var asked: String
        var identity: String?
        var extensionReason: String?
        var answer: String?
        var evidence: String?
    }

    /// Months after the end for which the dossier is kept, to show that it was answered.
    static let keptMonths = 12

    let id: Int64
    let kind: Kind
    let road: Road
    /// Nil once purged.
    let dossier: Dossier?
    let receivedOn: Int
    let dueOn: Int
    let extended: Bool
    let identified: Bool
    let state: State
    let createdAt: Instant
    let closedOn: Int?
    let version: Int64

    func left(on today: Int) -> Int? { state == .open ? dueOn - today : nil }

    /// Prolonged by two months from the day on which it was due.
    func prolonged(on today: Int) throws -> Int {
        guard state == .open, kind.extends, !extended, today <= dueOn else {
            throw Failure(.conflict, "the request cannot be prolonged", words: "protection.cannot_extend")
        }
        return Deadline.day(receivedOn, plusMonths: Deadline.answerMonths + Deadline.extensionMonths)
    }
}

extension PersonRequest.Kind: SQLBindable {}
extension PersonRequest.Road: SQLBindable {}
extension PersonRequest.State: SQLBindable {}
