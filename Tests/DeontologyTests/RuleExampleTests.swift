import Deontology
import Kernel
import TestKit
import Testing

@Suite struct RuleExampleTests {
    @Test("the forty-two rules are there, each said in two tongues, each with its article")
    func rules() throws {
        let rules = try HouseChecker.rules().rules
        #expect(rules.count == 42)
        for rule in rules.values {
            #expect(!rule.article.isEmpty && !rule.scope.isEmpty, "\(rule.id)")
            #expect(!rule.violates.isEmpty && !rule.complies.isEmpty, "\(rule.id)")
            #expect(rule.reason.fr != rule.reason.en, "\(rule.id)")
        }
    }

    @Test("a rule that nobody has read in its text only warns, but a person in danger does not wait")
    func memory() throws {
        let rules = try HouseChecker.rules().rules
        for rule in rules.values where rule.status == .memory && rule.ships == nil {
            for author in Author.allCases { #expect(rule.severity(for: author) <= .warn, "\(rule.id)") }
        }
        #expect(rules["DETRESSE-9"]?.severity(for: .hospital) == .block)
        #expect(rules["TEMOIGNAGE-191"]?.severity(for: .doctor) == .block)
        #expect(rules["TEMOIGNAGE-191"]?.severity(for: .hospital) == .review)
    }

    @Test(
        "what a rule gives as a violation is found, and named", arguments: try HouseChecker.rules().rules.keys.sorted())
    func violates(_ id: String) throws {
        let rule = try #require(try HouseChecker.rules().rules[id])
        for checker in [HouseChecker.meanings, try HouseChecker.wordings.get()].compactMap({ $0 }) {
            for example in rule.violates {
                let findings = checker.findings(example.draft)
                #expect(!findings.isEmpty, "\(id): \(example.text)")
                if checker.understands {
                    #expect(findings.contains { $0.rule == id }, "\(id): \(findings.map(\.rule))")
                }
            }
        }
    }

    @Test("what a rule gives as complying accuses nobody", arguments: try HouseChecker.rules().rules.keys.sorted())
    func complies(_ id: String) throws {
        let rule = try #require(try HouseChecker.rules().rules[id])
        for checker in [HouseChecker.meanings, try HouseChecker.wordings.get()].compactMap({ $0 }) {
            for example in rule.complies {
                let findings = checker.findings(example.draft)
                #expect(findings.isEmpty, "\(id): \(findings.map(\.rule))")
            }
        }
    }
}
