import Kernel

/// The words of a Bluesky post, with the addresses that its facets shorten written out.
///
/// A facet names a range of UTF-8 bytes (lexicon `app.bsky.richtext.facet`); a range that does not fit the text, that
/// cuts a character or that overlaps another is ignored, as the lexicon asks.
enum BlueskyText {
    static func full(_ record: JSON) -> String {
        let text = record["text"].string ?? ""
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        for link in links(record["facets"].elements.prefix(200), in: bytes) where link.range.lowerBound >= position {
            result += bytes[position..<link.range.lowerBound]
            result += link.uri.utf8
            position = link.range.upperBound
        }
        result += bytes[position...]
        return Fields.text(String(decoding: result, as: UTF8.self) + attachment(record["embed"], text))
    }

    private struct Link {
        let range: Range<Int>
        let uri: String
    }

    private static func links(_ facets: ArraySlice<JSON>, in bytes: [UInt8]) -> [Link] {
        facets.compactMap { facet -> Link? in
            guard let start = facet["index"]["byteStart"].int, let end = facet["index"]["byteEnd"].int,
                start >= 0, start < end, end <= bytes.count, isBoundary(start, bytes), isBoundary(end, bytes)
            else { return nil }
            let kinds = facet["features"].elements.filter { $0["$type"].string == "app.bsky.richtext.facet#link" }
            return kinds.lazy.compactMap { Fields.link($0["uri"].string) }.first.map {
                Link(range: start..<end, uri: $0)
            }
        }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func isBoundary(_ index: Int, _ bytes: [UInt8]) -> Bool {
        index == bytes.count || bytes[index] & 0xC0 != 0x80
    }

    /// The card of a linked page, and the pictures' descriptions where the post says nothing itself.
    private static func attachment(_ embed: JSON, _ text: String) -> String {
        let card = embed["external"].isObject ? embed["external"] : embed["media"]["external"]
        if let uri = Fields.link(card["uri"].string), !text.contains(uri) {
            return "\n" + [Fields.text(card["title"].string ?? ""), uri].filter { !$0.isEmpty }.joined(separator: " ")
        }
        guard text.isEmpty else { return "" }
        return embed["images"].elements.compactMap { $0["alt"].string }.joined(separator: "\n")
    }
}
