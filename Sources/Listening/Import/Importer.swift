import Archives
public import Kernel
public import Storage

/// Reads files into the store. Giving a file again changes nothing; a run that was stopped, or killed, goes on where it
/// had come to.
public struct Importer: Sendable {
    private let database: Database
    private let intake: Intake
    private let clock: Clock
    private let ids: IdentifierSource

    public init(database: Database, intake: Intake, clock: Clock, ids: IdentifierSource) {
        self.database = database
        self.intake = intake
        self.clock = clock
        self.ids = ids
    }

    /// Imports a file here and now. Cancelling the task stops it after the batch at hand; the run is then `stopped`.
    /// - Parameter progress: told after each batch.
    /// - Throws: `Failure` when the file cannot be read (at all, or any further: what came before is kept).
    public func run(
        _ order: ImportOrder, progress: @escaping @Sendable (ImportRun) -> Void = { _ in }
    ) async throws -> ImportRun {
        let reader = try await intake.reader(analyse: order.analyse)
        let fresh = try ImportFile(order, from: nil, reader: reader, clock: clock)
        let (format, digest) = (await fresh.format, await fresh.digest)
        let earlier = try await database.read { connection in
            try ImportStore.unfinished(digest: digest, order: order, format: format, in: connection)
        }
        if let earlier, let checkpoint = earlier.checkpoint {
            let file = try ImportFile(order, from: checkpoint, reader: reader, clock: clock)
            try await setState(earlier.id, .running)
            return try await finish(earlier, file, progress)
        }
        let run = try await open(order, format: format, digest: digest, file: nil, state: .running)
        return try await finish(run, fresh, progress)
    }

    /// Goes on with a run that a page has asked for, from its checkpoint.
    /// - Throws: `CancellationError` when this node stops, or lost the job: the run is still to be read.
    public func resume(_ id: Int64, analyse: Bool = true) async throws -> ImportRun {
        let run = try await database.read { try ImportStore.find(id, in: $0) }
        guard let path = run.path else { throw Failure(.notFound, "import \(id) has no file any more") }
        let order = ImportOrder(.file(path), format: run.format, mapping: run.mapping, analyse: analyse)
        let file = try ImportFile(
            order, from: run.checkpoint, reader: try await intake.reader(analyse: analyse), clock: clock)
        return try await finish(run, file, { _ in })
    }

    /// Notes a run, and makes the source under which its mentions are kept when there is none yet.
    func open(
        _ order: ImportOrder, format: ArchiveFormat, digest: String, file: WaitingFile?, name: String? = nil,
        state: ImportRun.State
    ) async throws -> ImportRun {
        let (now, id, fresh) = (clock.now(), ids.next(ImportRun.self).value, ids.next(Origin.self).value)
        return try await database.write { connection in
            let origin = try order.origin ?? Self.origin(for: order, format, fresh: fresh, at: now, in: connection)
            try ImportStore.insert(
                id: id, digest: digest, name: name ?? order.source.name, order: order, format: format, origin: origin,
                file: file, state: state, at: now, in: connection)
            return try ImportStore.find(id, in: connection)
        }
    }

    private static func origin(
        for order: ImportOrder, _ format: ArchiveFormat, fresh: Int64, at now: Instant, in connection: any Connection
    ) throws -> Int64 {
        try ImportOrigin.id(
            format: format, purpose: order.purpose, retentionDays: order.retentionDays, owner: order.person,
            fresh: fresh, at: now, in: connection)
    }

    private func finish(
        _ run: ImportRun, _ file: ImportFile, _ progress: @escaping @Sendable (ImportRun) -> Void
    ) async throws -> ImportRun {
        let id = run.id
        do {
            try await read(run, file, progress)
        } catch let error where error is CancellationError || Task.isCancelled {
            // An engine interrupted in the middle of a write says so in its own words: it is the same stop.
            // Stopped from its page: that is written already. A run that a node reads for somebody else goes on when
            // the node is back, or on another one; a person at a terminal is told that theirs is stopped.
            guard Task.isCancelled else { return try await self.run(id) }
            guard run.path == nil else { throw CancellationError() }
            return try await setState(id, .stopped)
        } catch let failure as Failure where failure.kind == .conflict {
            throw failure
        } catch {
            let cause = (error as? Failure)?.cause ?? "\(error)"
            try await setState(id, .failed, error: cause)
            throw error
        }
        return try await setState(id, .done)
    }

    private func read(
        _ run: ImportRun, _ file: ImportFile, _ progress: @escaping @Sendable (ImportRun) -> Void
    ) async throws {
        var from = run.checkpoint
        var step = try await file.next()
        while let batch = step {
            async let next = file.next()
            _ = try await intake.take(batch.items, from: run.origin) { [from] connection, taken in
                try ImportStore.advance(run.id, from: from, batch, taken, in: connection)
            }
            from = batch.checkpoint
            progress(try await self.run(run.id))
            step = try await next
            try Task.checkCancellation()
        }
    }

    public func run(_ id: Int64) async throws -> ImportRun {
        try await database.read { try ImportStore.find(id, in: $0) }
    }

    /// A key for a source that may have to be made.
    func freshOrigin() -> Int64 { ids.next(Origin.self).value }

    /// Ends a run that can never go on, with the reason for whoever gave the file.
    func giveUp(_ id: Int64, _ cause: String) async throws { try await setState(id, .failed, error: cause) }

    func forgetFile(of id: Int64) async throws {
        try await database.write { try ImportStore.forgetPath(id, in: $0) }
    }

    public func refusals(_ id: Int64, limit: Int = 10_000) async throws -> [ImportRefusal] {
        try await database.read { try ImportStore.refusals(id, limit: limit, in: $0) }
    }

    /// In a task of its own: a run that is cancelled must still say that it was stopped.
    @discardableResult
    private func setState(_ id: Int64, _ state: ImportRun.State, error: String? = nil) async throws -> ImportRun {
        let (now, database) = (clock.now(), database)
        return try await Task {
            try await database.write { connection in
                try ImportStore.setState(id, state, error: error, at: now, in: connection)
                let run = try ImportStore.find(id, in: connection)
                if state == .done { try SearchUpkeep.imported(run.count.new, at: now, in: connection) }
                return run
            }
        }.value
    }
}
