public import Kernel

/// What a network said of its limits for one account, at a moment.
public struct AskedLimits: Sendable, Equatable, Codable {
    /// When it said so.
    public let at: Instant
    /// What was asked, for whoever wants to know where a figure comes from.
    public let endpoint: String
    /// What it said, by what it is about.
    public let values: [FigureName: FigureValue]

    public init(at: Instant, endpoint: String, values: [FigureName: FigureValue]) {
        (self.at, self.endpoint, self.values) = (at, endpoint, values)
    }

    /// `GET /api/v2/instance`, `configuration` (docs.joinmastodon.org/entities/Instance). Nil for what the server does
    /// not say.
    /// - Parameters:
    ///   - characters: `statuses.max_characters`.
    ///   - perURL: `statuses.characters_reserved_per_url`.
    ///   - files: `statuses.max_media_attachments`.
    ///   - description: `media_attachments.description_limit`.
    ///   - image: `image_size_limit` in bytes and `image_matrix_limit` in pixels.
    ///   - video: `video_size_limit` and `video_matrix_limit`.
    ///   - formats: `supported_mime_types`.
    public static func mastodon(
        at: Instant, characters: Int? = nil, perURL: Int? = nil, files: Int? = nil, description: Int? = nil,
        image: (bytes: Int?, pixels: Int?) = (nil, nil), video: (bytes: Int?, pixels: Int?) = (nil, nil),
        formats: [String]? = nil
    ) -> AskedLimits {
        let numbers: [(FigureName, Int?)] = [
            (.textMax, characters), (.linksCounting, perURL), (.imagesMaxCount, files), (.altMax, description),
            (.imagesMaxBytes, image.bytes), (.imagesMaxPixels, image.pixels), (.videoMaxBytes, video.bytes),
            (.videoMaxPixels, video.pixels),
        ]
        var values = Self.numbers(numbers)
        for (name, kind) in [(FigureName.imagesFormats, "image/"), (.videoFormats, "video/")] {
            let named = (formats ?? []).prefix(200).filter { $0.hasPrefix(kind) }.map { String($0.dropFirst(6)) }
            if !named.isEmpty { values[name] = .list(named) }
        }
        return AskedLimits(at: at, endpoint: "GET /api/v2/instance", values: values)
    }

    /// `app.bsky.video.getUploadLimits`.
    public static func blueskyVideo(
        at: Instant, canUpload: Bool, videosLeft: Int? = nil, bytesLeft: Int? = nil
    ) -> AskedLimits {
        var values = numbers([(.videosLeftToday, videosLeft), (.videoBytesLeftToday, bytesLeft)])
        values[.videoAllowed] = .flag(canUpload)
        return AskedLimits(at: at, endpoint: "app.bsky.video.getUploadLimits", values: values)
    }

    /// `GET /{ig-user-id}/content_publishing_limit`: `quota_usage` of `config.quota_total`.
    public static func instagramQuota(at: Instant, used: Int, total: Int?) -> AskedLimits {
        AskedLimits(
            at: at, endpoint: "GET /{ig-user-id}/content_publishing_limit",
            values: numbers([(.postsUsed, used), (.postsPerDay, total)]))
    }

    /// `GET /{id}/threads_publishing_limit`: `quota_usage` of `config.quota_total`.
    public static func threadsQuota(at: Instant, used: Int, total: Int?) -> AskedLimits {
        AskedLimits(
            at: at, endpoint: "GET /{id}/threads_publishing_limit",
            values: numbers([(.postsUsed, used), (.postsPerDay, total)]))
    }

    private static func numbers(_ pairs: [(FigureName, Int?)]) -> [FigureName: FigureValue] {
        Dictionary(
            pairs.compactMap { name, number in number.map { (name, .number(Double($0))) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// What of it may still hold at `moment`: what is left of a day changes with every post, the length of a text does
    /// not.
    public func still(at moment: Instant) -> AskedLimits {
        guard moment.seconds(since: at) > Self.passing else { return self }
        let lasting = values.filter { !Self.passes.contains($0.key) }
        return AskedLimits(at: at, endpoint: endpoint, values: lasting)
    }

    /// Seconds for which what is left of a day is believed.
    public static let passing = 3_600.0
    private static let passes: Set<FigureName> = [.postsUsed, .videosLeftToday, .videoBytesLeftToday]

    /// Whether as much has been published as the network takes in a day.
    public var isSpent: Bool {
        guard let used = values[.postsUsed]?.number, let most = values[.postsPerDay]?.number else { return false }
        return used >= most
    }

    /// Whether a limit can be of that size: an answer is somebody else's data.
    static func isPossible(_ value: FigureValue) -> Bool {
        switch value {
        case .none: false
        case .number(let number): (0...1e13).contains(number)
        case .pair(let low, let high): low >= 0 && low <= high && high <= 1e13
        case .flag: true
        case .text(let text): text.utf8.count <= 1_000
        case .list(let list): !list.isEmpty && list.count <= 200 && list.allSatisfy { $0.utf8.count <= 200 }
        }
    }
}
