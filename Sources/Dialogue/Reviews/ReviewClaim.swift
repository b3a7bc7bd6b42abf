import Kernel
import Storage

/// What somebody says of a published review: that it should not be there, or their own side of it.
struct ReviewClaim: Sendable, Equatable, Identifiable {
    enum Kind: String, Sendable {
        case flag
        /// The right of reply of somebody concerned (LCEN, article 6, IV).
        case reply
    }

    enum Reason: String, Sendable, CaseIterable {
        case identifies, notExperience = "not_experience", insult, advertising, unlawful, other
    }

    enum State: String, Sendable { case open, upheld, dismissed }

    static let longest = 2_000

    let id: Int64
    let review: Int64
    let kind: Kind
    let reason: Reason?
    let text: String
    /// How to answer them; for moderators alone, and gone once it is decided.
    let contact: String
    let state: State
    let createdAt: Instant
    let decidedAt: Instant?
    let note: String?

    init(_ row: Row) throws {
        id = try row.int64("id")
        review = try row.int64("review")
        kind = try row.value("kind")
        reason = try row.optionalValue("reason")
        text = try row.text("text")
        contact = try row.text("contact")
        state = try row.value("state")
        createdAt = try row.instant("created_at")
        decidedAt = try row.optionalInstant("decided_at")
        note = try row.optionalText("note")
    }
}

extension ReviewClaim.Kind: SQLBindable {}
extension ReviewClaim.Reason: SQLBindable {}
extension ReviewClaim.State: SQLBindable {}

/// Flags and rights of reply, from the public page to the moderator's word.
struct ClaimActions: Sendable {
    let desk: DialogueDesk

    /// Keeps what somebody says; the same form sent twice is one.
    func submit(
        _ review: Int64, _ kind: ReviewClaim.Kind, reason: ReviewClaim.Reason?, text: String, contact: String,
        ticket: ReviewGate.Ticket
    ) async throws {
        let text = text.trimmed
        let contact = contact.trimmed
        guard kind == .reply || reason != nil else {
            throw Failure(.unusable, "a flag without a reason", words: "reviews.flag_reason")
        }
        guard text.unicodeScalars.count <= ReviewClaim.longest, contact.unicodeScalars.count <= 200 else {
            throw Failure(.unusable, "a claim that is too long", words: "reviews.claim_long")
        }
        guard kind == .flag || text.unicodeScalars.count >= 3 && contact.unicodeScalars.count >= 3 else {
            throw Failure(.unusable, "a reply without words or contact", words: "reviews.claim_empty")
        }
        let id = desk.newID()
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let found = try ReviewStore.find(review, in: connection)
            guard found.state == .published else { throw Failure(.notFound, "the review is not public") }
            let added = try connection.execute(
                """
                INSERT INTO review_claim (id, review, kind, reason, text, contact, token_hash, state, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8) ON CONFLICT (token_hash) DO NOTHING
                """, id, review, kind, reason, text, contact, ReviewGate.hash(ticket.secret), now)
            guard added == 1 else { return }
            try ReviewActions.tell("review.claimed", review, nil, at: now, in: connection)
        }
    }

    /// The claims that wait, oldest first, then the last decided.
    func list(for person: Person) async throws -> [(claim: ReviewClaim, review: Review)] {
        let scope = person.scope(of: .judge)
        return try await desk.database.read { connection in
            try connection.query(
                """
                SELECT * FROM review_claim ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END,
                  CASE state WHEN 'open' THEN created_at ELSE -created_at END LIMIT 200
                """
            ).map(ReviewClaim.init).compactMap { claim in
                guard let review = try? ReviewStore.find(claim.review, scope: scope, in: connection) else { return nil }
                return (claim, review)
            }
        }
    }

    /// Upheld: a flagged review is taken off with a reason of the list; a reply is published without the names in it.
    func decide(
        _ id: Int64, upheld: Bool, reason: Review.Reason?, note: String, by person: Person
    ) async throws {
        let now = desk.clock.now()
        let scope = person.scope(of: .moderate)
        if scope == .nothing { throw Failure(.forbidden, "the person does not moderate") }
        let note = note.trimmed
        guard (3...1_000).contains(note.unicodeScalars.count) else {
            throw Failure(.unusable, "a decision without its reason", words: "reviews.claim_note")
        }
        try await desk.database.write { connection in
            guard let row = try connection.one("SELECT * FROM review_claim WHERE id = $1", id) else {
                throw Failure(.notFound, "no such claim")
            }
            let claim = try ReviewClaim(row)
            let review = try ReviewStore.find(claim.review, scope: scope, in: connection)
            guard claim.state == .open else {
                throw Failure(.conflict, "the claim was decided", words: "reviews.changed")
            }
            if upheld, claim.kind == .flag {
                guard let reason else {
                    throw Failure(.unusable, "taken off without a reason", words: "reviews.refuse_reason")
                }
                try Self.takeOff(review, reason, note, by: person, at: now, in: connection)
            }
            let text = claim.kind == .reply ? masked(claim.text, review.tongue) : claim.text
            try connection.execute(
                """
                UPDATE review_claim SET state = $2, text = $3, contact = '', decided_at = $4, decided_by = $5, note = $6
                WHERE id = $1
                """, id, upheld ? ReviewClaim.State.upheld : .dismissed, text, now, person.id, note)
            try ReviewActions.tell("review.claim_decided", review.id, person.id, at: now, in: connection)
        }
    }

    private static func takeOff(
        _ review: Review, _ reason: Review.Reason, _ note: String, by person: Person, at now: Instant,
        in connection: any Connection
    ) throws {
        guard review.state == .published else { return }
        let polarity = try connection.one("SELECT polarity FROM review WHERE id = $1", review.id)?.optionalText(
            "polarity")
        try ReviewStore.decide(
            review, .refused, reason: reason, note: note, polarity: polarity.flatMap(Polarity.init), by: person.id,
            at: now, in: connection)
        try ReviewActions.tell(
            "review.refused", review.id, person.id, after: "{\"reason\":\"\(reason.rawValue)\"}", at: now,
            in: connection)
    }

    private func masked(_ text: String, _ tongue: Tongue) -> String {
        ReviewMask.apply(ReviewMask.found(in: text, by: desk.privacy), to: text, tongue)
    }

    /// Published replies of people concerned, by review.
    static func replies(to reviews: [Int64], in connection: any Connection) throws -> [Int64: [String]] {
        guard !reviews.isEmpty else { return [:] }
        let places = reviews.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        return try connection.query(
            """
            SELECT review, text FROM review_claim
            WHERE kind = 'reply' AND state = 'upheld' AND review IN (\(places)) ORDER BY created_at
            """, reviews
        ).reduce(into: [:]) { $0[try $1.int64("review"), default: []].append(try $1.text("text")) }
    }
}
