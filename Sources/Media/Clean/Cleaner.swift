import Foundation
import Kernel

/// Takes everything out of a file but the picture and the sound.
///
/// A JPEG, PNG, GIF or WebP that stands upright and is in sRGB keeps its very samples: its parts are copied by a list of
/// what a picture needs, and nothing else is. Everything else is decoded and made anew: HEIC and AVIF as JPEG (PNG when
/// they are transparent), TIFF as PNG, videos as MP4. A second probe must find nothing left, else the file is thrown
/// away and the cleaning fails.
public struct Cleaner: Sendable {
    public let bench: Workbench

    public init(_ bench: Workbench) { self.bench = bench }

    /// - Parameter progress: how far a video is, between 0 and 1, from any thread.
    /// - Throws: what `Probe` throws; `.unusable` for a sound or a document, which are not cleaned here; `.broken` when
    ///   something is left after cleaning.
    public func clean(_ path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws -> Cleaned
    {
        try await bench.work(on: path) { try await clean($0, progress: progress) }
    }

    func clean(_ stage: Stage, progress: @escaping @Sendable (Double) -> Void) async throws -> Cleaned {
        let before = try await Probe(bench).facts(at: Stage.input, in: stage)
        let (name, isLossless) =
            switch before.kind {
            case .image, .animation: try await picture(before, stage)
            case .video: try await film(before, stage, progress)
            case .audio, .document:
                throw Failure(.unusable, "\(before.kind.rawValue) files are not cleaned", words: "media.not_cleaned")
            }
        let after = try await Probe(bench).facts(at: name, in: stage)
        try proveBare(after, before)
        let kept = try stage.keep(name, ending: after.ending)
        return Cleaned(path: kept.path, digest: kept.digest, facts: after, before: before, isLossless: isLossless)
    }

    /// The proof is made with the same list as the cleaning, on the file that came out.
    private func proveBare(_ after: MediaFacts, _ before: MediaFacts) throws {
        guard after.isBare, after.orientation == 1 || after.kind == .video else {
            let left = after.traces.map(\.rawValue).joined(separator: ", ")
            throw Failure(.broken, "a cleaned file still holds: \(left)")
        }
        guard after.colour == .sRGB || after.colour == .grey || after.kind == .video else {
            throw Failure(.broken, "a cleaned picture is not in sRGB")
        }
        // A film whose end is missing is found here: what was decoded is shorter than what was promised.
        if before.kind == .video, let was = before.seconds, let now = after.seconds, now < was * 0.95 - 0.5 {
            throw Failure(.unusable, "a video that ends before its time", words: "media.truncated")
        }
    }
}
