import Kernel

extension Renderer {
    /// An animation as an animation: fewer colours first, then smaller.
    func animation(_ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage) async throws -> Made {
        let source = try await frames(facts, stage)
        let forms = try forms(facts, wish)
        var factor = 1.0
        for _ in 0..<7 {
            let framing = try Framing(facts, for: wish, factor: factor)
            guard !framing.isCropped, !framing.isBanded else {
                throw Failure(.unusable, "an animation cannot be cut to a shape", words: "media.shape")
            }
            var lightest = Int64.max
            for (index, form) in forms.enumerated() {
                let name = "moving-\(index)." + form.ending
                try await stage.run(
                    Tool.Call(
                        tool: .vips,
                        arguments: [
                            "thumbnail", source + "[n=-1]", name + form.options, "\(framing.innerWidth)", "--height",
                            "\(framing.innerHeight)", "--size", "force", "--no-rotate",
                        ], seconds: bench.limits.imageTime))
                try stage.strip(name)
                let bytes = try stage.size(name)
                if bytes <= wish.maxBytes ?? .max { return Made(name: name, framing: framing, quality: form.quality) }
                lightest = min(lightest, bytes)
            }
            guard max(framing.innerWidth, framing.innerHeight) > 120 else { break }
            factor = framing.scale * min(0.92, max(0.4, (Double(wish.maxBytes ?? 1) / Double(lightest)).squareRoot()))
        }
        throw Failure(.tooLarge, "an animation that cannot be made light enough", words: "media.too_heavy")
    }

    private func forms(_ facts: MediaFacts, _ wish: RenditionWish) throws -> [Form] {
        let gif = [Form.gif(depth: 8, error: 0), .gif(depth: 7, error: 8), .gif(depth: 6, error: 16)]
        let webp = [Form.webp(85), .webp(70), .webp(55)]
        let isGIF = facts.mime != "image/webp"
        for mime in [isGIF ? "image/gif" : "image/webp"] + wish.formats where wish.allows(mime) {
            if mime == "image/gif" || mime == "image/*" { return gif }
            if mime == "image/webp" { return webp }
        }
        throw Failure(.unusable, "no animated format is allowed", words: "media.no_format")
    }

    /// libvips reads animated GIF and WebP; an animated PNG becomes a GIF first.
    func frames(_ facts: MediaFacts, _ stage: Stage) async throws -> String {
        guard facts.mime == "image/apng" else { return Stage.input }
        let filter = "split[a][b];[a]palettegen=reserve_transparent=1[p];[b][p]paletteuse"
        let arguments =
            ["-nostdin", "-v", "quiet", "-y"] + FFmpeg.input(Stage.input, demuxer: "apng")
            + ["-filter_complex", filter, "-loop", "0", "-fflags", "+bitexact", "-f", "gif", "file:frames.gif"]
        try await stage.run(Tool.Call(tool: .ffmpeg, arguments: arguments, seconds: bench.limits.imageTime))
        return "frames.gif"
    }

    /// ffmpeg reads animated GIF and PNG; an animated WebP becomes a GIF first.
    func filmSource(_ facts: MediaFacts, _ stage: Stage) async throws -> (name: String, demuxer: String) {
        guard facts.mime == "image/webp" else {
            guard let demuxer = FFmpeg.demuxer(facts.mime) else {
                throw Failure(.unusable, "a video of a kind that is not taken", words: "media.unknown_kind")
            }
            return (Stage.input, demuxer)
        }
        try await stage.run(
            Tool.Call(
                tool: .vips, arguments: ["gifsave", Stage.input + "[n=-1]", "frames.gif"],
                seconds: bench.limits.imageTime))
        return ("frames.gif", "gif")
    }
}
