/// Figures of a reader on texts whose identifiers are known. A span is found when half of its characters are covered.
public struct PrivacyEvaluation: Sendable {
    /// What was counted for one kind.
    public struct Tally: Sendable, Equatable {
        public var expected = 0
        /// Covered by a clue of any kind, and by clues of the right kind.
        public var found = 0
        public var foundAsSuch = 0
        public var reported = 0
        /// Reported, and half of it stands in an identifier (of any kind).
        public var right = 0

        public var recall: Double { expected == 0 ? 1 : Double(found) / Double(expected) }
        public var recallAsSuch: Double { expected == 0 ? 1 : Double(foundAsSuch) / Double(expected) }
        public var precision: Double { reported == 0 ? 1 : Double(right) / Double(reported) }
    }

    public private(set) var kinds: [ClueKind: Tally] = [:]
    /// Texts without any identifier, and those of them in which one was reported.
    public private(set) var innocent = 0
    public private(set) var accused = 0
    /// Texts whose weak clues single somebody out, those found; the others, and those wrongly found.
    public private(set) var combinations = 0
    public private(set) var combinationsFound = 0
    public private(set) var plain = 0
    public private(set) var plainAccused = 0
    /// One line a mistake.
    public private(set) var mistakes: [String] = []

    public init() {}

    public init(_ reader: PrivacyReader, on examples: [PrivacyExample]) { add(reader, on: examples) }

    /// Counts more texts, perhaps read by another reader.
    public mutating func add(_ reader: PrivacyReader, on examples: [PrivacyExample]) {
        for example in examples { count(example, reader.read(example.text)) }
    }

    public var total: Tally {
        kinds.values.reduce(into: Tally()) { sum, one in
            sum.expected += one.expected
            sum.found += one.found
            sum.foundAsSuch += one.foundAsSuch
            sum.reported += one.reported
            sum.right += one.right
        }
    }

    private mutating func count(_ example: PrivacyExample, _ reading: PrivacyReading) {
        let scalars = Array(example.text.unicodeScalars)
        func words(_ range: Range<Int>) -> String {
            let around = max(0, range.lowerBound - 25)..<min(scalars.count, range.upperBound + 20)
            return String(String.UnicodeScalarView(scalars[around])).split(separator: "\n").joined(separator: "⏎")
        }
        for span in example.spans {
            let covered = reading.clues.reduce(0) { $0 + $1.range.shared(span.range) } * 2 >= span.range.count
            let such =
                reading.clues.filter { $0.kind == span.kind }.reduce(0) { $0 + $1.range.shared(span.range) } * 2
                >= span.range.count
            kinds[span.kind, default: Tally()].expected += 1
            if covered { kinds[span.kind, default: Tally()].found += 1 }
            if such { kinds[span.kind, default: Tally()].foundAsSuch += 1 }
            if !covered { mistakes.append("\(example.id) missed \(span.kind): …\(words(span.range))…") }
            if covered, !such { mistakes.append("\(example.id) mistook \(span.kind): …\(words(span.range))…") }
        }
        for clue in reading.clues {
            let right = example.spans.reduce(0) { $0 + $1.range.shared(clue.range) } * 2 >= clue.range.count
            kinds[clue.kind, default: Tally()].reported += 1
            if right { kinds[clue.kind, default: Tally()].right += 1 }
            if !right {
                mistakes.append("\(example.id) invented \(clue.kind) « \(clue.text) »: …\(words(clue.range))…")
            }
        }
        if example.spans.isEmpty {
            innocent += 1
            if !reading.clues.isEmpty { accused += 1 }
        }
        countCombination(example, reading)
    }

    private mutating func countCombination(_ example: PrivacyExample, _ reading: PrivacyReading) {
        let found = reading.singlingOut >= 0.5
        if example.combination {
            combinations += 1
            if found { combinationsFound += 1 }
        } else {
            plain += 1
            if found { plainAccused += 1 }
        }
        if found != example.combination {
            mistakes.append(
                "\(example.id) combination \(found ? "invented" : "missed") \(reading.singlingOut): \(example.text)")
        }
    }

    /// The figures as a Markdown table.
    public var markdown: String {
        func figure(_ value: Double) -> String {
            let thousandths = Int((value * 1_000).rounded())
            return "\(thousandths / 1_000)." + String("00\(thousandths % 1_000)".suffix(3))
        }
        var lines = ["| kind | expected | recall | as such | reported | precision |", "|---|---|---|---|---|---|"]
        func row(_ name: String, _ tally: Tally) -> String {
            "| \(name) | \(tally.expected) | \(figure(tally.recall)) | \(figure(tally.recallAsSuch)) | \(tally.reported) | "
                + "\(figure(tally.precision)) |"
        }
        for kind in ClueKind.allCases { if let tally = kinds[kind] { lines.append(row(kind.rawValue, tally)) } }
        lines.append(row("all", total))
        func share(_ part: Int, _ whole: Int) -> String {
            "\(part) of \(whole) (\(figure(Double(part) / Double(max(1, whole)))))"
        }
        lines += [
            "", "innocent texts flagged: \(share(accused, innocent))  ",
            "combinations found: \(share(combinationsFound, combinations))  ",
            "combinations invented: \(share(plainAccused, plain))",
        ]
        return lines.joined(separator: "\n")
    }
}
