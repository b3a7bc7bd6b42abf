import Deontology
import Foundation
import Kernel

/// Says what a check found: to people, as JSON Lines, as SARIF.
struct CheckOutput {
    enum Format { case people, json, sarif }

    /// nil: JSON Lines for JSON Lines, words for texts.
    let format: Format?
    let checker: Checker
    let tongue: Tongue
    let rewrite: Bool
    /// Whether something is blocked or needs a second reader.
    private(set) var mustAct = false
    private var checked: [SARIF.Checked] = []
    private var writer = LineWriter()

    init(format: Format?, checker: Checker, tongue: Tongue, rewrite: Bool) {
        (self.format, self.checker, self.tongue, self.rewrite) = (format, checker, tongue, rewrite)
    }

    mutating func add(_ some: [CheckInput.Given]) throws {
        for (given, findings) in zip(some, checker.findings(some.map(\.draft))) { try add(given, findings) }
    }

    private mutating func add(_ given: CheckInput.Given, _ findings: [Finding]) throws {
        mustAct = mustAct || findings.contains { $0.severity >= .review }
        switch format ?? (given.isText ? .people : .json) {
        case .json:
            let better = rewrite ? checker.rewrite(given.draft, findings) : nil
            try writer.write(try JSONLine.bytes(Answer(given.id, findings, tongue, better)))
        case .sarif:
            if !findings.isEmpty {
                checked.append(
                    .init(path: given.file, text: given.draft.text, line: given.line, findings: findings))
            }
        case .people: try people(given, findings)
        }
    }

    private mutating func people(_ given: CheckInput.Given, _ findings: [Finding]) throws {
        for finding in findings {
            let place = TextPosition(of: finding.span.lowerBound, in: given.draft.text)
            let line = given.isText ? place.line + given.line - 1 : given.line
            let excerpt = finding.excerpt.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            try writer.write(
                "\(given.file):\(line):\(place.column): \(finding.severity.rawValue) \(finding.rule) « \(excerpt.prefix(80)) »"
            )
            try writer.write("    \(finding.message.in(tongue)) (\(finding.article))")
            try writer.write("    → \(finding.advice.in(tongue))")
        }
        if rewrite, let better = checker.rewrite(given.draft, findings) { try writer.write("    ✎ \(better)") }
    }

    mutating func finish() throws {
        if format == .sarif {
            try writer.write(
                try JSONLine.bytes(
                    SARIF(checked, rules: checker.rules, version: Version.text, tongue: tongue)))
        }
        try writer.flush()
    }

    /// One line of output.
    private struct Answer: Encodable {
        struct Line: Encodable {
            let rule: String
            let severity: Severity
            let start: Int
            let end: Int
            let excerpt: String
            let article: String
            let message: String
            let advice: String
            let rewrite: String?
            let weight: Double
        }

        let id: JSONScalar
        let verdict: Verdict
        let findings: [Line]
        let rewrite: String?

        init(_ id: JSONScalar, _ findings: [Finding], _ tongue: Tongue, _ rewrite: String?) {
            self.id = id
            self.rewrite = rewrite
            verdict = Verdict(findings)
            self.findings = findings.map {
                Line(
                    rule: $0.rule, severity: $0.severity, start: $0.span.lowerBound, end: $0.span.upperBound,
                    excerpt: $0.excerpt, article: $0.article, message: $0.message.in(tongue),
                    advice: $0.advice.in(tongue), rewrite: $0.rewrite, weight: $0.weight.rounded4)
            }
        }
    }
}
