import Foundation
import Kernel

/// A master → what one network takes: the best that is within its limits, and the master itself where it may go as it
/// is. Nothing is ever enlarged; nothing is shrunk, cut or coded anew without need.
public struct Renderer: Sendable {
    public let bench: Workbench

    public init(_ bench: Workbench) { self.bench = bench }

    /// - Parameters:
    ///   - master: a file that `Cleaner` made. Another one is cleaned first.
    ///   - progress: how far a video is, between 0 and 1, from any thread.
    /// - Throws: what `Probe` and `Cleaner` throw; `.unusable` when the wish cannot be met without enlarging or cutting;
    ///   `.tooLarge` when it cannot be made light enough to be worth seeing.
    public func render(
        _ master: String, for wish: RenditionWish, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> Rendition {
        let facts = try await Probe(bench).facts(of: master)
        if wish.takes(facts) { return try await asItIs(master, facts) }
        if facts.isBare { return try await bench.work(on: master) { try await make($0, facts, wish, progress) } }
        let clean = try await Cleaner(bench).clean(master)
        if wish.takes(clean.facts) {
            return rendition(clean.path, clean.digest, clean.facts, isMaster: false)
        }
        defer { try? FileManager.default.removeItem(atPath: clean.path) }
        return try await bench.work(on: clean.path) { try await make($0, clean.facts, wish, progress) }
    }

    private func asItIs(_ master: String, _ facts: MediaFacts) async throws -> Rendition {
        try await bench.work(on: master) { stage in
            try FileManager.default.copyItem(
                at: URL(filePath: master).resolvingSymlinksInPath(), to: URL(filePath: stage.path("same")))
            let kept = try stage.keep("same", ending: facts.ending)
            return rendition(kept.path, kept.digest, facts, isMaster: true)
        }
    }

    private func rendition(_ path: String, _ digest: String, _ facts: MediaFacts, isMaster: Bool) -> Rendition {
        Rendition(
            path: path, digest: digest, facts: facts, isMaster: isMaster, quality: nil, scale: 1, isCut: false)
    }

    private func make(
        _ stage: Stage, _ facts: MediaFacts, _ wish: RenditionWish, _ progress: @escaping @Sendable (Double) -> Void
    ) async throws -> Rendition {
        let made: Made =
            switch (wish.kind, facts.kind) {
            case (.image, .image), (.image, .animation): try await picture(Stage.input, facts, wish, stage)
            case (.image, .video): try await poster(facts, wish, stage)
            case (.animation, .animation) where isFilmFirst(wish): try await film(facts, wish, stage, progress)
            case (.animation, .animation): try await animation(facts, wish, stage)
            case (.video, .video), (.animation, .video): try await film(facts, wish, stage, progress)
            case (.video, .animation): try await film(facts, wish, stage, progress)
            default:
                throw Failure(
                    .unusable, "no \(wish.kind.rawValue) can be made of \(facts.kind.rawValue)",
                    words: "media.wrong_kind")
            }
        return try await prove(made, wish, stage)
    }

    /// What came out on the stage.
    struct Made {
        var name: String
        var framing: Framing
        var quality: Int?
        var isShortened = false
    }

    private func isFilmFirst(_ wish: RenditionWish) -> Bool {
        let film = wish.formats.firstIndex(of: "video/mp4") ?? .max
        let moving =
            ["image/gif", "image/webp", "image/*"].compactMap { wish.formats.firstIndex(of: $0) }.min() ?? .max
        return film < moving
    }

    /// What leaves is probed like what arrives: bare, and within the wish.
    func prove(_ made: Made, _ wish: RenditionWish, _ stage: Stage) async throws -> Rendition {
        let facts = try await Probe(bench).facts(at: made.name, in: stage)
        guard facts.isBare else {
            throw Failure(.broken, "a rendition still holds: \(facts.traces.map(\.rawValue).joined(separator: ", "))")
        }
        if let least = wish.minBytes, facts.bytes < least {
            throw Failure(.unusable, "a file of \(facts.bytes) bytes is too light", words: "media.too_light")
        }
        var judged = wish
        if facts.kind == .video { judged.kind = .video }
        guard judged.takes(facts) else {
            throw Failure(
                .tooLarge, "no rendition of \(facts.bytes) bytes is within the wish", words: "media.too_heavy")
        }
        let kept = try stage.keep(made.name, ending: facts.ending)
        let framing = made.framing
        return Rendition(
            path: kept.path, digest: kept.digest, facts: facts, isMaster: false, quality: made.quality,
            scale: framing.scale, isCut: made.isShortened || framing.isBanded || framing.isCropped)
    }
}
