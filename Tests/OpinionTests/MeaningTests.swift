import Encoder
import Kernel
import Testing

@testable import Opinion

@Suite("Meaning")
struct MeaningTests {
    /// Texts of two kinds, each a little apart from the others of its kind.
    private static let examples = (0..<40).map { index in
        Example(
            text: "\(index)", polarity: index % 2 == 0 ? .positive : .negative,
            themes: index % 2 == 0 ? [.welcome] : [.meals], weight: 1, danger: index % 4 == 1, hospital: true)
    }

    private static let meanings: [Float] = (0..<40).flatMap { index in
        var vector = [Float](repeating: 0, count: Encoder.width)
        (vector[index % 2], vector[2 + index % 4], vector[10 + index]) = (0.8, 0.52, 0.3)
        return vector
    }

    private static func meaning(_ kind: Int, _ part: Int) -> [Float] {
        var vector = [Float](repeating: 0, count: Encoder.width)
        (vector[kind], vector[2 + part], vector[100]) = (0.8, 0.52, 0.3)
        return vector
    }

    @Test("what is like praise is praise, what is like danger is danger")
    func likeness() throws {
        let trainer = MeaningTrainer(Self.examples, meanings: Self.meanings, parts: 2) { $0 < 20 ? 0 : 1 }
        let layer = try trainer.layer(without: nil)
        let (praise, blame) = (layer.scores(Self.meaning(0, 0))[0], layer.scores(Self.meaning(1, 1))[0])
        #expect(praise[Polarity.positive.column] > 0.7)
        #expect(blame[Polarity.positive.column] < 0.3)
        #expect(praise[Scan.polarities + Theme.welcome.column] > 0.7)
        #expect(blame[Scan.polarities + Theme.welcome.column] < 0.3)
        #expect(blame[Scan.danger] > praise[Scan.danger] + 0.5)
    }

    @Test("a layer without a part is the layer that the other parts teach")
    func parts() throws {
        let whole = MeaningTrainer(Self.examples, meanings: Self.meanings, parts: 2) { $0 % 3 == 0 ? 0 : 1 }
        let other = MeaningTrainer(Self.examples, meanings: Self.meanings, parts: 1) { $0 % 3 == 0 ? 0 : nil }
        let (one, two) = (try whole.layer(without: 0), try other.layer(without: 0))
        #expect(zip(one.weights, two.weights).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(try whole.layer(without: 1).weights != one.weights)
    }

    @Test("a layer comes back from the model file as it went in")
    func file() throws {
        let layer = try MeaningTrainer(Self.examples, meanings: Self.meanings, parts: 1) { _ in nil }.layer(
            without: nil)
        let table = (bits: 4, columns: 4, weights: [Float](repeating: 1, count: 64))
        let bytes = ModelFile.encode(tables: [table, table, table, table], dense: [0], meaning: layer)
        let read = try #require(try bytes.withUnsafeBytes { try ModelFile($0, copying: true) }.meaning)
        #expect(read.landmarks == layer.landmarks)
        #expect(read.weights == layer.weights)
        #expect(read.bias == layer.bias)
    }

    @Test(
        "texts judged in bulk have the polarity that each has by itself, and the meaning has its say",
        .enabled(if: Shipped.understanding != nil, "needs .cache/encoder/encoder.bin"))
    func together() throws {
        let model = try #require(Shipped.understanding)
        #expect(model.understands)
        let texts = ["Merci à toute l'équipe", "", "Trois heures sur un brancard.", "Le parking est payant."]
        let bulk = model.judge(inBulk: texts)
        #expect(bulk.map(\.polarity) == texts.map { model.judge($0).polarity })
        #expect(model.judge(inBulk: Array(texts.reversed())) == bulk.reversed())
        #expect(texts.map { model.judge($0) } != texts.map { try? Shipped.model.get().judge($0) })
    }

    @Test("without the encoder's weights the words judge alone")
    func wordsAlone() throws {
        let model = try Shipped.model.get()
        #expect(!model.understands)
        #expect(model.judge(inBulk: ["Merci à tous"]) == [model.judge("Merci à tous")])
    }
}
