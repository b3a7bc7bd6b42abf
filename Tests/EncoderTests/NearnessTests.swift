import Testing

@testable import Encoder

@Suite struct NearnessTests {
    @Test(
        "a table says of each vector how near it is to each of its own, for any number of them",
        arguments: [1, 63, 64, 130])
    func table(_ count: Int) {
        var generator = SystemRandomNumberGenerator()
        func vector() -> [Float] {
            let values = (0..<Encoder.width).map { _ in Float.random(in: -1...1, using: &generator) }
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return values.map { $0 / length }
        }
        let vectors = (0..<count).map { _ in vector() }
        let table = NearnessTable(vectors.flatMap { $0 })
        #expect(table.count == count)
        let other = vector()
        let found = table.nearness(of: other + vectors[count - 1])
        #expect(found.count == 2 * count)
        for (index, own) in vectors.enumerated() {
            let wanted = zip(own, other).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            #expect(abs(found[index] - wanted) < 0.01)
        }
        #expect(abs(found[2 * count - 1] - 1) < 0.01)
        #expect(table.nearness(of: []).isEmpty)
    }

    @Test("a table of nothing is near to nothing")
    func empty() {
        #expect(NearnessTable([]).nearness(of: [Float](repeating: 0, count: Encoder.width)).isEmpty)
    }
}
