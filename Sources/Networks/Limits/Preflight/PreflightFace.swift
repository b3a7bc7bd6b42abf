public import Kernel

/// A post as one account is about to publish it: what the checks look at.
public struct PreflightFace: Sendable, Equatable {
    /// Of the account.
    public var network: Network
    /// Of a video (YouTube) or a document (LinkedIn).
    public var title: String?
    /// The post, or the description of a video.
    public var text: String
    /// Read before the rest is opened (Mastodon).
    public var contentWarning: String?
    /// The parts after the first, in their order.
    public var thread: [String]
    /// What we say ourselves under the post.
    public var firstComment: String?
    /// Files in the order in which they are shown.
    public var media: [PreflightMedia]
    /// `everybody`, `unlisted`, `followers`, or the network's own word; nil for everybody.
    public var visibility: String?
    /// The network's own field of tags: keywords of a video (YouTube), tags beside the text (Bluesky), the topic
    /// (Threads). Hashtags in the text are found there.
    public var tags: [String]
    /// Seconds until the network itself is to publish; nil when we publish at the hour ourselves.
    public var scheduledIn: Double?
    /// What a public body publishes must be accessible by law (loi n° 2005-102, art. 47; RGAA 4.1).
    public var isPublicHospital: Bool

    public init(
        network: Network, title: String? = nil, text: String, contentWarning: String? = nil, thread: [String] = [],
        firstComment: String? = nil, media: [PreflightMedia] = [], visibility: String? = nil, tags: [String] = [],
        scheduledIn: Double? = nil, isPublicHospital: Bool = false
    ) {
        (self.network, self.title, self.text, self.contentWarning) = (network, title, text, contentWarning)
        (self.thread, self.firstComment, self.media) = (thread, firstComment, media)
        (self.visibility, self.tags, self.scheduledIn) = (visibility, tags, scheduledIn)
        self.isPublicHospital = isPublicHospital
    }
}

/// One file of a post, as it would be sent.
public struct PreflightMedia: Sendable, Equatable {
    /// What a file is for its readers.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case image
        /// A GIF that moves.
        case animation
        case video, document
    }

    /// What it is.
    public var kind: Kind
    /// By content: `image/jpeg`.
    public var mime: String
    /// Size of the file.
    public var bytes: Int64
    /// In pixels; 0 where nobody knows, and then no limit of size is checked.
    public var width: Int
    public var height: Int
    /// Of a video; nil where nobody knows.
    public var seconds: Double?
    /// What it shows, for those who do not see it.
    public var alt: String?
    /// Whether subtitles go with it.
    public var hasCaptions: Bool
    /// Whether all that is said in it can be read.
    public var hasTranscript: Bool
    /// The public address at which a network that pulls will find it.
    public var pulledFrom: String?

    public init(
        _ kind: Kind, mime: String, bytes: Int64, width: Int = 0, height: Int = 0, seconds: Double? = nil,
        alt: String? = nil, hasCaptions: Bool = false, hasTranscript: Bool = false, pulledFrom: String? = nil
    ) {
        (self.kind, self.mime, self.bytes, self.width, self.height) = (kind, mime, bytes, width, height)
        (self.seconds, self.alt, self.pulledFrom) = (seconds, alt, pulledFrom)
        (self.hasCaptions, self.hasTranscript) = (hasCaptions, hasTranscript)
    }
}
