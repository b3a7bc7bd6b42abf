import Feeds
import Foundation

/// Tells whether a status says what we wrote. Servers turn a text into HTML in their own ways: letters and digits are what
/// stays, and of a mention sometimes the name alone.
enum MastodonWords {
    /// Whether `status` says `text` and nothing else.
    static func say(_ text: String, _ status: JSON) -> Bool {
        let wanted = SameWords.letters(text)
        let published = published(status)
        guard !wanted.isEmpty else { return false }
        return published == wanted || published == SameWords.letters(withoutServers(text))
    }

    /// Whether `status` says `text` to `author`, whose handle may stand before it, whole or without its server.
    static func say(_ text: String, to author: String?, _ status: JSON) -> Bool {
        let (published, wanted) = (published(status), SameWords.letters(text))
        guard !wanted.isEmpty else { return false }
        if published == wanted { return true }
        guard published.hasSuffix(wanted) else { return false }
        let handle = SameWords.letters(author ?? "")
        let name = SameWords.letters(author.flatMap { $0.split(separator: "@").first.map(String.init) } ?? "")
        let before = String(published.dropLast(wanted.count))
        return before == handle || before == name || (!name.isEmpty && before.hasPrefix(name) && before.count < 200)
    }

    private static func published(_ status: JSON) -> String {
        SameWords.letters(RichText(html: status["content"].string ?? "").plain)
    }

    /// `@name@server` as `@name`.
    private static func withoutServers(_ text: String) -> String {
        text.replacing(/(@[A-Za-z0-9_.-]+)@[A-Za-z0-9.-]+/) { String($0.1) }
    }
}
