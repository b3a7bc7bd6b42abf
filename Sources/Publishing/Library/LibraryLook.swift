import Foundation
import Kernel
import Media
import Privacy

/// Looks at a clean file: the faces, the writing, and the pictures by which the pages show it.
struct LibraryLook: Sendable {
    let bench: Workbench

    struct Seen: Sendable {
        var faces: [LibraryItem.FaceBox] = []
        var text = ""
        /// With the place where the bench left each.
        var pictures: [(made: Rendition, path: String)] = []
    }

    /// Longest side of what a page shows, and of what a list shows.
    static let view = 1_600
    static let thumbnail = 360
    static let longestText = 20_000

    func look(_ path: String, _ facts: MediaFacts) async throws -> Seen {
        guard facts.kind == .video || facts.kind == .animation else { return try await picture(path) }
        return try await FilmLook(look: self).look(path, facts)
    }

    private func picture(_ path: String) async throws -> Seen {
        var seen = Seen()
        seen.faces = try await faces(path)
        seen.text = try await text(path)
        seen.pictures = [
            try await shown(path, "view", Self.view), try await shown(path, "thumbnail", Self.thumbnail),
        ]
        return seen
    }

    func faces(_ path: String) async throws -> [LibraryItem.FaceBox] {
        let picture = try await PixelReader(bench).read(path)
        let pixels = try Pixels(width: picture.width, height: picture.height, bytes: picture.bytes)
        return try FaceFinder().faces(in: pixels).map { face in
            func size(_ length: Int) -> Int { Int((Double(length) * picture.scale).rounded()) }
            return LibraryItem.FaceBox(
                x: size(face.x), y: size(face.y), width: max(1, size(face.width)), height: max(1, size(face.height)),
                score: Double(face.score))
        }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    }

    func text(_ path: String) async throws -> String {
        String(try await TextReader(bench).read(path).text.prefix(Self.longestText))
    }

    /// A picture for a page: never of the network's kind, always one that a browser shows.
    func shown(_ path: String, _ purpose: String, _ side: Int) async throws -> (made: Rendition, path: String) {
        let made = try await Renderer(bench).render(
            path,
            for: RenditionWish(
                .image, formats: ["image/jpeg", "image/png", "image/webp"], maxWidth: side, maxHeight: side))
        let facts = made.facts
        return (
            Rendition(
                purpose: purpose, digest: made.digest, mime: facts.mime, bytes: facts.bytes, width: facts.width,
                height: facts.height, seconds: nil), made.path
        )
    }
}
