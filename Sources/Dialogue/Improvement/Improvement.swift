import Kernel
import Storage

/// Something that is changed because of what was said: what, where, by whom, until when, and what became of it.
struct Improvement: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, CaseIterable, Codable, SQLBindable {
        case proposed, planned
        case inProgress = "in_progress"
        /// Done, on `madeDay`.
        case made
        /// Given up, with a reason.
        case abandoned

        /// Whether somebody still has to do something.
        var isOpen: Bool { self != .made && self != .abandoned }

        /// What it may become. What was made may be taken up again: it did not hold.
        var next: [State] {
            switch self {
            case .proposed: [.planned, .inProgress, .made, .abandoned]
            case .planned: [.inProgress, .made, .abandoned]
            case .inProgress: [.made, .planned, .abandoned]
            case .made: [.inProgress]
            case .abandoned: [.proposed]
            }
        }
    }

    let id: Int64
    let draft: ImprovementDraft
    let state: State
    /// Why it was given up.
    let reason: String?
    /// The day it was done, on the hospital's calendar.
    let madeDay: Int?
    /// What the public reads, once it is published.
    let said: String?
    let done: String?
    let publishedAt: Instant?
    let createdBy: Int64?
    let createdAt: Instant
    let changedAt: Instant
    /// Grows with each change: two who edit at once do not overwrite each other.
    let version: Int64
    /// Conversations that asked for it.
    let voices: Int

    func isOverdue(on today: Int) -> Bool {
        guard let due = draft.dueDay else { return false }
        return state.isOpen && due < today
    }
}

/// An improvement as a form asks for it.
struct ImprovementDraft: Sendable, Equatable {
    var title: String
    var description = ""
    /// Nil for the whole hospital.
    var service: Int64?
    var theme: Theme?
    /// Account of whoever answers for it.
    var owner: Int64?
    /// Day on the hospital's calendar.
    var dueDay: Int?
    /// Euros.
    var cost: Int?

    static let titleLimit = 160
    static let textLimit = 4_000
    static let costLimit = 100_000_000

    /// - Throws: `.unusable` for the first rule broken.
    func checked() throws -> ImprovementDraft {
        var draft = self
        draft.title = title.bounded(Self.titleLimit + 1)
        draft.description = description.bounded(Self.textLimit)
        guard (3...Self.titleLimit).contains(draft.title.count) else {
            throw Failure(.unusable, "an improvement has a title of 3 to 160 signs", words: "improvement.no_title")
        }
        guard cost.map({ (0...Self.costLimit).contains($0) }) ?? true else {
            throw Failure(.unusable, "a cost is between 0 and 100 million", words: "improvement.no_cost")
        }
        return draft
    }
}

/// One thing that shows that something was done: words, a link, a day.
struct Evidence: Sendable, Equatable, Identifiable {
    let id: Int64
    let day: Int
    let text: String
    let link: String?
    let addedBy: Int64?

    /// - Throws: `.unusable` when it says nothing, or the link is not one of the web.
    static func checked(text: String, link: String?) throws -> (text: String, link: String?) {
        let text = text.bounded(2_000)
        guard text.count >= 3 else {
            throw Failure(.unusable, "evidence needs a few words", words: "improvement.no_evidence")
        }
        guard let link, !link.isEmpty else { return (text, nil) }
        let lower = link.lowercased()
        guard link.utf8.count <= 2_000, lower.hasPrefix("https://") || lower.hasPrefix("http://"),
            link.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { throw Failure(.unusable, "the link is no web address", words: "improvement.no_link") }
        return (text, link)
    }
}

extension String {
    /// Without blanks around it, and no longer than that many scalars.
    func bounded(_ limit: Int) -> String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
    }
}
