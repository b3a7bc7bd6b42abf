import Deontology
import Kernel
import TestKit
import Testing

@Suite struct FindingTests {
    private let checker: Checker

    init() throws { checker = try HouseChecker.wordings.get() }

    @Test("a reply that confirms a stay is blocked, says where, and offers an answer with the private channel")
    func secretReply() throws {
        let facts: [String: Facts.Value] = ["private_channel": .text("ecoute@ch-exemple.fr")]
        let findings = checker.findings(draft(reply, answering: review, facts: facts))
        let finding = try #require(findings.first { $0.rule == "SECRET-REPLY" })
        #expect(finding.severity == .block)
        #expect(finding.article.contains("R.4127-4"))
        let scalars = Array(reply.unicodeScalars)[finding.span]
        #expect(String(String.UnicodeScalarView(scalars)) == finding.excerpt)
        let better = try #require(finding.rewrite)
        #expect(better.contains("ecoute@ch-exemple.fr"))
        #expect(checker.findings(draft(better, answering: review)).isEmpty)
    }

    @Test("danger in the review asks for a hand in the answer")
    func danger() {
        let cry = "Je suis seule avec mes boîtes, j'ai envie de mourir ce soir"
        let cold = checker.findings(draft("Merci, le service concerné vous lira.", answering: cry))
        #expect(cold.contains { $0.rule == "DETRESSE-9" && $0.severity == .block })
        let warm = checker.findings(
            draft(
                "Votre message nous inquiète. Appelez le 3114 maintenant, jour et nuit ; en danger, le 15.",
                answering: cry))
        #expect(!warm.contains { $0.rule == "DETRESSE-9" })
    }

    @Test("a scrap that says nothing violates nothing", arguments: Author.allCases)
    func scraps(_ author: Author) {
        for scrap in ["3", "= 3", "A", "SES", "de PE 22", "2026", "© B2 + 4 %", "à", "Ag |"] {
            #expect(checker.findings(draft(scrap, author: author)).isEmpty, "\(scrap)")
        }
    }

    @Test("facts speak for themselves")
    func facts() {
        func rules(_ facts: [String: Facts.Value], author: Author = .practice) -> [String] {
            checker.findings(
                draft("Le secrétariat est ouvert de 8 h à 18 h, du lundi au vendredi.", author: author, facts: facts)
            )
            .map(\.rule)
        }
        #expect(rules([:]).isEmpty)
        #expect(rules(["paid_boost": .truth(true)]) == ["REFERENCEMENT-80"])
        #expect(rules(["partial_access": .truth(true)]) == ["ACCES-192"])
        #expect(rules(["media_licence": .text("none")]) == ["AUTEUR-CPI"])
        #expect(rules(["alt_text": .text("")]) == ["ACCESSIBILITE-47"])
        #expect(rules(["rpps": .text("10000000008")], author: .doctor) == ["IDENTITE-RPPS"])
        #expect(rules(["rpps": .text("10000000009")], author: .doctor) == [])
    }

    @Test("who speaks changes what is asked")
    func authors() throws {
        let text = "Le secrétariat est ouvert de 8 h à 18 h, du lundi au vendredi."
        let practice = checker.findings(draft(text, author: .practice, facts: ["reuses_review_id": .number(12)]))
        let hospital = checker.findings(draft(text, author: .hospital, facts: ["reuses_review_id": .number(12)]))
        #expect(practice.map(\.severity) == [.block])
        #expect(hospital.map(\.severity) == [.review])
        #expect(Verdict(practice) == .block && Verdict(hospital) == .review && Verdict([]) == .none)
    }

    @Test("letters from the mathematical alphabets are told, with their place")
    func decorative() throws {
        let findings = checker.findings(
            draft("Ce jeudi : 𝓒𝓸𝓵𝓵𝓮𝓬𝓽𝓮 de sang salle du Clos, de 10 h à 17 h, entrée libre."))
        let finding = try #require(findings.first { $0.rule == "ACCESSIBILITE-47" })
        #expect(finding.excerpt == "𝓒𝓸𝓵𝓵𝓮𝓬𝓽𝓮")
        #expect(finding.span == 11..<19)
    }
}
