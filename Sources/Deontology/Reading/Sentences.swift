/// Cuts a text into sentences, and sentences into passages of a size that a judgement stands for.
enum Sentences {
    /// Scalars of a passage: a text within is judged as one.
    static let passageLimit = 1_200

    /// The sentences of `scalars`, one after the other, nothing left out: each ends with its stop and what follows it
    /// (spaces, closing signs). Fewer than eight visible characters belong to the sentence before.
    static func cut(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var out: [Range<Int>] = []
        var start = 0
        var at = 0
        while at < scalars.count {
            guard stops(at, scalars) else {
                at += 1
                if at - start >= 600 {
                    out.append(start..<at)
                    start = at
                }
                continue
            }
            while at < scalars.count, stops(scalars[at]) || closes(scalars[at]) { at += 1 }
            append(start..<at, to: &out, scalars)
            start = at
        }
        if start < scalars.count { append(start..<scalars.count, to: &out, scalars) }
        return out
    }

    private static func append(_ range: Range<Int>, to out: inout [Range<Int>], _ scalars: [Unicode.Scalar]) {
        let visible = scalars[range].count { !$0.properties.isWhitespace }
        if let last = out.last, visible < 8 || last.count < 12 {
            out[out.count - 1] = last.lowerBound..<range.upperBound
        } else {
            out.append(range)
        }
    }

    /// Sentences joined into runs of at most `passageLimit` scalars.
    static func passages(_ sentences: [Range<Int>]) -> [Range<Int>] {
        var out: [Range<Int>] = []
        for (index, sentence) in sentences.enumerated() {
            if let first = out.last, sentences[first.lowerBound].lowerBound + passageLimit >= sentence.upperBound {
                out[out.count - 1] = first.lowerBound..<(index + 1)
            } else {
                out.append(index..<(index + 1))
            }
        }
        return out
    }

    /// A full stop inside an address, a number or a reference (L.1110-4) ends nothing.
    private static func stops(_ at: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars[at] == ".", at + 1 < scalars.count else { return stops(scalars[at]) }
        return stops(scalars[at + 1]) || closes(scalars[at + 1])
    }

    private static func stops(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", "…", "\n", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    private static func closes(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "»" || scalar == "\"" || scalar == ")" || scalar == "]" || scalar.properties.isWhitespace
    }
}
