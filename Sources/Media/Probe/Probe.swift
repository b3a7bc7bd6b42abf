import Kernel

/// A file from anywhere → what it is.
///
/// The format is found by our own reading of the file's structure, and by a tool's reading of its header in a process
/// of its own; where they disagree, the file is refused. No pixel is decoded.
public struct Probe: Sendable {
    public let bench: Workbench

    public init(_ bench: Workbench) { self.bench = bench }

    /// Throws `.unusable` (not a medium, cut short, two formats at once, no picture, SVG), `.tooLarge` (bytes, pixels,
    /// length), `.notFound`, `.unavailable` (a tool is missing), each with the key of a sentence `media.…`.
    public func facts(of path: String) async throws -> MediaFacts {
        try await bench.work(on: path) { try await facts(at: Stage.input, in: $0) }
    }

    func facts(at name: String, in stage: Stage) async throws -> MediaFacts {
        let file = try FileBytes(stage.path(name))
        let mime = try Signature.mime(file.read(at: 0, 4_096))
        if mime.hasPrefix("image/") { return try await picture(name, file, mime, in: stage) }
        guard file.size <= bench.limits.videoBytes else {
            throw Failure(.tooLarge, "a file of \(file.size) bytes", words: "media.too_heavy")
        }
        if mime == "application/pdf" {
            var facts = MediaFacts(kind: .document, mime: mime, bytes: file.size)
            // Nobody looks into it: it is not said to be bare.
            (facts.codec, facts.traces) = ("pdf", [.unknown])
            return facts
        }
        return try await film(name, file, mime, in: stage)
    }

    /// A picture's bytes are read whole: their number is bounded.
    func layout(of name: String, in stage: Stage) throws -> PictureLayout? {
        let file = try FileBytes(stage.path(name))
        return try Self.layout(try file.all(limit: bench.limits.imageBytes))
    }

    /// Nil for a format that is always made anew (TIFF, HEIC, AVIF).
    static func layout(_ bytes: [UInt8]) throws -> PictureLayout? {
        switch try Signature.mime(Array(bytes.prefix(4_096))) {
        case "image/jpeg": try JPEGLayout.read(bytes)
        case "image/png": try PNGLayout.read(bytes)
        case "image/gif": try GIFLayout.read(bytes)
        case "image/webp": try WebPLayout.read(bytes)
        default: nil
        }
    }

    func requireRoom(_ facts: MediaFacts) throws {
        let limits = bench.limits
        guard facts.width > 0, facts.height > 0 else {
            throw Failure(.unusable, "a picture without any extent", words: "media.truncated")
        }
        let (most, side) = facts.kind == .video ? (limits.videoPixels, limits.side / 2) : (limits.pixels, limits.side)
        guard max(facts.width, facts.height) <= side, facts.pixels <= most else {
            throw Failure(.tooLarge, "\(facts.width) by \(facts.height) pixels", words: "media.too_many_pixels")
        }
        guard
            facts.kind != .animation
                || (facts.frames <= limits.animationFrames && facts.frames * facts.pixels <= limits.animationPixels)
        else { throw Failure(.tooLarge, "an animation of \(facts.frames) frames", words: "media.too_many_pixels") }
        if let seconds = facts.seconds, seconds > limits.videoSeconds {
            throw Failure(.tooLarge, "a video of \(Int(seconds)) seconds", words: "media.too_long")
        }
    }
}
