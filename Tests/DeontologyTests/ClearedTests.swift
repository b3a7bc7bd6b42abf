import Deontology
import Kernel
import TestKit
import Testing

@Suite struct ClearedTests {
    private let checker: Checker
    private let bad = draft(reply, answering: review)

    init() throws { checker = try HouseChecker.wordings.get() }

    @Test("an innocent draft is cleared as it is")
    func innocent() throws {
        let good = draft("Le secrétariat est ouvert de 8 h à 18 h, du lundi au vendredi.")
        let cleared = try Deontology.clear(good, by: checker)
        #expect(cleared.content == good)
        #expect(cleared.lifted.isEmpty && cleared.findings.isEmpty)
    }

    @Test("a blocked draft does not leave, and says what blocks it")
    func blocked() {
        let error = #expect(throws: Blocked.self) { try Deontology.clear(bad, by: checker) }
        #expect(error?.findings.contains { $0.rule == "SECRET-REPLY" } == true)
        #expect(error?.description.contains("SECRET-REPLY") == true)
    }

    @Test("a named validator lifts each block with a reason, which stays on record")
    func lifted() throws {
        let at = Instant(microseconds: 1_700_000_000_000_000)
        let blocks = checker.findings(bad).filter { $0.severity == .block }
        let lifts = try blocks.map {
            try Lift($0, validator: 7, name: "Claire Aubry", reason: "Accord écrit de la patiente du 3 mars", at: at)
        }
        let cleared = try Deontology.clear(bad, by: checker, lifts: lifts)
        #expect(cleared.lifted.map(\.rule) == blocks.map(\.rule))
        #expect(cleared.lifted.allSatisfy { $0.validator == 7 && $0.reason.contains("Accord") })
    }

    @Test("a lift of one place does not lift another, and a lift that serves nothing is not kept")
    func otherPlace() throws {
        let at = Instant(microseconds: 0)
        let block = try #require(checker.findings(bad).first { $0.severity == .block })
        let lift = try Lift(block, validator: 7, name: "Claire Aubry", reason: "Accord écrit du 3 mars", at: at)
        let other = draft("Votre hospitalisation de mai fut trop courte, votre dossier le dit.", answering: review)
        #expect(throws: Blocked.self) { try Deontology.clear(other, by: checker, lifts: [lift]) }
        let good = draft("Le secrétariat est ouvert de 8 h à 18 h, du lundi au vendredi.")
        #expect(try Deontology.clear(good, by: checker, lifts: [lift]).lifted.isEmpty)
    }

    @Test(
        "nobody lifts without a name or with an empty reason",
        arguments: [("", "Accord écrit du 3 mars"), ("Claire", "ok")])
    func nameless(_ name: String, _ reason: String) throws {
        let block = try #require(checker.findings(bad).first { $0.severity == .block })
        #expect(throws: Failure.self) {
            try Lift(block, validator: 7, name: name, reason: reason, at: Instant(microseconds: 0))
        }
    }
}
