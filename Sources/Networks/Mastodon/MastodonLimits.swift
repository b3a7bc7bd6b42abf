import Kernel

/// What one Mastodon-compatible server says that it takes (https://docs.joinmastodon.org/entities/Instance/): asked for at
/// run time, because each server has its own.
public struct MastodonLimits: Sendable, Equatable {
    /// Characters of a status and its warning together.
    public var maxCharacters = 500
    public var maxMediaAttachments = 4
    /// Characters that a web address counts for, whatever its length.
    public var charactersReservedPerURL = 23
    /// Empty where the server does not say.
    public var supportedMimeTypes: Set<String> = []
    /// Bytes of an image.
    public var imageSizeLimit: Int64?
    /// Pixels of an image, width times height.
    public var imageMatrixLimit: Int64?
    /// Bytes of a video.
    public var videoSizeLimit: Int64?
    /// Pixels of a video, width times height.
    public var videoMatrixLimit: Int64?
    /// Characters of the description of a file.
    public var descriptionLimit: Int?

    public init() {}

    /// From `/api/v2/instance` or `/api/v1/instance`, which say the same in the same place; older Pleroma has
    /// `max_toot_chars`. Numbers that cannot be are left out.
    init(_ instance: JSON) {
        let (statuses, media) = (
            instance["configuration"]["statuses"], instance["configuration"]["media_attachments"]
        )
        let most = statuses["max_characters"].int ?? instance["max_toot_chars"].int
        maxCharacters = Self.within(1...1_000_000, most) ?? maxCharacters
        maxMediaAttachments = Self.within(0...1_000, statuses["max_media_attachments"].int) ?? maxMediaAttachments
        charactersReservedPerURL =
            Self.within(0...10_000, statuses["characters_reserved_per_url"].int) ?? charactersReservedPerURL
        supportedMimeTypes = Set(
            media["supported_mime_types"].elements.prefix(500).compactMap { Fields.id($0.string)?.lowercased() })
        imageSizeLimit = Self.large(media["image_size_limit"])
        imageMatrixLimit = Self.large(media["image_matrix_limit"])
        videoSizeLimit = Self.large(media["video_size_limit"])
        videoMatrixLimit = Self.large(media["video_matrix_limit"])
        descriptionLimit = Self.within(1...1_000_000, media["description_limit"].int)
    }

    /// Whether the server says how long a status may be.
    static func says(_ instance: JSON) -> Bool {
        instance["configuration"]["statuses"]["max_characters"].int != nil || instance["max_toot_chars"].int != nil
    }

    private static func within(_ range: ClosedRange<Int>, _ number: Int?) -> Int? {
        number.flatMap { range.contains($0) ? $0 : nil }
    }

    private static func large(_ field: JSON) -> Int64? { within(1...(1 << 50), field.int).map(Int64.init) }
}

extension MastodonConnector {
    public func askedLimits() async throws -> AskedLimits? {
        let said = try await server.limits()
        return .mastodon(
            at: server.clock.now(), characters: said.maxCharacters, perURL: said.charactersReservedPerURL,
            files: said.maxMediaAttachments, description: said.descriptionLimit,
            image: (said.imageSizeLimit.map(Int.init), said.imageMatrixLimit.map(Int.init)),
            video: (said.videoSizeLimit.map(Int.init), said.videoMatrixLimit.map(Int.init)),
            formats: said.supportedMimeTypes.sorted())
    }
}

extension MastodonServer {
    /// - Throws: as `API`, when the server answers at neither place.
    func limits() async throws -> MastodonLimits {
        var (silent, refused): (MastodonLimits?, (any Error)?) = (nil, nil)
        for path in ["/api/v2/instance", "/api/v1/instance"] {
            do {
                let json = try await api.get(path).json
                let limits = MastodonLimits(json)
                if MastodonLimits.says(json) { return limits }
                silent = silent ?? limits
            } catch let failure as Failure { refused = failure }
        }
        if let silent { return silent }
        throw try refused ?? Failure(.unavailable, "\(host) says nothing of itself", words: "networks.not_json")
    }
}
