import Kernel

/// Finds how soon somebody must read a text. Rules and not learning: a missed distress cannot be averaged away, and each
/// alarm shows the words that raised it.
enum UrgencyReader {
    /// Longest message, in words, whose « au secours » is taken at its word.
    private static let cryLimit = 8

    /// - Parameter polarity: what the text was judged to be; praise does not report a serious event.
    static func read(_ reading: Reading, polarity: Polarity) -> (urgency: Urgency, reasons: [Reason]) {
        let matches = UrgencyPhrases.book.matches(reading)
        guard !matches.isEmpty else { return (.none, []) }
        let sentences = Sentences(reading)
        let alarms = matches.filter { match in
            guard match.label == .alarm || match.label == .faint && reading.tokens.count <= cryLimit else { return false }
            let sentence = sentences.number(match.tokens.lowerBound)
            return !matches.contains { $0.label == .calm && sentences.number($0.tokens.lowerBound) == sentence }
        }
        if !alarms.isEmpty { return (.distress, reasons(alarms, .distress, reading)) }
        let serious = matches.filter { $0.label == .formal || $0.label == .grave && (polarity == .negative || polarity == .mixed) }
        if !serious.isEmpty { return (.high, reasons(serious, .high, reading)) }
        let questions = matches.filter { match in
            match.label == .question && sentences.asks(match.tokens.lowerBound)
                && !matches.contains { $0.label == .rhetorical && sentences.same($0.tokens.lowerBound, match.tokens.lowerBound) }
        }
        return questions.isEmpty ? (.none, []) : (.low, reasons(questions, .low, reading))
    }

    private static func reasons(
        _ matches: [PhraseBook<UrgencyCue>.Match], _ urgency: Urgency, _ reading: Reading
    ) -> [Reason] {
        var spans: [Range<Int>] = []
        for match in matches {
            let start = reading.tokens[match.tokens.lowerBound].scalars.lowerBound
            let span = start..<reading.tokens[match.tokens.upperBound - 1].scalars.upperBound
            // Matches come by where they begin: one that overlaps the last only lengthens it.
            if let last = spans.last, last.upperBound > span.lowerBound {
                spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                spans.append(span)
            }
            if spans.count > 2 { break }
        }
        return spans.prefix(2).map { Reason(start: $0.lowerBound, end: $0.upperBound, label: urgency.rawValue, weight: 3) }
    }
}

/// Which sentence a token belongs to.
private struct Sentences {
    private var numbers: [Int] = []
    /// Sentences that end in a question mark, or ask for an answer without one.
    private var questions: Set<Int> = []

    init(_ reading: Reading) {
        let mark = Hash.word([0x3F])
        numbers.reserveCapacity(reading.tokens.count)
        var number = 0
        for (index, token) in reading.tokens.enumerated() {
            // A mark belongs to the sentence that it closes.
            if index > 0, reading.tokens[index - 1].endsSentence, token.kind != .mark { number += 1 }
            numbers.append(number)
            if token.kind == .mark, token.hash == mark { questions.insert(number) }
        }
    }

    func number(_ token: Int) -> Int { numbers[token] }
    func same(_ left: Int, _ right: Int) -> Bool { numbers[left] == numbers[right] }
    func asks(_ token: Int) -> Bool { questions.contains(numbers[token]) || questions.isEmpty }
}
