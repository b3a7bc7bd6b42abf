/// Phrases, each with a label, found in one pass over a reading. A phrase is words parted by spaces; `a/b` is either,
/// an empty side makes it optional (`tout/`), `stem*` is any word that begins so, and `..` up to three words of any
/// kind.
struct PhraseBook<Label: Sendable>: Sendable {
    struct Match {
        var label: Label
        /// The tokens that it covers.
        var tokens: Range<Int>
    }

    private struct Node: Sendable {
        var words: [UInt64: Int] = [:]
        var stems: [UInt64: Int] = [:]
        var gap: Int?
        var labels: [Label] = []
    }

    private var nodes = [Node()]
    /// Shortest and longest stem, in bytes: no other length is tried.
    private var stemLengths: ClosedRange<Int>?

    init(_ phrases: [(label: Label, text: String)]) {
        for phrase in phrases { insert(phrase.text, phrase.label) }
    }

    private mutating func insert(_ text: String, _ label: Label) {
        let words = text.split { $0 == " " || $0 == "'" || $0 == "-" }
        var ends = [0]
        for word in words {
            let sides = word.split(separator: "/", omittingEmptySubsequences: false)
            ends = sides.flatMap { side in ends.map { side.isEmpty ? $0 : step(from: $0, by: side) } }
        }
        for end in Set(ends).sorted() where end != 0 { nodes[end].labels.append(label) }
    }

    private mutating func step(from node: Int, by word: Substring) -> Int {
        if word == ".." {
            if let next = nodes[node].gap { return next }
            nodes[node].gap = add()
            return nodes.count - 1
        }
        if word.hasSuffix("*") {
            let bytes = Folding.fold(word.dropLast())
            stemLengths =
                min(stemLengths?.lowerBound ?? 99, bytes.count)...max(stemLengths?.upperBound ?? 0, bytes.count)
            let key = Hash.word(bytes)
            if let next = nodes[node].stems[key] { return next }
            nodes[node].stems[key] = add()
        } else {
            let key = Hash.word(Folding.fold(word))
            if let next = nodes[node].words[key] { return next }
            nodes[node].words[key] = add()
        }
        return nodes.count - 1
    }

    private mutating func add() -> Int {
        nodes.append(Node())
        return nodes.count - 1
    }

    /// Every phrase in the reading, in the order in which they begin.
    func matches(_ reading: Reading) -> [Match] {
        var found: [Match] = []
        for start in reading.tokens.indices {
            walk(reading, node: 0, start: start, at: start, slack: 0, into: &found)
        }
        return found
    }

    private func walk(
        _ reading: Reading, node: Int, start: Int, at index: Int, slack: Int, into found: inout [Match]
    ) {
        if index > start, !nodes[node].labels.isEmpty {
            for label in nodes[node].labels { found.append(Match(label: label, tokens: start..<index)) }
        }
        if let gap = nodes[node].gap { walk(reading, node: gap, start: start, at: index, slack: 3, into: &found) }
        guard index < reading.tokens.count else { return }
        let token = reading.tokens[index]
        // Inside a phrase, a full stop ends it.
        if index > start, reading.tokens[index - 1].endsSentence { return }
        if let next = nodes[node].words[token.hash] {
            walk(reading, node: next, start: start, at: index + 1, slack: 0, into: &found)
        }
        if !nodes[node].stems.isEmpty {
            stems(reading, token, nodes[node].stems) { next in
                walk(reading, node: next, start: start, at: index + 1, slack: 0, into: &found)
            }
        }
        if slack > 0 { walk(reading, node: node, start: start, at: index + 1, slack: slack - 1, into: &found) }
    }

    private func stems(_ reading: Reading, _ token: Reading.Token, _ table: [UInt64: Int], _ body: (Int) -> Void) {
        guard let lengths = stemLengths, token.bytes.count >= lengths.lowerBound else { return }
        var hash = Hash.seed
        for (offset, position) in token.bytes.enumerated() {
            hash = Hash.step(hash, reading.bytes[position])
            if offset + 1 >= lengths.lowerBound, let next = table[hash] { body(next) }
            if offset + 1 >= lengths.upperBound { return }
        }
    }
}
