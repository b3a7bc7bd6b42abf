import Foundation
import Kernel
public import Logging
public import ServiceLifecycle

/// Does the jobs of this node, a bounded number at a time, as a service. When asked to stop it takes no more, lets
/// those in hand finish for a while, then cancels them and gives their leases back.
public struct JobRunner: Service {
    /// Does one job. Effects in the database belong in one `write` that ends with `JobQueue.complete(job, in:)`: then
    /// they happen exactly once. Other effects may happen again after a crash and must bear it.
    ///
    /// A `Failure` of kind `.unusable`, `.forbidden`, `.notFound` or `.tooLarge` is not tried again.
    public typealias Handler = @Sendable (Job) async throws -> Void

    let queue: JobQueue
    let logger: Logger
    let owner: String
    private let handlers: [String: Handler]
    private let concurrency: Int
    /// Seconds given to jobs in hand when the node stops.
    private let grace: Double

    /// `owner` names this node and this start of it, and differs between processes; one is made up when nil.
    public init(
        _ queue: JobQueue, handlers: [String: Handler], concurrency: Int = 4, grace: Double = 20,
        owner: String? = nil, logger: Logger
    ) {
        self.queue = queue
        self.handlers = handlers
        self.concurrency = concurrency
        self.grace = grace
        self.owner = owner ?? "\(ProcessInfo.processInfo.hostName) \(UUID())"
        self.logger = logger
    }

    public func run() async throws {
        let hands = Hands()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await keepLeases(hands) }
            await cancelWhenGracefulShutdown { await take(hands) }
            await hands.empty(within: grace)
            await hands.cancelAll()
            group.cancelAll()
        }
    }

    /// Takes work while there is room for it. Jobs run in tasks of their own, which outlive this loop.
    private func take(_ hands: Hands) async {
        let alarm = Alarm(merged(queue.database.wakeUps(.jobs), hands.freed), every: .seconds(1))
        await alarm.each {
            do {
                while !Task.isCancelled {
                    let free = await concurrency - hands.count
                    let jobs = try await queue.take(free, kinds: Array(handlers.keys), owner: owner)
                    for job in jobs { await hands.start(job) { await perform(job) } }
                    if jobs.count < free || jobs.isEmpty { return }
                }
            } catch {
                if !(error is CancellationError) { logger.error("jobs cannot be taken: \(error)") }
            }
        }
    }

    private func merged(_ one: AsyncStream<Void>, _ other: AsyncStream<Void>) -> AsyncStream<Void> {
        let (stream, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let tasks = [one, other].map { source in Task { for await _ in source { bell.yield() } } }
        bell.onTermination = { _ in tasks.forEach { $0.cancel() } }
        return stream
    }

    private func perform(_ job: Job) async {
        do {
            guard let handler = handlers[job.kind] else { return try await queue.release(job) }
            try await handler(job)
            try await queue.finish(job)
        } catch {
            await settle(job, error)
        }
    }

    /// The task may be cancelled here, and what is left to write must be written all the same.
    private func settle(_ job: Job, _ error: any Error) async {
        let stopped = Task.isCancelled || error is CancellationError
        let write = Task {
            if stopped { return try await queue.release(job) }
            try await queue.fail(job, reason: "\(error)", forGood: Self.isFinal(error))
        }
        do { try await write.value } catch { logger.error("job \(job.id) (\(job.kind)) keeps its lease: \(error)") }
        if !stopped { logger.warning("job \(job.id) (\(job.kind)), attempt \(job.attempt): \(error)") }
    }

    private static func isFinal(_ error: any Error) -> Bool {
        guard let failure = error as? Failure else { return false }
        return [.unusable, .forbidden, .notFound, .tooLarge].contains(failure.kind)
    }

    /// Renews the leases three times in their length, and stops the jobs whose lease was lost.
    private func keepLeases(_ hands: Hands) async {
        while (try? await Task.sleep(for: .seconds(queue.lease / 3))) != nil {
            let jobs = await hands.jobs
            guard !jobs.isEmpty else { continue }
            do {
                let kept = try await queue.renew(jobs)
                await hands.cancel(jobs.filter { !kept.contains($0.id) })
            } catch { logger.error("leases cannot be renewed: \(error)") }
        }
    }
}
