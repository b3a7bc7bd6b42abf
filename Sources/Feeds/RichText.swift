/// Formatted text that is ours: what a feed's HTML meant, without anything that a browser could run, fetch or be fooled
/// by. It is the only form in which text from outside is stored or shown.
///
/// The tree is kept as a flat, balanced run of pieces, so that its depth can neither overflow a stack nor be forged.
public struct RichText: Sendable, Equatable {
    /// What a stretch of text is.
    public enum Mark: Sendable, Hashable {
        case paragraph
        /// Levels 1 to 6.
        case heading(Int)
        case preformatted
        case quote
        case list(ordered: Bool)
        case item
        /// An http, https or mailto address.
        case link(String)
        case emphasis, strong, code
    }

    public enum Piece: Sendable, Hashable {
        case open(Mark)
        case close
        case text(String)
        case lineBreak
    }

    /// Balanced, in reading order.
    public let pieces: [Piece]

    init(pieces: [Piece]) { self.pieces = pieces }

    /// HTML5 from outside, reduced. What the limits do not allow is kept as words without markup.
    ///
    /// - Parameters:
    ///   - html: a fragment, as feeds, posts and mails carry.
    ///   - base: what relative links hang on; without it they lose their link and keep their words.
    public init(html: String, base: String? = nil, limits: FeedLimits = .standard) {
        let budget = MarkupBudget(limits)
        self = RichTextReader.read(Array(html.utf8)[...], base: base, budget: budget)
    }

    /// Plain text: a blank line parts paragraphs, a line end breaks a line.
    public init(plain text: String) {
        var builder = RichTextBuilder()
        builder.plain(text)
        self = builder.finish()
    }

    public var isEmpty: Bool { pieces.isEmpty }

    /// The words: a blank line between paragraphs, a line each for items.
    public var plain: String { RichTextRenderer.plain(pieces) }

    /// Escaped HTML5 of our own: no attribute but a checked `href`, no element beyond eleven.
    public var html: String { RichTextRenderer.html(pieces) }
}

/// Stored as our own HTML; what is read back goes through the same door as what comes from outside, so that a store
/// that was tampered with can inject nothing.
extension RichText: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(html: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(html)
    }
}
