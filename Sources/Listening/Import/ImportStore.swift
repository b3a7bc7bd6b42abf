import Archives
import Foundation
import Kernel
import Storage

/// The tables `import_run` and `import_refusal`.
enum ImportStore {
    /// Refusals kept of one run: a file of a million lies does not become a million rows.
    static let refusalsKept = 10_000

    static func insert(
        id: Int64, digest: String, name: String, order: ImportOrder, format: ArchiveFormat, origin: Int64,
        file: WaitingFile?, state: ImportRun.State, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO import_run (id, digest, name, format, mapping, origin, person, state, path, folder, started_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                id, digest, String(name.prefix(300)), format.rawValue, try json(order.mapping), origin,
                order.person, state.rawValue, file?.path, file?.folder, now,
            ])
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> ImportRun {
        guard let row = try connection.one("SELECT * FROM import_run WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no import \(id)", words: "listening.import_unknown")
        }
        return try ImportRun(row)
    }

    static func recent(limit: Int, in connection: any Connection) throws -> [ImportRun] {
        try connection.query("SELECT * FROM import_run ORDER BY id DESC LIMIT $1", [limit]).map(ImportRun.init)
    }

    /// The latest unfinished reading of the same file in the same way.
    static func unfinished(
        digest: String, order: ImportOrder, format: ArchiveFormat, in connection: any Connection
    ) throws -> ImportRun? {
        try connection.one(
            """
            SELECT * FROM import_run
            WHERE digest = $1 AND name = $2 AND format = $3 AND COALESCE(mapping, '') = $4
              AND state IN ('running', 'stopped', 'failed') AND checkpoint IS NOT NULL AND path IS NULL
            ORDER BY id DESC LIMIT 1
            """,
            [digest, String(order.source.name.prefix(300)), format.rawValue, try json(order.mapping) ?? ""]
        ).map(ImportRun.init)
    }

    /// Keeps how far a run has come. Written in the transaction that keeps the mentions themselves, so that a crash
    /// loses neither and doubles neither.
    /// - Parameter from: where the batch began. Two who read the same run do not both count it.
    /// - Throws: `CancellationError` when somebody stopped the run, `Failure(.conflict)` when another process reads it.
    static func advance(
        _ run: Int64, from: Checkpoint?, _ step: ImportStep, _ taken: IntakeCount, in connection: any Connection
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE import_run SET checkpoint = $2, bytes_read = $3, bytes_total = $4, read = read + $5, new = new + $6,
              duplicate = duplicate + $7, refused = refused + $8
            WHERE id = $1 AND state = 'running' AND COALESCE(checkpoint, '') = $9
            """,
            [
                run, try json(step.checkpoint), step.bytesRead, step.bytesTotal, step.records + step.refusals.count,
                taken.new, taken.duplicate, step.refusals.count, try json(from) ?? "",
            ])
        guard changed == 1 else {
            // Somebody pressed "stop": this batch is given up, and read again when the run goes on.
            guard try find(run, in: connection).state == .running else { throw CancellationError() }
            throw Failure(.conflict, "import \(run) is being read by another process")
        }
        let kept = try connection.one("SELECT COUNT(*) AS n FROM import_refusal WHERE run = $1", [run])?.int("n") ?? 0
        for refusal in step.refusals.prefix(max(0, refusalsKept - kept)) {
            try connection.execute(
                "INSERT INTO import_refusal (run, line, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                [run, refusal.line, refusal.reason])
        }
    }

    static func setState(
        _ run: Int64, _ state: ImportRun.State, error: String? = nil, at now: Instant, in connection: any Connection
    ) throws {
        let ended = state == .done || state == .failed || state == .stopped
        try connection.execute(
            "UPDATE import_run SET state = $2, error = $3, ended_at = $4 WHERE id = $1",
            [run, state.rawValue, error, ended ? now : nil])
    }

    static func prepare(_ run: Int64, origin: Int64, mapping: Mapping?, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE import_run SET origin = $2, mapping = $3 WHERE id = $1", [run, origin, try json(mapping)])
    }

    static func delete(_ run: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM import_run WHERE id = $1", [run])
    }

    /// The file is gone: a finished run keeps no path.
    static func forgetPath(_ run: Int64, in connection: any Connection) throws {
        try connection.execute("UPDATE import_run SET path = NULL WHERE id = $1", [run])
    }

    static func refusals(_ run: Int64, limit: Int, in connection: any Connection) throws -> [ImportRefusal] {
        try connection.query(
            "SELECT line, reason FROM import_refusal WHERE run = $1 ORDER BY line LIMIT $2", [run, limit]
        ).map { ImportRefusal(line: try $0.int64("line"), reason: try $0.text("reason")) }
    }

    private static func json(_ value: (some Encodable)?) throws -> String? {
        guard let value else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// A file that waits on the disk of one node, or of several that share the folder.
struct WaitingFile: Sendable {
    let path: String
    /// `ImportFolder.name`
    let folder: String
}

/// What one batch of a run read.
struct ImportStep: Sendable {
    var items: [ReadArrival] = []
    var refusals: [ImportRefusal] = []
    var checkpoint: Checkpoint
    var bytesRead: Int64
    var bytesTotal: Int64?

    var records: Int { items.count }
}

extension ImportRun {
    init(_ row: Row) throws {
        func decoded<T: Decodable>(_ column: String, _: T.Type) throws -> T? {
            try row.optionalText(column).map { try JSONDecoder().decode(T.self, from: Data($0.utf8)) }
        }
        id = try row.int64("id")
        name = try row.text("name")
        format = try row.value("format")
        mapping = try decoded("mapping", Mapping.self)
        origin = try row.int64("origin")
        person = try row.optionalInt64("person")
        state = try row.value("state")
        path = try row.optionalText("path")
        folder = try row.optionalText("folder")
        checkpoint = try decoded("checkpoint", Checkpoint.self)
        bytesRead = try row.int64("bytes_read")
        bytesTotal = try row.optionalInt64("bytes_total")
        var count = ImportCount()
        count.read = try row.int("read")
        count.new = try row.int("new")
        count.duplicate = try row.int("duplicate")
        count.refused = try row.int("refused")
        self.count = count
        error = try row.optionalText("error")
        startedAt = try row.instant("started_at")
        endedAt = try row.optionalInstant("ended_at")
    }
}
