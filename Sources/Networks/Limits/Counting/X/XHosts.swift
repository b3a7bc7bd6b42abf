/// Finds host names in a text as twitter-text does (Regex.java, URL_VALID_DOMAIN).
///
/// Labels of letters, digits and accents, with `-` and `_` inside; the one before the top-level domain without `_`. Of
/// several ends the last one counts: `foo.co.jp`. What a scan learns is kept, so that a text of dots or hyphens alone
/// takes no longer than another.
struct XHosts {
    private let text: [Unicode.Scalar]
    /// Characters of one label, scanned to its end.
    private var label = 0..<0
    /// Labels in which no name was found from their beginning.
    private var barren = 0..<0
    /// Within `barren`: from where a name does begin, after a `_`, and where it ends.
    private var late: [(starts: Range<Int>, end: Int)] = []

    init(_ text: [Unicode.Scalar]) { self.text = text }

    static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
        Letters.isWord(scalar) || XCharacters.isLatinAccent(scalar)
    }

    /// Where the host name that begins at `start` ends.
    mutating func end(from start: Int) -> Int? {
        guard start < text.count, Self.isLabel(text[start]) else { return nil }
        if barren.contains(start) { return lateEnd(from: start) }
        var (position, found, skipped) = (start, Int?.none, [(starts: Range<Int>, end: Int)]())
        while let dot = dot(from: position) {
            if let end = TopLevelDomains.end(text, from: dot + 1) {
                if let bar = text[position..<dot].lastIndex(of: "_") {
                    skipped.append((bar + 1..<dot, end))
                } else {
                    found = end
                }
            }
            position = dot + 1
        }
        if found == nil { (barren, late) = (start..<position, skipped) }
        return found
    }

    private func lateEnd(from start: Int) -> Int? {
        var (low, high) = (0, late.count)
        while low < high {
            let middle = (low + high) / 2
            if late[middle].starts.upperBound <= start { low = middle + 1 } else { high = middle }
        }
        return low < late.count && late[low].starts.contains(start) ? late[low].end : nil
    }

    /// The dot that ends the label which begins at `start`, if there is such a label.
    private mutating func dot(from start: Int) -> Int? {
        guard start < text.count, Self.isLabel(text[start]) else { return nil }
        if !label.contains(start) {
            var end = start
            while end < text.count, Self.isLabel(text[end]) || text[end] == "-" || text[end] == "_" { end += 1 }
            label = start..<end
        }
        let end = label.upperBound
        return end < text.count && text[end] == "." && Self.isLabel(text[end - 1]) ? end : nil
    }

    /// After `http://`, one label of any script and a top-level domain: `http://☃.net`. For Mastodon any number of labels.
    func anyScript(from start: Int, labels: Int = 1) -> Int? {
        var (position, found) = (start, Int?.none)
        for _ in 0..<labels {
            var end = position
            while end < text.count, Self.isAnyScript(text[end]) || (text[end] == "-" && end > position) { end += 1 }
            guard end > position, end < text.count, text[end] == ".", text[end - 1] != "-" else { break }
            found = TopLevelDomains.end(text, from: end + 1, wire: labels > 1) ?? found
            position = end + 1
        }
        return found
    }

    private static func isAnyScript(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return Letters.isWord(scalar) || scalar.value < 0x20 && !XCharacters.isSpace(scalar) }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return false
        default: return !(0x2000...0x206F).contains(scalar.value)
        }
    }

    /// Whether the name system could hold the host at `range`, and the whole address is no longer than X follows
    /// (Extractor.java: labels of 63 characters in their `xn--` form, 4,096 in all with `https://`).
    func isPossible(_ range: Range<Int>, address: Range<Int>, hasScheme: Bool) -> Bool {
        var length = address.count - range.count + (hasScheme ? 0 : 8)
        for label in text[range].split(separator: ".", omittingEmptySubsequences: false) {
            guard let wire = Punycode.length(label), (1...63).contains(wire) else { return false }
            length += wire + 1
        }
        return length - 1 <= 4_096
    }
}
