/// What a document from outside may cost. Everything beyond is refused in one line or cut, never followed.
public struct FeedLimits: Sendable, Equatable {
    /// Bytes of the document; more is refused (`Failure.Kind.tooLarge`).
    public var bytes: Int
    /// Entries kept; the rest of the feed is passed over and said in `Feed.mended`.
    public var entries: Int
    /// Bytes kept of one title, link or text.
    public var fieldBytes: Int
    /// Elements open at once that the reader looks into; deeper ones count as their parent's text.
    public var depth: Int
    /// CPU seconds that all the HTML of one document may take; afterwards its words are kept without markup.
    public var markupSeconds: Double

    public init(
        bytes: Int = 32 << 20, entries: Int = 20_000, fieldBytes: Int = 1 << 20, depth: Int = 200,
        markupSeconds: Double = 4
    ) {
        self.bytes = bytes
        self.entries = entries
        self.fieldBytes = fieldBytes
        self.depth = depth
        self.markupSeconds = markupSeconds
    }

    /// What the server uses.
    public static let standard = FeedLimits()
}
