import Kernel

/// Bytes from outside to a feed: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed 1.0 and 1.1.
public enum FeedParser {
    /// Reads a feed, however badly it is written.
    ///
    /// - Parameters:
    ///   - bytes: the document, decompressed.
    ///   - contentType: the `Content-Type` header, whose charset counts (RFC 7303, section 3).
    ///   - location: the address it came from, on which relative links hang.
    /// - Throws: `Failure` of kind `.tooLarge` beyond `limits.bytes`, `.unusable` when it is no feed; one line says
    ///   why.
    public static func parse(
        _ bytes: [UInt8], contentType: String? = nil, location: String? = nil, limits: FeedLimits = .standard
    ) throws -> Feed {
        guard bytes.count <= limits.bytes else {
            throw Failure(
                .tooLarge, "a feed of \(bytes.count) bytes, over the limit of \(limits.bytes)", words: "feed.tooLarge")
        }
        let document = Charset(bytes, contentType: contentType)
        switch Self.kind(document.text) {
        case .json: return try JSONFeedReader(location: location, limits: limits).read(document.text)
        case .page: throw Failure(.unusable, "a web page, not a feed", words: "feed.isPage")
        case .empty: throw Failure(.unusable, "an empty document", words: "feed.empty")
        case .markup: return try markup(document, location: location, limits: limits)
        }
    }

    private static func markup(_ document: Charset, location: String?, limits: FeedLimits) throws -> Feed {
        let mender = MarkupMender(document.text)
        let builder = FeedBuilder(location: location, limits: limits)
        let reader = XMLReader(events: builder, depth: limits.depth)
        try reader.read(mender.text)
        var feed = try builder.finish()
        feed.charset = document.name
        if let complaint = document.complaint { feed.mended.append(complaint) }
        if mender.mended { feed.mended.append("characters that XML forbids") }
        if !reader.isWellFormed { feed.mended.append("tags that do not match") }
        if reader.hasUndeclaredPrefix { feed.mended.append("a prefix without a namespace") }
        if reader.isTooDeep { feed.mended.append("elements nested too deeply: read up to there") }
        return feed
    }

    private enum Kind { case json, markup, page, empty }

    private static func kind(_ text: [UInt8]) -> Kind {
        guard let first = text.first(where: { $0 > 0x20 && $0 < 0x80 }) else { return .empty }
        if first == UInt8(ascii: "{") { return .json }
        let isPage = text.withUnsafeBufferPointer { bytes in
            let head = UnsafeBufferPointer(rebasing: bytes.prefix(2_048))
            guard ByteSearch.mentions("<html", in: head) || ByteSearch.mentions("<!doctype html", in: head) else {
                return false
            }
            return !["<rss", "<feed", "<rdf"].contains { ByteSearch.mentions($0, in: head) }
        }
        return isPage ? .page : .markup
    }
}
