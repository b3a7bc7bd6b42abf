/// The jobs that a node has in hand.
actor Hands {
    private var tasks: [Int64: (job: Job, task: Task<Void, Never>)] = [:]
    private let bell: AsyncStream<Void>.Continuation
    /// One element when a job has ended and there is room again.
    nonisolated let freed: AsyncStream<Void>

    init() { (freed, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    var count: Int { tasks.count }
    var jobs: [Job] { tasks.values.map(\.job) }

    func start(_ job: Job, _ work: @escaping @Sendable () async -> Void) {
        let task = Task.detached {
            await work()
            await self.end(job.id)
        }
        tasks[job.id] = (job, task)
    }

    private func end(_ id: Int64) {
        tasks[id] = nil
        bell.yield()
    }

    func cancel(_ jobs: [Job]) {
        for job in jobs { tasks[job.id]?.task.cancel() }
    }

    /// Waits until every job has ended, at most so many seconds.
    func empty(within seconds: Double) async {
        let end = ContinuousClock.now + .seconds(seconds)
        while !tasks.isEmpty, ContinuousClock.now < end {
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
        }
    }

    /// Cancels what still runs and waits until each has put its job down.
    func cancelAll() async {
        for entry in tasks.values { entry.task.cancel() }
        for entry in tasks.values { await entry.task.value }
    }
}
