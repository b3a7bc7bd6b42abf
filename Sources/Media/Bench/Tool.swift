/// The programs that do the work, each of a Debian package, each run as a process of its own.
public enum Tool: String, Sendable, CaseIterable {
    /// Reads, cuts and encodes videos (package `ffmpeg`).
    case ffmpeg
    /// Describes a video (package `ffmpeg`).
    case ffprobe
    /// Decodes, resizes and encodes pictures (package `libvips-tools`).
    case vips
    /// Tells what vips sees in a picture's header (package `libvips-tools`).
    case vipsheader
    /// Reads text in a picture (packages `tesseract-ocr`, `tesseract-ocr-fra`).
    case tesseract

    /// What is run, and for how long.
    struct Call: Sendable {
        let tool: Tool
        var arguments: [String]
        /// Wall-clock seconds.
        var seconds: Double
        /// Bytes of standard output that are kept; one more and the call fails.
        var answer = 64 << 10
        /// Whether every file it reads was written by our own tools a moment ago. What strangers sent is never read
        /// by the loaders that libvips calls untrusted.
        var readsOurs = false
    }
}

/// Arguments that every run of ffmpeg and ffprobe begins with.
enum FFmpeg {
    /// Decoders that may see a stranger's bytes: what cameras, telephones and screens write, and nothing exotic.
    static let decoders = [
        "h264", "hevc", "mpeg4", "mpeg2video", "mpeg1video", "h263", "vp8", "vp9", "av1", "libdav1d", "mjpeg", "prores",
        "dvvideo", "theora", "gif", "apng", "png", "rawvideo", "aac", "mp3", "mp3float", "mp2", "mp2float", "opus",
        "vorbis", "flac", "alac", "ac3", "eac3", "amrnb", "amrwb", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be",
        "pcm_s32le", "pcm_f32le", "pcm_u8", "pcm_alaw", "pcm_mulaw", "adpcm_ima_qt", "adpcm_ms",
        // Subtitles, which are left out, but which ffprobe wants to open.
        "mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text", "pgssub", "dvdsub", "dvbsub",
    ].joined(separator: ",")

    /// The demuxer is named, so that a playlist or a script in a video's clothes is never taken for what it is.
    static func demuxer(_ mime: String) -> String? {
        switch mime {
        case "video/mp4", "video/quicktime", "audio/mp4": "mov"
        case "video/webm", "video/x-matroska": "matroska"
        case "video/x-msvideo": "avi"
        case "image/gif": "gif"
        case "image/apng": "apng"
        case "audio/mpeg": "mp3"
        case "audio/ogg": "ogg"
        case "audio/flac": "flac"
        case "audio/wav": "wav"
        default: nil
        }
    }

    /// From brighter than a plain screen to a plain screen (ITU-T H.273), as libzimg and Hable's curve do it.
    static let plainScreen =
        "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv"

    /// Reads one file by name, through no protocol but the file's own, following no reference to another one.
    static func input(_ name: String, demuxer: String) -> [String] {
        ["-protocol_whitelist", "file", "-codec_whitelist", decoders, "-format_whitelist", demuxer, "-f", demuxer]
            + (demuxer == "mov" ? ["-enable_drefs", "0"] : []) + ["-i", "file:" + name]
    }
}
