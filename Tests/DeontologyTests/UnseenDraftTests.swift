import Deontology
import Foundation
import TestKit
import Testing

/// Drafts written apart from the rules, which no layer was taught with.
@Suite struct UnseenDraftTests {
    static let path = HouseChecker.root.appending(path: "../shared/data/ethics/dev.jsonl").path

    @Test(
        "most of the drafts that violate are found, and few innocent ones accused",
        .enabled(if: FileManager.default.fileExists(atPath: path), "needs ../shared/data"))
    func unseen() throws {
        let examples = try DeontologyExample.read(path: Self.path)
        let words = DeontologyEvaluation(try HouseChecker.wordings.get(), on: examples)
        #expect(words.all.f1 >= 0.80, "\(words.summary)")
        #expect(words.all.falseAccusation <= 0.08)
        guard let meanings = HouseChecker.meanings else { return }
        let both = DeontologyEvaluation(meanings, on: examples)
        #expect(both.all.f1 >= 0.92, "\(both.summary)")
        #expect(both.all.falseAccusation <= 0.08)
        #expect(both.all.ruleRecall >= 0.80)
    }
}
