import Foundation
import Kernel

/// Tells whether a text that a network gives back is ours. Networks change blanks and shorten links, each in its way:
/// letters and digits outside of links are what stays.
enum SameWords {
    static func match(_ published: String?, _ wanted: String) -> Bool {
        let published = published ?? ""
        let (said, ours) = (letters(bare(published)), letters(bare(wanted)))
        // A text that is nothing but a link is compared as it stands: better not found than taken for another.
        guard !ours.isEmpty else { return !wanted.isEmpty && letters(published) == letters(wanted) }
        return said == ours
    }

    static func letters(_ text: String) -> String {
        let kept = text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        return String(String.UnicodeScalarView(kept))
    }

    /// Without what is a link, or would be made into one: `https://…`, `chu.example`.
    private static func bare(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).filter { word in
            !word.contains("://") && !word.contains(/[\p{L}\p{N}]\.[\p{L}\p{N}]/)
        }.joined(separator: " ")
    }

    /// The first web address in a text, without the sign that ends its sentence; nil where there is none.
    static func link(in text: String) -> String? {
        for word in text.split(whereSeparator: \.isWhitespace) {
            guard let start = word.range(of: "https://") ?? word.range(of: "http://") else { continue }
            var link = String(word[start.lowerBound...])
            while let last = link.last, ".,;:!?)]}»\"'…".contains(last) { link.removeLast() }
            if let address = Fields.link(link) { return address }
        }
        return nil
    }

    /// Clocks differ: five minutes either way.
    static func isSince(_ moment: Instant, _ said: Instant?) -> Bool {
        said.map { $0 >= moment.adding(seconds: -300) } ?? false
    }

    /// Tells one wording from another; the same on every machine and at every start (FNV-1a).
    static func digest(_ texts: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in texts.joined(separator: "\u{1F}").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
