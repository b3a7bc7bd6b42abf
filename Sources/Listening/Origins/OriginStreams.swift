import Foundation
public import Kernel
public import Logging
import Networks
public import ServiceLifecycle
public import Storage

/// Listens to the streams of hashtags and of our own accounts where servers offer them, each on one node at a time. What a cut makes us miss is
/// found by the visits, which go on at their own pace; the same post by both roads is one mention.
public struct OriginStreams: Service {
    private let database: Database
    private let networks: NetworkReaders
    private let intake: Intake
    private let clock: Clock
    private let logger: Logger
    private let owner: String
    private let limit: Int

    /// - Parameter limit: streams that this node listens to at most; each holds a connection.
    public init(
        database: Database, networks: NetworkReaders, intake: Intake, clock: Clock, limit: Int = 50, logger: Logger
    ) {
        self.database = database
        self.networks = networks
        self.intake = intake
        self.clock = clock
        self.logger = logger
        self.limit = limit
        owner = "\(ProcessInfo.processInfo.hostName) \(UUID())"
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                let held = Held()
                while !Task.isCancelled {
                    for origin in await take(limit - held.count) {
                        held.add(1)
                        group.addTask {
                            await listen(to: origin)
                            held.add(-1)
                        }
                    }
                    try? await Task.sleep(for: .seconds(Double.random(in: 10...15)))
                }
            }
        }
    }

    private func take(_ room: Int) async -> [Origin] {
        guard room > 0 else { return [] }
        let now = clock.now()
        do {
            return try await database.write { try StreamStore.claim(for: owner, at: now, limit: room, in: $0) }
        } catch {
            if !(error is CancellationError) { logger.error("streams cannot be taken: \(error)") }
            return []
        }
    }

    /// Until the stream ends, the lease is lost, or the node stops.
    func listen(to origin: Origin) async {
        let wait = await withTaskGroup(of: Double.self) { group in
            group.addTask { await follow(origin) }
            group.addTask { await hold(origin) }
            let first = await group.next() ?? 0
            group.cancelAll()
            return first
        }
        let until = clock.now().adding(seconds: wait)
        // The task may be cancelled here, and another node must be able to take over at once.
        let database = database
        let owner = owner
        try? await Task {
            try await database.write { try StreamStore.release(origin.id, for: owner, until: until, in: $0) }
        }
        .value
    }

    /// Gives the seconds after which the stream may be tried again.
    private func follow(_ origin: Origin) async -> Double {
        do {
            let reader = try networks.reader(of: origin)
            try await catchUp(origin)
            try await reader.stream { try await take($0, from: origin) }
            return StreamStore.lease
        } catch is CancellationError {
            return 0
        } catch let failure as Failure where [.unusable, .forbidden, .notFound].contains(failure.kind) {
            // The server offers no stream, or not to us: visits are enough.
            return StreamStore.retry
        } catch {
            logger.error("the stream of source \(origin.id) ended: \(error)")
            return StreamStore.lease
        }
    }

    /// What was said before we listened.
    private func catchUp(_ origin: Origin) async throws {
        let now = clock.now()
        try await database.write { try VisitStore.hasten(origin.id, at: now, in: $0) }
    }

    private func take(_ change: Change, from origin: Origin) async throws {
        let now = clock.now()
        switch change {
        case .arrived(let arrival):
            let read = try await intake.reader(analyse: true).read([arrival])
            _ = try await intake.take(read, from: origin.id) { connection, count in
                if count.new > 0 { try StreamStore.heard(origin.id, at: now, in: connection) }
            }
        case .edited(let arrival):
            _ = try await intake.revise(arrival, from: origin.id)
        case .removed(let id):
            _ = try await database.write { try MentionEraser.takenBack([id], on: origin.network, at: now, in: $0) }
        }
    }

    /// Renews the lease; returns when it is lost.
    private func hold(_ origin: Origin) async -> Double {
        while (try? await Task.sleep(for: .seconds(StreamStore.lease / 3))) != nil {
            let now = clock.now()
            do {
                let held = try await database.write { try StreamStore.renew(origin.id, for: owner, at: now, in: $0) }
                if !held { return 0 }
            } catch { logger.error("the stream of source \(origin.id) cannot be held: \(error)") }
        }
        return 0
    }
}
