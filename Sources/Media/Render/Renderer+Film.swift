import Kernel

extension Renderer {
    /// H.264 and AAC in an MP4 whose index comes first. Once by quality with a ceiling; twice by weight where that came
    /// out too heavy.
    func film(
        _ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage, _ progress: @escaping @Sendable (Double) -> Void
    ) async throws -> Made {
        guard wish.allows("video/mp4") else {
            throw Failure(.unusable, "a network that takes no MP4", words: "media.no_format")
        }
        let plan = try VideoPlan(facts, for: wish)
        let source = try await filmSource(facts, stage)
        let input = FFmpeg.input(source.name, demuxer: source.demuxer)
        var made = Made(name: "film.mp4", framing: plan.framing, isShortened: plan.seconds < (facts.seconds ?? 0) - 0.1)
        let share = wish.maxBytes == nil ? 1 : 0.5
        let quality = ["-crf", "20", "-maxrate", Self.bits(plan.most), "-bufsize", Self.bits(plan.most * 2)]
        try await encode(
            input, plan, facts, wish, stage, quality, ProgressMeter(seconds: plan.seconds, of: 0...share, progress))
        guard let most = wish.maxBytes, try stage.size(made.name) > most else {
            progress(1)
            return made
        }
        try await twice(input, plan, facts, wish, stage, ProgressMeter(seconds: plan.seconds, of: 0.75...1, progress))
        made.quality = nil
        return made
    }

    private func twice(
        _ input: [String], _ plan: VideoPlan, _ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage,
        _ meter: ProgressMeter
    ) async throws {
        var bits = plan.most * 0.96
        for _ in 0..<3 {
            let weight = ["-b:v", Self.bits(bits), "-maxrate", Self.bits(bits * 1.5), "-bufsize", Self.bits(bits * 3)]
            let log = ["-passlogfile", "passes"]
            try await encode(input, plan, facts, wish, stage, weight + log + ["-pass", "1"], nil)
            try await encode(input, plan, facts, wish, stage, weight + log + ["-pass", "2"], meter)
            let size = try stage.size("film.mp4")
            guard let most = wish.maxBytes, size > most else { return }
            bits *= Double(most) / Double(size) * 0.97
        }
    }

    private static func bits(_ bits: Double) -> String { String(Int(min(bits, 1e9))) }

    /// One run of ffmpeg. Without a meter it is a first pass: nothing is written.
    private func encode(
        _ input: [String], _ plan: VideoPlan, _ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage,
        _ rate: [String], _ meter: ProgressMeter?
    ) async throws {
        let sound =
            plan.sound.map { ["-map", "0:a:0", "-c:a", "aac", "-b:a", "\($0)", "-ac", "2", "-ar", "48000"] } ?? ["-an"]
        var arguments = ["-nostdin", "-v", "quiet", "-progress", "pipe:1", "-y"] + input
        arguments += ["-map", "0:V:0"] + (meter == nil ? ["-an"] : sound)
        arguments += ["-vf", Self.filters(plan, facts, wish), "-t", "\(plan.seconds)"]
        arguments += ["-c:v", "libx264", "-preset", "fast", "-profile:v", "high", "-pix_fmt", "yuv420p"]
        // Key frames every two seconds, each of which a player can begin at.
        arguments +=
            ["-g", "\(max(1, Int(plan.rate * 2)))", "-flags:v", "+cgop", "-threads", "\(bench.limits.threads)"] + rate
        arguments += ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]
        arguments += ["-bsf:v", "filter_units=remove_types=6"]
        arguments += meter == nil ? ["-f", "null", "-"] : Cleaner.bare + ["file:film.mp4"]
        let call = Tool.Call(tool: .ffmpeg, arguments: arguments, seconds: bench.limits.videoTime)
        try await stage.run(call) { meter?.line($0) }
    }

    private static func filters(_ plan: VideoPlan, _ facts: MediaFacts, _ wish: RenditionWish) -> String {
        let framing = plan.framing
        var filters = ["scale=iw*sar:ih", "setsar=1"]
        if framing.isCropped {
            filters.append("crop=\(framing.width):\(framing.height):\(framing.left):\(framing.top)")
        }
        if facts.hasAlpha || facts.kind == .animation { filters.append("format=rgba") }
        if facts.colour == .highRange { filters.append(FFmpeg.plainScreen) }
        filters.append("scale=\(framing.innerWidth):\(framing.innerHeight):flags=lanczos:out_color_matrix=bt709")
        if framing.isBanded, case .letterbox(let red, let green, let blue) = wish.fit {
            let ink = [red, green, blue].map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            filters.append("pad=\(framing.outerWidth):\(framing.outerHeight):-1:-1:0x\(ink)")
        }
        return (filters + ["setsar=1", "fps=\(plan.rate)", "format=yuv420p"]).joined(separator: ",")
    }

    /// One frame of a video, as a picture.
    func poster(_ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage) async throws -> Made {
        guard let demuxer = FFmpeg.demuxer(facts.mime) else {
            throw Failure(.unusable, "a video of a kind that is not taken", words: "media.unknown_kind")
        }
        let length = facts.seconds ?? 0
        let second = min(max(0, wish.still ?? length / 10), max(0, length - 0.1))
        let tone = facts.colour == .highRange ? FFmpeg.plainScreen + "," : ""
        let arguments =
            ["-nostdin", "-v", "quiet", "-y", "-ss", "\(second)"] + FFmpeg.input(Stage.input, demuxer: demuxer)
            + ["-map", "0:V:0", "-frames:v", "1", "-vf", "scale=iw*sar:ih,setsar=1,\(tone)format=rgb24"]
            + [
                "-map_metadata", "-1", "-fflags", "+bitexact", "-f", "image2", "-c:v", "png", "-update", "1",
                "file:still.png",
            ]
        try await stage.run(Tool.Call(tool: .ffmpeg, arguments: arguments, seconds: bench.limits.imageTime))
        var still = facts
        // Of no format that could be kept: the network's order decides.
        (still.kind, still.hasAlpha, still.colour) = (.image, false, .sRGB)
        return try await picture("still.png", still, wish, stage)
    }
}
