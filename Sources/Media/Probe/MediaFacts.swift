/// What a media file is, by its content alone.
public struct MediaFacts: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case image, animation, video, audio, document
    }

    /// In what its colours are told.
    public enum Colour: String, Sendable, Codable {
        /// Said, or taken for it because nothing is said.
        case sRGB
        case grey
        /// Display P3, Adobe RGB and any other that a profile describes.
        case profiled
        case cmyk
        /// HLG or PQ: brighter than a plain screen shows.
        case highRange
    }

    public var kind: Kind
    /// `image/jpeg`, `video/mp4`, …
    public var mime: String
    public var bytes: Int64
    /// Pixels as it is seen, after its orientation; 0 for a sound or a document.
    public var width: Int
    public var height: Int
    /// How long it lasts; nil for what stands still.
    public var seconds: Double?
    /// Pictures in it: 1 for an image.
    public var frames: Int
    /// Frames a second, on average.
    public var rate: Double?
    /// `jpeg`, `png`, `h264`, … as ffprobe calls it.
    public var codec: String
    /// How a video's pixels are laid out, `yuv420p`.
    public var pixelFormat: String?
    /// Codec of the sound; nil when it is mute.
    public var audio: String?
    public var hasAlpha: Bool
    /// How the stored picture is turned (TIFF 6.0 and Exif 2.32, tag 274): 1 is upright.
    public var orientation: Int
    public var colour: Colour
    /// What else is in the file, in order.
    public var traces: [Trace]

    /// Nothing but the picture and the sound is left.
    public var isBare: Bool { traces.isEmpty }
    public var pixels: Int { width * height }
    /// Width over height.
    public var aspect: Double { height > 0 ? Double(width) / Double(height) : 0 }

    init(kind: Kind, mime: String, bytes: Int64) {
        (self.kind, self.mime, self.bytes) = (kind, mime, bytes)
        (width, height, frames, codec, hasAlpha, orientation, colour, traces) = (0, 0, 1, "", false, 1, .sRGB, [])
    }

    /// The usual ending of such a file's name.
    var ending: String {
        switch mime {
        case "image/jpeg": "jpg"
        case "image/apng": "png"
        case "video/quicktime": "mov"
        default: String(mime.split(separator: "/").last ?? "bin")
        }
    }
}
