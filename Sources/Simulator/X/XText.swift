import Foundation

/// What X makes of a text: addresses become short ones of its own, and three signs are escaped
/// (https://docs.x.com/fundamentals/counting-characters).
struct XText: Sendable {
    private var parts: [(text: String, address: String?)] = []

    init(_ text: String) {
        var plain = ""
        var rest = text[...]
        while let found = rest.firstMatch(of: #/https?:\/\/[^\s]+/#) {
            var address = String(found.output)
            while let last = address.last, ".,;:!?)»".contains(last) { address.removeLast() }
            plain += rest[..<found.range.lowerBound]
            parts.append((plain, nil))
            parts.append((Self.short(address), address))
            plain = String(found.output.dropFirst(address.count))
            rest = rest[found.range.upperBound...]
        }
        parts.append((plain + rest, nil))
    }

    /// The same address always has the same short one; 23 characters.
    private static func short(_ address: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in address.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 36)
        return "https://t.co/" + (String(repeating: "0", count: 13) + digits).suffix(10)
    }

    var shown: String {
        parts.map { part in
            part.address == nil
                ? part.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                : part.text
        }.joined()
    }

    /// Where the short addresses stand, in characters of the text as it is shown, and what they stand for.
    var entities: Value {
        var (place, urls) = (0, [Value]())
        for part in parts {
            let length = part.text.unicodeScalars.count
            if let address = part.address {
                let bare = address.replacing(#/^https?:\/\//#, with: "")
                urls.append([
                    "start": .number(place), "end": .number(place + length), "url": .text(part.text),
                    "expanded_url": .text(address), "display_url": .text(String(bare.prefix(26))),
                ])
            }
            place += length
        }
        return urls.isEmpty ? .null : ["urls": .list(urls)]
    }
}
