import Foundation
import Kernel

/// PostgreSQL's side of `Backup`: its own tools, which must be on the PATH and not older than the server.
enum PostgreSQLBackup {
    static func write(_ url: String, to draft: String) throws {
        try tool("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", "--file=\(draft)"], url: url)
        try check(draft)
    }

    /// Throws unless `pg_restore` reads the whole file and finds our tables in it.
    static func check(_ path: String) throws {
        do { try tool("pg_restore", ["--file=/dev/null", path], url: nil) } catch let failure as Failure {
            if failure.kind == .unavailable { throw failure }
            throw Failure(.unusable, "\(path) is damaged: use another backup")
        }
        let contents = try tool("pg_restore", ["--list", path], url: nil)
        guard contents.contains("TABLE DATA public migration ") else {
            throw Failure(.unusable, "\(path) is a database of another program: give a file that `backup` wrote")
        }
    }

    static func restore(_ path: String, to url: String, force: Bool) throws {
        try check(path)
        let session = PostgreSQLSession(url: url)
        defer { session.disconnect() }
        try session.connect()
        let tables = try session.transaction("BEGIN READ ONLY") {
            try $0.one("SELECT count(*) AS n FROM pg_tables WHERE schemaname = 'public'")?.int("n") ?? 0
        }
        guard force || tables == 0 else {
            throw Failure(
                .conflict, "the PostgreSQL database is not empty: give an empty one, or --force to replace its tables")
        }
        if tables > 0 {
            try session.transaction("BEGIN") { connection in
                try connection.execute("DROP SCHEMA public CASCADE")
                try connection.execute("CREATE SCHEMA public")
            }
        }
        let options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        try tool("pg_restore", options + [path], url: url)
    }

    /// Runs a tool to its end and returns what it printed. The password goes by the environment: every account of the
    /// machine sees the arguments.
    @discardableResult
    private static func tool(_ name: String, _ arguments: [String], url: String?) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        if let url { try connect(process, to: url) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "resonance-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let streams = try ["out", "err"].map { try empty(folder.appending(path: $0)) }
        process.standardOutput = streams[0]
        process.standardError = streams[1]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw failure(name, process.terminationStatus, try beginning(of: folder.appending(path: "err"), 4_096))
        }
        return try beginning(of: folder.appending(path: "out"), 4_000_000)
    }

    private static func connect(_ process: Process, to url: String) throws {
        guard var parts = URLComponents(string: url) else { throw Failure(.unusable, "not a PostgreSQL URL") }
        var environment = ProcessInfo.processInfo.environment
        if let password = parts.password { environment["PGPASSWORD"] = password }
        parts.password = nil
        process.environment = environment
        process.arguments = (process.arguments ?? []) + ["--dbname=\(parts.string ?? "")"]
    }

    private static func empty(_ file: URL) throws -> FileHandle {
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    private static func beginning(of file: URL, _ bytes: Int) throws -> String {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        return String(decoding: try handle.read(upToCount: bytes) ?? Data(), as: UTF8.self)
    }

    private static func failure(_ name: String, _ status: Int32, _ words: String) -> Failure {
        if status == 127 {
            return Failure(.unavailable, "\(name) is not installed: apt-get install postgresql-client")
        }
        return Failure(.broken, "\(name) failed: \(words.split(whereSeparator: \.isNewline).first ?? "without a word")")
    }
}
