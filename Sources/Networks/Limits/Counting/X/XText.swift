/// What X reads in a text: twitter-text's extraction (Extractor.java), written anew. Time grows with the length alone.
public enum XText {
    /// Addresses, with and without `https://`. Where each is counted is `XMeasure`'s affair.
    public static func urls(in text: String) -> [XEntity] {
        let scalars = Array(text.unicodeScalars)
        return XURLs.ranges(scalars).map { XEntity(kind: .url, text: Letters.string(scalars[$0]), range: $0) }
    }

    /// `#words` that are no part of an address.
    public static func hashtags(in text: String) -> [XEntity] {
        let scalars = Array(text.unicodeScalars)
        let tags = XTags.hashtags(scalars)
        guard !tags.isEmpty else { return [] }
        let urls = XURLs.ranges(scalars).map { XEntity(kind: .url, text: "", range: $0) }
        return XEntity.withoutOverlap(tags + urls).filter { $0.kind == .hashtag }
    }

    /// `@somebody` and `@somebody/list`.
    public static func mentions(in text: String) -> [XEntity] { XMentions.all(Array(text.unicodeScalars)) }

    /// Whom a post that begins with `@somebody` answers.
    public static func reply(in text: String) -> String? { XMentions.reply(Array(text.unicodeScalars)) }

    /// `$TICKER`.
    public static func cashtags(in text: String) -> [XEntity] { XTags.cashtags(Array(text.unicodeScalars)) }

    /// Whether `text` is one hashtag and nothing else.
    public static func isHashtag(_ text: String) -> Bool {
        hashtags(in: text).map(\.range) == [0..<text.unicodeScalars.count]
    }

    /// Whether `text` is `@somebody` and nothing else.
    public static func isUsername(_ text: String) -> Bool {
        let found = mentions(in: text)
        return found.count == 1 && found[0].kind == .mention && found[0].range == 0..<text.unicodeScalars.count
    }

    /// Whether `text` is `@somebody/list` and nothing else.
    public static func isList(_ text: String) -> Bool {
        let found = mentions(in: text)
        return found.count == 1 && found[0].kind != .mention && found[0].range == 0..<text.unicodeScalars.count
    }
}
