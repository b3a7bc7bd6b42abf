/// How well a checker finds what people found.
public struct DeontologyEvaluation: Sendable {
    public struct Tally: Sendable {
        public var violating = 0, innocent = 0
        /// Violating drafts in which something was found; innocent ones in which something was.
        public var found = 0, accused = 0
        /// Violating drafts of which a right rule is among the findings.
        public var rightRule = 0
        /// Violating drafts in which a finding lies on a passage that a person marked.
        public var rightPlace = 0
        /// Findings in violating drafts that were found.
        public var named = 0

        public var recall: Double { share(found, violating) }
        public var falseAccusation: Double { share(accused, innocent) }
        public var precision: Double { share(found, found + accused) }
        public var f1: Double { share(2 * found, 2 * found + accused + violating - found) }
        public var ruleRecall: Double { share(rightRule, violating) }
        public var placeRecall: Double { share(rightPlace, violating) }

        static func += (left: inout Tally, right: Tally) {
            left.violating += right.violating
            left.innocent += right.innocent
            left.found += right.found
            left.accused += right.accused
            left.rightRule += right.rightRule
            left.rightPlace += right.rightPlace
            left.named += right.named
        }

        private func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
    }

    public private(set) var all = Tally()
    public private(set) var posts = Tally()
    public private(set) var replies = Tally()
    /// By rule: drafts that violate it, those in which it was named, those in which something was.
    public private(set) var rules: [String: (violating: Int, named: Int, found: Int)] = [:]
    /// Identifiers of drafts that were misjudged: accused or missed.
    public private(set) var mistakes: [(id: String, expected: [String], found: [String])] = []

    public init() {}

    public init(_ checker: Checker, on examples: [DeontologyExample]) {
        for first in stride(from: 0, to: examples.count, by: 32) {
            let some = examples[first..<min(examples.count, first + 32)]
            for (example, findings) in zip(some, checker.findings(some.map(\.draft))) { add(example, findings) }
        }
    }

    /// Counts one draft and what was found in it.
    public mutating func add(_ example: DeontologyExample, _ findings: [Finding]) {
        let named = Set(findings.map(\.rule))
        count(example, findings, named, in: &all)
        if example.draft.kind == .post {
            count(example, findings, named, in: &posts)
        } else {
            count(example, findings, named, in: &replies)
        }
        for rule in example.violates {
            var row = rules[rule] ?? (0, 0, 0)
            row.violating += 1
            row.named += named.contains(rule) ? 1 : 0
            row.found += findings.isEmpty ? 0 : 1
            rules[rule] = row
        }
        if example.violates.isEmpty != findings.isEmpty {
            mistakes.append((example.id, example.violates, named.sorted()))
        }
    }

    private func count(
        _ example: DeontologyExample, _ findings: [Finding], _ named: Set<String>, in tally: inout Tally
    ) {
        if example.violates.isEmpty {
            tally.innocent += 1
            tally.accused += findings.isEmpty ? 0 : 1
            return
        }
        tally.violating += 1
        guard !findings.isEmpty else { return }
        tally.found += 1
        tally.named += named.count
        tally.rightRule += named.isDisjoint(with: example.violates) ? 0 : 1
        let marked = example.markedPlaces
        tally.rightPlace += findings.contains { finding in marked.contains { $0.overlaps(finding.span) } } ? 1 : 0
    }

    /// Both evaluations' drafts together.
    public static func += (left: inout DeontologyEvaluation, right: DeontologyEvaluation) {
        left.all += right.all
        left.posts += right.posts
        left.replies += right.replies
        left.rules.merge(right.rules) { ($0.violating + $1.violating, $0.named + $1.named, $0.found + $1.found) }
        left.mistakes += right.mistakes
    }

    /// The figures of all drafts, on one line.
    public var line: String { summary.split(separator: "\n").first.map(String.init) ?? "" }

    /// The figures, for people.
    public var summary: String {
        func line(_ name: String, _ tally: Tally) -> String {
            func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
            let named = Double(tally.named) / Double(max(1, tally.found))
            return "\(name): \(tally.violating) violating, \(tally.innocent) innocent; F1 \(Self.three(tally.f1)), "
                + "recall \(percent(tally.recall)), false accusation \(percent(tally.falseAccusation)), "
                + "right rule \(percent(tally.ruleRecall)), right place \(percent(tally.placeRecall)), "
                + "rules named \(Self.three(named))"
        }
        let each = rules.sorted { ($1.value.violating, $0.key) < ($0.value.violating, $1.key) }
            .map { "\($0.key): \($0.value.violating) violating, named \($0.value.named), found \($0.value.found)" }
        return ([line("all", all), line("posts", posts), line("replies", replies)] + each).joined(separator: "\n")
    }

    /// The figures as Markdown tables.
    public var markdown: String {
        func row(_ name: String, _ tally: Tally) -> String {
            let shares = [tally.f1, tally.recall, tally.falseAccusation, tally.ruleRecall, tally.placeRecall]
            return "| \(name) | \(tally.violating) | \(tally.innocent) | "
                + shares.map(Self.three).joined(separator: " | ") + " |"
        }
        let each = rules.sorted { ($1.value.violating, $0.key) < ($0.value.violating, $1.key) }
            .map { "| \($0.key) | \($0.value.violating) | \($0.value.named) | \($0.value.found) |" }
        let head = [
            "| Drafts | Violating | Innocent | F1 | Recall | False accusation | Right rule | Right place |",
            "|---|---|---|---|---|---|---|---|", row("all", all), row("posts", posts), row("replies", replies), "",
            "| Rule | Violated in | Named | Something found |", "|---|---|---|---|",
        ]
        return (head + each).joined(separator: "\n")
    }

    private static func three(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}

extension DeontologyExample {
    /// Where its marked passages stand, in Unicode scalars.
    var markedPlaces: [Range<Int>] {
        let text = Array(draft.text.unicodeScalars)
        return spans.compactMap { span in
            let wanted = Array(span.text.unicodeScalars)
            guard !wanted.isEmpty, wanted.count <= text.count else { return nil }
            let at = (0...(text.count - wanted.count)).first { text[$0..<$0 + wanted.count].elementsEqual(wanted) }
            return at.map { $0..<$0 + wanted.count }
        }
    }
}

extension DeontologyTrainer {
    /// A model taught without the examples at `places`: those of one writer, who is then unknown to it.
    public func train(without places: Range<Int>) throws -> DeontologyModel {
        try train(on: samples.indices.filter { !places.contains($0) })
    }
}
