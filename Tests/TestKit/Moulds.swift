import Foundation
import Kernel
import Logging
import Storage

/// Databases with a room's tables and nothing in them, made once in a run and copied for each test: dozens of migrations
/// for each of a thousand tests would take longer than the tests.
actor Moulds {
    static let shared = Moulds()
    /// So few statements are as quick as a copy.
    static let fewest = 6

    /// By what the migrations say, not by their names alone: tests of migrations have some of one name.
    private var folders: [String: String] = [:]
    private var databases: [String: String] = [:]

    private static func key(_ migrations: [Migration]) -> String { String(describing: migrations) }

    /// Puts the migrated database into a folder, for SQLite to open. Nothing for a few migrations.
    func fill(_ folder: String, _ migrations: [Migration]) async throws {
        guard migrations.count >= Self.fewest else { return }
        let key = Self.key(migrations)
        if folders[key] == nil {
            let mould = FileManager.default.temporaryDirectory.appending(
                path: "resonance-mould-\(ProcessInfo.processInfo.processIdentifier)-\(folders.count)"
            ).path
            try? FileManager.default.removeItem(atPath: mould)
            try FileManager.default.createDirectory(atPath: mould, withIntermediateDirectories: true)
            let database = try Database.open(.folder(mould), logger: Logger(label: "test"))
            try await database.migrate(migrations)
            try await database.close()
            folders[key] = mould
        }
        guard let mould = folders[key] else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: mould) {
            try FileManager.default.copyItem(atPath: "\(mould)/\(name)", toPath: "\(folder)/\(name)")
        }
    }

    /// The name of a migrated database on `server` that nobody is connected to; PostgreSQL's own for a few migrations.
    func template(_ migrations: [Migration], at server: String) async throws -> String {
        guard migrations.count >= Self.fewest else { return "template0" }
        let key = server + Self.key(migrations)
        if let known = databases[key] { return known }
        let name = "mould_\(ProcessInfo.processInfo.processIdentifier)_\(databases.count)"
        try PostgreSQLServer.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", at: server)
        try PostgreSQLServer.run("CREATE DATABASE \(name) TEMPLATE template0", at: server)
        let database = try Database.open(
            .postgresql(try PostgreSQLServer.url(of: name, at: server)), logger: Logger(label: "test"))
        try await database.migrate(migrations)
        try await database.close()
        databases[key] = name
        return name
    }
}
