import Deontology
import Foundation
import Kernel
import TestKit
import Testing

@Suite struct SARIFTests {
    @Test("SARIF names its rules, and places in lines and columns of Unicode scalars")
    func shape() throws {
        let checker = try HouseChecker.wordings.get()
        let text = "😀 Bonjour.\n\(reply)"
        let findings = checker.findings(draft(text, answering: review)).filter { $0.rule == "SECRET-REPLY" }
        let file = SARIF.Checked(path: "brouillons/été 1.txt", text: text, line: 3, findings: findings)
        let data = try JSONEncoder().encode(
            SARIF([file], rules: checker.rules, version: "1.0.0", tongue: .french))
        let log = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]])
        #expect(rules.map { $0["id"] as? String } == ["SECRET-REPLY"])
        let result = try #require((run["results"] as? [[String: Any]])?.first)
        #expect(result["level"] as? String == "error" && result["ruleIndex"] as? Int == 0)
        let place = try #require(
            (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
        #expect((place["artifactLocation"] as? [String: Any])?["uri"] as? String == "brouillons/%C3%A9t%C3%A9%201.txt")
        #expect((place["region"] as? [String: Any])?["startLine"] as? Int ?? 0 >= 3)
    }

    @Test("a place is a line and a column, counted from 1")
    func places() {
        #expect(TextPosition(of: 0, in: "a") == TextPosition(of: 0, in: ""))
        let place = TextPosition(of: 4, in: "😀a\nbc")
        #expect(place.line == 2 && place.column == 2)
    }
}
