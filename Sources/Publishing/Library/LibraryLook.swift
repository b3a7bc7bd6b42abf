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
    /// Moments of a video that are looked at, as shares of its length.
    private static let moments = [0.05, 0.25, 0.5, 0.75, 0.95]

    func look(_ path: String, _ facts: MediaFacts) async throws -> Seen {
        guard facts.kind == .video else { return try await picture(path) }
        return try await film(path, facts)
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

    /// A film is known by a few of its pictures: the one with the most faces stands for it. What is between them is for
    /// people to see.
    private func film(_ path: String, _ facts: MediaFacts) async throws -> Seen {
        var best: (path: String, faces: [LibraryItem.FaceBox])?
        var texts: [String] = []
        var stills: Set<String> = []
        for moment in Self.moments {
            let still = try await Renderer(bench).render(
                path,
                for: RenditionWish(.image, formats: ["image/jpeg"], still: (facts.seconds ?? 0) * moment)
            ).path
            guard stills.insert(still).inserted else { continue }
            let found = try await faces(still)
            if best.map({ found.count > $0.faces.count }) ?? true { best = (still, found) }
            let words = try await text(still)
            if !words.isEmpty, !texts.contains(words) { texts.append(words) }
        }
        guard let best else { throw Failure(.unusable, "a video without a picture", words: "media.truncated") }
        let seen = Seen(
            faces: best.faces, text: String(texts.joined(separator: "\n").prefix(Self.longestText)),
            pictures: [
                try await shown(best.path, "view", Self.view), try await shown(best.path, "thumbnail", Self.thumbnail),
            ])
        let kept = Set(seen.pictures.map(\.path))
        for still in stills where !kept.contains(still) { try? FileManager.default.removeItem(atPath: still) }
        return seen
    }

    private func faces(_ path: String) async throws -> [LibraryItem.FaceBox] {
        let picture = try await PixelReader(bench).read(path)
        let pixels = try Pixels(width: picture.width, height: picture.height, bytes: picture.bytes)
        return try FaceFinder().faces(in: pixels).map { face in
            func size(_ length: Int) -> Int { Int((Double(length) * picture.scale).rounded()) }
            return LibraryItem.FaceBox(
                x: size(face.x), y: size(face.y), width: max(1, size(face.width)), height: max(1, size(face.height)),
                score: Double(face.score))
        }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    }

    private func text(_ path: String) async throws -> String {
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
