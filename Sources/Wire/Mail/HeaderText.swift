import Foundation

/// Text made fit for a mail header: no line break survives (header injection), what is not plain ASCII becomes
/// encoded words (RFC 2047), lines are folded (RFC 5322 section 2.2.3).
enum HeaderText {
    /// `Name: value`, folded, with its line end. The value is free text, such as a subject.
    static func unstructured(_ name: String, _ value: String) -> String {
        fold(name, isPlain(value) ? clean(value) : encodedWords(value))
    }

    /// `Name: value` for a value that is already in its final, ASCII form.
    static func structured(_ name: String, _ value: String) -> String { fold(name, clean(value)) }

    /// A display name: an atom sequence, a quoted string, or encoded words.
    static func phrase(_ text: String) -> String {
        let value = clean(text)
        guard isPlain(value) else { return encodedWords(value) }
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// Without control characters, without the invisible marks that turn the direction of text.
    static func clean(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: result += " "
            case 0x202A...0x202E, 0x2066...0x2069: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.trimmingCharacters(in: .whitespaces)
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x80 } && !text.contains("=?")
            && text.split(separator: " ").allSatisfy { $0.utf8.count <= 70 }
    }

    /// Encoded words, each holding whole characters, parted by single spaces. 39 bytes make a word of 64 characters,
    /// which leaves room on the first line for the header's name (lines with encoded words hold 76).
    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var piece = ""
        for scalar in clean(text).unicodeScalars {
            if piece.utf8.count + UTF8.width(scalar) > 39 {
                words.append(piece)
                piece = ""
            }
            piece.unicodeScalars.append(scalar)
        }
        words.append(piece)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: " ")
    }

    /// Breaks before a space once a line would pass 76 characters.
    private static func fold(_ name: String, _ value: String) -> String {
        var lines: [String] = []
        var line = name + ":"
        for word in value.split(separator: " ") {
            if line.utf8.count + 1 + word.utf8.count > 76, line != name + ":" {
                lines.append(line)
                line = ""
            }
            line += " " + word
        }
        lines.append(line)
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
