import ArgumentParser
import Foundation
import Kernel
import Privacy

/// Builds the gazetteer and the models of names and numbers.
struct TrainPrivacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train-privacy",
        abstract: "Build the gazetteer and train the models of deidentify; the same data gives the same bytes.")

    @Option(help: "Folder that holds opinions/ and deidentification/.")
    var data: String

    @Option(help: "Folder of noms.csv, prenoms.csv, communes.csv and hospitals-finess.csv, unpacked.")
    var lists: String

    @Option(help: "Folder of the project's own texts.")
    var texts = "Sources/Privacy/Training"

    @Option(help: "Folder to write gazetteer.bin and model.bin to.")
    var output: String

    func run() async throws {
        let lessons = try PrivacyLessons(training: texts, data: data, lists: lists)
        let gazetteer = lessons.gazetteer()
        let model = try gazetteer.withUnsafeBytes { raw in
            try lessons.trainer(gazetteer: raw).train { Terminal.say($0) }
        }
        for (name, bytes) in [("gazetteer.bin", gazetteer), ("model.bin", model)] {
            let path = "\(output)/\(name)"
            do {
                try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw Failure(.unusable, "\(path): cannot be written")
            }
            print("\(path): \(bytes.count) bytes")
        }
    }
}

/// Measures what deidentify finds.
struct EvaluatePrivacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate-privacy",
        abstract: "Measure deidentify on texts whose identifiers are known and that it was not trained on.")

    @Option(help: "JSON Lines: id, text, spans, combination.")
    var data: String

    @Flag(help: "Print each mistake, a line each.")
    var mistakes = false

    func run() async throws {
        let evaluation = PrivacyEvaluation(try PrivacyReader(), on: try PrivacyExample.read(path: data))
        print(evaluation.markdown)
        if mistakes { evaluation.mistakes.forEach { print($0) } }
    }
}
