import Foundation
import Kernel

/// The pixels of a picture, for eyes that are no tool: the finder of faces.
public struct PixelReader: Sendable {
    /// A decoded picture, upright, in sRGB.
    public struct Picture: Sendable {
        public let width: Int
        public let height: Int
        /// Red, green and blue, pixel after pixel, line after line.
        public let bytes: [UInt8]
        /// Pixels of the file for one of these, 1 or more: large pictures are read smaller.
        public let scale: Double
    }

    /// Pixels of the longer side, at most: sixteen million in all.
    public static let longest = 4_000

    public let bench: Workbench

    public init(_ bench: Workbench) { self.bench = bench }

    /// - Parameter path: an image, or an animation of which the first frame is read.
    /// - Throws: what `Probe` throws, and `.unusable` for a video.
    public func read(_ path: String) async throws -> Picture {
        try await bench.work(on: path) { stage in
            let facts = try await Probe(bench).facts(at: Stage.input, in: stage)
            guard facts.kind == .image || facts.kind == .animation else {
                throw Failure(.unusable, "pixels are read in pictures alone", words: "media.wrong_kind")
            }
            try await decode(facts, stage)
            let bytes = try FileBytes(stage.path("pixels.ppm")).all(limit: bench.limits.writes)
            return try Self.picture(bytes, facts)
        }
    }

    private func decode(_ facts: MediaFacts, _ stage: Stage) async throws {
        let side = "\(Self.longest)"
        try await stage.run(
            Tool.Call(
                tool: .vips,
                arguments: ["thumbnail", Stage.input, "plain.v", side, "--height", side, "--size", "down"]
                    + facts.toPlainColours, seconds: bench.limits.imageTime))
        // PPM knows no transparency: what was transparent becomes white.
        try await stage.run(
            Tool.Call(
                tool: .vips, arguments: ["colourspace", "plain.v", "pixels.ppm[background=255]", "srgb"],
                seconds: bench.limits.imageTime, readsOurs: true))
    }

    /// `P6`, width, height and 255 between blanks, lines that begin with # left out, one blank, and the bytes
    /// (https://netpbm.sourceforge.net/doc/ppm.html).
    static func picture(_ file: [UInt8], _ facts: MediaFacts) throws -> Picture {
        let wrong = Failure(.broken, "pixels that cannot be read")
        var words: [String] = []
        var (at, word) = (0, "")
        while words.count < 4, at < min(file.count, 4_096) {
            let byte = file[at]
            at += 1
            if byte == UInt8(ascii: "#"), word.isEmpty {
                while at < file.count, file[at] != 10 { at += 1 }
            } else if byte == 32 || byte == 10 || byte == 9 || byte == 13 {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        guard words.count == 4, words[0] == "P6", words[3] == "255", let width = Int(words[1]),
            let height = Int(words[2]), (1...longest).contains(width), (1...longest).contains(height),
            file.count - at == width * height * 3
        else { throw wrong }
        return Picture(
            width: width, height: height, bytes: Array(file[at...]),
            scale: max(1, Double(facts.width) / Double(width)))
    }
}
