public import Kernel
public import Storage
public import Web

/// What the binary adds of this room to its site, its jobs and its schema.
public struct ChannelServices: Sendable {
    let desk: ChannelDesk

    /// After those of the dialogue, which began the table.
    public static let migrations: [Migration] = ChannelSchema.migrations

    public init(_ desk: ChannelDesk) { self.desk = desk }

    public func add(to pages: Pages) {
        ChannelRoutes(desk: desk).add(to: pages)
        ChannelSignInRoutes(desk: desk).add(to: pages)
        WebhookRoutes(desk: desk).add(to: pages)
    }

    /// Handlers of the jobs, by kind.
    public var handlers: [String: JobRunner.Handler] {
        [
            ChannelCheck.kind: ChannelCheck(desk: desk).handle, ChannelRenewal.kind: ChannelRenewal(desk: desk).handle,
            ChannelReading.kind: ChannelReading(desk: desk).handle,
        ]
    }

    /// Accounts that wait for a person: a token that is taken no more, or will end and cannot be renewed.
    public func badges(for person: Person) async throws -> [String: Int] {
        guard person.scope(of: .gather) == .everything else { return [:] }
        return try await desk.database.read { connection in
            let row = try connection.one(
                "SELECT COUNT(*) AS n FROM channel WHERE state = 'expired' OR (state = 'connected' AND warned_at > 0)",
                [])
            return ["channels": try row?.int("n") ?? 0]
        }
    }

    /// What comes back by itself, planned at each start.
    public func plan() async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try JobQueue.enqueue(ChannelCheck.kind, key: "daily", runAt: now.adding(seconds: 600), in: connection)
            try JobQueue.enqueue(ChannelRenewal.kind, key: "all", runAt: now, in: connection)
            try ChannelReading(desk: desk).plan(in: connection)
        }
    }
}
