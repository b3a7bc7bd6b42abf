import Foundation
public import Kernel
import Synchronization

/// This process's own number among all that work on one store: identifiers are made from it (`IdentifierSource`), so
/// that a command beside a running server, or a second node, never makes a key that somebody else makes too.
///
/// A number is leased for ten minutes, renewed every minute, and given back at the end. Numbers go round: one that was
/// given back is the last to be given out again, so that a clock that is set back a little repeats no key either. A
/// process that was held up for longer than its lease (a machine asleep) finds its number taken and takes another;
/// what it wrote in between under the same number fails on the key and overwrites nothing.
public final class NodeLease: Sendable {
    /// How many there are: 10 bits of each identifier.
    static let numbers = 1024
    /// Seconds after which a process that said nothing is taken for dead. Clocks must agree to well within it.
    static let length = 600.0

    /// Makes this process's identifiers.
    public let ids: IdentifierSource

    private let database: Database
    private let clock: Clock
    private let owner: String
    private let state: Mutex<(number: Int, keeper: Task<Void, Never>?)>

    private init(_ database: Database, _ clock: Clock, _ owner: String, _ number: Int) {
        self.database = database
        self.clock = clock
        self.owner = owner
        ids = IdentifierSource(node: number, clock: clock)
        state = Mutex((number, nil))
    }

    deinit { state.withLock { $0.keeper?.cancel() } }

    /// The number of the moment.
    public var number: Int { state.withLock { $0.number } }

    /// Takes a number that no living process has, and keeps it until `release`.
    /// - Parameter pace: seconds between two renewals; nil leaves them to `renew`, for tests.
    /// - Throws: `.unavailable` when 1024 processes work on the store.
    public static func take(
        in database: Database, clock: Clock = .system, pace: Double? = 60
    ) async throws -> NodeLease {
        let process = ProcessInfo.processInfo
        let owner = "\(process.hostName) \(process.processIdentifier) \(UUID())"
        let lease = NodeLease(database, clock, owner, try await claim(for: owner, in: database, at: clock.now()))
        if let pace { lease.keep(every: pace) }
        return lease
    }

    private static func claim(for owner: String, in database: Database, at now: Instant) async throws -> Int {
        try await database.write { connection in
            let known = try connection.one("SELECT COUNT(*) AS n FROM node_number")?.int("n") ?? 0
            for number in known..<max(known, numbers) {
                let made = try connection.execute(
                    "INSERT INTO node_number (number, owner, renewed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    number, owner, now)
                if made == 1 { return number }
            }
            // A renewal in the future is that of a clock that has been set back since.
            let free = try connection.one(
                """
                UPDATE node_number SET owner = $1, renewed_at = $2 WHERE number = (
                    SELECT number FROM node_number WHERE owner IS NULL OR renewed_at < $3 OR renewed_at > $4
                    ORDER BY renewed_at, number LIMIT 1)
                RETURNING number
                """, owner, now, now.adding(seconds: -length), now.adding(seconds: length))
            guard let free else { throw Failure(.unavailable, "\(numbers) processes work on this store at once") }
            return try free.int("number")
        }
    }

    /// A task that lives as long as the lease: commands have no service group that could run it.
    private func keep(every pace: Double) {
        let keeper = Task { [weak self] in
            while (try? await Task.sleep(for: .seconds(pace))) != nil {
                guard let self else { return }
                // A store that cannot be reached now is asked again; nothing is written to it meanwhile either.
                try? await self.renew()
            }
        }
        state.withLock { $0.keeper = keeper }
    }

    /// Says that this process lives; takes another number when its own was given to somebody else.
    func renew() async throws {
        let (now, held, owner) = (clock.now(), number, owner)
        let kept = try await database.write { connection in
            try connection.execute(
                "UPDATE node_number SET renewed_at = $3 WHERE number = $1 AND owner = $2", held, owner, now) == 1
        }
        guard !kept else { return }
        let fresh = try await Self.claim(for: owner, in: database, at: now)
        state.withLock { $0.number = fresh }
        ids.move(to: fresh)
    }

    /// Gives the number back. A process that ends without it is waited for, for the length of a lease.
    public func release() async {
        let keeper = state.withLock { $0.keeper }
        keeper?.cancel()
        await keeper?.value
        let (now, held, owner) = (clock.now(), number, owner)
        _ = try? await database.write { connection in
            try connection.execute(
                "UPDATE node_number SET owner = NULL, renewed_at = $3 WHERE number = $1 AND owner = $2", held, owner,
                now)
        }
    }
}
