import Kernel
import Storage

/// The hospital's answers to the reviews that were given to us.
struct ReviewAnswer: Sendable, Equatable {
    let text: String
    let at: Instant
}

enum ReviewAnswers {
    /// Makes an approved reply public below the review that it answers; while the review itself is not public, its
    /// author alone sees it, on the private link. Publishing the same reply again changes nothing.
    /// - Parameter externalID: the review as Listening knows it, `review-ID`.
    /// - Throws: `.notFound` when there is no such review, `.conflict` when its author took it back.
    static func publish(
        text: String, answering externalID: String, reply: Int64, at: Instant, in connection: any Connection
    ) throws {
        guard let review = Review.id(named: externalID),
            let row = try connection.one("SELECT state FROM review WHERE id = $1", review)
        else { throw Failure(.notFound, "no review of ours bears this identifier") }
        let state: Review.State = try row.value("state")
        guard !state.isGone else {
            throw Failure(.conflict, "the review was taken back by its author", words: "reviews.gone")
        }
        let added = try connection.execute(
            "INSERT INTO review_answer (reply, review, text, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            reply, review, text, at)
        guard added == 1 else { return }
        try EventLog.append("review.answered", subject: review, payload: "{\"reply\":\(reply)}", at: at, in: connection)
    }

    /// Answers by review, oldest first.
    static func of(_ reviews: [Int64], in connection: any Connection) throws -> [Int64: [ReviewAnswer]] {
        guard !reviews.isEmpty else { return [:] }
        let places = reviews.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        return try connection.query(
            "SELECT review, text, at FROM review_answer WHERE review IN (\(places)) ORDER BY at, reply", reviews
        ).reduce(into: [:]) { answers, row in
            answers[try row.int64("review"), default: []].append(
                ReviewAnswer(text: try row.text("text"), at: try row.instant("at")))
        }
    }
}
