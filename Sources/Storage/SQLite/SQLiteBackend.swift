import Foundation
import GRDB
import Kernel

/// SQLite through GRDB: one writer, many readers, each read a snapshot of its own.
struct SQLiteBackend: Backend {
    let engine = Engine.sqlite
    let writer: any DatabaseWriter
    let placeholders = Placeholders()
    private let wakeUps = WakeUps()
    /// The file's path; nil in memory.
    let path: String?

    /// How long a write waits for another process before it says `.unavailable`, in seconds.
    private static let patience = 5.0

    init(folder: String?) throws {
        guard let folder else {
            path = nil
            writer = try SQLiteFailure.translating { try DatabaseQueue(configuration: Self.configuration()) }
            return
        }
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw Failure(.unusable, "cannot make the folder \(folder): check its rights")
        }
        let file = folder + "/" + Database.fileName
        path = file
        writer = try SQLiteFailure.translating {
            let pool = try DatabasePool(path: file, configuration: Self.configuration())
            // GRDB chooses NORMAL, which may lose the last commits with the power.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        }
    }

    private static func configuration() -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -16000")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        do { return try await writer.read { try run(body, on: $0) } } catch let error as DatabaseError {
            throw SQLiteFailure.failure(error)
        }
    }

    func write<T: Sendable>(
        _: Isolation, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        do {
            let (value, topics) = try await writer.write { database in
                let connection = SQLiteConnection(database, placeholders)
                defer { connection.invalidate() }
                return (try body(connection), connection.topics)
            }
            topics.forEach(wakeUps.wake)
            return value
        } catch let error as DatabaseError { throw SQLiteFailure.failure(error) }
    }

    private func run<T>(_ body: (any Connection) throws -> T, on database: GRDB.Database) throws -> T {
        let connection = SQLiteConnection(database, placeholders)
        defer { connection.invalidate() }
        return try body(connection)
    }

    func wakeUps(_ topic: WakeTopic) -> AsyncStream<Void> { wakeUps.stream(topic) }

    func close() async throws {
        wakeUps.finish()
        try SQLiteFailure.translating { try writer.close() }
    }
}
