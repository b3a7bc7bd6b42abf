import Kernel

extension Blur {
    /// Spans of one film.
    public static let mostSpans = 500
    /// What is left of the picture: so many soft patches across and down, in which no face is told from another.
    private static let patches = 8

    /// The film with its whole picture made unrecognisable for these seconds, clean as `Cleaner` leaves it. Faces move: what
    /// follows one of them may lose it, what covers everything cannot. The sound stays.
    ///
    /// Throws what `Probe` throws; `.unusable` for what is no film, without a span, or when a span lies beside the film:
    /// whoever asked would believe that somebody is hidden who is not.
    public func cover(
        _ spans: [ClosedRange<Double>], ofFilm path: String,
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> Cleaned {
        try await bench.work(on: path) { stage in
            let before = try await Probe(bench).facts(at: Stage.input, in: stage)
            guard before.kind == .video, let demuxer = FFmpeg.demuxer(before.mime), let length = before.seconds else {
                throw Failure(
                    .unusable, "seconds of \(before.kind.rawValue) are not covered", words: "media.wrong_kind")
            }
            guard !spans.isEmpty, spans.count <= Self.mostSpans,
                spans.allSatisfy({ $0.lowerBound < length && $0.upperBound > 0 })
            else { throw Failure(.unusable, "seconds that are not in the film", words: "media.no_region") }
            let name = "covered.mp4"
            let arguments =
                ["-nostdin", "-v", "quiet", "-progress", "pipe:1", "-y"] + FFmpeg.input(Stage.input, demuxer: demuxer)
                + ["-filter_complex", Self.filter(spans, before), "-map", "[out]", "-map", "0:a:0?"]
                + ["-c:v", "libx264", "-crf", "18", "-preset", "fast", "-threads", "\(bench.limits.threads)"]
                + ["-bsf:v", "filter_units=remove_types=6"] + Cleaner.sound(before) + Cleaner.bare + ["file:" + name]
            try await stage.run(
                Tool.Call(tool: .ffmpeg, arguments: arguments, seconds: bench.limits.videoTime),
                line: ProgressMeter(seconds: length, progress).line)
            let after = try await Probe(bench).facts(at: name, in: stage)
            guard after.isBare else { throw Failure(.broken, "a covered film is not bare") }
            let kept = try stage.keep(name, ending: after.ending)
            return Cleaned(path: kept.path, digest: kept.digest, facts: after, before: before, isLossless: false)
        }
    }

    private static func filter(_ spans: [ClosedRange<Double>], _ facts: MediaFacts) -> String {
        let (width, height) = (max(2, facts.width / 2 * 2), max(2, facts.height / 2 * 2))
        let tone = facts.colour == .highRange ? FFmpeg.plainScreen + "," : ""
        let when = spans.map { "between(t,\($0.lowerBound),\($0.upperBound))" }.joined(separator: "+")
        return "[0:V:0]\(tone)scale=\(width):\(height),setsar=1,format=yuv420p,split[sharp][whole];"
            + "[whole]scale=\(patches):\(patches):flags=area,scale=\(width):\(height):flags=bilinear[soft];"
            + "[sharp][soft]overlay=enable='\(when)',format=yuv420p[out]"
    }
}
