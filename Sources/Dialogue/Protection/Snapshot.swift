import Foundation
import Kernel
import Web

/// What was said, as we held it at an instant: taken once by a named person with a reason, never changed.
struct Snapshot: Sendable, Equatable, Identifiable {
    static let format = "resonance.snapshot/1"
    /// Messages of one snapshot.
    static let most = 500
    /// Days beyond the three months of press offences for which it is kept at first.
    static let marginDays = 30
    /// Years after which it must end, however often it was prolonged: misdemeanours lapse after six (code de procédure
    /// pénale, article 8).
    static let longestYears = 7

    let id: Int64
    let conversation: Int64
    /// One message of it; nil for all.
    let mention: Int64?
    let takenAt: Instant
    let takenBy: Int64
    let reason: String
    let sha256: String
    let messages: Int
    /// Last day on which it is kept.
    let endsOn: Int
    let endedAt: Instant?

    /// The day on which one that is taken today ends, unless somebody says otherwise.
    static func end(takenOn day: Int) -> Int { Deadline.day(day, plusMonths: Deadline.pressMonths) + marginDays }

    /// What is signed.
    struct Content {
        let organisation: String
        let conversation: Int64
        let takenAt: Instant
        let takenBy: Person
        let reason: String
        let messages: [Heard]
        /// Handles of authors whose case this person opened, by mention.
        let handles: [Int64: String]
        /// Names of services.
        let wards: [Int64: String]

        var json: CanonicalJSON {
            .object([
                "format": .text(Snapshot.format), "organisation": .text(organisation),
                "conversation": .text(String(conversation)),
                "taken": .object([
                    "at": .text(Figures.machine(takenAt)), "reason": .text(reason),
                    "by": .object(["account": .text(String(takenBy.id)), "name": .text(takenBy.name)]),
                ]),
                "messages": .list(messages.map(message)),
                "proves": .text(
                    "This installation held this content at the instant of `taken.at`. It does not prove that the "
                        + "network showed it, nor who wrote it."),
            ])
        }

        private func message(_ heard: Heard) -> CanonicalJSON {
            .object([
                "id": .text(String(heard.id)), "network": .text(heard.network.rawValue),
                "network_id": .text(heard.externalID), "kind": .text(heard.kind.rawValue),
                "answers": .optional(heard.parent), "address": .optional(heard.url),
                "author": .optional(heard.author), "author_handle": .optional(handles[heard.id]),
                "title": .optional(heard.title), "text": .text(heard.text), "language": .optional(heard.language),
                "rating": .optional(heard.rating.map { String($0) }), "ours": .truth(heard.own),
                "erased_before": .truth(heard.erased), "published_at": .text(Figures.machine(heard.publishedAt)),
                "collected_at": .text(Figures.machine(heard.collectedAt)),
                "judged": .object([
                    "polarity": .optional(heard.polarity?.rawValue), "urgency": .text(heard.urgency.rawValue),
                    "themes": .list(heard.themes.map { .text($0.theme.rawValue) }),
                    "services": .list(heard.services.map { .text(wards[$0] ?? String($0)) }),
                ]),
            ])
        }
    }
}
