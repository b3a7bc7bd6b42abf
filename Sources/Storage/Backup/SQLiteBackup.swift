import Foundation
import GRDB
import Kernel

/// SQLite's side of `Backup`.
enum SQLiteBackup {
    static func write(_ backend: SQLiteBackend, to draft: String) throws {
        try SQLiteFailure.translating {
            if let path = backend.path {
                // A connection of its own: GRDB's `vacuum(into:)` would hold the writer for as long as it takes.
                let source = try DatabaseQueue(path: path)
                try source.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
                try source.close()
            } else {
                try backend.writer.backup(to: DatabaseQueue(path: draft))
            }
        }
        try check(draft)
    }

    /// Throws unless the file is whole, its references hold, and it is ours.
    static func check(_ path: String) throws {
        do {
            var configuration = GRDB.Configuration()
            configuration.readonly = true
            let file = try DatabaseQueue(path: path, configuration: configuration)
            try file.read { database in
                guard try String.fetchAll(database, sql: "PRAGMA integrity_check(1)") == ["ok"],
                    try GRDB.Row.fetchOne(database, sql: "PRAGMA foreign_key_check") == nil
                else { throw Failure(.unusable, "\(path) is damaged: use another backup") }
                guard try database.tableExists("migration") else {
                    throw Failure(
                        .unusable, "\(path) is a database of another program: give a file that `backup` wrote")
                }
            }
            try file.close()
        } catch is DatabaseError {
            throw Failure(.unusable, "\(path) is damaged: use another backup")
        }
    }

    static func restore(_ path: String, to folder: String, force: Bool) throws {
        let files = FileManager.default
        let target = folder + "/" + Database.fileName
        let occupied = files.fileExists(atPath: target)
        guard force || !occupied else {
            throw Failure(.conflict, "\(target) exists already: choose an empty folder, or --force to put it aside")
        }
        let draft = target + ".partial-" + UUID().uuidString
        defer { try? files.removeItem(atPath: draft) }
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try files.copyItem(atPath: path, toPath: draft)
        } catch { throw Failure(.unavailable, "\(folder) cannot be written: check its rights and room") }
        try check(draft)
        try Backup.synchronise(draft)
        if occupied { try putAside(target) }
        try Backup.rename(draft, to: target)
        try Backup.synchronise(folder)
    }

    /// Keeps what was there under another name. Its log is folded in first, which also proves that nobody uses it.
    private static func putAside(_ target: String) throws {
        do {
            let old = try DatabaseQueue(path: target)
            try old.writeWithoutTransaction { _ = try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
            try old.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {
            throw Failure(.conflict, "\(target) is in use: stop the server first")
        } catch {
            // Too damaged to be opened: that is what restoring is for. It is kept all the same.
        }
        let aside = target + ".before-restore-\(Int(Date().timeIntervalSince1970))-\(UUID().uuidString.prefix(8))"
        try Backup.rename(target, to: aside)
        for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: target + suffix) {
            try Backup.rename(target + suffix, to: aside + suffix)
        }
    }
}
