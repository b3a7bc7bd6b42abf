import Foundation
import Kernel

extension Cleaner {
    /// The name of the clean picture on the stage, and whether its samples are the same.
    func picture(_ facts: MediaFacts, _ stage: Stage) async throws -> (String, Bool) {
        let layout = try Probe(bench).layout(of: Stage.input, in: stage)
        try await requireSound(facts, stage)
        if let layout, facts.orientation == 1, facts.colour == .sRGB || facts.colour == .grey {
            let bytes = try FileBytes(stage.path(Stage.input)).all(limit: bench.limits.imageBytes)
            let name = "clean." + facts.ending
            try Data(layout.bare(bytes)).write(to: URL(filePath: stage.path(name)))
            return (name, true)
        }
        return (try await anew(facts, layout, stage), false)
    }

    /// Decodes the whole picture once: a header may be well where the rest is cut short.
    private func requireSound(_ facts: MediaFacts, _ stage: Stage) async throws {
        let all = facts.kind == .animation && facts.mime != "image/apng" ? "n=-1," : ""
        let options = ["gif", "webp", "jpeg", "png", "tiff"].contains(facts.codec) ? "[\(all)fail_on=truncated]" : ""
        do {
            _ = try await stage.run(
                Tool.Call(tool: .vips, arguments: ["avg", Stage.input + options], seconds: bench.limits.imageTime))
        } catch let failure as Failure where failure.kind == .unusable {
            throw Failure(.unusable, "a picture that cannot be decoded whole", words: "media.truncated")
        }
    }

    /// Turned upright, in sRGB, by libvips.
    private func anew(_ facts: MediaFacts, _ layout: PictureLayout?, _ stage: Stage) async throws -> String {
        let isMoving = facts.kind == .animation
        let form: Form =
            switch facts.mime {
            case "image/jpeg": .jpeg(Self.quality(layout), isFull: layout?.isFullColour == true)
            case "image/webp": layout?.isLossless == true ? .webpLossless : .webp(92)
            case "image/gif": .gif(depth: 8, error: 0)
            case "image/apng":
                throw Failure(.unusable, "an animated PNG with a colour profile", words: "media.unreadable")
            case "image/heic", "image/avif": facts.hasAlpha ? .png : .jpeg(93, isFull: false)
            default: .png
            }
        let name = "clean." + form.ending
        try await stage.run(
            Tool.Call(
                tool: .vips,
                arguments: [
                    "thumbnail", Stage.input + (isMoving ? "[n=-1]" : ""), name + form.options, "\(bench.limits.side)",
                    "--height", "\(isMoving ? 10_000_000 : bench.limits.side)", "--size", "down",
                ] + facts.toPlainColours, seconds: bench.limits.imageTime))
        try stage.strip(name)
        return name
    }

    /// A little above what the picture was kept with: a higher one would keep the same faults in more bytes.
    static func quality(_ layout: PictureLayout?) -> Int { min(95, max(80, (layout?.quality ?? 90) + 2)) }
}

extension MediaFacts {
    /// Options of libvips. Without a profile to begin with, the way through another space would change the colours.
    var toPlainColours: [String] { traces.contains(.profile) ? ["--export-profile", "srgb"] : [] }
}
