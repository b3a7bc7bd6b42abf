import Kernel

/// Finds how soon somebody must read a text. Distress is raised by rules or by the learned layer, whichever sees it: a
/// missed one cannot be averaged away. Both are silenced by what shows that nobody is in danger.
enum UrgencyReader {
    /// Longest message, in words, whose « au secours » is taken at its word.
    private static let cryLimit = 8

    /// - Parameters:
    ///   - polarity: what the text was judged to be; praise does not report a serious event.
    ///   - danger: the passage in which the learned layer sees a danger.
    /// - Returns: no reasons when the learned layer alone raised the alarm.
    static func read(
        _ reading: Reading, polarity: Polarity, danger: Int?
    ) -> (urgency: Urgency, reasons: [Reason]) {
        let matches = UrgencyPhrases.book.matches(reading)
        if matches.isEmpty { return (danger == nil ? .none : .distress, []) }
        let sentences = Sentences(reading)
        let calming = matches.filter { $0.label == .calm || $0.label == .survived }
        let calmed = Set(calming.map { sentences.number($0.tokens.lowerBound) })
        func calm(_ token: Int) -> Bool { calmed.contains(sentences.number(token)) }
        let alarms = matches.filter { match in
            guard match.label == .alarm || match.label == .faint && reading.tokens.count <= cryLimit else {
                return false
            }
            return !calm(match.tokens.lowerBound)
        }
        if !alarms.isEmpty { return (.distress, reasons(alarms, .distress, reading)) }
        if let danger, !calm(reading.passages[danger].lowerBound) { return (.distress, []) }
        // Praise may name a death or an error; one that names two is not praise.
        let grave = matches.count { $0.label.isGrave }
        let believed = polarity == .positive || polarity == .neutral ? grave > 1 : true
        let serious = matches.filter { $0.label == .formal || $0.label.isGrave && believed }
        if !serious.isEmpty { return (.high, reasons(serious, .high, reading)) }
        let questions = matches.filter { match in
            match.label == .question && sentences.asks(match.tokens.lowerBound)
                && !matches.contains {
                    $0.label == .rhetorical && sentences.same($0.tokens.lowerBound, match.tokens.lowerBound)
                }
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
        return spans.prefix(2).map {
            Reason(start: $0.lowerBound, end: $0.upperBound, label: urgency.rawValue, weight: 3)
        }
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
