import Kernel
import Storage
import Web

/// The year's reviews in numbers, for everybody to read.
struct ReviewFigures: Sendable, Equatable {
    let received: Int
    let published: Int
    let refused: Int
    /// Seconds from a review to a moderator's word, for the middle one; nil while there is none.
    let medianDelay: Double?

    static func read(since: Instant, in connection: any Connection) throws -> ReviewFigures {
        func count(_ condition: String) throws -> Int {
            try connection.one(
                "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM review WHERE submitted_at >= $1 AND \(condition)", since
            )?.int("n") ?? 0
        }
        let decided = try count("verdict_at IS NOT NULL")
        let middle = try connection.one(
            """
            SELECT verdict_at - COALESCE(edited_at, submitted_at) AS delay FROM review
            WHERE submitted_at >= $1 AND verdict_at IS NOT NULL
            ORDER BY verdict_at - COALESCE(edited_at, submitted_at) LIMIT 1 OFFSET $2
            """, since, max(0, (decided - 1) / 2))?.int64("delay")
        return ReviewFigures(
            received: try count("state <> 'folded'"), published: try count("verdict = 'published'"),
            refused: try count("verdict = 'refused'"), medianDelay: middle.map { Double($0) / 1_000_000 })
    }
}

/// Equal refusal as pages say it.
struct FairnessView: Encodable, Sendable {
    struct Line: Encodable, Sendable {
        let name: String
        let decided: String
        let refused: String
        let share: String
        let interval: String
    }

    let lines: [Line]
    let any: Bool
    let difference: String?
    let test: String?
    let alarms: Bool
    let verdict: String

    init(_ fairness: ReviewFairness, _ context: some Viewing) {
        let figures = context.figures
        func line(_ key: String, _ share: ReviewFairness.Share) -> Line {
            Line(
                name: context.word("reviews.fair_\(key)"), decided: figures.integer(share.decided),
                refused: figures.integer(share.refused), share: share.value.map { figures.percent($0) } ?? "–",
                interval: share.interval.map { "\(figures.percent($0.low)) – \(figures.percent($0.high))" } ?? "–")
        }
        lines = [
            line("positive", fairness.positive), line("negative", fairness.negative), line("other", fairness.other),
        ]
        any = fairness.decided > 0
        difference = fairness.difference.map {
            context.word(
                $0.value < 0 ? "reviews.fair_difference_less" : "reviews.fair_difference",
                [
                    "value": figures.decimal(abs($0.value) * 100, digits: 1),
                    "low": figures.change($0.low * 100, digits: 1),
                    "high": figures.change($0.high * 100, digits: 1),
                ])
        }
        test = fairness.fisher.map { context.word("reviews.fair_test", ["p": figures.decimal($0, digits: 3)]) }
        alarms = fairness.alarms
        verdict = context.word(
            fairness.fisher == nil ? "reviews.fair_few" : alarms ? "reviews.fair_alarm" : "reviews.fair_equal")
    }
}
