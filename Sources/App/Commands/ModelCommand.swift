import ArgumentParser
import Deontology
import Encoder
import Foundation
import Kernel
import Opinion
import Privacy

/// Trains and measures the opinion model.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Train and evaluate the models that judge texts.",
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, EncoderCommand.self, TrainPrivacyCommand.self,
            EvaluatePrivacyCommand.self, TrainEthicsCommand.self, EvaluateEthicsCommand.self,
        ])
}

struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a model from labelled opinions; the same data gives the same bytes.")

    @Option(help: "Table of opinions: source, domain, stars, label, date, text.")
    var data: String

    @Option(help: "Folder of the project's own labelled sentences.")
    var sentences = "Sources/Opinion/Training"

    @Option(help: "Table of real opinions about hospitals, labelled by hand: id, polarity, themes (apart by ;), text.")
    var labelled: String?

    @Option(
        help: "JSON Lines of ordinary posts (\"text\") in which nobody is in danger; every second one is learned from.")
    var posts: String?

    @Option(help: "Model file to write.")
    var output: String

    @Option(help: "The sentence encoder's weights, as `model encoder` writes them; without, words judge alone.")
    var encoder: String?

    func run() async throws {
        let encoder = try encoder.map { try Encoder($0) }
        let trainer = try OpinionTrainer(
            data: data, folder: sentences, labelled: labelled, posts: posts, encoder: encoder)
        let bytes = try trainer.train { Terminal.say($0) }
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw Failure(.unusable, "\(output): cannot be written")
        }
        print("\(output): \(bytes.count) bytes")
    }
}

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measure a model on labelled opinions that it was not trained on.")

    @Option(help: "Table: id, polarity, themes (apart by ;), text.")
    var data: String

    @Option(help: "Model file; the one in the binary when missing.")
    var model: String?

    @Option(help: "The sentence encoder's weights; those beside the program when missing, none for none.")
    var encoder: String?

    @Option(help: "With --markdown: a table that has a column urgency, too: who is in danger is measured on it.")
    var distress: String?

    @Option(help: "With --markdown: JSON Lines of texts whose identifiers are known, measured too.")
    var identifiers: String?

    @Option(help: "With --markdown: JSON Lines of labelled drafts, measured too.")
    var drafts: String?

    @Flag(help: "Print the page of figures (docs/judgement.md).")
    var markdown = false

    func validate() throws {
        guard markdown || distress == nil && identifiers == nil && drafts == nil else {
            throw ValidationError("--distress, --identifiers and --drafts go with --markdown")
        }
    }

    func run() async throws {
        let encoder = try InstalledEncoder.load(path: encoder)
        let judge: OpinionModel
        if let model {
            guard let bytes = FileManager.default.contents(atPath: model) else {
                throw Failure(.unusable, "\(model): no such file, or it may not be read")
            }
            judge = try OpinionModel(bytes: Array(bytes), encoder: encoder)
        } else {
            judge = try EmbeddedModel.load(encoder: encoder)
        }
        let evaluation = OpinionEvaluation(judge, on: try LabelledOpinion.read(path: data))
        guard markdown else { return print(Self.summary(evaluation)) }
        let danger = try distress.map { path in
            let texts = try LabelledOpinion.read(path: path)
            guard texts.contains(where: { $0.urgency == .distress }) else {
                throw Failure(.unusable, "\(path) holds nobody in danger")
            }
            return OpinionEvaluation(judge, on: texts)
        }
        print(try page(evaluation, danger, encoder))
    }

    private func page(
        _ opinions: OpinionEvaluation, _ distress: OpinionEvaluation?, _ encoder: Encoder?
    ) throws -> String {
        JudgementPage(
            opinions: opinions, distress: distress,
            identifiers: try identifiers.map {
                PrivacyEvaluation(try PrivacyReader(), on: try PrivacyExample.read(path: $0))
            },
            drafts: try drafts.map {
                DeontologyEvaluation(try EmbeddedChecker.load(encoder), on: try DeontologyExample.read(path: $0))
            }
        ).markdown
    }

    private static func summary(_ evaluation: OpinionEvaluation) -> String {
        func figure(_ value: Double) -> String { String(format: "%.3f", value) }
        return """
            \(evaluation.cases.count) texts
            positive against negative, macro-F1   \(figure(evaluation.signMacroF1))
            four classes, macro-F1                \(figure(evaluation.fourClassMacroF1))
            themes, macro-F1 and micro-F1         \(figure(evaluation.themeMacroF1))  \(figure(evaluation.themeMicroF1))
            calibration error                     \(figure(evaluation.calibrationError))
            """
    }
}
