public import Kernel
public import Logging
public import ServiceLifecycle
public import Storage
public import Wire

/// Visits the sources whose hour has come, for ever, a bounded number at a time. Any number of nodes may run it: each
/// visit is claimed by one of them, and a node that is killed in mid-visit leaves its sources to the others.
public struct OriginJobs: Service {
    /// Seconds for which a claim holds: longer than any visit lasts.
    static let lease = 900.0
    /// Seconds before a visit that the store refused is made again.
    static let pause = 60.0

    private let database: Database
    private let visitor: OriginVisitor
    private let hubs: HubSubscriber?
    private let clock: Clock
    private let logger: Logger
    private let concurrency: Int

    /// - Parameters:
    ///   - publicAddress: where hubs reach us, such as `https://resonance.chu.example`; without it no hub is asked.
    ///   - concurrency: visits at once on this node. Politeness per host is `Wire`'s.
    public init(
        database: Database, http: HTTP, networks: NetworkReaders, intake: Intake, clock: Clock,
        publicAddress: String? = nil, concurrency: Int = 6, logger: Logger
    ) {
        self.database = database
        self.clock = clock
        self.logger = logger
        self.concurrency = concurrency
        visitor = OriginVisitor(database: database, http: http, networks: networks, intake: intake, clock: clock)
        hubs = publicAddress.map { HubSubscriber(database: database, http: http, clock: clock, publicAddress: $0) }
    }

    /// What the `JobRunner` is given: deliveries of hubs.
    public static func handlers(database: Database, intake: Intake, clock: Clock) -> [String: JobRunner.Handler] {
        let deliveries = HubDeliveries(database: database, intake: intake, clock: clock)
        return [HubCallback.jobKind: { try await deliveries.handle($0) }]
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<concurrency { group.addTask { await work() } }
            }
        }
    }

    private func work() async {
        while !Task.isCancelled {
            do {
                if try await visitOne() { continue }
            } catch is CancellationError {
                return
            } catch {
                logger.error("a source could not be visited: \(error)")
            }
            // Spread, so that the workers of all nodes do not look at the same instant.
            try? await Task.sleep(for: .seconds(Double.random(in: 1.5...3)))
        }
    }

    /// Visits every source that is due now, one after the other; for the command line and for tests.
    @discardableResult
    public func visitAllDue() async throws -> Int {
        var visits = 0
        while try await visitOne() { visits += 1 }
        return visits
    }

    /// Claims a due source and visits it. False when none is due.
    func visitOne() async throws -> Bool {
        guard let origin = try await claim() else { return false }
        do {
            let result = try await visitor.visit(origin)
            if let hubs, let offer = result.hub { try await hubs.consider(offer, for: origin.id) }
        } catch {
            await release(origin, after: error is CancellationError ? 0 : Self.pause)
            throw error
        }
        return true
    }

    /// Gives the claim back: at once when this node stops, after a pause when the store failed. Should that fail too, the
    /// claim runs out by itself.
    private func release(_ origin: Origin, after seconds: Double) async {
        let next = clock.now().adding(seconds: seconds)
        let database = database
        // The task may be cancelled here, and the claim must be given back all the same.
        try? await Task { try await database.write { try VisitStore.release(origin, at: next, in: $0) } }.value
    }

    private func claim() async throws -> Origin? {
        let now = clock.now()
        let due = try await database.read { try VisitStore.due(at: now, limit: 16, in: $0) }
        // In any order: several workers and nodes look at the same list.
        for origin in due.shuffled() {
            let lease = now.adding(seconds: Self.lease)
            if let claimed = try await database.write({ try VisitStore.claim(origin, until: lease, in: $0) }) {
                return claimed
            }
        }
        return nil
    }
}
