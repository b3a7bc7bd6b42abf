import Foundation
import Kernel
import Testing

@testable import Opinion

@Suite("Evaluation")
struct EvaluationTests {
    @Test(
        "the model reaches its bars on real opinions that it never saw",
        .enabled(if: Shipped.development != nil, "shared/data is not here"))
    func bars() throws {
        let opinions = try #require(Shipped.development)
        let evaluation = OpinionEvaluation(try Shipped.model.get(), on: opinions)
        #expect(evaluation.signMacroF1 >= 0.88)
        #expect(evaluation.strictMacroF1 >= 0.86)
        // Five of the hundred are neutral: one more or less of them is worth four points.
        #expect(evaluation.fourClassMacroF1 >= 0.62)
        #expect(evaluation.themeMicroF1 >= 0.75)
        #expect(evaluation.calibrationError <= 0.12)
        #expect(evaluation.cases.filter { $0.judgement.language == "fr" }.count >= 97)
    }

    @Test("on opinions that nobody looked at, the model stays what its page says")
    func unseen() throws {
        let file = Shipped.root.appending(path: "Tests/Unseen/opinions.tsv").path
        let evaluation = OpinionEvaluation(try Shipped.model.get(), on: try LabelledOpinion.read(path: file))
        #expect(evaluation.cases.count == 300)
        #expect(evaluation.signMacroF1 >= 0.87)
        #expect(evaluation.fourClassMacroF1 >= 0.68)
        #expect(evaluation.themeMicroF1 >= 0.69)
        #expect(evaluation.calibrationError <= 0.06)
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
