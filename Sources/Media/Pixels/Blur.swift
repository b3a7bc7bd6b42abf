import Foundation
import Kernel

/// Makes regions of a picture unrecognisable: faces without a release, screens, wristbands.
public struct Blur: Sendable {
    public enum Style: String, Sendable, Codable, CaseIterable {
        /// One colour: nothing is left but that something was there.
        case solid
        /// Four squares a side: for those who know whom to look for, hair and clothes may still say something.
        case mosaic
    }

    /// Regions of one picture.
    public static let mostRegions = 500

    public let bench: Workbench

    public init(_ bench: Workbench) { self.bench = bench }

    /// The picture with those regions covered, clean as `Cleaner` leaves it; transparency within them is gone.
    ///
    /// Throws what `Probe` throws; `.unusable` for what is no still picture, without a region, or when a region lies
    /// beside the picture: whoever asked would believe that somebody is hidden who is not.
    public func cover(_ regions: [PixelRect], of path: String, _ style: Style = .solid) async throws -> Cleaned {
        try await bench.work(on: path) { stage in
            let before = try await Probe(bench).facts(at: Stage.input, in: stage)
            guard before.kind == .image else {
                throw Failure(
                    .unusable, "regions of \(before.kind.rawValue) are not covered", words: "media.wrong_kind")
            }
            let inside = regions.compactMap { $0.inside(width: before.width, height: before.height) }
            guard !regions.isEmpty, regions.count <= Self.mostRegions, inside.count == regions.count else {
                throw Failure(.unusable, "a region that is not in the picture", words: "media.no_region")
            }
            let bands = try await unpack(before, stage)
            let mosaic = Mosaic(
                path: stage.path("pixels.raw"), width: before.width, height: before.height, bands: bands)
            for region in inside { try mosaic.cover(region, style) }
            let name = try await pack(before, bands, stage)
            let after = try await Probe(bench).facts(at: name, in: stage)
            guard after.isBare else { throw Failure(.broken, "a covered picture is not bare") }
            let kept = try stage.keep(name, ending: after.ending)
            return Cleaned(path: kept.path, digest: kept.digest, facts: after, before: before, isLossless: false)
        }
    }

    /// Upright, in sRGB, eight bits; gives the number of bytes of a pixel.
    private func unpack(_ before: MediaFacts, _ stage: Stage) async throws -> Int {
        let side = "\(bench.limits.side)"
        let time = bench.limits.imageTime
        try await stage.run(
            Tool.Call(
                tool: .vips,
                arguments: [
                    "thumbnail", Stage.input, "plain.v", side, "--height", side, "--size", "down", "--fail-on",
                    "truncated",
                ] + before.toPlainColours, seconds: time))
        try await stage.run(
            Tool.Call(
                tool: .vips, arguments: ["colourspace", "plain.v", "pixels.raw", "srgb"], seconds: time, readsOurs: true
            ))
        stage.remove("plain.v")
        let size = try stage.size("pixels.raw")
        guard before.pixels > 0, [3, 4].contains(size / Int64(before.pixels)), size % Int64(before.pixels) == 0 else {
            throw Failure(.broken, "pixels of \(size) bytes for \(before.pixels)")
        }
        return Int(size / Int64(before.pixels))
    }

    private func pack(_ facts: MediaFacts, _ bands: Int, _ stage: Stage) async throws -> String {
        let layout = try Probe(bench).layout(of: Stage.input, in: stage)
        let form: Form =
            facts.mime == "image/jpeg"
            ? .jpeg(Cleaner.quality(layout), isFull: layout?.isFullColour == true)
            : ["image/heic", "image/avif"].contains(facts.mime) && bands == 3
                ? .jpeg(93, isFull: false)
                : facts.mime == "image/webp" && layout?.isLossless == false ? .webp(92) : .png
        let name = "covered." + form.ending
        try await stage.run(
            Tool.Call(
                tool: .vips,
                arguments: [
                    "rawload", "pixels.raw", name + form.options, "\(facts.width)", "\(facts.height)", "\(bands)",
                    "--format", "uchar", "--interpretation", "srgb",
                ], seconds: bench.limits.imageTime, readsOurs: true))
        try stage.strip(name)
        return name
    }
}
