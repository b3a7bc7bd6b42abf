/// What arrives from anywhere, as something that can be set.
enum PlainText {
    /// Longer pieces are set apart: breaking lines costs more than a line's share in very long ones.
    static let piece = 4_000
    /// A longer run without a blank is nobody's word: it goes on on another line.
    static let longestWord = 500

    /// Without characters that steer devices or hide text; what the font cannot draw is named: `[U+4E2D]`, and a picture
    /// by its name in Unicode, `[face vomiting]`.
    static func printable(_ text: String, draws: (Unicode.Scalar) -> Bool) -> String {
        if text.utf8.allSatisfy({ 32...126 ~= $0 || $0 == 10 }) { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control:
                if scalar == "\n" { out.append(scalar) } else if scalar == "\t" { out.append(" ") }
            // Joiners, marks of direction, selectors of variants: they draw nothing by themselves.
            case .format, .surrogate: break
            case .lineSeparator, .paragraphSeparator: out.append("\n")
            default:
                if scalar.properties.isVariationSelector { continue }
                // PDF holds no noncharacters, whatever a font has in their place.
                if draws(scalar), !scalar.properties.isNoncharacterCodePoint {
                    out.append(scalar)
                } else {
                    out.append(contentsOf: name(scalar).unicodeScalars)
                }
            }
        }
        return String(out)
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        if scalar.properties.isEmoji, let name = scalar.properties.name { return "[\(name.lowercased())]" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
    }

    /// Paragraphs of one text, each in pieces that end between words where there are any. Empty lines on end are one.
    static func pieces(_ text: String) -> [String] {
        var wasEmpty = false
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).filter { line in
            defer { wasEmpty = line.isEmpty }
            return !(line.isEmpty && wasEmpty)
        }.flatMap { cut($0) }
    }

    /// The text itself, or its beginning and "…".
    static func shortened(_ text: String, to most: Int) -> String {
        // A scalar has four bytes at most: most texts need not be counted.
        guard text.utf8.count > most, text.unicodeScalars.count > most else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(most - 1))) + "…"
    }

    private static func cut(_ text: Substring) -> [String] {
        guard text.utf8.count > longestWord else { return [String(text)] }
        var out: [String] = []
        var piece = String.UnicodeScalarView()
        var (word, length) = (0, 0)
        for scalar in text.unicodeScalars {
            piece.append(scalar)
            word = scalar == " " ? 0 : word + 1
            length += 1
            if word == longestWord || length >= Self.piece && word == 0 {
                out.append(String(piece))
                piece = String.UnicodeScalarView()
                (word, length) = (0, 0)
            }
        }
        return piece.isEmpty ? out : out + [String(piece)]
    }
}
