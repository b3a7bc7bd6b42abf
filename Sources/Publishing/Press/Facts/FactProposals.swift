/// What is worth locking in a text: numbers with what they count, dates, names. Proposed; an author decides.
enum FactProposals {
    static let most = 60

    static func of(_ text: String, language: String) -> [String] {
        let tokens = FactScanner.read(text, language: language)
        var out: [String] = []
        func add(_ text: String) { if !out.contains(text), out.count < most { out.append(text) } }
        var index = 0
        while index < tokens.count {
            guard tokens[index].number != nil else {
                index += 1
                continue
            }
            let end = end(of: tokens, from: index)
            add(tokens[index..<end].map(\.text).joined(separator: " "))
            index = end
        }
        for name in FactReading.names(tokens) { add(name.text) }
        return out
    }

    /// A number with what it counts; a day with its month and its year.
    private static func end(of tokens: [FactToken], from start: Int) -> Int {
        var end = start + 1
        while end < tokens.count, let word = tokens[end].word, end - start < 5 {
            end += 1
            if FactCalendar.isDate(word), end < tokens.count, tokens[end].number != nil { return end + 1 }
            if !FactCalendar.small.contains(word) { return end }
        }
        // Nothing but small words followed: the number alone.
        return tokens[start..<end].contains { $0.word.map { !FactCalendar.small.contains($0) } ?? false }
            ? end : start + 1
    }
}
