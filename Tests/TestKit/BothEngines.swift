import Foundation
import Kernel
import Logging
public import Storage

/// Runs a test on a fresh, migrated, empty database of each engine: SQLite in a folder of its own, and PostgreSQL in a
/// database of its own on the server that `RESONANCE_TEST_POSTGRES` names (`scripts/postgres-for-tests` starts one).
/// Without that variable the PostgreSQL half is left out, and a line says so.
public func onBothEngines(
    _ migrations: [Migration] = [], isolation: isolated (any Actor)? = #isolation,
    _ test: (Database) async throws -> Void
) async throws {
    try await onSQLite(migrations) { database, _ in try await test(database) }
    try await onPostgreSQL(migrations) { database, _ in try await test(database) }
}

/// A fresh SQLite database in a temporary folder, given with the folder's path.
public func onSQLite(
    _ migrations: [Migration] = [], isolation: isolated (any Actor)? = #isolation,
    _ test: (Database, String) async throws -> Void
) async throws {
    try await inTemporaryFolder { folder in
        try await Moulds.shared.fill(folder, migrations)
        let database = try Database.open(.folder(folder), logger: Logger(label: "test"))
        try await database.migrate(migrations)
        do { try await test(database, folder) } catch {
            try? await database.close()
            throw Failing(engine: .sqlite, error: error)
        }
        try await database.close()
    }
}

/// A fresh PostgreSQL database, given with its URL. Left out when there is no server to test with.
public func onPostgreSQL(
    _ migrations: [Migration] = [], isolation: isolated (any Actor)? = #isolation,
    _ test: (Database, String) async throws -> Void
) async throws {
    guard let server = ProcessInfo.processInfo.environment["RESONANCE_TEST_POSTGRES"] else {
        FileHandle.standardError.write(
            Data("RESONANCE_TEST_POSTGRES is not set: the PostgreSQL half is left out\n".utf8))
        return
    }
    let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    let template = try await Moulds.shared.template(migrations, at: server)
    try PostgreSQLServer.run("CREATE DATABASE \(name) TEMPLATE \(template)", at: server)
    defer { try? PostgreSQLServer.run("DROP DATABASE \(name) WITH (FORCE)", at: server) }
    let url = try PostgreSQLServer.url(of: name, at: server)
    let database = try Database.open(.postgresql(url), logger: Logger(label: "test"))
    do {
        try await database.migrate(migrations)
        try await test(database, url)
    } catch {
        try? await database.close()
        throw Failing(engine: .postgresql, error: error)
    }
    try await database.close()
}

/// A folder that is gone after the test.
public func inTemporaryFolder(
    isolation: isolated (any Actor)? = #isolation, _ test: (String) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "resonance-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await test(folder)
}

/// An error of a test, with the engine it happened on.
struct Failing: Error, CustomStringConvertible {
    let engine: Engine
    let error: any Error
    var description: String { "on \(engine): \(error)" }
}

/// What the kit asks of the test server itself, through `psql`.
public enum PostgreSQLServer {
    /// Runs one statement outside any transaction.
    public static func run(_ statement: String, at url: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(.unavailable, "psql failed on: \(statement)") }
    }

    /// The URL of another database on the same server.
    public static func url(of database: String, at server: String) throws -> String {
        guard var parts = URLComponents(string: server) else { throw Failure(.unusable, "no URL: \(server)") }
        parts.path = "/" + database
        guard let url = parts.string else { throw Failure(.unusable, "no URL: \(server)") }
        return url
    }
}
