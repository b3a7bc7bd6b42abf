import Foundation
import Kernel
import Networks
import Storage

/// Hears what is said to our accounts on networks whose tokens this room keeps: comments under our publications, reviews.
/// Each account is read in turn, from where the last reading ended, so that an outage leaves a gap that the next reading
/// fills.
struct ChannelReading: Sendable {
    let desk: ChannelDesk

    static let kind = "channels.read"
    /// Seconds between two readings of one account.
    static let pause = 300.0
    /// Pages taken at a time; what is left comes with the next reading.
    static let pages = 20

    private struct Payload: Codable { let channel: Int64 }

    /// Plans a reading of every account that can be read.
    func plan(in connection: any Connection) throws {
        for channel in try ChannelStore.all(in: connection)
        where channel.kind == .account && desk.doors[channel.network]?.reader != nil {
            try Self.plan(channel.id, at: desk.clock.now(), in: connection)
        }
    }

    static func plan(_ channel: Int64, at moment: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(
            kind, key: String(channel), payload: "{\"channel\":\(channel)}", runAt: moment, in: connection)
    }

    func handle(_ job: Job) async throws {
        guard let id = try? JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).channel else {
            throw Failure(.unusable, "job \(job.id) names no channel")
        }
        let found = try await desk.database.read { connection -> Channel? in
            do { return try ChannelStore.find(id, in: connection) } catch let failure as Failure
                where failure.kind == .notFound
            { return nil }
        }
        guard let channel = found else { return }
        var more = false
        if channel.state == .connected { more = try await read(channel) }
        let next = desk.clock.now().adding(seconds: more ? 1 : Self.pause)
        try await desk.database.write { try Self.plan(id, at: next, in: $0) }
    }

    /// True when more waits. What stands in the way is said on the channel's page, and asked again later.
    func read(_ channel: Channel) async throws -> Bool {
        do {
            let fresh = try await ChannelRenewal(desk: desk).freshened(channel)
            guard let reader = try desk.reader(fresh), let source = fresh.origin else { return false }
            var cursor = fresh.cursor
            // Asked once; what a network does not tell us of is found by reading.
            if cursor == nil, let told = reader as? any Subscribing { try? await told.subscribe() }
            for _ in 0..<Self.pages {
                let page = try await reader.fetch(since: cursor)
                try await take(page, source, fresh)
                cursor = page.cursor
                try await note(fresh.id, cursor: page.cursor, error: nil, heard: !page.arrivals.isEmpty)
                if !page.hasMore { return false }
            }
            return true
        } catch let failure as Failure where ChannelCheck.isOver(failure) {
            try await ChannelCheck(desk: desk).check(channel)
        } catch let failure as Failure {
            try await note(channel.id, cursor: nil, error: ErrorLine.of(failure.cause), heard: false)
        }
        return false
    }

    private func take(_ page: Page, _ source: Int64, _ channel: Channel) async throws {
        if !page.arrivals.isEmpty { try await desk.hearing.take(page.arrivals, source) }
        for arrival in page.edited { try await desk.hearing.revise(arrival, source) }
        guard !page.removed.isEmpty else { return }
        let hearing = desk.hearing
        try await desk.database.write { connection in
            for id in page.removed { try hearing.forget(id, channel.network, connection) }
        }
    }

    private func note(_ id: Int64, cursor: String?, error: String?, heard: Bool) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try connection.execute(
                """
                UPDATE channel SET cursor = COALESCE($2, cursor), error = $3, read_at = $4,
                  heard_at = CASE WHEN $5 = 1 THEN $4 ELSE heard_at END
                WHERE id = $1
                """, [id, cursor, error, now, heard ? 1 : 0])
        }
    }
}
