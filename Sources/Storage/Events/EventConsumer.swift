import Kernel
public import Logging
public import ServiceLifecycle

/// Reads the event log for ever, as a service of the node: at once when woken, and every second by itself.
public struct EventConsumer: Service {
    private let database: Database
    private let name: String
    private let logger: Logger
    private let limit: Int
    private let body: @Sendable (Event, any Connection) throws -> Void

    /// `name` is this consumer's position in the log, the same on every node. `limit` events are treated in one
    /// transaction: few where each is much work, so that others may write in between.
    public init(
        _ name: String, database: Database, limit: Int = 100, logger: Logger,
        _ body: @escaping @Sendable (Event, any Connection) throws -> Void
    ) {
        self.name = name
        self.database = database
        self.logger = logger
        self.limit = limit
        self.body = body
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            let alarm = Alarm(database.wakeUps(.events), every: .seconds(1))
            await alarm.each { await drain() }
        }
    }

    /// An event that cannot be treated holds the others back, since they come in order: said, and tried again.
    private func drain() async {
        do { while try await EventLog(database).consume(as: name, limit: limit, body) > 0, !Task.isCancelled {} } catch
        {
            if !(error is CancellationError) { logger.error("consumer \(name) is held up: \(error)") }
        }
    }
}

/// Rings when woken and at a steady pace, until the task is cancelled.
struct Alarm: Sendable {
    private let wakeUps: AsyncStream<Void>
    private let pace: Duration

    init(_ wakeUps: AsyncStream<Void>, every pace: Duration) {
        self.wakeUps = wakeUps
        self.pace = pace
    }

    func each(_ body: () async -> Void) async {
        let (rings, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in wakeUps { bell.yield() } }
            group.addTask {
                while (try? await Task.sleep(for: pace)) != nil { bell.yield() }
                bell.finish()
            }
            bell.yield()
            for await _ in rings {
                if Task.isCancelled { break }
                await body()
            }
            group.cancelAll()
        }
    }
}
