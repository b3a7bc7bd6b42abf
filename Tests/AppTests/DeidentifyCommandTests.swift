import Foundation
import TestKit
import Testing

@testable import App

@Suite struct DeidentifyCommandTests {
    private let text = "Mme Odette CHEVALIER, née le 03/11/1938.\n\nIPP 0098214477, rappelle au 06 39 98 41 07.\n"

    @Test("a text on standard input comes out with labels, its layout kept, and what was removed on standard error")
    func masks() async throws {
        try await inTemporaryFolder { folder in
            let outcome = try await Installation(folder: folder, database: nil).plain(["deidentify"], input: text)
            #expect(outcome.status == 1)
            #expect(
                outcome.output
                    == "Mme [NOM], née le [DATE DE NAISSANCE].\n\nIPP [IPP], rappelle au [TÉLÉPHONE].\n")
            #expect(outcome.errors.contains(#""kind":"phone""#))
        }
    }

    @Test("a text that names nobody comes out as it is: status 0")
    func nothing() async throws {
        try await inTemporaryFolder { folder in
            let plain = "La maladie de Parkinson, ce jour. Merci !\n"
            let outcome = try await Installation(folder: folder, database: nil).plain(["deidentify"], input: plain)
            #expect(outcome.status == 0)
            #expect(outcome.output == plain)
        }
    }

    @Test("lines of one case share their stand-ins, and the report goes where nobody else may read it")
    func lines() async throws {
        try await inTemporaryFolder { folder in
            let input = """
                {"id":1,"case":"a","text":"Odette Chevalier, opérée le 4 mars 2025."}
                {"id":2,"case":"a","text":"Odette Chevalier, opérée le 4 mars 2025."}

                """
            let report = folder + "/report.jsonl"
            let outcome = try await Installation(folder: folder, database: nil).plain(
                ["deidentify", "--lines", "--replace", "--report", report], input: input)
            #expect(outcome.status == 1, "\(outcome)")
            let texts = try outcome.output.split(separator: "\n").map { line in
                try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["text"] as? String
            }
            #expect(texts.count == 2)
            #expect(texts.first == texts.last)
            #expect(!outcome.output.contains("Odette") && !outcome.output.contains("4 mars 2025"))
            #expect(outcome.errors.isEmpty)
            let attributes = try FileManager.default.attributesOfItem(atPath: report)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let kept = String(decoding: try Data(contentsOf: URL(filePath: report)), as: UTF8.self)
            #expect(kept.split(separator: "\n").count == 2)
        }
    }
}
