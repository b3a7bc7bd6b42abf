import Foundation
public import Kernel

/// Findings as SARIF 2.1.0 (OASIS, 2020): what code hosts and editors read.
public struct SARIF: Encodable {
    /// A file, or a line of one, with what was found in it.
    public struct Checked {
        public let path: String
        /// The draft's text, in which the spans lie.
        public let text: String
        /// Line of the file on which the text begins, counted from 1.
        public let line: Int
        public let findings: [Finding]

        public init(path: String, text: String, line: Int, findings: [Finding]) {
            (self.path, self.text, self.line, self.findings) = (path, text, line, findings)
        }
    }

    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    let runs: [Run]

    public init(_ checked: [Checked], rules: RuleBook, version: String, tongue: Tongue) {
        let used = Set(checked.flatMap { $0.findings.map(\.rule) }).sorted()
        let described = used.compactMap { id in
            rules.rules[id].map { rule in
                Rule(
                    id: id, shortDescription: Text(rule.title.in(tongue)),
                    fullDescription: Text(rule.reason.in(tongue)),
                    help: Text(rule.advice.in(tongue)),
                    properties: .init(article: rule.article, status: rule.status.rawValue))
            }
        }
        let results = checked.flatMap { file in
            file.findings.map { finding in
                Result(finding, in: file, index: used.firstIndex(of: finding.rule) ?? 0, tongue)
            }
        }
        runs = [
            Run(
                tool: Tool(
                    driver: .init(
                        name: "Résonance", semanticVersion: version, informationUri: "https://www.legifrance.gouv.fr",
                        rules: described)),
                columnKind: "unicodeCodePoints", results: results)
        ]
    }

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    struct Text: Encodable {
        let text: String
        init(_ text: String) { self.text = text }
    }

    struct Run: Encodable {
        let tool: Tool
        let columnKind: String
        let results: [Result]
    }

    struct Tool: Encodable {
        struct Driver: Encodable {
            let name: String
            let semanticVersion: String
            let informationUri: String
            let rules: [Rule]
        }
        let driver: Driver
    }

    struct Rule: Encodable {
        struct Properties: Encodable {
            let article: String
            let status: String
        }
        let id: String
        let shortDescription: Text
        let fullDescription: Text
        let help: Text
        let properties: Properties
    }

    struct Result: Encodable {
        struct Location: Encodable {
            struct Physical: Encodable {
                struct Artifact: Encodable { let uri: String }
                struct Region: Encodable {
                    let startLine: Int
                    let startColumn: Int
                    let endLine: Int
                    let endColumn: Int
                    let snippet: Text
                }
                let artifactLocation: Artifact
                let region: Region
            }
            let physicalLocation: Physical
        }
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Text
        let locations: [Location]

        init(_ finding: Finding, in file: Checked, index: Int, _ tongue: Tongue) {
            (ruleId, ruleIndex) = (finding.rule, index)
            level = finding.severity == .block ? "error" : finding.severity == .info ? "note" : "warning"
            message = Text("\(finding.message.in(tongue)) \(finding.advice.in(tongue))")
            let (start, end) = (
                TextPosition(of: finding.span.lowerBound, in: file.text),
                TextPosition(of: finding.span.upperBound, in: file.text)
            )
            let uri = file.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file.path
            locations = [
                Location(
                    physicalLocation: .init(
                        artifactLocation: .init(uri: uri),
                        region: .init(
                            startLine: start.line + file.line - 1, startColumn: start.column,
                            endLine: end.line + file.line - 1, endColumn: end.column, snippet: Text(finding.excerpt))))
            ]
        }
    }
}

/// Line and column of a place, counted from 1, in Unicode scalars.
public struct TextPosition: Sendable, Equatable {
    public let line: Int
    public let column: Int

    public init(of place: Int, in text: String) {
        var (line, column) = (1, 1)
        for scalar in text.unicodeScalars.prefix(place) {
            column += 1
            if scalar == "\n" { (line, column) = (line + 1, 1) }
        }
        (self.line, self.column) = (line, column)
    }
}
