public import Kernel
public import Opinion

/// One thing that was said, whatever road it came by, with what we made of it.
public struct Mention: Sendable, Equatable, Identifiable {
    public let id: Int64
    public let network: Network
    public let kind: MentionKind
    /// Handle while the case is open to the reader, else a pseudonym that is stable for this author.
    public let author: String?
    public let title: String?
    /// Empty once the retention of every road it came by has passed.
    public let text: String
    public let language: String?
    public let rating: Double?
    public let reach: Int?
    public let url: String?
    public let publishedAt: Instant
    public let collectedAt: Instant
    public let verdict: Verdict?
    public let themes: [MentionTheme]
    public let services: [Int64]
    /// Copies folded under this one.
    public let copies: Int
    /// Said by our own account.
    public let own: Bool
    public let erased: Bool
}

/// What was made of a mention, by the machine or by a person.
public struct Verdict: Sendable, Equatable {
    public let polarity: Polarity
    public let score: Double
    public let confidence: Double
    public let unsure: Bool
    public let urgency: Urgency
    public let byPerson: Bool
    /// As the store holds it: a list of hundreds shows the reasons of a few.
    let reasonsText: String?

    public var reasons: [Reason] { ReasonJSON.reasons(reasonsText) }
}

extension Mention {
    /// Whether it counts in the temperature. Our own words do not; an article or a video that takes no side tells news,
    /// not an opinion.
    static func isOpinion(kind: MentionKind, polarity: Polarity, own: Bool) -> Bool {
        !own && (polarity != .neutral || (kind != .article && kind != .video))
    }
}

/// A theme that a mention speaks of, and how.
public struct MentionTheme: Sendable, Equatable {
    public let theme: Theme
    /// Praised (`positive`), blamed (`negative`), or nil: neither plainly, or nobody has said.
    public let polarity: Polarity?
}
