import Kernel

extension Probe {
    func film(_ name: String, _ file: FileBytes, _ mime: String, in stage: Stage) async throws -> MediaFacts {
        try Signature.refuseTwins(
            try file.read(at: 0, 1_100), tail: try file.read(at: max(0, file.size - 65_557), 65_557))
        var traces: Set<Trace> = []
        if ["video/mp4", "video/quicktime", "audio/mp4"].contains(mime) { traces = try BoxLayout.read(file).traces }
        let report = try await report(name, mime, in: stage)
        var facts = MediaFacts(kind: .video, mime: mime, bytes: file.size)
        facts.traces = traces.union(report.traces).sorted()
        (facts.audio, facts.seconds) = (report.sound?.codec_name, report.seconds)
        guard let picture = report.picture else { return try sound(facts, report) }
        facts.fill(picture)
        if mime.hasPrefix("audio/") { facts.mime = mime == "audio/mp4" ? "video/mp4" : mime }
        try requireRoom(facts)
        guard let seconds = facts.seconds else {
            throw Failure(.unusable, "a video that says no length", words: "media.truncated")
        }
        facts.frames = picture.nb_frames.flatMap(Int.init) ?? Int((seconds * (facts.rate ?? 0)).rounded())
        facts.traces = traces.union(report.traces).union(try await firstFrames(name, facts, in: stage)).sorted()
        return facts
    }

    private func sound(_ facts: MediaFacts, _ report: VideoReport) throws -> MediaFacts {
        guard let sound = report.sound, facts.seconds != nil else {
            throw Failure(.unusable, "a file with neither picture nor sound", words: "media.truncated")
        }
        var facts = facts
        (facts.kind, facts.codec, facts.frames) = (.audio, sound.codec_name ?? "", 0)
        if facts.mime == "video/mp4" { facts.mime = "audio/mp4" }
        return facts
    }

    private func report(_ name: String, _ mime: String, in stage: Stage) async throws -> VideoReport {
        guard let demuxer = FFmpeg.demuxer(mime) else {
            throw Failure(.unusable, "a video of a kind that is not taken", words: "media.unknown_kind")
        }
        let arguments =
            ["-v", "quiet", "-print_format", "json", "-show_entries", VideoReport.entries]
            + FFmpeg.input(name, demuxer: demuxer)
        return try VideoReport.read(
            try await stage.run(
                Tool.Call(
                    tool: .ffprobe, arguments: arguments, seconds: bench.limits.imageTime, answer: 4 << 20)))
    }

    /// What the header says of frames is not believed when it says none or nothing: the first ones are looked at, and what
    /// stands between them.
    private func firstFrames(_ name: String, _ facts: MediaFacts, in stage: Stage) async throws -> Set<Trace> {
        guard let demuxer = FFmpeg.demuxer(facts.mime) else { return [] }
        let arguments =
            [
                "-v", "quiet", "-print_format", "csv=p=0", "-select_streams", "v:0", "-read_intervals", "%+#3",
                "-show_entries", "packet=size:frame=pict_type:frame_side_data=side_data_type",
            ] + FFmpeg.input(name, demuxer: demuxer)
        let answer = try await stage.run(
            Tool.Call(tool: .ffprobe, arguments: arguments, seconds: bench.limits.imageTime))
        guard answer.contains(where: { 0x31...0x39 ~= $0 }), facts.frames > 0 else {
            throw Failure(.unusable, "a video without a frame", words: "media.truncated")
        }
        let text = String(decoding: answer, as: UTF8.self)
        let kinds: [(String, Trace)] = [("Unregistered", .device), ("A53", .track), ("timecode", .track)]
        return Set(kinds.filter { text.contains($0.0) }.map(\.1))
    }
}

extension MediaFacts {
    mutating func fill(_ picture: VideoReport.Stream) {
        codec = picture.codec_name ?? ""
        pixelFormat = picture.pix_fmt
        rate = picture.rate
        let quarters = picture.quarters
        orientation = [1, 6, 3, 8][quarters]
        let (stored, high) = (picture.shownWidth, picture.height ?? 0)
        (width, height) = quarters % 2 == 1 ? (high, stored) : (stored, high)
        hasAlpha = pixelFormat?.contains("yuva") == true || pixelFormat?.contains("rgba") == true
        let bright = ["smpte2084", "arib-std-b67"].contains(picture.color_transfer ?? "")
        colour = bright ? .highRange : pixelFormat?.hasPrefix("gray") == true ? .grey : .sRGB
    }
}
