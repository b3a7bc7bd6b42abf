import Crypto
import Foundation
import Kernel
import Privacy
import Storage

/// A review as its author sends it.
struct ReviewDraft: Sendable, Equatable {
    var text = ""
    var service: Int64?
    var feeling: Review.Feeling?
    var speaker: Review.Speaker?
    var stayMonth: String?
    var themes: [Theme] = []
    var tongue = Tongue.french

    /// - Throws: `Failure(.unusable)` with the sentence that says what to mend.
    func checked(wards: [Ward], month now: String) throws -> ReviewDraft {
        var draft = self
        draft.text = try Self.checked(text)
        if let service, !wards.contains(where: { $0.id == service }) { draft.service = nil }
        let isMonth = stayMonth.map { $0.wholeMatch(of: /20\d\d-(0[1-9]|1[0-2])/) != nil && $0 <= now } ?? true
        guard isMonth else {
            throw Failure(.unusable, "not a month of the past", words: "reviews.month_wrong")
        }
        return draft
    }

    static func checked(_ text: String) throws -> String {
        let text = text.trimmed
        let count = text.unicodeScalars.count
        guard count >= 3 else { throw Failure(.unusable, "the review is empty", words: "reviews.text_empty") }
        guard count <= Review.longest else {
            throw Failure(.unusable, "a review of \(count) scalars", words: "reviews.text_long")
        }
        return text
    }

    /// Recognises the very same long text; a short one may well be said by two people.
    var key: [UInt8]? {
        let folded = text.lowercased().filter { $0.isLetter || $0.isNumber }
        guard folded.unicodeScalars.count >= 40 else { return nil }
        return Array(SHA256.hash(data: Data(folded.utf8)).prefix(16))
    }
}

/// What authors do. Nobody is signed in: the private link is the right.
struct ReviewActions: Sendable {
    let desk: DialogueDesk

    /// Job that lets Listening hear a review.
    static let hearing = "review.hear"

    /// Keeps a review. The same form sent twice is one review.
    func submit(_ draft: ReviewDraft, ticket: ReviewGate.Ticket, lane: Review.Lane) async throws -> Review {
        let now = desk.clock.now()
        let masks = ReviewMask.found(in: draft.text, by: desk.privacy)
        let danger = ReviewDanger.speaks(in: draft.text)
        let id = desk.newID()
        let key = draft.key
        return try await desk.database.write { connection in
            let twin = try key.flatMap {
                try ReviewStore.twin(key: $0, service: draft.service, since: now.adding(days: -7), in: connection)
            }
            let review = Review(
                id: id, service: draft.service, state: twin == nil ? .waiting : .folded, lane: lane,
                held: lane == .slow && !danger, text: draft.text,
                publicText: ReviewMask.apply(masks, to: draft.text, draft.tongue), masks: masks, tongue: draft.tongue,
                feeling: draft.feeling, speaker: draft.speaker, stayMonth: draft.stayMonth, themes: draft.themes,
                distress: danger, foldedInto: twin, submittedAt: now, editedAt: nil, publishedAt: nil, verdictAt: nil,
                verdictBy: nil, reason: nil, note: nil, version: 1, heardVersion: nil)
            guard try ReviewStore.insert(review, secret: ticket.secret, key: key, in: connection) else {
                return try ReviewStore.find(secret: ticket.secret, in: connection)
            }
            try Self.hear(review, in: connection)
            try Self.tell("review.submitted", id, nil, at: now, in: connection)
            return review
        }
    }

    /// The review of a private link, the hospital's answers to it, and what was published of the actions that it led to.
    func find(
        _ secret: String
    ) async throws -> (review: Review, answers: [ReviewAnswer], changes: [PublicAction]) {
        let voices = desk.voices
        return try await desk.database.read { connection in
            let review = try ReviewStore.find(secret: secret, in: connection)
            return (
                review, try ReviewAnswers.of([review.id], in: connection)[review.id] ?? [],
                try ImprovementStore.publicActions(forReview: review.externalID, voices: voices, in: connection)
            )
        }
    }

    /// Its author changes the words: it is no longer public until a moderator has read it again.
    func edit(_ secret: String, text: String) async throws {
        let text = try ReviewDraft.checked(text)
        let now = desk.clock.now()
        let masks = ReviewMask.found(in: text, by: desk.privacy)
        let danger = ReviewDanger.speaks(in: text)
        try await desk.database.write { connection in
            let review = try ReviewStore.find(secret: secret, in: connection)
            try Self.requireAlive(review)
            guard text != review.text else { return }
            try ReviewStore.revise(review, text: text, masks: masks, distress: danger, at: now, in: connection)
            try Self.hear(try ReviewStore.find(review.id, in: connection), in: connection)
            try Self.tell("review.edited", review.id, nil, at: now, in: connection)
        }
    }

    /// Takes it back: no longer public, gone from what the hospital listens to.
    func withdraw(_ secret: String) async throws {
        try await end(secret, "review.withdrawn") { review, connection in
            try Self.requireAlive(review)
            try ReviewStore.withdraw(review.id, in: connection)
        }
    }

    /// Erases the words everywhere (GDPR, article 17).
    func forget(_ secret: String) async throws {
        try await end(secret, "review.forgotten") { review, connection in
            guard review.state != .forgotten else { return }
            try ReviewStore.forget(review.id, in: connection)
        }
    }

    private func end(
        _ secret: String, _ event: String, _ body: @escaping @Sendable (Review, any Connection) throws -> Void
    ) async throws {
        let now = desk.clock.now()
        let voices = desk.voices
        try await desk.database.write { connection in
            let review = try ReviewStore.find(secret: secret, in: connection)
            try body(review, connection)
            if review.heardVersion != nil { try voices.forget(review.externalID, .own, connection) }
            try Self.tell(event, review.id, nil, at: now, in: connection)
        }
    }

    private static func requireAlive(_ review: Review) throws {
        if review.state.isGone || review.state == .folded {
            throw Failure(.conflict, "the review is \(review.state)", words: "reviews.gone")
        }
    }

    /// Asks for it to be heard, unless it waits for a moderator, or another says the same.
    static func hear(_ review: Review, in connection: any Connection) throws {
        guard !review.held, review.state != .folded else { return }
        try JobQueue.enqueue(
            hearing, key: String(review.id), payload: "{\"review\":\(review.id)}",
            priority: review.distress ? 10 : 0, in: connection)
    }

    /// On the trail and in the event log, in the transaction of the change: numbers, never words.
    static func tell(
        _ event: String, _ id: Int64, _ who: Int64?, after: String? = nil, at now: Instant,
        in connection: any Connection
    )
        throws
    {
        try Audit.record(who: who, action: event, subject: "review", id: id, after: after, at: now, in: connection)
        try EventLog.append(event, subject: id, payload: "{\"review\":\(id)}", at: now, in: connection)
    }
}
