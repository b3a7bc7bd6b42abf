import Kernel
import Storage

/// A review that somebody gave us, and its rules.
struct Review: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, CaseIterable {
        /// For a moderator to read.
        case waiting
        /// A moderator asked its author to change it.
        case changeAsked = "change_asked"
        case published, refused
        /// The same text was given a moment before: that one counts.
        case folded
        /// Taken back by its author, who may still read it on the private link.
        case withdrawn
        /// The words are gone.
        case forgotten

        var isGone: Bool { self == .withdrawn || self == .forgotten }
        /// Whether the next word is a moderator's.
        var isOpen: Bool { self == .waiting }
    }

    /// How it went, as its author says; never stars.
    enum Feeling: String, Sendable, CaseIterable {
        case good, mixed, bad

        var polarity: Polarity {
            switch self {
            case .good: .positive
            case .mixed: .mixed
            case .bad: .negative
            }
        }
    }

    enum Speaker: String, Sendable, CaseIterable { case patient, relative }

    /// By which door it came: with a proof of work, or by the form without JavaScript.
    enum Lane: String, Sendable { case proof, slow }

    /// Why a review may be refused (code de la consommation, D111-17; ISO 20488, 7.3). No other reason is accepted.
    enum Reason: String, Sendable, CaseIterable {
        case insult, identifies, offTopic = "off_topic", advertising, notExperience = "not_experience"
        case interest, unlawful, duplicate, spam
    }

    /// Hours within which a moderator decides.
    static let target = 72.0
    /// Unicode scalars at most.
    static let longest = 10_000

    let id: Int64
    let service: Int64?
    let state: State
    let lane: Lane
    /// Whether it waits for a moderator before Listening hears it.
    let held: Bool
    /// As its author wrote it: for moderators and the author.
    let text: String
    /// Without anything that identifies somebody: what everybody may read.
    let publicText: String
    let masks: [ReviewMask]
    let tongue: Tongue
    let feeling: Feeling?
    let speaker: Speaker?
    /// `2026-10`.
    let stayMonth: String?
    let themes: [Theme]
    let distress: Bool
    let foldedInto: Int64?
    let submittedAt: Instant
    let editedAt: Instant?
    let publishedAt: Instant?
    let verdictAt: Instant?
    let verdictBy: Int64?
    let reason: Reason?
    /// A moderator's words to the author.
    let note: String?
    let version: Int64
    let heardVersion: Int64?

    /// How Listening names it.
    var externalID: String { "review-\(id)" }

    static func id(named externalID: String) -> Int64? {
        guard externalID.hasPrefix("review-") else { return nil }
        return Int64(externalID.dropFirst("review-".count))
    }

    /// When a moderator should have decided.
    var dueAt: Instant { (editedAt ?? submittedAt).adding(seconds: Self.target * 3_600) }

    /// What Listening hears. The masked words, since more people read there than moderate; the author's own when a
    /// life may be at stake, since who and where then matters more.
    var arrival: Arrival {
        Arrival(
            id: externalID, network: .own, kind: .review, text: distress ? text : publicText,
            publishedAt: submittedAt, language: tongue.rawValue)
    }
}

extension Review.State: SQLBindable {}
extension Review.Feeling: SQLBindable {}
extension Review.Speaker: SQLBindable {}
extension Review.Lane: SQLBindable {}
extension Review.Reason: SQLBindable {}
