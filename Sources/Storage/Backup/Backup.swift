import Foundation
import Kernel

/// Copies of the whole database, made while it is in use and checked before they bear their name.
///
/// SQLite gives a database file (`VACUUM INTO`, from a snapshot of its own that holds no writer up); PostgreSQL gives
/// `pg_dump`'s custom format. Each is restored into its own engine.
public enum Backup {
    /// What was written.
    public struct Summary: Sendable, Equatable {
        public let path: String
        public let bytes: Int64
    }

    enum Format: Equatable {
        case sqlite, postgresql

        /// By the file's first bytes.
        init(of path: String) throws {
            guard let file = FileHandle(forReadingAtPath: path) else {
                throw Failure(.unusable, "\(path) cannot be read: check its name and rights")
            }
            defer { try? file.close() }
            let start = (try? file.read(upToCount: 16)) ?? Data()
            if start == Data("SQLite format 3\0".utf8) {
                self = .sqlite
            } else if start.starts(with: Data("PGDMP".utf8)) {
                self = .postgresql
            } else {
                throw Failure(.unusable, "\(path) is not a backup of Résonance: give a file that `backup` wrote")
            }
        }
    }

    /// Writes a backup to `path`, which must not exist. Nothing bears that name before it is whole and checked.
    public static func make(of database: Database, to path: String) async throws -> Summary {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(.conflict, "\(path) exists already: choose another name")
        }
        let draft = path + ".partial-" + UUID().uuidString
        do {
            try await write(database, to: draft)
            try synchronise(draft)
            try rename(draft, to: path)
            try synchronise(folder(of: path))
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
        return Summary(path: path, bytes: size ?? 0)
    }

    /// Puts a backup in place of an empty database. With `force`, what is there gives way: SQLite's file is kept
    /// beside under another name, PostgreSQL's tables are replaced.
    public static func restore(_ path: String, to location: Database.Location, force: Bool = false) async throws {
        switch (try Format(of: path), location) {
        case (.sqlite, .folder(let folder)):
            try await Blocking.run { try SQLiteBackup.restore(path, to: folder, force: force) }
        case (.postgresql, .postgresql(let url)):
            try await Blocking.run { try PostgreSQLBackup.restore(path, to: url, force: force) }
        case (.sqlite, .postgresql):
            throw Failure(.unusable, "\(path) is a backup of SQLite: restore it with --data DIR")
        case (.postgresql, .folder):
            throw Failure(.unusable, "\(path) is a backup of PostgreSQL: restore it into a PostgreSQL database")
        case (_, .memory):
            throw Failure(.unusable, "a backup cannot be restored into memory")
        }
    }

    private static func write(_ database: Database, to draft: String) async throws {
        switch database.backend {
        case let sqlite as SQLiteBackend:
            try await Blocking.run { try SQLiteBackup.write(sqlite, to: draft) }
        case let postgresql as PostgreSQLBackend:
            try await Blocking.run { try PostgreSQLBackup.write(postgresql.url, to: draft) }
        default: throw Failure(.broken, "this engine has no backup")
        }
    }

    static func folder(of path: String) -> String { URL(filePath: path).deletingLastPathComponent().path }

    static func rename(_ from: String, to path: String) throws {
        guard Foundation.rename(from, path) == 0 else {
            throw Failure(.unavailable, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    /// Waits until the disk holds what was written: a backup that the next power cut takes away is none.
    static func synchronise(_ path: String) throws {
        let file = open(path, O_RDONLY)
        defer { close(file) }
        guard file >= 0, fsync(file) == 0 else {
            throw Failure(.unavailable, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }
}

/// Slow work that blocks its thread, away from Swift's own few.
enum Blocking {
    static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
