import Foundation

/// Whose export a file is. A Takeout holds YouTube, Google reviews and Google+ at once; what each network lays out how is
/// in the file named after it.
public enum ArchiveFormat: String, Sendable, Codable, CaseIterable {
    /// Our own form: JSON Lines.
    case canonical = "jsonl"
    /// A table or lines of JSON with columns of their own, read through a `Mapping`.
    case table
    case x
    case facebook
    case instagram
    /// Google Takeout: YouTube comments, Business Profile reviews, Google+.
    case takeout
    case linkedin
    case mastodon

    /// Finds the format.
    /// - Parameters:
    ///   - firstBytes: the start of the file, or of the only file in it.
    ///   - name: the file's name; content wins over it.
    ///   - entries: names in the archive, when it is one.
    /// - Returns: nil when nothing that can be read is recognised.
    public static func detect(firstBytes: [UInt8], name: String, entries: [String] = []) -> ArchiveFormat? {
        if entries.isEmpty { return Head(firstBytes, MemberName(name)).format }
        let members = entries.map(MemberName.init)
        if let decisive = members.lazy.compactMap({ decisive($0) }).first { return decisive }
        if members.contains(where: { LinkedInExport.isOurs($0) }) { return .linkedin }
        if members.contains(where: { ["jsonl", "ndjson"].contains($0.type) }) { return .canonical }
        return members.contains { ["csv", "tsv"].contains($0.type) } ? .table : nil
    }

    /// The format that a member's name alone proves.
    static func decisive(_ member: MemberName) -> ArchiveFormat? {
        let path = member.path
        if XExport.isOurs(member) { return .x }
        if member.last == "outbox.json" { return .mastodon }
        if path.contains("instagram") || path.hasPrefix("content/posts_") || member.last.hasPrefix("post_comments_") {
            return .instagram
        }
        if path.contains("facebook") || member.last.hasPrefix("profile_posts_") || member.last.hasPrefix("your_posts_")
        {
            return .facebook
        }
        let isTakeout =
            path.hasPrefix("takeout/") || path.contains("/takeout/") || path.contains("google business profile/")
        return isTakeout ? .takeout : nil
    }
}

/// The start of a file, looked at once.
struct Head {
    let bytes: [UInt8]
    let member: MemberName

    init(_ bytes: [UInt8], _ member: MemberName) {
        self.bytes = bytes
        self.member = member
    }

    var format: ArchiveFormat? {
        if bytes.isEmpty { return nil }
        switch firstByte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return json
        case UInt8(ascii: "<"): return says("Google+") || says("youtube.com/watch") ? .takeout : nil
        default: break
        }
        if says("YTD.") && says("= [") || says("YTD.") && says("=[") { return .x }
        if YouTubeComments.isHeader(text) { return .takeout }
        if LinkedInExport.isHeader(text) { return .linkedin }
        return looksBinary ? nil : .table
    }

    private var json: ArchiveFormat? {
        if let lines { return lines }
        if says("\"orderedItems\"") || says("activitystreams") { return .mastodon }
        if says("\"starRating\"") || says("\"reviewReply\"") || says("\"postAcl\"") || says("plus.google.com") {
            return .takeout
        }
        if says("\"string_map_data\"") || says("\"ig_") || says("\"cross_post_source\"") || says("\"label_values\"") {
            return .instagram
        }
        if says("\"comments_v2\"") || says("\"review_text\"") || says("\"recommendation_type\"") { return .facebook }
        if says("\"timestamp\"") && (says("\"data\"") || says("\"attachments\"")) && firstByte == UInt8(ascii: "[") {
            return .facebook
        }
        if says("\"creation_timestamp\"") { return .instagram }
        if says("\"full_text\"") && firstByte == UInt8(ascii: "[") { return .x }
        return nil
    }

    /// JSON Lines: the first line is an object of its own, ours by its fields, or some other tool's when a second follows.
    private var lines: ArchiveFormat? {
        guard firstByte == UInt8(ascii: "{") else { return nil }
        let saysSo = ["jsonl", "ndjson"].contains(member.type)
        let lines = bytes.split(separator: 10, maxSplits: 2)
        guard let first = lines.first?.withUnsafeBytes({ try? JSONScanner.read($0) }) else {
            return saysSo ? .canonical : nil
        }
        if first["published_at"] != nil || (first["network"] != nil && first["text"] != nil) { return .canonical }
        return saysSo || (lines.count > 1 && lines[1].first == UInt8(ascii: "{")) ? .table : nil
    }

    /// The first byte that is neither white space nor a byte order mark.
    var firstByte: UInt8? { bytes.first { $0 > 32 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF } }

    /// The first 4 KiB as text, whatever the charset: good enough to look for words.
    var text: String {
        let charset = Charset.detect(bytes)
        return charset.decode(Array(bytes.prefix(charset.isWide ? 8192 : 4096)))
    }

    func says(_ words: String) -> Bool { bytes.prefix(16_384).firstRange(of: Array(words.utf8)) != nil }

    private var looksBinary: Bool {
        let charset = Charset.detect(bytes)
        return !charset.isWide && bytes.prefix(4096).contains { $0 < 9 || ($0 > 13 && $0 < 27) }
    }
}
