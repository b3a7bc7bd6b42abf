/// What surrounds a turn of phrase: a negation, quotation marks.
struct Scope {
    private let text: ReadText
    private let quoted: [Range<Int>]

    init(_ text: ReadText) {
        self.text = text
        quoted = Self.quotations(text.scalars)
    }

    private static let negations: Set<UInt64> = Set(
        ["ne", "n", "ni", "pas", "jamais", "aucun", "aucune", "sans", "non", "interdit", "interdite", "refuse"]
            .map { Fingerprint.of($0) })
    /// Before "pas", a distance: "à deux pas", "les premiers pas".
    private static let strides: Set<UInt64> = Set(
        ["un", "deux", "trois", "quelques", "premier", "premiers", "grand", "grands", "petit", "petits", "faux"]
            .map { Fingerprint.of($0) })
    private static let pas = Fingerprint.of("pas")
    private static let stops: Set<UInt64> = Set([".", "!", "?", ";", ":", "…"].map { Fingerprint.of($0) })

    /// Whether one of the five tokens before, in the same sentence, says no; or "pas", "jamais" stand right inside.
    func negates(_ tokens: Range<Int>) -> Bool {
        var at = tokens.lowerBound - 1
        while at >= 0, at >= tokens.lowerBound - 5 {
            let hash = text.tokens[at].hash
            if Self.stops.contains(hash) { return false }
            let walks = hash == Self.pas && at > 0 && Self.strides.contains(text.tokens[at - 1].hash)
            if Self.negations.contains(hash), !walks { return true }
            at -= 1
        }
        return false
    }

    /// Whether the tokens stand between quotation marks: somebody else's words.
    func quotes(_ tokens: Range<Int>) -> Bool {
        let place = text.tokens[tokens.lowerBound].start
        return quoted.contains { $0.contains(place) }
    }

    private static func quotations(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var out: [Range<Int>] = []
        var open: Int?
        for (place, scalar) in scalars.enumerated() {
            switch scalar {
            case "«", "“": open = open ?? place
            case "»", "”":
                if let start = open, place - start < 1_000 { out.append(start..<place) }
                open = nil
            case "\"":
                if let start = open {
                    if place - start < 1_000 { out.append(start..<place) }
                    open = nil
                } else {
                    open = place
                }
            default: break
            }
        }
        return out
    }
}
