import Foundation
import Kernel

extension Cleaner {
    /// An MP4 with the picture and the first sound alone; copied where MP4 carries them, else coded anew.
    func film(_ facts: MediaFacts, _ stage: Stage, _ progress: @escaping @Sendable (Double) -> Void) async throws -> (
        String, Bool
    ) {
        guard let demuxer = FFmpeg.demuxer(facts.mime) else {
            throw Failure(.unusable, "a video of a kind that is not taken", words: "media.unknown_kind")
        }
        let isCopied = Self.copied[facts.codec] != nil
        let name = "clean.mp4"
        let arguments =
            ["-nostdin", "-v", "quiet", "-progress", "pipe:1", "-y"] + FFmpeg.input(Stage.input, demuxer: demuxer)
            + ["-map", "0:V:0", "-map", "0:a:0?"] + picture(facts) + Self.sound(facts) + Self.bare + ["file:" + name]
        let meter = ProgressMeter(seconds: facts.seconds ?? 1, progress)
        try await stage.run(
            Tool.Call(tool: .ffmpeg, arguments: arguments, seconds: bench.limits.videoTime), line: meter.line)
        if facts.codec == "hevc" { try silence(stage.path(name)) }
        return (name, isCopied)
    }

    /// What the encoder says of itself in the record for decoders, which ffmpeg copies.
    private func silence(_ path: String) throws {
        let messages = try BoxLayout.read(FileBytes(path)).messages
        guard !messages.isEmpty else { return }
        guard let handle = FileHandle(forUpdatingAtPath: path) else {
            throw Failure(.broken, "a cleaned video cannot be opened")
        }
        defer { try? handle.close() }
        for place in messages {
            try handle.seek(toOffset: UInt64(place.lowerBound))
            try handle.write(contentsOf: Data(HEVCMessages.silent(Int(place.count64))))
        }
    }

    /// Nothing of the container's own, nor of the program that writes it; the index first.
    static let bare = [
        "-dn", "-sn", "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact",
        "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4",
    ]

    /// Codecs whose samples are copied, and how messages between them are taken out: they carry what a camera or a program
    /// has to say (ITU-T H.264 and H.265, annex D: supplemental enhancement information).
    static let copied = ["h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39|40"]

    private func picture(_ facts: MediaFacts) -> [String] {
        if let filter = Self.copied[facts.codec] {
            return ["-c:v", "copy", "-bsf:v", filter] + (facts.codec == "hevc" ? ["-tag:v", "hvc1"] : [])
        }
        return [
            "-c:v", "libx264", "-crf", "18", "-preset", "fast", "-pix_fmt", "yuv420p", "-vf",
            "scale=trunc(iw*sar/2)*2:trunc(ih/2)*2,setsar=1", "-threads", "\(bench.limits.threads)", "-bsf:v",
            "filter_units=remove_types=6",
        ]
    }

    static func sound(_ facts: MediaFacts) -> [String] {
        facts.audio == "aac" ? ["-c:a", "copy"] : ["-c:a", "aac", "-b:a", "192k", "-ac", "2"]
    }
}
