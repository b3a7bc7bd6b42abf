import Foundation
import TestKit
import Testing

@testable import App

@Suite struct CheckCommandTests {
    private static let breach =
        "Bonjour à toutes et à tous.\n"
        + "Lors de votre hospitalisation du 12 mars, vous avez refusé le traitement, votre dossier le montre.\n"
    private static let calm = "Le secrétariat est ouvert de 8 h à 18 h, du lundi au vendredi."

    private func json(_ text: Substring) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("a text is answered for people, with file, line and column, and status 1 when something blocks")
    func people() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            _ = try here.write("reponse.txt", Self.breach)
            let outcome = try await here.plain(["check", "reponse.txt", "--kind", "reply", "--rewrite"])
            #expect(outcome.status == 1, "\(outcome)")
            #expect(outcome.output.contains("reponse.txt:2:1: block SECRET-REPLY"), "\(outcome.output)")
            #expect(outcome.output.contains("R.4127-4") && outcome.output.contains("✎"))
            _ = try here.write("calme.txt", Self.calm)
            let clean = try await here.plain(["check", "calme.txt"])
            #expect(clean.status == 0 && clean.output == "", "\(clean)")
        }
    }

    @Test("a patient's number is the secret of a patient, whatever is said around it")
    func number() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            _ = try here.write(
                "annonce.txt", "Merci de rappeler le secrétariat. NIR 2 69 05 49 588 157 80. À bientôt !\n")
            let outcome = try await here.plain(["check", "annonce.txt"])
            #expect(outcome.status == 1, "\(outcome)")
            #expect(outcome.output.contains("annonce.txt:1:39: block SECRET-4"), "\(outcome.output)")
        }
    }

    @Test("JSON Lines in, JSON Lines out; what stands before an unusable line is answered")
    func lines() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let breach = Self.breach.replacing("\n", with: "\\n")
            let input = """
                {"id":"a","text":"\(Self.calm)"}
                {"id":"b","kind":"reply","text":"\(breach)","facts":{"private_channel":"ecoute@ch-exemple.fr"}}
                {"id":"c"
                """
            let outcome = try await here.plain(["check"], input: input)
            #expect(outcome.status == 2 && outcome.errors.contains("stdin:3"), "\(outcome)")
            let answers = try outcome.output.split(separator: "\n").map(json)
            #expect(answers.map { $0["verdict"] as? String } == ["none", "block"])
            let findings = try #require(answers.last?["findings"] as? [[String: Any]])
            let finding = try #require(findings.first { $0["rule"] as? String == "SECRET-REPLY" })
            #expect(finding["start"] as? Int == 28)
            #expect((finding["rewrite"] as? String)?.contains("ecoute@ch-exemple.fr") == true)
        }
    }

    @Test("standard input is a text too, answered in SARIF when asked")
    func sarif() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let outcome = try await here.plain(["check", "--kind", "reply", "--sarif"], input: Self.breach)
            #expect(outcome.status == 1, "\(outcome)")
            #expect(try json(Substring(outcome.output))["version"] as? String == "2.1.0")
        }
    }

    @Test("a rule is explained in French or in English")
    func explain() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let french = try await here.plain(["check", "--explain", "secret-4"])
            #expect(french.status == 0 && french.output.hasPrefix("SECRET-4: "))
            let english = try await here.plain(["check", "--explain", "SECRET-4", "--language", "en"])
            #expect(english.output.contains("Binds: ") && french.output.contains("Lie: "))
        }
    }
}
