import Deontology
import Foundation
import Kernel
import TestKit
import Testing

@Suite struct OwnRuleTests {
    private func book(_ rule: String) throws -> RuleBook {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(#"{"version": 1, "date": "2027-01-01", "rules": [\#(rule)]}"#.utf8)
            .write(to: folder.appending(path: "ours.json"))
        var book = try HouseChecker.rules()
        try book.add(folder: folder.path)
        return book
    }

    private func rule(
        id: String = "CHU-1", phrases: String = #""phrases": ["clinique des lilas"],"#, severity: String = "review",
        reason: String = #"{"fr": "Un litige est en cours.", "en": "A dispute is pending."}"#
    ) -> String {
        """
        {"id": "\(id)", "article": "Note 12", "severity": "\(severity)", "status": "verified", "scope": ["post"],
         "authors": ["hospital"], \(phrases) "unless": ["communique officiel"],
         "title": {"fr": "Litige", "en": "Dispute"}, "reason": \(reason),
         "advice": {"fr": "N'en parlez pas.", "en": "Do not mention it."}, "violates": [], "complies": []}
        """
    }

    @Test("a hospital's own rule finds its phrases, with their place")
    func found() throws {
        let checker = try HouseChecker.make(encoder: nil, rules: try book(rule()))
        let text = "Ouverture lundi, à deux pas de la Clinique des Lilas, de nos nouveaux bureaux."
        let finding = try #require(checker.findings(draft(text)).first { $0.rule == "CHU-1" })
        #expect(finding.excerpt == "Clinique des Lilas")
        #expect(finding.severity == .review)
    }

    @Test("it is silent when its phrase is denied, quoted, or excused")
    func silent() throws {
        let checker = try HouseChecker.make(encoder: nil, rules: try book(rule()))
        for text in [
            "Cette annonce ne concerne pas la clinique des Lilas, merci à tous.",
            "Un lecteur nous écrit « rendez-moi la clinique des Lilas » et nous le remercions.",
            "Communiqué officiel : la clinique des Lilas et le CHU publient un texte commun.",
        ] { #expect(!checker.findings(draft(text)).contains { $0.rule == "CHU-1" }, "\(text)") }
    }

    @Test("a bad rule is refused with one line that says where and why")
    func refused() throws {
        func cause(_ rule: String) -> String {
            do {
                _ = try book(rule)
                return ""
            } catch { return "\(error)" }
        }
        let cases = [
            (rule(phrases: ""), "needs phrases"), (rule(id: "chu 1"), "capitals"),
            (rule(reason: #"{"fr": "", "en": "x"}"#), "fr and en"), (rule(reason: #"{"fr": "x"}"#), "en is missing"),
            (rule(severity: "lourd"), "not a value"), (rule(phrases: #""phrases": ["~ lilas"],"#), "begins and ends"),
            (rule(id: "SECRET-4"), "weaker"), ("{", "not JSON"),
        ]
        for (rule, why) in cases {
            let said = cause(rule)
            #expect(said.contains(why) && said.contains("ours.json"), "\(why): \(said)")
            #expect(!said.contains("\n"))
        }
        var ours = try HouseChecker.rules()
        #expect(throws: Failure.self) { try ours.add(folder: "/nowhere/at/all") }
    }
}
