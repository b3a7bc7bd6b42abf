/// One subtitle: words that are on the screen from one moment to another.
public struct Cue: Sendable, Equatable {
    /// Name of the cue, often a number; empty without one.
    public var id: String
    /// Milliseconds from the video's beginning.
    public var start: Int
    public var end: Int
    /// Where it stands (W3C WebVTT, 3.4: `align:start`, `line:85%`, …): settings that the specification knows.
    public var settings: [String]
    /// Lines with the markup of WebVTT: `<i>`, `<v Name>`, `&amp;`.
    public var text: String

    public init(id: String = "", start: Int, end: Int, settings: [String] = [], text: String) {
        (self.id, self.start, self.end, self.settings, self.text) = (id, start, end, settings, text)
    }

    /// The words alone, as they are seen.
    public var plain: String { CueText.plain(text) }

    /// Who speaks, where the cue says so at its beginning (`<v Name>`).
    public var voice: String? { CueText.voice(text) }
}

/// The markup of a cue's text (W3C WebVTT, 6.4).
enum CueText {
    /// Without tags, with character references resolved.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x3C || $0 == 0x26 }) else { return text }
        var out = String.UnicodeScalarView()
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.popFirst() {
            if scalar == "<" {
                // A tag that is never closed swallows the rest.
                rest = rest.firstIndex(of: ">").map { rest[rest.index(after: $0)...] } ?? rest[rest.endIndex...]
            } else if scalar == "&", let (character, length) = reference(rest) {
                out.append(character)
                rest = rest.dropFirst(length)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    static func voice(_ text: String) -> String? {
        let text = text.drop { $0.isWhitespace }
        guard text.hasPrefix("<v"), let end = text.firstIndex(of: ">") else { return nil }
        let tag = text[text.index(text.startIndex, offsetBy: 2)..<end]
        guard let gap = tag.firstIndex(where: { $0 == " " || $0 == "\t" }),
            tag.first == "." || tag.first == " " || tag.first == "\t"
        else { return nil }
        let name = plain(String(tag[gap...])).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return name.isEmpty ? nil : String(name.prefix(100))
    }

    /// The characters that the specification names, and any by its number.
    private static func reference(_ rest: Substring.UnicodeScalarView) -> (Unicode.Scalar, Int)? {
        let head = rest.prefix(10)
        guard let end = head.firstIndex(of: ";") else { return nil }
        let name = String(head[..<end])
        let length = name.unicodeScalars.count + 1
        if let known = names[name] { return (known, length) }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, number > 0 else { return nil }
        return (Unicode.Scalar(number) ?? "\u{FFFD}", length)
    }

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "lrm": "\u{200E}", "rlm": "\u{200F}", "nbsp": "\u{A0}", "quot": "\"",
        "apos": "'",
    ]
}
