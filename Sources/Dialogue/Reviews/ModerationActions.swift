import Foundation
import Kernel
import Privacy
import Storage

/// What moderators do: right, rule, store, trail, in one transaction.
struct ModerationActions: Sendable {
    let desk: DialogueDesk

    /// A change of masks as a moderator asks for it.
    struct Masking: Sendable, Equatable {
        /// By place in the list of masks.
        var styles: [Int: ReviewMask.Style] = [:]
        /// Words to hide beside them.
        var words: [String] = []
        /// Why something that the machine hid is shown.
        var reason = ""
    }

    private struct Shown: Encodable { let shown: Int, reason: String }

    /// Hides more, names differently, or shows with a reason what identifies nobody.
    func mask(_ id: Int64, version: Int64, _ change: Masking, by person: Person) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let review = try Self.open(id, version: version, by: person, in: connection)
            var masks = review.masks
            for (index, style) in change.styles where masks.indices.contains(index) {
                masks[index].style = style == .initial && masks[index].kind != .name ? .hidden : style
            }
            let before = review.masks.count { $0.style == .shown }
            let shown = masks.count { $0.style == .shown }
            let reason = change.reason.trimmed
            guard shown <= before || (3...500).contains(reason.unicodeScalars.count) else {
                throw Failure(.unusable, "a mask is lifted without a reason", words: "reviews.mask_reason")
            }
            let more = ReviewMask.over(change.words, in: review.text)
            guard more.isEmpty == change.words.allSatisfy({ $0.trimmed.isEmpty }) else {
                throw Failure(.unusable, "the words are not in the review", words: "reviews.mask_absent")
            }
            masks += more.filter { new in !masks.contains { $0.range == new.range } }
            try ReviewStore.mask(
                id, masks, text: ReviewMask.apply(masks, to: review.text, review.tongue), in: connection)
            try Self.hearAgain(id, in: connection)
            let trail = shown > before ? try Self.json(Shown(shown: shown - before, reason: reason)) : nil
            try ReviewActions.tell("review.masked", id, person.id, after: trail, at: now, in: connection)
        }
    }

    func publish(_ id: Int64, version: Int64, by person: Person) async throws {
        try await decide(id, version: version, .published, by: person)
    }

    /// - Throws: `.unusable` without one of the reasons of the list (AVIS-1117).
    func refuse(_ id: Int64, version: Int64, reason: Review.Reason?, note: String, by person: Person) async throws {
        guard let reason else {
            throw Failure(.unusable, "a refusal without a reason of the list", words: "reviews.refuse_reason")
        }
        try await decide(id, version: version, .refused, reason: reason, note: note, by: person)
    }

    func askChange(_ id: Int64, version: Int64, note: String, by person: Person) async throws {
        guard note.trimmed.unicodeScalars.count >= 3 else {
            throw Failure(.unusable, "a change is asked without saying which", words: "reviews.ask_note")
        }
        try await decide(id, version: version, .changeAsked, note: note, by: person)
    }

    private func decide(
        _ id: Int64, version: Int64, _ state: Review.State, reason: Review.Reason? = nil, note: String = "",
        by person: Person
    ) async throws {
        let now = desk.clock.now()
        let note = note.trimmed
        guard note.unicodeScalars.count <= 1_000 else {
            throw Failure(.unusable, "a note of more than 1,000 scalars", words: "reviews.note_long")
        }
        let voices = desk.voices
        try await desk.database.write { connection in
            let review = try Self.open(id, version: version, by: person, in: connection)
            let heard = try voices.named(review.externalID, .own, connection).flatMap {
                try voices.find([$0], connection).first?.polarity
            }
            try ReviewStore.decide(
                review, state, reason: reason, note: note.isEmpty ? nil : note,
                polarity: review.feeling?.polarity ?? heard, by: person.id, at: now, in: connection)
            if review.heardVersion == nil, reason != .spam { try Self.hearAgain(id, in: connection) }
            let after = reason.map { "{\"reason\":\"\($0.rawValue)\"}" }
            try ReviewActions.tell("review.\(state.rawValue)", id, person.id, after: after, at: now, in: connection)
        }
    }

    /// The review, when this person moderates it and nobody changed it meanwhile.
    private static func open(_ id: Int64, version: Int64, by person: Person, in connection: any Connection) throws
        -> Review
    {
        let scope = person.scope(of: .moderate)
        if scope == .nothing { throw Failure(.forbidden, "the person does not moderate") }
        let review = try ReviewStore.find(id, scope: scope, in: connection)
        guard !review.state.isGone, review.state != .folded else {
            throw Failure(.conflict, "the review is \(review.state)", words: "reviews.gone")
        }
        guard review.version == version else {
            throw Failure(.conflict, "the review changed meanwhile", words: "reviews.changed")
        }
        return review
    }

    /// What was held is heard now, and what was heard with other masks is heard with these.
    private static func hearAgain(_ id: Int64, in connection: any Connection) throws {
        try ReviewActions.hear(try ReviewStore.find(id, in: connection), in: connection)
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
