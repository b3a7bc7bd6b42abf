import Foundation
import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import Storage
import TestKit
import Testing

@testable import Publishing

/// Pictures to bring to the library, and hands that bring them.
struct LibraryAtelier: Sendable {
    let folder: String

    static let isEquipped = MediaProgram.hasAll(MediaProgram.all)
    static let wanted: Comment = "install ffmpeg, libvips-tools, tesseract-ocr and libimage-exiftool-perl"

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/brought-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// A house with a library, on each engine, and pictures to bring to it.
    static func each(_ body: @escaping @Sendable (PublishingHouse, LibraryAtelier) async throws -> Void) async throws {
        let atelier = try LibraryAtelier()
        defer { atelier.close() }
        try await onBothEngines(PublishingHouse.migrations) { database in
            let house = try PublishingHouse(database)
            defer { try? FileManager.default.removeItem(atPath: house.library) }
            try await body(house, atelier)
        }
    }

    func close() { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func run(_ tool: String, _ arguments: [String]) throws -> String {
        try MediaProgram.run(tool, arguments, in: folder)
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name))) }

    /// A grey wall with two portraits (Eileen Collins, by NASA, in the public domain), with the place where it was taken.
    func photo(_ name: String = "photo.jpg", at places: [(x: Int, y: Int)] = [(30, 40), (220, 120)]) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let portrait = [UInt8](
            try Data(contentsOf: root.appending(path: "PrivacyTests/Photos/Fixtures/eileen-collins.rgb")))
        let (width, height, side) = (360, 240, 80)
        var pixels = [UInt8](repeating: 120, count: width * height * 3)
        for (x, y) in places {
            for row in 0..<side {
                pixels.replaceSubrange(
                    ((y + row) * width + x) * 3..<((y + row) * width + x + side) * 3,
                    with: portrait[row * side * 3..<(row + 1) * side * 3])
            }
        }
        try Data(Array("P6\n\(width) \(height)\n255\n".utf8) + pixels).write(to: URL(filePath: folder + "/wall.ppm"))
        try run("vips", ["copy", "wall.ppm", "\(name)[Q=95]"])
        try run(
            "exiftool",
            [
                "-q", "-overwrite_original", "-GPSLatitude=49.44", "-GPSLatitudeRef=N", "-GPSLongitude=1.09",
                "-GPSLongitudeRef=E", "-Model=Appareil", name,
            ])
        return try bytes(name)
    }

    /// Black letters on white.
    func sign(_ text: String) throws -> [UInt8] {
        try run("vips", ["text", "letters.v", text, "--dpi", "220", "--width", "1400"])
        try run("vips", ["invert", "letters.v", "inverted.v"])
        try run("vips", ["embed", "inverted.v", "sign.png", "60", "60", "1600", "500", "--extend", "white"])
        return try bytes("sign.png")
    }

    /// Three seconds of two portraits, then three of one that hangs elsewhere.
    func filmOfFaces() throws -> [UInt8] {
        _ = try photo("first.jpg")
        _ = try photo("second.jpg", at: [(130, 130)])
        try run(
            "ffmpeg",
            [
                "-v", "error", "-y", "-loop", "1", "-t", "3", "-i", "first.jpg", "-loop", "1", "-t", "3", "-i",
                "second.jpg", "-filter_complex", "[0:v][1:v]concat=n=2:v=1,fps=25,format=yuv420p", "-crf", "10",
                "faces.mp4",
            ])
        return try bytes("faces.mp4")
    }

    func film() throws -> [UInt8] {
        try run(
            "ffmpeg",
            [
                "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", "-pix_fmt", "yuv420p",
                "-metadata", "location=+49.44+001.09/", "film.mp4",
            ])
        return try bytes("film.mp4")
    }
}

extension PublishingHouse {
    /// Brings a file and has the jobs done, as a person and a node would.
    func brought(_ bytes: [UInt8], as name: String = "photo.jpg") async throws -> LibraryItem {
        let path = FileManager.default.temporaryDirectory.path + "/upload-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let item = try await LibraryActions(desk: desk).bring(path, name: name, by: try Self.person("communication"))
        try await work()
        return try await self.item(item.id)
    }

    func item(_ id: Int64) async throws -> LibraryItem { try await database.read { try LibraryStore.find(id, in: $0) } }

    /// Says what it shows, so that it may be used.
    func describe(_ item: LibraryItem, alt: String = "Deux portraits sur un mur gris") async throws -> LibraryItem {
        var said = LibraryStore.Description(item)
        (said.alt, said.licence) = (alt, "propriété de l’établissement")
        try await LibraryActions(desk: desk).describe(
            item.id, said, seen: item.seen, by: try Self.person("communication"))
        return try await self.item(item.id)
    }

    func actions() async throws -> [String] {
        try await database.read { try Audit.entries(limit: 500, in: $0).map(\.action) }
    }
}

extension Visitor {
    /// Sends a form with a file.
    func send(
        _ path: String, _ fields: [(String, String)] = [], file: [UInt8]? = nil, named name: String = "photo.jpg",
        field: String = "file", from page: String = "/library"
    ) async throws -> Page {
        let shown = try await get(page).text
        let proof = shown.firstMatch(of: /data-csrf="([0-9a-f]+)"/).map { String($0.1) } ?? ""
        let line = "----frontier"
        var body = Data()
        for (name, value) in [("csrf", proof)] + fields {
            body.append(
                Data("--\(line)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8))
        }
        if let file {
            body.append(
                Data(
                    """
                    --\(line)\r\nContent-Disposition: form-data; name="\(field)"; filename="\(name)"\r\n\
                    Content-Type: application/octet-stream\r\n\r\n
                    """.utf8))
            body.append(contentsOf: file)
            body.append(Data("\r\n".utf8))
        }
        body.append(Data("--\(line)--\r\n".utf8))
        return try await client.execute(
            uri: path, method: .post,
            headers: [
                .cookie: "resonance=\(token)", .accept: "text/html",
                .contentType: "multipart/form-data; boundary=\(line)",
            ], body: ByteBuffer(bytes: body)
        ) { response in
            Page(
                status: Int(response.status.code), text: String(buffer: response.body),
                location: response.headers[.location], headers: response.headers)
        }
    }
}
