import Foundation
import Kernel
import Networks
import Storage

/// When a network is asked what people did with a message: often at first, then less and less, for a year.
enum FiguresPace {
    static let hour = 3_600.0
    static let day = 86_400.0

    /// Seconds until the next question, by the age of the message; nil once it is of no more use.
    static func interval(atAge age: Double) -> Double? {
        switch age {
        case ..<day: hour
        case ..<(7 * day): 6 * hour
        case ..<(30 * day): day
        case ..<(365 * day): 7 * day
        default: nil
        }
    }
}

/// SQL of figures.
enum FiguresStore {
    /// What a network answered to the last question.
    enum Said: String, Sendable, CaseIterable, SQLBindable { case given, none, missing, failed, budget }

    struct Turn: Sendable {
        let sending: Int64
        let leftAt: Instant
        let sent: Sent
    }

    /// Begins to ask, an hour after a message has left.
    static func begin(_ parcel: Parcel, at now: Instant, in connection: any Connection) throws {
        let first = now.adding(seconds: FiguresPace.hour)
        try connection.execute(
            """
            INSERT INTO figures_turn (sending, channel, next_at) VALUES ($1, $2, $3)
            ON CONFLICT (sending) DO UPDATE SET next_at = excluded.next_at
            """, [parcel.id, parcel.channel, first])
        try FiguresRun.carry(parcel.channel, at: first, in: connection)
    }

    /// What is to be asked of an account now, oldest question first.
    static func due(
        _ channel: Int64, at now: Instant, limit: Int, in connection: any Connection
    ) throws -> [Turn] {
        try connection.query(
            """
            SELECT t.sending, s.settled_at, s.due_at, s.network_id, s.url, s.reference FROM figures_turn t
            JOIN sending s ON s.id = t.sending
            WHERE t.channel = $1 AND t.next_at <= $2 AND s.state = 'sent' AND s.network_id IS NOT NULL
            ORDER BY t.next_at, t.sending LIMIT $3
            """, [channel, now, limit]
        ).map { row in
            Turn(
                sending: try row.int64("sending"),
                leftAt: try row.optionalInstant("settled_at") ?? row.instant("due_at"),
                sent: Sent(
                    id: try row.text("network_id"), url: try row.optionalText("url"),
                    reference: try row.optionalText("reference")))
        }
    }

    static func nextDue(_ channel: Int64, in connection: any Connection) throws -> Instant? {
        try connection.one(
            """
            SELECT MIN(t.next_at) AS due FROM figures_turn t JOIN sending s ON s.id = t.sending
            WHERE t.channel = $1 AND s.state = 'sent' AND s.network_id IS NOT NULL
            """, [channel])?.optionalInstant("due")
    }

    /// Accounts of which something is to be asked by `moment`.
    static func busyChannels(by moment: Instant, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            """
            SELECT DISTINCT t.channel FROM figures_turn t JOIN sending s ON s.id = t.sending
            WHERE t.next_at <= $1 AND s.state = 'sent' AND s.network_id IS NOT NULL
            """, [moment]
        ).map { try $0.int64("channel") }
    }

    static func asked(
        _ sending: Int64, _ said: Said, next: Instant?, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE figures_turn SET next_at = $2, asked_at = $3, said = $4 WHERE sending = $1",
            [sending, next, now, said])
    }

    /// The latest, and one row a day: the day's last word.
    static func keep(
        _ sending: Int64, _ figures: PostFigures, day: Int, at now: Instant, in connection: any Connection
    ) throws {
        try ParcelStore.figures(sending, figures, at: now, in: connection)
        let text = String(decoding: try JSONEncoder().encode(figures), as: UTF8.self)
        try connection.execute(
            """
            INSERT INTO sending_figures (sending, day, figures, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (sending, day) DO UPDATE SET figures = excluded.figures, at = excluded.at
            """, [sending, day, text, now])
    }

    /// Day after day, of one post or of several: message, day, figures.
    static func history(
        of posts: [Int64], in connection: any Connection
    ) throws -> [(sending: Int64, day: Int, figures: PostFigures)] {
        let list = posts.prefix(500).map(String.init).joined(separator: ", ")
        guard !list.isEmpty else { return [] }
        return try connection.query(
            """
            SELECT f.sending, f.day, f.figures FROM sending_figures f JOIN sending s ON s.id = f.sending
            WHERE s.post IN (\(list)) ORDER BY f.day, f.sending LIMIT 20000
            """, []
        ).map { row in
            (try row.int64("sending"), try row.int("day"), try decoded(try row.text("figures")))
        }
    }

    static func said(_ post: Int64, in connection: any Connection) throws -> [Int64: (said: Said, at: Instant?)] {
        let rows = try connection.query(
            """
            SELECT t.sending, t.said, t.asked_at FROM figures_turn t JOIN sending s ON s.id = t.sending
            WHERE s.post = $1 AND t.said IS NOT NULL
            """, [post])
        return Dictionary(
            try rows.map { (try $0.int64("sending"), (try $0.value("said"), try $0.optionalInstant("asked_at"))) },
            uniquingKeysWith: { first, _ in first })
    }

    static func decoded(_ text: String) throws -> PostFigures {
        do { return try JSONDecoder().decode(PostFigures.self, from: Data(text.utf8)) } catch {
            throw Failure(.broken, "figures of a message cannot be read")
        }
    }
}
