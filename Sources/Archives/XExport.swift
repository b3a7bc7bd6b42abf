import Foundation
import Kernel

/// The archive that X makes (`data/tweets.js`, `data/tweets-part1.js` …, before 2022 `data/tweet.js`): the account's own posts and
/// what it reposted. Letters (direct messages), likes, deleted posts and advertising data are never opened.
///
/// A long post is cut in `tweets.js`; its whole text is in `note-tweet.js`, under another identifier: the two are matched
/// by their second and their first words.
struct XExport: Export {
    /// Bytes of long texts kept in memory while posts are read; beyond it the cut text stays.
    private static let mostNotes = 8 << 20

    private var handle: String?
    private var notes: [Int64: [String]] = [:]
    private var noteBytes = 0

    var helpers: Set<String> { ["account.js", "note-tweet.js"] }

    static func isOurs(_ member: MemberName) -> Bool {
        ["tweets.js", "tweet.js", "account.js", "note-tweet.js"].contains(member.last) && member.type == "js"
    }

    func wants(_ member: MemberName) -> Bool { isPosts(member) }

    private func isPosts(_ member: MemberName) -> Bool {
        let stem = member.stem
        return member.type == "js"
            && (stem == "tweets" || stem == "tweet" || stem.hasPrefix("tweets-part") || stem.hasPrefix("tweet-part"))
    }

    mutating func cut(_ member: MemberName, head: [UInt8]) -> Cut? { .elements }

    mutating func learn(_ piece: Piece) throws(Refusal) {
        let json = try piece.json()
        if let account = json["account"] {
            handle = account["username"]?.text
        } else if let note = json["noteTweet"], let text = note["core"]?["text"]?.text,
            let written = note["createdAt"]?.text, let instant = CanonicalExport.instant(written),
            noteBytes + text.utf8.count <= Self.mostNotes
        {
            noteBytes += text.utf8.count
            notes[instant.microseconds / 1_000_000, default: []].append(text)
        }
    }

    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal) {
        let json = try piece.json()
        let tweet = json["tweet"] ?? json
        guard let id = tweet["id_str"]?.text ?? tweet["id"]?.text else {
            throw Refusal("id: missing; expected a tweet with id_str")
        }
        guard let text = tweet["full_text"]?.text ?? tweet["text"]?.text else { throw Refusal("full_text: missing") }
        guard let written = tweet["created_at"]?.text, let publishedAt = Self.dates.instant(written) else {
            throw Refusal("created_at: not a date; expected like Wed Oct 10 20:19:24 +0000 2018")
        }
        let links = tweet["entities"]?["urls"]?.elements ?? []
        let whole = note(for: text, at: publishedAt) ?? text
        let words = Self.plain(whole, links: links)
        let original = Self.reposted(words)
        said.append(
            .arrival(
                Arrival(
                    id: id, network: .x, kind: .post, author: original?.author ?? handle, text: original?.text ?? words,
                    publishedAt: publishedAt, url: "https://x.com/\(handle ?? "i")/status/\(id)",
                    parent: tweet["in_reply_to_status_id_str"]?.text, language: tweet["lang"]?.text),
                own: original == nil))
    }

    private static let dates = WrittenDate(order: .dayFirst, zone: nil)

    /// The whole of a text that was cut.
    private func note(for text: String, at instant: Instant) -> String? {
        let second = instant.microseconds / 1_000_000
        let start = text.prefix(60)
        for near in [second, second - 1, second + 1] {
            if let note = notes[near]?.first(where: { $0.count >= text.count && $0.hasPrefix(start) }) { return note }
        }
        return nil
    }

    /// Addresses unshortened; the three entities that X writes undone.
    private static func plain(_ text: String, links: [JSON]) -> String {
        var plain = text
        for link in links.prefix(40) {
            guard let short = link["url"]?.text, let long = link["expanded_url"]?.text else { continue }
            plain = plain.replacing(short, with: long)
        }
        return plain.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    /// `RT @handle: words`: somebody else's words, passed on.
    private static func reposted(_ text: String) -> (author: String, text: String)? {
        guard text.hasPrefix("RT @"), let colon = text.firstIndex(of: ":") else { return nil }
        let author = text[text.index(text.startIndex, offsetBy: 4)..<colon]
        guard (1...15).contains(author.utf8.count), author.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == 95 }) else {
            return nil
        }
        return (String(author), String(text[text.index(after: colon)...]).trimmed)
    }
}
