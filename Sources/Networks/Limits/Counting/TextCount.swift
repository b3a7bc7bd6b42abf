/// Counts a text as a network does. Pure; time grows with the length of the text alone.
public enum TextCount {
    /// The length of `text` by `rule`, in that rule's own unit.
    public static func count(_ text: String, as rule: CountingRule) -> Int {
        switch rule {
        case .scalars: text.unicodeScalars.count
        case .graphemes: text.count
        case .utf8Bytes: text.utf8.count
        case .utf16Units: text.utf16.count
        case .weighted: XMeasure(text).weightedLength
        case .emojiAsBytes: emojiAsBytes(text)
        case .mastodon(let url): MastodonText.countable(text, url: url).count
        }
    }

    private static func emojiAsBytes(_ text: String) -> Int {
        let scalars = ComposedText.scalars(text)
        var (index, count) = (0, 0)
        while index < scalars.count {
            if let end = Emoji.end(scalars, from: index) {
                for scalar in scalars[index..<end] { count += UTF8.width(scalar) }
                index = end
            } else {
                count += 1
                index += 1
            }
        }
        return count
    }
}
