public import Kernel
public import Storage

/// The job that keeps searches quick: once a week and after each large import it gathers the pieces of the text index,
/// in transactions so small that nobody waits for them. It may be cut at any moment.
public struct SearchUpkeep: Sendable {
    public static let kind = "search.upkeep"
    /// New mentions after which it is worth while at once.
    static let many = 10_000
    /// Pages of the index that one transaction writes.
    private static let pages = 200

    private let database: Database
    private let clock: Clock

    public init(database: Database, clock: Clock) {
        self.database = database
        self.clock = clock
    }

    /// Plans the weekly round, if none is planned: called at each start.
    public static func schedule(at now: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(kind, key: "index", runAt: now.adding(days: 7), priority: -9, in: connection)
    }

    /// Asks for a round soon when so many new mentions are worth one.
    static func imported(_ new: Int, at now: Instant, in connection: any Connection) throws {
        guard new >= many else { return }
        try JobQueue.enqueue(kind, key: "index", runAt: now, priority: -9, in: connection)
    }

    @Sendable public func handle(_ job: Job) async throws {
        while try await database.write({ try TextIndex.mentions.gather(pages: Self.pages, in: $0) }) {
            try Task.checkCancellation()
        }
        let now = clock.now()
        try await database.write { connection in
            try JobQueue.complete(job, in: connection)
            try Self.schedule(at: now, in: connection)
        }
    }
}
