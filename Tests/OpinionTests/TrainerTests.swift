import Foundation
import Kernel
import Testing

@testable import Opinion

@Suite("Training")
struct TrainerTests {
    private let folder: URL

    init() throws {
        folder = URL.temporaryDirectory.appending(path: "opinion-training-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write("train.tsv", Self.reviews)
        try write("opinions.tsv", Self.opinions)
        try write(
            "voices.tsv",
            "polarity\tthemes\turgency\tlanguage\ttext\npositive\twelcome+;room-\tnone\tfr\tbravo à tous\n")
        try write("relabelled.tsv", "text_fnv1a\tpolarity\tthemes\n")
        try write("distress.tsv", "danger\ttext\ndistress\tje vais mourir ce soir\ncalm\tmerci pour le repas\n")
        try write("languages.tsv", "language\ttext\nen\tthe doctors were very kind\nfr\tles médecins étaient gentils\n")
    }

    @Test("the same files give the same bytes, and a model that has learned them")
    func reproducible() throws {
        let first = try trainer().train()
        let second = try trainer().train()
        #expect(first == second)
        let model = try OpinionModel(bytes: first)
        #expect(model.judge("accueil superbe, bravo").score > 0)
        #expect(model.judge("accueil horrible, nul").score < 0)
    }

    @Test("a missing file or column is said in one line")
    func missing() throws {
        #expect {
            try OpinionTrainer(data: folder.appending(path: "absent.tsv").path, folder: folder.path, encoder: nil)
        } throws: { ($0 as? Failure)?.cause.contains("absent.tsv") == true }
        try write("train.tsv", "a\tb\n1\t2\n")
        #expect {
            try trainer()
        } throws: { ($0 as? Failure)?.cause.contains("no column") == true }
    }

    @Test("the table is read as Python's csv reads it")
    func table() throws {
        let text = "a\tb\n\"he said \"\"no\"\"\"\tx\nplain \"quoted\" inside\ty\n\"two\nlines\"\tz\nshort\n"
        let table = try Table(text, name: "t", needed: ["a", "b"])
        #expect(table.rows.map { table.value($0, "a") } == ["he said \"no\"", "plain \"quoted\" inside", "two\nlines"])
    }

    @Test("our own examples are well formed, many, and share nothing with the tests")
    func examples() throws {
        let own = Shipped.root.appending(path: "Sources/Opinion/Training").path
        let opinions = try Table(path: "\(own)/opinions.tsv", needed: ["polarity", "themes", "text"])
        #expect(opinions.rows.count >= 600)
        for row in opinions.rows {
            #expect(Polarity(rawValue: opinions.value(row, "polarity")) != nil)
            let themes = opinions.value(row, "themes").split(separator: ";").map(String.init)
            #expect(themes.allSatisfy { Theme(rawValue: $0) != nil })
        }
        let voices = try Table(
            path: "\(own)/voices.tsv", needed: ["polarity", "themes", "urgency", "language", "text"])
        #expect(voices.rows.count >= 10_800)
        let unseen = Set(
            try ["opinions", "distress"].flatMap { name in
                try LabelledOpinion.read(path: Shipped.root.appending(path: "Tests/Unseen/\(name).tsv").path).map(
                    \.text)
            })
        for row in voices.rows {
            #expect(Polarity(rawValue: voices.value(row, "polarity")) != nil)
            #expect(Urgency(rawValue: voices.value(row, "urgency")) != nil)
            let themes = voices.value(row, "themes").split(separator: ";")
            #expect(TrainingSet.themes(voices.value(row, "themes")).count == themes.count)
            // Two people may write the same few words.
            #expect(voices.value(row, "text").count < 25 || !unseen.contains(voices.value(row, "text")))
        }
        let danger = try Table(path: "\(own)/distress.tsv", needed: ["danger", "text"])
        let tests = Set(DistressExamples.all + CalmExamples.all)
        #expect(danger.rows.allSatisfy { !tests.contains(danger.value($0, "text")) })
    }

    private func trainer() throws -> OpinionTrainer {
        try OpinionTrainer(data: folder.appending(path: "train.tsv").path, folder: folder.path, encoder: nil)
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private static let reviews =
        "source\tdomain\tstars\tlabel\tdate\ttext\n"
        + (0..<30).map { index in
            index.isMultiple(of: 2)
                ? "insurance\tsante\t5\tpositive\t\tservice superbe numéro \(index), bravo\n"
                : "insurance\tsante\t1\tnegative\t\tservice horrible numéro \(index), nul\n"
        }.joined()

    private static let opinions =
        "polarity\tthemes\tlanguage\ttext\n"
        + (0..<30).map { index in
            index.isMultiple(of: 2)
                ? "positive\twelcome\tfr\taccueil superbe \(index)\n" : "negative\tmeals\tfr\trepas horrible \(index)\n"
        }.joined()
}
