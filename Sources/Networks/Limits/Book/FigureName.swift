/// What a figure is about: its path in `limits.json`, as in `text.max`.
///
/// Those that the checks read are named here. The file holds others, to be shown.
public struct FigureName: RawRepresentable, Hashable, Sendable, Comparable, Codable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    init(_ name: String) { rawValue = name }

    public static func < (left: FigureName, right: FigureName) -> Bool { left.rawValue < right.rawValue }
}

extension FigureName {
    /// The longest text, in the figure's own unit (`NetworkLimits.counting`).
    public static let textMax = FigureName("text.max")
    /// The heaviest text, in UTF-8 bytes.
    public static let textMaxBytes = FigureName("text.max_bytes")
    /// The longest title of a video, in characters.
    public static let titleMax = FigureName("text.title_max")
    /// What no text may hold, in words.
    public static let textForbidden = FigureName("text.forbidden")
    /// The longest comment, in characters.
    public static let commentMax = FigureName("text.comment_max")
    /// The most addresses of a text.
    public static let linksMax = FigureName("links.max")
    /// How many characters an address counts, or how it is counted.
    public static let linksCounting = FigureName("links.counting")
    /// Whether an address in the text opens.
    public static let linksClickable = FigureName("links.clickable_in_caption")
    /// The most hashtags of a post.
    public static let hashtagsMax = FigureName("hashtags.max")
    /// The most `$TICKERS` of a post.
    public static let cashtagsMax = FigureName("hashtags.cashtags_max")
    /// The most tags beside the text.
    public static let extraTagsMax = FigureName("hashtags.extra_tags_max")
    /// The longest tag, in graphemes.
    public static let tagMax = FigureName("hashtags.tag_max")
    /// The tags of a video together, in characters.
    public static let tagsTotalMax = FigureName("hashtags.tags_total_max")
    /// The most mentions of a text.
    public static let mentionsMax = FigureName("mentions.max")
    /// Whether a post needs an image or a video.
    public static let imagesRequired = FigureName("images.required")
    /// The most images of a post; 0 where none is taken.
    public static let imagesMaxCount = FigureName("images.max_count")
    /// The heaviest image, in bytes.
    public static let imagesMaxBytes = FigureName("images.max_bytes")
    /// The lightest and the heaviest image, in bytes.
    public static let imagesBytes = FigureName("images.bytes")
    /// The heaviest GIF that moves, in bytes.
    public static let gifMaxBytes = FigureName("images.gif_max_bytes")
    /// Formats of images: names, or `image/*`.
    public static let imagesFormats = FigureName("images.formats")
    /// Shapes of images, width to height: `4:5 to 1.91:1`.
    public static let imagesAspect = FigureName("images.aspect_ratio")
    /// The narrowest and the widest image, in pixels.
    public static let imagesWidth = FigureName("images.width_px")
    /// The largest image, width times height.
    public static let imagesMaxPixels = FigureName("images.max_pixels")
    /// The smallest image: width and height in pixels.
    public static let imagesMinPixels = FigureName("images.min_px")
    /// The most videos of a post; 0 where none is taken.
    public static let videoMaxCount = FigureName("video.max_count")
    /// The heaviest video, in bytes.
    public static let videoMaxBytes = FigureName("video.max_bytes")
    /// The lightest and the heaviest video, in bytes.
    public static let videoBytes = FigureName("video.bytes")
    /// The longest video, in seconds.
    public static let videoMaxSeconds = FigureName("video.max_seconds")
    /// The shortest and the longest video, in seconds.
    public static let videoSeconds = FigureName("video.seconds")
    /// The longest video of a channel that is not verified, in seconds.
    public static let videoUnverifiedSeconds = FigureName("video.unverified_max_seconds")
    /// Formats of videos by name.
    public static let videoFormats = FigureName("video.formats")
    /// Whether a video may stand beside images.
    public static let videoMix = FigureName("video.mix_with_images")
    /// The heaviest document, in bytes.
    public static let documentMaxBytes = FigureName("document.max_bytes")
    /// Formats of documents by name.
    public static let documentFormats = FigureName("document.formats")
    /// The longest title of a document, in characters.
    public static let documentTitleMax = FigureName("document.title_max")
    /// What can be described: `images`, `all_media`, `captions` or `none`.
    public static let altSupported = FigureName("alt_text.supported")
    /// The longest description, in characters.
    public static let altMax = FigureName("alt_text.max")
    /// How files get there: `public_url` where the network fetches them.
    public static let mediaTransport = FigureName("media_transport")
    /// Whether the network publishes at a set hour itself.
    public static let scheduleSupported = FigureName("native_schedule.supported")
    /// The soonest hour that can be set, in seconds from now.
    public static let scheduleMinAhead = FigureName("native_schedule.min_ahead_s")
    /// The latest hour that can be set, in seconds from now.
    public static let scheduleMaxAhead = FigureName("native_schedule.max_ahead_s")
    /// The price of a post, in US dollars.
    public static let postCost = FigureName("costs_usd.post_create")
    /// The price of a post with an address in it, in US dollars.
    public static let linkPostCost = FigureName("costs_usd.post_create_with_url")
    /// The price of describing one file, in US dollars.
    public static let mediaMetadataCost = FigureName("costs_usd.media_metadata")
    /// The most posts of an account in 24 hours.
    public static let postsPerDay = FigureName("rate_limits.posts_per_24_h")
}

/// What only a network says of an account, when it is asked: these are in no file.
extension FigureName {
    /// Posts already published in the last 24 hours, of `postsPerDay`.
    public static let postsUsed = FigureName("asked.posts_used")
    /// Whether this account may upload videos at all (Bluesky: a confirmed mail address).
    public static let videoAllowed = FigureName("asked.video_allowed")
    /// Videos that may still be uploaded today.
    public static let videosLeftToday = FigureName("asked.videos_left_today")
    /// Bytes of video that may still be uploaded today.
    public static let videoBytesLeftToday = FigureName("asked.video_bytes_left_today")
    /// Width times height of a video (Mastodon).
    public static let videoMaxPixels = FigureName("video.max_pixels")
}
