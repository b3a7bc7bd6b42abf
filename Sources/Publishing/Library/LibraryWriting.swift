import Foundation
import Kernel
import Storage

/// SQL that changes the library.
extension LibraryStore {
    /// A file that was brought and waits to be cleaned. The one that was brought before where it is the same file.
    static func bring(
        _ id: Int64, source: String, bytes: Int64, title: String, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws -> LibraryItem {
        try connection.execute(
            """
            INSERT INTO media (id, digest, source, kind, mime, bytes, width, height, title, alt, credit, licence, faces,
              read_text, removed, state, created_by, created_at, changed_at, folded)
            VALUES ($1, '', $2, 'document', '', $3, 0, 0, $4, '', '', '', '[]', '', '[]', 'working', $5, $6, $6, $7)
            ON CONFLICT (source) DO NOTHING
            """, [id, source, bytes, title, person, now, SearchText.folded(title)])
        guard let row = try connection.one("SELECT * FROM media WHERE source = $1", [source]) else {
            throw Failure(.broken, "a file that was brought is not there")
        }
        return try LibraryItem(row)
    }

    static func move(
        _ id: Int64, to state: LibraryItem.State, error: String? = nil, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE media SET state = $2, error = $3, changed_at = $4 WHERE id = $1", [id, state, error, now])
    }

    /// What a file is, once it is clean.
    struct Master: Sendable {
        var digest: String
        var kind: String
        var mime: String
        var bytes: Int64
        var width: Int
        var height: Int
        var seconds: Double?
    }

    static func settle(_ id: Int64, _ master: Master, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE media SET digest = $2, kind = $3, mime = $4, bytes = $5, width = $6, height = $7, seconds = $8,
              state = 'ready', error = NULL, changed_at = $9 WHERE id = $1
            """,
            [
                id, master.digest, master.kind, master.mime, master.bytes, master.width, master.height,
                master.seconds, now,
            ])
    }

    /// What was seen in it and taken out of it.
    static func note(
        _ id: Int64, faces: [LibraryItem.FaceBox], text: String, removed: [String], machine: Bool,
        in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE media SET faces = $2, read_text = $3, removed = $4,
              made_by_machine = CASE WHEN $5 = 1 THEN 1 ELSE made_by_machine END WHERE id = $1
            """, [id, try json(faces), text, try json(removed), machine ? 1 : 0])
        try refold(id, in: connection)
    }

    static func faces(
        _ item: LibraryItem, _ faces: [LibraryItem.FaceBox], at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE media SET faces = $2, changed_at = $3 WHERE id = $1", [item.id, try json(faces), now])
        // Whose release stands for nothing any more is no longer shown by it.
        let before = Set(item.faces.compactMap(\.release)), after = Set(faces.compactMap(\.release))
        for gone in before.subtracting(after) {
            try connection.execute(
                "DELETE FROM media_release WHERE media = $1 AND release_id = $2", [item.id, gone])
        }
        for fresh in after.subtracting(before) { try link(item.id, fresh, in: connection) }
    }

    static func link(_ item: Int64, _ release: Int64, in connection: any Connection) throws {
        try connection.execute(
            "INSERT INTO media_release (media, release_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", [item, release])
    }

    static func unlink(_ item: Int64, _ release: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM media_release WHERE media = $1 AND release_id = $2", [item, release])
    }

    /// What people say of it.
    struct Description: Sendable, Equatable {
        var title: String
        var alt: String
        var credit: String
        var licence: String
        var licenceUntil: Instant?
        var series: String?
        var isMadeByMachine: Bool
    }

    static func describe(
        _ id: Int64, _ said: Description, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE media SET title = $2, alt = $3, credit = $4, licence = $5, licence_until = $6, series = $7,
              made_by_machine = $8, changed_at = $9 WHERE id = $1
            """,
            [
                id, said.title, said.alt, said.credit, said.licence, said.licenceUntil, said.series,
                said.isMadeByMachine ? 1 : 0, now,
            ])
        try refold(id, in: connection)
    }

    static func rendition(_ media: Int64, _ made: Rendition, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO media_rendition (media, purpose, digest, mime, bytes, width, height, seconds, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (media, purpose) DO UPDATE SET digest = excluded.digest, mime = excluded.mime,
              bytes = excluded.bytes, width = excluded.width, height = excluded.height, seconds = excluded.seconds,
              made_at = excluded.made_at
            """,
            [media, made.purpose, made.digest, made.mime, made.bytes, made.width, made.height, made.seconds, now])
    }

    static func refold(_ id: Int64, in connection: any Connection) throws {
        let item = try find(id, in: connection)
        let all = [item.title, item.alt, item.credit, item.series ?? "", item.readText, item.transcript ?? ""]
        try connection.execute(
            "UPDATE media SET folded = $2 WHERE id = $1",
            [id, SearchText.folded(String(all.joined(separator: " ").prefix(40_000)))])
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
