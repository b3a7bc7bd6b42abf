import Foundation
import Kernel
import Testing

@testable import Opinion

@Suite("Evaluation")
struct EvaluationTests {
    @Test("on opinions that nobody looked at, the model stays what its page says")
    func unseen() throws {
        let file = Shipped.root.appending(path: "Tests/Unseen/opinions.tsv").path
        let evaluation = OpinionEvaluation(try Shipped.model.get(), on: try LabelledOpinion.read(path: file))
        #expect(evaluation.cases.count == 300)
        #expect(evaluation.signMacroF1 >= 0.87)
        #expect(evaluation.fourClassMacroF1 >= 0.68)
        #expect(evaluation.themeMicroF1 >= 0.69)
        #expect(evaluation.calibrationError <= 0.08)
    }

    @Test(
        "with the sentence encoder, the same opinions are judged better",
        .enabled(if: Shipped.understanding != nil, "needs .cache/encoder/encoder.bin"))
    func understood() throws {
        let file = Shipped.root.appending(path: "Tests/Unseen/opinions.tsv").path
        let evaluation = OpinionEvaluation(
            try #require(Shipped.understanding), on: try LabelledOpinion.read(path: file))
        #expect(evaluation.signMacroF1 >= 0.92)
        #expect(evaluation.fourClassMacroF1 >= 0.72)
        #expect(evaluation.themeMicroF1 >= 0.74)
        #expect(evaluation.themeMacroF1 >= 0.73)
        #expect(evaluation.calibrationError <= 0.05)
    }

    @Test(
        "of messages that nobody tuned on, nearly all in which somebody is in danger are seen",
        .enabled(if: Shipped.understanding != nil, "needs .cache/encoder/encoder.bin"))
    func danger() throws {
        let file = Shipped.root.appending(path: "Tests/Unseen/distress.tsv").path
        let texts = try LabelledOpinion.read(path: file)
        #expect(texts.count { $0.urgency == .distress } == 120)
        #expect(texts.count == 660)
        let evaluation = OpinionEvaluation(try #require(Shipped.understanding), on: texts)
        #expect(evaluation.distress(seen: true).count >= 112)
        #expect(evaluation.falseAlarms.count <= 44)
        let page = evaluation.distressMarkdown(title: "Distress")
        #expect(page.contains("| 120 in which somebody is in danger |"))
    }

    @Test("F1, confusion and calibration are counted as they are defined")
    func figures() throws {
        let model = try Shipped.model.get()
        let texts = [
            LabelledOpinion(id: "1", text: "Merci, équipe formidable", polarity: .positive, themes: [.welcome]),
            LabelledOpinion(id: "2", text: "Une honte, à fuir", polarity: .negative, themes: []),
            LabelledOpinion(id: "3", text: "Accueil déplorable, nul", polarity: .positive, themes: [.welcome]),
        ]
        let evaluation = OpinionEvaluation(model, on: texts)
        #expect(evaluation.count(truth: .positive, said: .positive) == 1)
        #expect(evaluation.count(truth: .positive, said: .negative) == 1)
        #expect(evaluation.count(truth: .negative, said: .negative) == 1)
        // Positive: 1 hit of 1 said and 2 true; negative: 1 hit of 2 said and 1 true. Both 2/3.
        #expect(abs(evaluation.strictMacroF1 - 2.0 / 3) < 1e-9)
        #expect(abs(evaluation.accuracy - 2.0 / 3) < 1e-9)
        #expect((0...1).contains(evaluation.calibrationError))
        #expect(evaluation.markdown(title: "Test").contains("| positive | 1 | 1 | 0 | 0 |"))
    }
}
