public import Archives
import Foundation
public import Kernel
public import Storage

/// What people do with imports: right → rule → store → trail.
public struct ImportActions: Sendable {
    let database: Database
    let importer: Importer
    let clock: Clock
    /// Where files wait until they are read.
    let folder: String

    public init(database: Database, importer: Importer, clock: Clock, folder: String) {
        self.database = database
        self.importer = importer
        self.clock = clock
        self.folder = folder
    }

    /// What the `JobRunner` of this node is given: imports whose files lie in its own folder, and no others.
    public func handlers() throws -> [String: JobRunner.Handler] {
        let jobs = ImportJobs(importer)
        return [ImportJobs.kind: jobs.handle, ImportJobs.kind(try ImportFolder(path: folder).name()): jobs.handle]
    }

    public func recent() async throws -> [ImportRun] {
        try await database.read { try ImportStore.recent(limit: 50, in: $0) }
    }

    public func find(_ id: Int64) async throws -> ImportRun {
        try await database.read { try ImportStore.find(id, in: $0) }
    }

    /// Takes an uploaded file away to where it waits, and notes what it seems to be. Nothing is read into the store yet.
    /// - Throws: `.unusable` when nothing that can be read is recognised in it.
    public func receive(_ path: String, name: String, by person: Person) async throws -> ImportRun {
        _ = try GatherRight.check(person)
        let reader = try Self.open(path, name)
        let (format, digest) = (reader.format, reader.checkpoint.digest)
        let folderName = try ImportFolder(path: folder).name()
        // The name tells formats apart, and is only ever compared: the file lies under a name of ours.
        let place = folder + "/\(UUID().uuidString)"
        try FileManager.default.moveItem(atPath: path, toPath: place)
        let order = ImportOrder(.file(place), format: format, person: person.id)
        return try await importer.open(
            order, format: format, digest: digest, file: WaitingFile(path: place, folder: folderName), name: name,
            state: .waiting)
    }

    private static func open(_ path: String, _ name: String) throws -> ArchiveReader {
        try ArchiveReader(.file(path), plainText: { $0 })
    }

    /// Has a waiting or stopped run read. `mapping` is for tables.
    public func start(
        _ id: Int64, mapping: Mapping?, purpose: String, retentionDays: Int, by person: Person
    ) async throws {
        let who = try GatherRight.check(person)
        let (now, fresh) = (clock.now(), importer.freshOrigin())
        try await database.write { connection in
            let run = try ImportStore.find(id, in: connection)
            guard run.state != .running, run.state != .done else {
                throw Failure(.conflict, "the import runs already", words: "listening.import_runs")
            }
            let origin = try ImportOrigin.id(
                format: run.format, purpose: purpose, retentionDays: retentionDays, owner: who, fresh: fresh, at: now,
                in: connection)
            try ImportStore.prepare(id, origin: origin, mapping: mapping ?? run.mapping, in: connection)
            try ImportStore.setState(id, .running, at: now, in: connection)
            // Whichever node serves the page, the work is for one that has the file.
            let kind = run.folder.map(ImportJobs.kind) ?? ImportJobs.kind
            try JobQueue.enqueue(kind, key: String(id), payload: "{\"run\":\(id)}", in: connection)
            try Audit.record(
                who: who, action: "import.started", subject: "import", id: id,
                after: try AuditJSON.text([
                    "file": run.name, "format": run.format.rawValue, "purpose": purpose,
                    "retention_days": String(retentionDays),
                ]), at: now, in: connection)
        }
    }

    /// Stops a run after the batch at hand. It can go on later.
    public func stop(_ id: Int64, by person: Person) async throws {
        let who = try GatherRight.check(person)
        let now = clock.now()
        try await database.write { connection in
            try ImportStore.setState(id, .stopped, at: now, in: connection)
            try Audit.record(who: who, action: "import.stopped", subject: "import", id: id, at: now, in: connection)
        }
    }

    /// Forgets a file that was never read, or what is left of a run. Mentions stay.
    public func remove(_ id: Int64, by person: Person) async throws {
        let who = try GatherRight.check(person)
        let now = clock.now()
        let path = try await database.write { connection in
            let run = try ImportStore.find(id, in: connection)
            guard run.state != .running else {
                throw Failure(.conflict, "the import runs", words: "listening.import_runs")
            }
            try ImportStore.delete(id, in: connection)
            try Audit.record(who: who, action: "import.removed", subject: "import", id: id, at: now, in: connection)
            return run.path
        }
        if let path { try? FileManager.default.removeItem(atPath: path) }
    }

    /// What importing the file would do, without doing it.
    public func rehearse(_ run: ImportRun, mapping: Mapping?) throws -> Rehearsal? {
        guard let path = try here(run) else { return nil }
        return try ImportRehearsal.run(
            ImportOrder(.file(path), format: run.format, mapping: mapping ?? run.mapping), records: 2_000)
    }

    /// Where this node finds the run's file; nil once it was read, or when it lies on another node.
    private func here(_ run: ImportRun) throws -> String? {
        guard let path = run.path else { return nil }
        return try run.folder == nil || run.folder == ImportFolder(path: folder).name() ? path : nil
    }

    /// The first rows of a table; nil for a network's own format.
    public func preview(_ run: ImportRun) throws -> TablePreview? {
        guard run.format == .table, let path = try here(run) else { return nil }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Failure(.notFound, "the file of import \(run.id) is gone", words: "listening.import_unknown")
        }
        defer { try? file.close() }
        return TablePreview(head: Array(try file.read(upToCount: 1 << 16) ?? Data()))
    }
}
