/// What a network takes: the limits of one place where a picture or a video is shown. What is nil is not limited.
public struct RenditionWish: Sendable, Equatable {
    public enum Kind: String, Sendable, Codable {
        /// A picture that stands still. Of an animation it is the first frame, of a video the frame at `still`.
        case image
        /// An animation, as one or as a silent video, whichever `formats` names first.
        case animation
        case video
    }

    /// What to do with a picture that is too broad or too high.
    public enum Fit: Sendable, Equatable {
        /// Refuse it: whoever chose the picture chooses what is cut.
        case refuse
        /// Cut away what is too much, around a place given as shares of width and height (0.5, 0.5 is the middle).
        case crop(x: Double, y: Double)
        /// Add bands of one colour: red, green and blue, 0…255.
        case letterbox(red: UInt8, green: UInt8, blue: UInt8)
    }

    public var kind: Kind
    /// Types that are allowed, the preferred one first: `image/jpeg`, `video/mp4`; `image/*` allows them all.
    public var formats: [String]
    public var maxBytes: Int64?
    public var minBytes: Int64?
    public var maxWidth: Int?
    public var maxHeight: Int?
    public var maxPixels: Int?
    public var minWidth: Int?
    public var minHeight: Int?
    /// Width over height, from the highest to the broadest: `0.8...1.91`.
    public var aspect: ClosedRange<Double>?
    public var minSeconds: Double?
    public var maxSeconds: Double?
    /// Frames a second.
    public var maxRate: Double?
    public var fit: Fit
    /// Whether a video that is too long may lose its end. It is refused otherwise.
    public var mayCut: Bool
    /// Second of a video that a still picture is taken from; a tenth of its length when nil.
    public var still: Double?

    public init(
        _ kind: Kind, formats: [String], maxBytes: Int64? = nil, minBytes: Int64? = nil, maxWidth: Int? = nil,
        maxHeight: Int? = nil, maxPixels: Int? = nil, minWidth: Int? = nil, minHeight: Int? = nil,
        aspect: ClosedRange<Double>? = nil, minSeconds: Double? = nil, maxSeconds: Double? = nil,
        maxRate: Double? = nil, fit: Fit = .refuse, mayCut: Bool = false, still: Double? = nil
    ) {
        (self.kind, self.formats, self.maxBytes, self.minBytes) = (kind, formats, maxBytes, minBytes)
        (self.maxWidth, self.maxHeight, self.maxPixels) = (maxWidth, maxHeight, maxPixels)
        (self.minWidth, self.minHeight, self.aspect) = (minWidth, minHeight, aspect)
        (self.minSeconds, self.maxSeconds, self.maxRate) = (minSeconds, maxSeconds, maxRate)
        (self.fit, self.mayCut, self.still) = (fit, mayCut, still)
    }

    func allows(_ mime: String) -> Bool {
        formats.contains { $0 == mime || ($0.hasSuffix("/*") && mime.hasPrefix($0.dropLast())) }
    }

    /// Whether a file may go as it is.
    func takes(_ facts: MediaFacts) -> Bool {
        let isKind =
            facts.kind.rawValue == kind.rawValue
            || (kind == .animation && facts.kind == .video && facts.audio == nil)
        return isKind && facts.isBare && facts.orientation == 1 && allows(facts.mime) && takesExtent(facts)
            && (minBytes ?? 0)...(maxBytes ?? .max) ~= facts.bytes && takesTime(facts) && takesCodec(facts)
    }

    private func takesExtent(_ facts: MediaFacts) -> Bool {
        (minWidth ?? 1)...(maxWidth ?? .max) ~= facts.width && (minHeight ?? 1)...(maxHeight ?? .max) ~= facts.height
            && facts.pixels <= maxPixels ?? .max && aspect.map { $0 ~= facts.aspect } != false
    }

    private func takesTime(_ facts: MediaFacts) -> Bool {
        guard facts.kind == .video else { return facts.colour == .sRGB || facts.colour == .grey }
        let seconds = facts.seconds ?? 0
        return (minSeconds ?? 0)...(maxSeconds ?? .infinity) ~= seconds && (facts.rate ?? 0) <= (maxRate ?? 60) + 0.01
    }

    /// H.264 in eight bits with AAC: what every network shows.
    private func takesCodec(_ facts: MediaFacts) -> Bool {
        facts.kind != .video
            || (facts.codec == "h264" && ["yuv420p", "yuvj420p"].contains(facts.pixelFormat ?? "")
                && [nil, "aac"].contains(facts.audio) && facts.colour != .highRange)
    }
}
