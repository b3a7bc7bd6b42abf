import Foundation
import Testing

@testable import Privacy

/// The project's own texts, beside the sources.
enum OwnTexts {
    static func read(_ name: String) throws -> [PrivacyExample] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("Sources/Privacy/Training/\(name).jsonl")
        return try PrivacyExample.read(Array(Data(contentsOf: file)))
    }
}

@Suite("Figures on the project's own texts")
struct FigureTests {
    /// The model that ships was taught on these texts: this holds it from getting worse, and is no measure of it.
    @Test("the model that ships still finds what it was taught")
    func floor() throws {
        let evaluation = PrivacyEvaluation(
            try PrivacyReader(),
            on: try OwnTexts.read("identifiers") + OwnTexts.read("others") + OwnTexts.read("tempting")
                + OwnTexts.read("lures") + OwnTexts.read("rooms"))
        #expect(evaluation.total.expected > 1_000)
        #expect(evaluation.total.recall > 0.96)
        #expect(evaluation.total.precision > 0.93)
        #expect(Double(evaluation.accused) < 0.1 * Double(evaluation.innocent))
        #expect(Double(evaluation.combinationsFound) > 0.85 * Double(evaluation.combinations))
        for kind in [ClueKind.nir, .phone, .email, .age90] {
            #expect((evaluation.kinds[kind]?.recall ?? 0) > 0.96, "\(kind)")
        }
    }

    @Test("training twice on the same texts gives the same bytes, and a reader that reads")
    func training() throws {
        let own = try OwnTexts.read("more").prefix(60)
        let gazetteer = Gazetteer.compiled([Hash.of("jeanne".utf8): 5 << 3])
        try gazetteer.withUnsafeBytes { raw in
            let trainer = try PrivacyTrainer(own: Array(own), gazetteer: raw)
            let first = trainer.train { _ in }
            #expect(first == trainer.train { _ in })
            try first.withUnsafeBytes { model in
                let reader = try PrivacyReader(gazetteer: raw, model: model)
                #expect(reader.read("IPP 0098214477").clues.map(\.kind) == [.ipp])
            }
        }
    }

    @Test("the gazetteer knows names, and loads from its bytes as it was built")
    func gazetteer() throws {
        var builder = GazetteerBuilder()
        builder.addSurname("LE GOFF", count: 900)
        builder.addFirstName("Zoé", woman: true, count: 5_000)
        builder.addCommune("Saint-Chély")
        builder.addEveryday("le petit chat le petit chien le petit le petit le petit")
        let bytes = builder.compiled()
        try bytes.withUnsafeBytes { raw in
            let gazetteer = try Gazetteer(raw)
            #expect(gazetteer.entry(Hash.of("goff".utf8)).surname == 4)
            #expect(gazetteer.entry(Hash.of("zoe".utf8)).firstName == 5)
            #expect(gazetteer.entry(Hash.of("zoe".utf8)).feminine)
            #expect(gazetteer.entry(Hash.of("chely".utf8)).communePart)
            #expect(gazetteer.entry(Hash.of("petit".utf8)).common == 2)
            #expect(gazetteer.entry(Hash.of("inconnu".utf8)) == Entry())
        }
    }
}
