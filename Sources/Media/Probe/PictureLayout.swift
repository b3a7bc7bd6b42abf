/// How a picture's file is laid out, read without decoding a pixel.
struct PictureLayout: Equatable {
    /// A stretch of a bare file: bytes of the original, or bytes of ours in the place of some.
    enum Part: Equatable {
        case kept(Range<Int>)
        case written([UInt8])
    }

    var mime: String
    var codec: String
    /// Pixels as they are stored.
    var width = 0
    var height = 0
    var frames = 1
    var seconds: Double?
    var hasAlpha = false
    var isGrey = false
    var isCMYK = false
    /// Exif's, 1 when nothing is said.
    var orientation = 1
    /// Name of the colour profile; nil without one, empty when it has none.
    var profile: String?
    /// For JPEG: the quality that its tables speak of (1…100), and whether colours have as many samples as light.
    var quality: Int?
    var isFullColour = false
    var isLossless = false
    var traces: Set<Trace> = []
    /// The file without its traces, as it would be written.
    var parts: [Part] = []

    init(mime: String, codec: String) { (self.mime, self.codec) = (mime, codec) }

    /// Colours other than sRGB: a copy of the same samples without the profile would look wrong.
    var isProfiled: Bool {
        guard let profile else { return false }
        let plain = ["srgb", "gray", "grey", "s-gray", "c2"]
        return !plain.contains { profile.lowercased().contains($0) }
    }

    /// The bare file, made of the original's bytes.
    func bare(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for part in parts {
            switch part {
            case .kept(let range): out.append(contentsOf: bytes[range])
            case .written(let some): out.append(contentsOf: some)
            }
        }
        return out
    }

    /// Marks a stretch as belonging to the picture, joining it to the one before.
    mutating func keep(_ range: Range<Int>) {
        if case .kept(let last)? = parts.last, last.upperBound == range.lowerBound {
            parts[parts.count - 1] = .kept(last.lowerBound..<range.upperBound)
        } else {
            parts.append(.kept(range))
        }
    }

    mutating func take(exif bytes: ArraySlice<UInt8>) {
        let exif = ExifBlock(bytes)
        traces.formUnion(exif.traces)
        if let turned = exif.orientation { orientation = turned }
    }
}
