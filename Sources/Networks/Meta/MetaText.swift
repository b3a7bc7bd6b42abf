import Foundation
import Kernel

/// Tells whether a text that a network gives back is one of ours. Networks change blanks, links and signs in their own
/// ways: letters and digits are what stays.
enum MetaText {
    /// - Parameter author: whose name may stand before our words, where an answer names the person it is for.
    static func same(_ published: String?, _ wanted: String, after author: String? = nil) -> Bool {
        let (said, ours) = (letters(published ?? ""), letters(wanted))
        guard !ours.isEmpty else { return false }
        if said == ours { return true }
        guard let author, !letters(author).isEmpty else { return false }
        return said == letters(author) + ours
    }

    static func letters(_ text: String) -> String {
        let kept = text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        return String(String.UnicodeScalarView(kept))
    }

    /// The first web address in a text, without the sign that ends its sentence; nil where there is none.
    static func link(in text: String) -> String? {
        for word in text.split(whereSeparator: \.isWhitespace) {
            guard let start = word.range(of: "https://") ?? word.range(of: "http://") else { continue }
            var link = String(word[start.lowerBound...])
            while let last = link.last, ".,;:!?)]}»\"'…".contains(last) { link.removeLast() }
            if Fields.link(link) != nil { return link }
        }
        return nil
    }

    /// Tells one wording from another; the same on every machine and at every start (FNV-1a, 32 bits of it).
    static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String((hash ^ (hash >> 32)) & 0xffff_ffff, radix: 16)
    }

    /// Clocks differ: five minutes either way.
    static func isSince(_ moment: Instant, _ said: Instant?) -> Bool {
        said.map { $0 >= moment.adding(seconds: -300) } ?? false
    }
}
