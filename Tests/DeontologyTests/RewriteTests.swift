import Deontology
import Kernel
import TestKit
import Testing

@Suite struct RewriteTests {
    private static let channel: [String: Facts.Value] = ["private_channel": .text("ecoute@ch-exemple.fr")]
    private static let checkers = [HouseChecker.meanings, try? HouseChecker.wordings.get()].compactMap { $0 }

    @Test(
        "what a rule proposes in the place of its violation passes the check",
        arguments: try HouseChecker.rules().rules.keys.sorted())
    func proposals(_ id: String) throws {
        let rule = try #require(try HouseChecker.rules().rules[id])
        for checker in Self.checkers {
            for example in rule.violates where example.facts == nil {
                var given = example.draft
                given.facts = Facts(Self.channel)
                for finding in checker.findings(given) {
                    var better = given
                    better.text = try #require(finding.rewrite, "\(id): \(finding.rule) proposes nothing")
                    let left = checker.findings(better).map(\.rule)
                    #expect(left.isEmpty, "\(id), \(finding.rule): \(better.text) violates \(left)")
                }
            }
        }
    }

    @Test("an answer names the private channel, or the service where there is none")
    func privateChannel() throws {
        let checker = try HouseChecker.wordings.get()
        for facts in [Self.channel, [:]] {
            let given = draft(reply, answering: review, facts: facts)
            let better = try #require(checker.rewrite(given, checker.findings(given)))
            #expect(better.contains(facts.isEmpty ? "relations avec les usagers" : "ecoute@ch-exemple.fr"))
            #expect(checker.findings(draft(better, answering: review, facts: facts)).isEmpty)
        }
    }

    @Test("a post loses the sentence that violates and keeps the others")
    func sentences() throws {
        let checker = try HouseChecker.wordings.get()
        let kept = "Le cabinet déménage lundi au 12 rue des Lilas, l'entrée est de plain-pied."
        let given = draft("\(kept) -50 % sur la première séance de laser jusqu'à dimanche !", author: .practice)
        let better = try #require(checker.rewrite(given, checker.findings(given)))
        #expect(better == kept)
    }

    @Test("no text puts right what a fact violates")
    func facts() throws {
        let checker = try HouseChecker.wordings.get()
        let given = draft(
            "Le secrétariat est ouvert de 8 h à 18 h, du lundi au vendredi.", author: .practice,
            facts: ["paid_boost": .truth(true)])
        let findings = checker.findings(given)
        #expect(findings.map(\.rewrite) == [nil])
        #expect(checker.rewrite(given, findings) == nil)
    }
}
