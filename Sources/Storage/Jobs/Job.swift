/// One piece of work, as the node that holds its lease sees it.
public struct Job: Sendable, Equatable {
    public let id: Int64
    public let kind: String
    public let key: String?
    /// JSON.
    public let payload: String
    /// 1 the first time.
    public let attempt: Int
    /// The node that holds the lease.
    public let owner: String

    /// Names this very hold of the job, for what is done outside the database in its name (`JobQueue.isHeld`).
    public var lease: String { "\(id) \(attempt) \(owner)" }

    init(_ row: Row) throws {
        id = try row.int64("id")
        kind = try row.text("kind")
        key = try row.optionalText("key")
        payload = try row.text("payload")
        attempt = try row.int("attempts")
        owner = try row.text("owner")
    }
}

/// Work that was given up, with the reason: shown to people, who may run it again.
public struct DeadJob: Sendable, Equatable {
    public let id: Int64
    public let kind: String
    public let key: String?
    public let attempts: Int
    public let reason: String

    init(_ row: Row) throws {
        id = try row.int64("id")
        kind = try row.text("kind")
        key = try row.optionalText("key")
        attempts = try row.int("attempts")
        reason = try row.text("reason")
    }
}

/// How failed work is tried again.
public struct RetryPolicy: Sendable {
    /// Attempts before the job is dead.
    public var attempts = 8
    /// Seconds before the second attempt; doubled each time, with up to half more at random.
    public var first = 5.0
    /// Seconds at most.
    public var ceiling = 3_600.0

    public init(attempts: Int = 8, first: Double = 5, ceiling: Double = 3_600) {
        self.attempts = attempts
        self.first = first
        self.ceiling = ceiling
    }

    /// Seconds to wait after the given attempt failed.
    func delay(after attempt: Int) -> Double {
        min(ceiling, first * Double(1 << min(max(attempt - 1, 0), 30))) * Double.random(in: 1...1.5)
    }
}
