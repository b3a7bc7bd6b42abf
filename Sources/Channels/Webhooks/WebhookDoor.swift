import Foundation
import Kernel
import Storage

/// Takes a signed delivery in, once, whatever order things come in.
struct WebhookDoor: Sendable {
    let desk: ChannelDesk

    struct Envelope: Sendable {
        let body: [UInt8]
        let timestamp: String?
        let signature: String?
        let delivery: String?
    }

    /// What is said back.
    struct Receipt: Encodable, Sendable {
        var taken = 0
        var edited = 0
        var deleted = 0
        /// Came before, or was overtaken by what happened since.
        var known = 0
        var refused: [WebhookItem.Refusal] = []
        /// The whole delivery came before.
        var again = false
    }

    /// - Throws: `.forbidden` for whatever does not prove where it comes from, also when there is no such channel.
    func take(_ envelope: Envelope, at code: String) async throws -> Receipt {
        let now = desk.clock.now()
        let found = try await desk.database.read { connection in
            try connection.one(
                "SELECT * FROM channel WHERE kind = 'webhook' AND server = $1 AND state = 'connected'", [code]
            ).map(Channel.init)
        }
        guard let channel = found, let origin = channel.origin else {
            throw Failure(.forbidden, "the delivery is not signed as it should be")
        }
        let delivered = try WebhookRule.verified(
            envelope.body, timestamp: envelope.timestamp, signature: envelope.signature,
            secrets: try secrets(channel, now), at: now)
        let marks = WebhookRule.marks(envelope.delivery, envelope.body)
        if try await isKnown(channel.id, marks) { return Receipt(again: true) }
        let reading = WebhookReading(network: channel.network, now: now, delivered: delivered)
        let (items, refused) = try reading.read(envelope.body)
        guard !items.isEmpty || refused.isEmpty else {
            throw Failure(.unusable, "no item could be read; the first: \(refused[0].reason)")
        }
        var receipt = Receipt(refused: Array(refused.prefix(100)))
        try await keep(items, of: channel, origin, &receipt)
        try await desk.database.write { connection in
            for mark in marks { try Self.remember(channel.id, mark, at: now, kept: now, connection) }
            try connection.execute("UPDATE channel SET heard_at = $2 WHERE id = $1", [channel.id, now])
        }
        return receipt
    }

    /// The secret, and the one that it replaced while that is still good.
    private func secrets(_ channel: Channel, _ now: Instant) throws -> [String] {
        let old = (channel.oldUntil ?? now) > now ? channel.oldSealed : nil
        return try [channel.sealed, old].compactMap { $0 }.map {
            String(decoding: try desk.sealer.open($0, for: Channel.place(channel.id)), as: UTF8.self)
        }
    }

    func isKnown(_ channel: Int64, _ marks: [String]) async throws -> Bool {
        try await desk.database.read { connection in
            try marks.contains { mark in
                try connection.one(
                    "SELECT at FROM webhook_delivery WHERE channel = $1 AND mark = $2", [channel, mark]) != nil
            }
        }
    }

    static func remember(
        _ channel: Int64, _ mark: String, at moment: Instant, kept now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO webhook_delivery (channel, mark, at, kept_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (channel, mark) DO UPDATE SET kept_at = excluded.kept_at,
              at = CASE WHEN excluded.at > webhook_delivery.at THEN excluded.at ELSE webhook_delivery.at END
            """, [channel, mark, moment, now])
    }

    // MARK: What happened, in the order in which it happened

    func keep(
        _ items: [WebhookItem], of channel: Channel, _ origin: Int64, _ receipt: inout Receipt
    ) async throws {
        var fresh: [Arrival] = []
        for item in items.sorted(by: { $0.at < $1.at }) {
            guard try await isNews(item, channel.id) else {
                receipt.known += 1
                continue
            }
            switch (item.event, item.arrival) {
            case (.created, let arrival?):
                fresh.append(arrival)
                receipt.taken += 1
                continue
            case (.edited, let arrival?):
                try await flush(&fresh, origin)
                try await desk.hearing.revise(arrival, origin)
                receipt.edited += 1
            default:
                try await flush(&fresh, origin)
                let hearing = desk.hearing
                try await desk.database.write { try hearing.forget(item.id, channel.network, $0) }
                receipt.deleted += 1
            }
            try await told(item, channel.id)
        }
        try await flush(&fresh, origin)
    }

    private func flush(_ fresh: inout [Arrival], _ origin: Int64) async throws {
        if !fresh.isEmpty { try await desk.hearing.take(fresh, origin) }
        fresh = []
    }

    /// An edit or a deletion that is known overtakes whatever happened before it; the time of both is kept apart from
    /// the words, so that what was deleted does not come back.
    private func isNews(_ item: WebhookItem, _ channel: Int64) async throws -> Bool {
        try await desk.database.read { connection in
            let row = try connection.one(
                "SELECT at FROM webhook_delivery WHERE channel = $1 AND mark = $2", [channel, Self.mark(item)])
            guard let last = try row?.instant("at") else { return true }
            return item.event != .created && item.at > last
        }
    }

    private func told(_ item: WebhookItem, _ channel: Int64) async throws {
        let now = desk.clock.now()
        try await desk.database.write { try Self.remember(channel, Self.mark(item), at: item.at, kept: now, $0) }
    }

    private static func mark(_ item: WebhookItem) -> String { "item:\(item.id)" }
}
