import Foundation
import Kernel
import Testing

@testable import Opinion

@Suite("Model file")
struct ModelFileTests {
    @Test("the shipped model is small and is read without a copy as with one")
    func shipped() throws {
        #expect(Shipped.bytes.count < 2_800_000)
        let copied = try Shipped.model.get()
        try Shipped.bytes.withUnsafeBytes { bytes in
            let embedded = try OpinionModel(embedded: bytes)
            for text in ["Merci à tous", "Une honte", "Je veux mourir"] {
                #expect(embedded.judge(text) == copied.judge(text))
            }
        }
    }

    @Test("a damaged file is refused with a reason, never read past its end")
    func damaged() {
        let whole = Shipped.bytes
        var wrong = whole
        wrong[0] = 0
        var shape = whole
        shape[8] = 31
        var scale = whole
        for index in 16..<20 { scale[index] = 0xFF }
        let bad: [[UInt8]] = [
            [], [1], Array(whole.prefix(40)), Array(whole.dropLast()), whole + [0], wrong, shape, scale,
        ]
        for bytes in bad {
            #expect(throws: Failure.self) { try OpinionModel(bytes: bytes) }
        }
    }

    @Test("weights come back within a hundredth of the largest")
    func quantised() throws {
        let weights: [Float] = (0..<64).map { Float($0 - 32) / 7 }
        let table = (bits: 4, columns: 4, weights: weights)
        let bytes = ModelFile.encode(tables: [table, table, table, table], dense: [0.5, -2])
        let file = try bytes.withUnsafeBytes { try ModelFile($0, copying: true) }
        #expect(file.dense == [0.5, -2])
        for bucket in 0..<16 {
            var sums = [Float](repeating: 0, count: 4)
            file.add(file.polarity, UInt64(bucket), 1, to: &sums)
            for column in 0..<4 { #expect(abs(sums[column] - weights[bucket * 4 + column]) < 0.08) }
        }
    }
}
