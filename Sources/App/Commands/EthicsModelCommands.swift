import ArgumentParser
import Deontology
import Encoder
import Foundation
import Kernel

/// Trains the layers that `check` leans on.
struct TrainEthicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train-ethics",
        abstract: "Train the layers of medical ethics; the same examples give the same bytes.")

    @Option(help: "Folder of labelled drafts (.jsonl).")
    var examples = "Sources/Deontology/Training"

    @Option(help: "Model file to write.")
    var output: String?

    @Flag(help: "First measure each file by a model that the others taught: a writer whom it does not know.")
    var crossValidate = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let settings = try await installation.load()
        let (rules, cues) = (try EmbeddedChecker.rules(own: nil), try EmbeddedChecker.cues())
        let encoder = try Encoder(settings.encoder)
        let writers = try Self.writers(in: examples)
        let own = rules.rules.values.sorted { $0.id < $1.id }.flatMap { DeontologyExample.of($0) }
        let trainer = try DeontologyTrainer(writers.flatMap(\.drafts) + own, reader: cues, encoder: encoder)
        if crossValidate {
            var (both, words, first) = (DeontologyEvaluation(), DeontologyEvaluation(), 0)
            for writer in writers {
                let model = try trainer.train(without: first..<first + writer.drafts.count)
                first += writer.drafts.count
                for (layers, wordings) in [(encoder, false), (nil, true)] {
                    let checker = Checker(rules: rules, cues: cues, model: model, encoder: layers)
                    let alone = DeontologyEvaluation(checker, on: writer.drafts)
                    print("\(writer.name)\(wordings ? ", wordings alone" : ""), \(alone.line)")
                    if wordings { words += alone } else { both += alone }
                }
            }
            print("each writer unknown:\n\(both.summary)\nwordings alone:\n\(words.line)")
        }
        guard let output else { return }
        let bytes = try trainer.train().bytes
        do { try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic) } catch {
            throw Failure(.unusable, "\(output): cannot be written")
        }
        print("\(output): \(bytes.count) bytes")
    }

    /// The drafts of each file: one hand wrote each.
    private static func writers(in folder: String) throws -> [(name: String, drafts: [DeontologyExample])] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let files = names.filter { $0.hasSuffix(".jsonl") }
        guard !files.isEmpty else { throw Failure(.unusable, "\(folder): no .jsonl file of examples") }
        return try files.map { ($0, try DeontologyExample.read(path: "\(folder)/\($0)")) }
    }
}

/// Measures `check` on drafts that it was not taught with.
struct EvaluateEthicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate-ethics",
        abstract: "Measure the check of medical ethics on labelled drafts that it was not trained on.")

    @Option(help: "File of labelled drafts (.jsonl): id, kind, author, text, violates, spans.")
    var examples: String

    @Option(help: "Model file; the one in the binary when missing.")
    var model: String?

    @Flag(help: "Judge wordings alone, as without the encoder.")
    var wordings = false

    @Flag(help: "List the drafts that were misjudged.")
    var mistakes = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let settings = try await installation.load()
        let layers = try model.map { path in
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw Failure(.unusable, "\(path): no such file, or it may not be read")
            }
            return try DeontologyModel(bytes: Array(bytes))
        }
        let checker = try EmbeddedChecker.load(wordings ? nil : try Encoder(settings.encoder), layers: layers)
        let evaluation = DeontologyEvaluation(checker, on: try DeontologyExample.read(path: examples))
        print(evaluation.summary)
        for mistake in mistakes ? evaluation.mistakes : [] {
            print("\(mistake.id): expected \(mistake.expected), found \(mistake.found)")
        }
    }
}
