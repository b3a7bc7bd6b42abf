import Foundation
import Kernel
import Storage

/// A picture or a video of the hospital's, cleaned when it came in.
struct LibraryItem: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, SQLBindable { case working, ready, failed, retired }

    let id: Int64
    /// SHA-256 of the cleaned master, in hexadecimal.
    let digest: String
    let kind: String
    let mime: String
    let bytes: Int64
    let width: Int
    let height: Int
    let seconds: Double?
    let title: String
    /// What it shows, proposed wherever it is used.
    let alt: String
    let credit: String
    let licence: String
    let licenceUntil: Instant?
    let series: String?
    let isMadeByMachine: Bool
    let faces: [FaceBox]
    /// What is written in the picture.
    let readText: String
    /// What was taken out of the file: `gps`, `device`, …
    let removed: [String]
    /// WebVTT.
    let captions: String?
    let transcript: String?
    let state: State
    let error: String?
    let createdBy: Int64
    let createdAt: Instant

    /// Where a face is, in pixels of the master, and what stands for it.
    struct FaceBox: Sendable, Equatable, Codable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int
        var score: Double
        /// Who agreed to be shown.
        var release: Int64?
        /// Made unrecognisable in the master.
        var isBlurred = false
        /// No face: a person looked.
        var isNone = false
    }
}

/// Somebody agreed to be shown.
struct ImageRelease: Sendable, Equatable, Identifiable {
    let id: Int64
    let person: String
    let contact: String
    let isMinor: Bool
    /// Networks on which they may be shown; empty for all.
    let networks: [Network]
    let purpose: String
    let beginsAt: Instant
    let endsAt: Instant
    let withdrawnAt: Instant?

    /// Whether it lets its person be shown on `network` at `moment`.
    func covers(_ network: Network, at moment: Instant) -> Bool {
        withdrawnAt == nil && beginsAt <= moment && moment < endsAt
            && (networks.isEmpty || networks.contains(network))
    }
}

/// What one network takes of an item.
struct Rendition: Sendable, Equatable {
    let purpose: String
    let digest: String
    let mime: String
    let bytes: Int64
    let width: Int
    let height: Int
    let seconds: Double?
}

/// SQL of the library.
enum LibraryStore {
    static func find(_ id: Int64, in connection: any Connection) throws -> LibraryItem {
        guard let row = try connection.one("SELECT * FROM media WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no such file in the library")
        }
        return try LibraryItem(row)
    }

    /// What can be used, newest first.
    static func latest(_ limit: Int, in connection: any Connection) throws -> [LibraryItem] {
        try connection.query(
            "SELECT * FROM media WHERE state = 'ready' ORDER BY created_at DESC, id DESC LIMIT $1", [limit]
        ).map(LibraryItem.init)
    }

    static func used(by content: PostContent, in connection: any Connection) throws -> [LibraryItem] {
        try Set(content.media.map(\.media)).sorted().compactMap { id in
            try connection.one("SELECT * FROM media WHERE id = $1", [id]).map(LibraryItem.init)
        }
    }

    static func releases(of item: LibraryItem, in connection: any Connection) throws -> [ImageRelease] {
        let ids = Set(item.faces.compactMap(\.release))
        return try ids.sorted().compactMap { id in
            try connection.one("SELECT * FROM image_release WHERE id = $1", [id]).map(ImageRelease.init)
        }
    }

    static func rendition(_ media: Int64, _ purpose: String, in connection: any Connection) throws -> Rendition? {
        try connection.one(
            "SELECT * FROM media_rendition WHERE media = $1 AND purpose = $2", [media, purpose]
        ).map(Rendition.init)
    }
}

extension LibraryItem {
    init(_ row: Row) throws {
        func list<T: Decodable>(_ column: String) throws -> [T] {
            do { return try JSONDecoder().decode([T].self, from: Data(try row.text(column).utf8)) } catch {
                throw Failure(.broken, "\(column) of a file of the library cannot be read")
            }
        }
        id = try row.int64("id")
        digest = try row.text("digest")
        kind = try row.text("kind")
        mime = try row.text("mime")
        bytes = try row.int64("bytes")
        width = try row.int("width")
        height = try row.int("height")
        seconds = try row.optionalReal("seconds")
        title = try row.text("title")
        alt = try row.text("alt")
        credit = try row.text("credit")
        licence = try row.text("licence")
        licenceUntil = try row.optionalInstant("licence_until")
        series = try row.optionalText("series")
        isMadeByMachine = try row.bool("made_by_machine")
        faces = try list("faces")
        readText = try row.text("read_text")
        removed = try list("removed")
        captions = try row.optionalText("captions")
        transcript = try row.optionalText("transcript")
        state = try row.value("state")
        error = try row.optionalText("error")
        createdBy = try row.int64("created_by")
        createdAt = try row.instant("created_at")
    }
}

extension ImageRelease {
    init(_ row: Row) throws {
        id = try row.int64("id")
        person = try row.text("person")
        contact = try row.text("contact")
        isMinor = try row.bool("is_minor")
        let names = try row.text("networks").split(separator: ",")
        networks = names.compactMap { Network(rawValue: String($0)) }
        purpose = try row.text("purpose")
        beginsAt = try row.instant("begins_at")
        endsAt = try row.instant("ends_at")
        withdrawnAt = try row.optionalInstant("withdrawn_at")
    }
}

extension Rendition {
    init(_ row: Row) throws {
        purpose = try row.text("purpose")
        digest = try row.text("digest")
        mime = try row.text("mime")
        bytes = try row.int64("bytes")
        width = try row.int("width")
        height = try row.int("height")
        seconds = try row.optionalReal("seconds")
    }
}
