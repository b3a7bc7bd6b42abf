import Kernel
import Privacy

/// A passage of a review that the public does not read, and what stands in its place.
struct ReviewMask: Sendable, Equatable {
    enum Style: String, Sendable {
        /// `[nom]`, `[téléphone]`…
        case hidden
        /// `S…`: for names of people only.
        case initial
        /// A moderator says, with a reason on record, that it identifies nobody.
        case shown
    }

    /// In Unicode scalars of the text as its author wrote it.
    let range: Range<Int>
    let kind: ClueKind
    var style = Style.hidden

    /// What the machine hides: every identifier and the names of all people, caregivers too.
    static func found(in text: String, by privacy: PrivacyReader) -> [ReviewMask] {
        privacy.everybody(in: text).map { ReviewMask(range: $0.range, kind: $0.kind) }
    }

    /// Masks over every place where a moderator's words stand in the text, whatever their capitals.
    static func over(_ words: [String], in text: String) -> [ReviewMask] {
        let scalars = Array(text.unicodeScalars)
        return words.prefix(50).flatMap { word -> [ReviewMask] in
            let wanted = Array(word.trimmed.unicodeScalars)
            guard wanted.count > 1, wanted.count <= 400, scalars.count >= wanted.count else { return [] }
            return (0...(scalars.count - wanted.count)).filter { at in
                wanted.indices.allSatisfy { same(scalars[at + $0], wanted[$0]) }
            }.map { ReviewMask(range: $0..<$0 + wanted.count, kind: .otherID) }
        }
    }

    private static func same(_ one: Unicode.Scalar, _ other: Unicode.Scalar) -> Bool {
        one == other || one.properties.lowercaseMapping == other.properties.lowercaseMapping
    }

    /// The text as the public reads it. Where masks overlap, all of what they cover is hidden.
    static func apply(_ masks: [ReviewMask], to text: String, _ tongue: Tongue) -> String {
        let scalars = Array(text.unicodeScalars)
        var out = String.UnicodeScalarView()
        var position = 0
        for mask in merged(masks) where mask.range.upperBound <= scalars.count {
            out.append(contentsOf: scalars[position..<mask.range.lowerBound])
            out.append(contentsOf: mask.label(scalars[mask.range.lowerBound], tongue).unicodeScalars)
            position = mask.range.upperBound
        }
        out.append(contentsOf: scalars[position...])
        return String(out)
    }

    static func merged(_ masks: [ReviewMask]) -> [ReviewMask] {
        var out: [ReviewMask] = []
        for mask in masks.filter({ $0.style != .shown && !$0.range.isEmpty }).sorted(by: {
            $0.range.lowerBound < $1.range.lowerBound
        }) {
            guard let last = out.last, last.range.upperBound > mask.range.lowerBound else {
                out.append(mask)
                continue
            }
            let end = max(last.range.upperBound, mask.range.upperBound)
            out[out.count - 1] = ReviewMask(range: last.range.lowerBound..<end, kind: last.kind)
        }
        return out
    }

    private func label(_ first: Unicode.Scalar, _ tongue: Tongue) -> String {
        if style == .initial, kind == .name { return "\(String(first).uppercased())…" }
        return "[\(Self.word(kind, tongue))]"
    }

    private static func word(_ kind: ClueKind, _ tongue: Tongue) -> String {
        let french = tongue == .french
        return switch kind {
        case .name, .handle: french ? "nom" : "name"
        case .birthdate, .date: "date"
        case .age90: french ? "âge" : "age"
        case .phone: french ? "téléphone" : "telephone"
        case .email: french ? "courriel" : "e-mail"
        case .address: french ? "adresse" : "address"
        case .room, .nir, .ipp, .nda, .plate: french ? "numéro" : "number"
        case .otherID, .clue: french ? "passage masqué" : "masked"
        }
    }

    // MARK: As the store keeps them: `12-18-name-hidden 40-52-phone-hidden`

    static func text(_ masks: [ReviewMask]) -> String {
        masks.map {
            "\($0.range.lowerBound)-\($0.range.upperBound)-\($0.kind.rawValue)-\($0.style.rawValue)"
        }.joined(separator: " ")
    }

    static func read(_ text: String) -> [ReviewMask] {
        text.split(separator: " ").compactMap { one in
            let parts = one.split(separator: "-").map(String.init)
            guard parts.count == 4, let low = Int(parts[0]), let high = Int(parts[1]), low <= high,
                let kind = ClueKind(rawValue: parts[2]), let style = Style(rawValue: parts[3])
            else { return nil }
            return ReviewMask(range: low..<high, kind: kind, style: style)
        }
    }
}

extension String {
    /// Without the blanks around it.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
