// Long because it is all the SQL of one table.

import Kernel
import Storage

/// SQL of our own reviews.
enum ReviewStore {
    /// - Throws: `.notFound` outside the scope, as if it did not exist.
    static func find(_ id: Int64, scope: Scope = .everything, in connection: any Connection) throws -> Review {
        guard let row = try connection.one("SELECT * FROM review WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no such review")
        }
        let review = try Review(row)
        if case .services(let services) = scope, review.service.map(services.contains) == true { return review }
        guard scope == .everything else {
            throw Failure(.notFound, "review outside the person's services")
        }
        return review
    }

    static func find(secret: String, in connection: any Connection) throws -> Review {
        guard secret.utf8.count <= 64,
            let row = try connection.one(
                "SELECT * FROM review WHERE token_hash = $1", [ReviewGate.hash(secret)])
        else { throw Failure(.notFound, "no review has this private link", words: "reviews.link_unknown") }
        return try Review(row)
    }

    /// - Returns: false when the same form was sent before.
    static func insert(_ review: Review, secret: String, key: [UInt8]?, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO review (id, service, state, lane, held, text, public_text, masks, tongue, feeling, speaker,
              stay_month, themes, distress, token_hash, text_key, folded_into, submitted_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            ON CONFLICT (token_hash) DO NOTHING
            """,
            [
                review.id, review.service, review.state, review.lane, review.held, review.text, review.publicText,
                ReviewMask.text(review.masks), review.tongue, review.feeling, review.speaker, review.stayMonth,
                review.themes.map(\.rawValue).joined(separator: " "), review.distress, ReviewGate.hash(secret), key,
                review.foldedInto, review.submittedAt,
            ]) == 1
    }

    /// A review of the same service with the very same long text, given in the last week.
    static func twin(key: [UInt8], service: Int64?, since: Instant, in connection: any Connection) throws -> Int64? {
        try connection.one(
            """
            SELECT id FROM review WHERE text_key = $1 AND COALESCE(service, 0) = $2 AND submitted_at >= $3
              AND state IN ('waiting', 'change_asked', 'published', 'refused') ORDER BY id LIMIT 1
            """, key, service ?? 0, since)?.int64("id")
    }

    /// Another text in the place of the first; a moderator reads it anew.
    static func revise(
        _ review: Review, text: String, masks: [ReviewMask], distress: Bool, at now: Instant,
        in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE review SET text = $2, public_text = $3, masks = $4, distress = $5, state = 'waiting',
              edited_at = $6, published_at = NULL, verdict = NULL, verdict_at = NULL, verdict_by = NULL,
              reason = NULL, note = NULL, polarity = NULL, text_key = NULL, version = version + 1
            WHERE id = $1
            """, review.id, text, ReviewMask.apply(masks, to: text, review.tongue), ReviewMask.text(masks), distress,
            now)
    }

    static func withdraw(_ id: Int64, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE review SET state = 'withdrawn', published_at = NULL, version = version + 1 WHERE id = $1", id)
    }

    /// The words go, with what could tell who wrote them; verdict and kind of opinion stay for the figures.
    static func forget(_ id: Int64, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE review SET state = 'forgotten', text = '', public_text = '', masks = '', text_key = NULL,
              speaker = NULL, stay_month = NULL, themes = '', note = NULL, published_at = NULL, version = version + 1
            WHERE id = $1
            """, id)
        try connection.execute("DELETE FROM review_answer WHERE review = $1", id)
        try connection.execute("DELETE FROM review_claim WHERE review = $1", id)
    }

    /// Those that still hold words and were given before a moment.
    static func given(before moment: Instant, _ most: Int, in connection: any Connection) throws -> [Review] {
        try connection.query(
            "SELECT * FROM review WHERE submitted_at < $1 AND state <> 'forgotten' ORDER BY submitted_at LIMIT $2",
            [moment, most]
        ).map(Review.init)
    }

    static func mask(_ id: Int64, _ masks: [ReviewMask], text: String, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE review SET masks = $2, public_text = $3, version = version + 1 WHERE id = $1", id,
            ReviewMask.text(masks), text)
    }

    /// A moderator's word. `version` is the one that the moderator has read.
    static func decide(
        _ review: Review, _ state: Review.State, reason: Review.Reason?, note: String?, polarity: Polarity?,
        by person: Int64, at now: Instant, in connection: any Connection
    ) throws {
        let verdict = state == .published || state == .refused ? state.rawValue : nil
        try connection.execute(
            """
            UPDATE review SET state = $2, reason = $3, note = $4, verdict = $5, verdict_at = $6, verdict_by = $7,
              polarity = $8, published_at = $9, held = 0, version = version + 1
            WHERE id = $1
            """, review.id, state, reason, note, verdict, now, person, polarity,
            state == .published ? now : nil)
    }

    static func heard(_ id: Int64, version: Int64, in connection: any Connection) throws {
        try connection.execute("UPDATE review SET heard_version = $2 WHERE id = $1", id, version)
    }

    // MARK: Lists

    enum Order: String, Sendable, CaseIterable { case newest, oldest, month }

    /// Published reviews: one page, and how many there are by kind.
    static func published(
        services: [Int64]?, order: Order, page: Int, in connection: any Connection
    ) throws -> [Review] {
        let size = 20
        let by =
            switch order {
            case .newest: "submitted_at DESC, id DESC"
            case .oldest: "submitted_at, id"
            case .month: "COALESCE(stay_month, '') DESC, submitted_at DESC, id DESC"
            }
        let filter = condition(services)
        return try connection.query(
            """
            SELECT * FROM review WHERE state = 'published' \(filter) ORDER BY \(by)
            LIMIT \(size + 1) OFFSET $1
            """, [page * size] + (services ?? [])
        ).map(Review.init)
    }

    static func shares(services: [Int64]?, in connection: any Connection) throws -> [String: Int] {
        let rows = try connection.query(
            """
            SELECT COALESCE(polarity, '') AS polarity, CAST(COUNT(*) AS BIGINT) AS n FROM review
            WHERE state = 'published' AND $1 = 0 \(condition(services)) GROUP BY COALESCE(polarity, '')
            """, [0] + (services ?? []))
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text("polarity"), try $0.int("n")) })
    }

    private static func condition(_ services: [Int64]?) -> String {
        guard let services else { return "" }
        if services.isEmpty { return "AND 1 = 0" }
        return "AND service IN (\(services.indices.map { "$\($0 + 2)" }.joined(separator: ", ")))"
    }

    /// For moderators: the oldest first where somebody waits for us, else the newest.
    static func list(_ states: [Review.State], scope: Scope, limit: Int = 200, in connection: any Connection) throws
        -> [Review]
    {
        let places = states.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        var arguments: [any SQLBindable] = states
        var filter = ""
        if case .services(let services) = scope {
            let these = services.sorted()
            filter = "AND service IN (\(these.indices.map { "$\($0 + 1 + states.count)" }.joined(separator: ", ")))"
            arguments += these
        }
        let order = states.contains(.waiting) ? "submitted_at, id" : "submitted_at DESC, id DESC"
        return try connection.query(
            "SELECT * FROM review WHERE state IN (\(places)) \(filter) ORDER BY \(order) LIMIT \(limit)", arguments
        ).map(Review.init)
    }

    static func counts(scope: Scope, in connection: any Connection) throws -> [Review.State: Int] {
        var arguments: [any SQLBindable] = []
        var filter = ""
        if case .services(let services) = scope {
            arguments = services.sorted()
            filter = "WHERE service IN (\(arguments.indices.map { "$\($0 + 1)" }.joined(separator: ", ")))"
        }
        let rows = try connection.query(
            "SELECT state, CAST(COUNT(*) AS BIGINT) AS n FROM review \(filter) GROUP BY state", arguments)
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.value("state"), try $0.int("n")) })
    }
}

extension Review {
    init(_ row: Row) throws {
        self.init(
            id: try row.int64("id"), service: try row.optionalInt64("service"), state: try row.value("state"),
            lane: try row.value("lane"), held: try row.bool("held"), text: try row.text("text"),
            publicText: try row.text("public_text"), masks: ReviewMask.read(try row.text("masks")),
            tongue: try row.value("tongue"), feeling: try row.optionalValue("feeling"),
            speaker: try row.optionalValue("speaker"), stayMonth: try row.optionalText("stay_month"),
            themes: try row.text("themes").split(separator: " ").compactMap { Theme(rawValue: String($0)) },
            distress: try row.bool("distress"), foldedInto: try row.optionalInt64("folded_into"),
            submittedAt: try row.instant("submitted_at"), editedAt: try row.optionalInstant("edited_at"),
            publishedAt: try row.optionalInstant("published_at"), verdictAt: try row.optionalInstant("verdict_at"),
            verdictBy: try row.optionalInt64("verdict_by"), reason: try row.optionalValue("reason"),
            note: try row.optionalText("note"), version: try row.int64("version"),
            heardVersion: try row.optionalInt64("heard_version"))
    }
}
