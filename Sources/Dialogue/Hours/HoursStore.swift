import Foundation
import Kernel
import Storage
import Web

/// One month of the hospital's calendar.
struct Month: Sendable, Hashable, Comparable {
    let year: Int
    let month: Int

    init(_ year: Int, _ month: Int) { (self.year, self.month) = (year, month) }

    init(_ instant: Instant, _ zone: TimeZone) {
        let local = LocalTime(instant, zone)
        (year, month) = (local.year, local.month)
    }

    /// `2026-11`; nil when it is none.
    init?(_ text: String) {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2, (2_000...9_999).contains(parts[0]), (1...12).contains(parts[1]) else { return nil }
        (year, month) = (parts[0], parts[1])
    }

    /// 202611, as it is kept.
    var number: Int64 { Int64(year * 100 + month) }
    var text: String { "\(year)-" + (month < 10 ? "0" : "") + String(month) }
    /// Its first day.
    var firstDay: Int { LocalTime.dayNumber(year, month, 1) }

    init(number: Int64) { (year, month) = (Int(number / 100), Int(number % 100)) }

    func adding(_ months: Int) -> Month {
        let index = year * 12 + month - 1 + months
        return Month(index / 12, index % 12 + 1)
    }

    static func < (left: Month, right: Month) -> Bool { left.number < right.number }
}

/// How long the first answer to a conversation took, or that it is still waited for.
struct ReplyTime: Sendable, Equatable {
    let conversation: Int64
    let month: Month
    let network: Network
    let askedAt: Instant
    let dueAt: Instant?
    let answeredAt: Instant?
    /// Opening seconds.
    let waited: Double?
    /// Ended without an answer: nothing to thank or to explain.
    let closed: Bool
}

/// Whose turn it is in a conversation.
struct Turn: Sendable, Equatable {
    /// The first word from outside.
    let first: Instant?
    /// The first word from outside that nobody has answered.
    let asked: Instant?
    /// Our first answer after the first word.
    let answer: Instant?
}

/// SQL of opening hours, targets and what is due.
enum HoursStore {
    static func rules(_ zone: TimeZone, in connection: any Connection) throws -> HoursRules {
        var rules = HoursRules(house: .standard(.of(zone)))
        for row in try connection.query("SELECT establishment, value FROM hours_place", []) {
            let hours = try JSONDecoder().decode(BusinessHours.self, from: Data(try row.text("value").utf8))
            let place = try row.int64("establishment")
            if place == 0 { rules.house = hours } else { rules.places[place] = hours }
        }
        for row in try connection.query("SELECT service, establishment FROM hours_ward", []) {
            rules.wards[try row.int64("service")] = try row.int64("establishment")
        }
        let targets = try connection.query(
            "SELECT network, service, minutes FROM hours_target ORDER BY network, service", []
        ).map { row in
            let (network, service) = (try row.text("network"), try row.int64("service"))
            return Target(
                network: Network(rawValue: network), service: service == 0 ? nil : service,
                minutes: try row.int("minutes"))
        }
        if !targets.isEmpty { rules.targets = targets }
        return rules
    }

    static func keep(_ hours: BusinessHours?, place: Int64, in connection: any Connection) throws {
        guard let hours else {
            return _ = try connection.execute("DELETE FROM hours_place WHERE establishment = $1", [place])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let value = String(decoding: try encoder.encode(hours), as: UTF8.self)
        try connection.execute(
            """
            INSERT INTO hours_place (establishment, value) VALUES ($1, $2)
            ON CONFLICT (establishment) DO UPDATE SET value = excluded.value
            """, [place, value])
    }

    static func keep(_ targets: [Target], in connection: any Connection) throws {
        try connection.execute("DELETE FROM hours_target", [])
        for target in targets {
            try connection.execute(
                "INSERT INTO hours_target (network, service, minutes) VALUES ($1, $2, $3)",
                [target.network?.rawValue ?? "", target.service ?? 0, target.minutes])
        }
    }

    /// Copies where each service stands. True when something changed.
    static func keep(_ wards: [Int64: Int64], in connection: any Connection) throws -> Bool {
        var known: [Int64: Int64] = [:]
        for row in try connection.query("SELECT service, establishment FROM hours_ward", []) {
            known[try row.int64("service")] = try row.int64("establishment")
        }
        if known == wards { return false }
        try connection.execute("DELETE FROM hours_ward", [])
        for (service, place) in wards {
            try connection.execute(
                "INSERT INTO hours_ward (service, establishment) VALUES ($1, $2)", [service, place])
        }
        return true
    }

    /// Who spoke last, and since when somebody waits. What we sent counts from the moment at which it was sent, even
    /// before the network gives it back to us.
    static func turn(_ conversation: Conversation, in connection: any Connection) throws -> Turn {
        let id = conversation.id
        let first = try connection.one(
            "SELECT min(published_at) AS at FROM conversation_message WHERE conversation = $1 AND own = 0", [id]
        )?.optionalInstant("at")
        guard let first else { return Turn(first: nil, asked: nil, answer: nil) }
        let own = try connection.one(
            """
            SELECT min(published_at) AS first, max(published_at) AS last FROM conversation_message
            WHERE conversation = $1 AND own = 1 AND published_at >= $2
            """, [id, first])
        let sent = try connection.one(
            "SELECT max(changed_at) AS last FROM reply WHERE conversation = $1 AND state = 'sent'", [id]
        )?.optionalInstant("last")
        let firsts = [try own?.optionalInstant("first"), conversation.answeredAt].compactMap { $0 }
        let lasts = [try own?.optionalInstant("last"), sent, conversation.answeredAt].compactMap { $0 }
        let asked = try connection.one(
            """
            SELECT min(published_at) AS at FROM conversation_message
            WHERE conversation = $1 AND own = 0 AND published_at > $2
            """, [id, lasts.max() ?? Instant(microseconds: .min)]
        )?.optionalInstant("at")
        return Turn(first: first, asked: asked, answer: firsts.min())
    }

    /// No version is added: what somebody is writing meanwhile is not in conflict with a date.
    static func setDue(_ due: Instant?, of conversation: Conversation, in connection: any Connection) throws {
        if due == conversation.dueAt { return }
        try connection.execute("UPDATE conversation SET due_at = $2 WHERE id = $1", [conversation.id, due])
    }

    static func reply(of conversation: Int64, in connection: any Connection) throws -> ReplyTime? {
        try connection.one("SELECT * FROM hours_reply WHERE conversation = $1", [conversation]).map { row in
            ReplyTime(
                conversation: conversation, month: Month(number: try row.int64("month")),
                network: try row.value("network"), askedAt: try row.instant("asked_at"),
                dueAt: try row.optionalInstant("due_at"), answeredAt: try row.optionalInstant("answered_at"),
                waited: try row.optionalReal("waited"), closed: try row.bool("closed"))
        }
    }

    static func keep(_ reply: ReplyTime, in connection: any Connection) throws {
        var within: Int64?
        if let answered = reply.answeredAt, let due = reply.dueAt { within = answered <= due ? 1 : 0 }
        try connection.execute(
            """
            INSERT INTO hours_reply (conversation, month, network, asked_at, due_at, answered_at, waited, within, closed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (conversation) DO UPDATE SET month = excluded.month, asked_at = excluded.asked_at,
              due_at = excluded.due_at, answered_at = excluded.answered_at, waited = excluded.waited,
              within = excluded.within, closed = excluded.closed
            """,
            [
                reply.conversation, reply.month.number, reply.network.rawValue, reply.askedAt, reply.dueAt,
                reply.answeredAt, reply.waited.map { Int64($0.rounded()) }, within, reply.closed ? Int64(1) : Int64(0),
            ])
    }

    /// Conversations that wait for somebody, in order, after one of them.
    static func open(after id: Int64, limit: Int, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            """
            SELECT id FROM conversation WHERE id > $1 AND state NOT IN ('resolved', 'archived') ORDER BY id LIMIT $2
            """, [id, limit]
        ).map { try $0.int64("id") }
    }
}
