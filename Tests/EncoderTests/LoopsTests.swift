import CVector
import Foundation
import Testing

@Suite struct LoopsTests {
    /// Rows, columns and inner sizes that fill registers exactly, and that leave a rest.
    @Test(
        "a product is what its definition says, for every form of rest",
        arguments: [(1, 5, 64), (3, 256, 64), (6, 64, 128), (7, 33, 192), (13, 1280, 256)])
    func product(_ rows: Int, _ inner: Int, _ columns: Int) {
        var generator = SystemRandomNumberGenerator()
        func random(_ count: Int) -> [Float] {
            (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
        }
        // Rows overlap: each begins 7 floats after the one before.
        let (stride, bias) = (7, random(columns))
        let input = random(rows * stride + inner)
        let weights = random(inner * columns)
        var packed: [Float] = []
        for panel in Swift.stride(from: 0, to: columns, by: 64) {
            for row in 0..<inner { packed += weights[row * columns + panel..<row * columns + panel + 64] }
        }
        var out = [Float](repeating: .nan, count: rows * columns)
        cv_multiply(&out, input, stride, packed, bias, rows, inner, columns)
        for row in 0..<rows {
            for column in 0..<columns {
                let sum = (0..<inner).reduce(Double(bias[column])) {
                    $0 + Double(input[row * stride + $1]) * Double(weights[$1 * columns + column])
                }
                #expect(abs(sum - Double(out[row * columns + column])) < 1e-3)
            }
        }
    }

    @Test("normalising leaves a mean of zero and a variance of one before gain and shift")
    func normalise() {
        var row = (0..<256).map { Float($0 * $0 % 97) }
        cv_normalise(&row, [Float](repeating: 2, count: 256), [Float](repeating: 1, count: 256), 256, 1e-12)
        let mean = row.reduce(0, +) / 256
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 256
        #expect(abs(mean - 1) < 1e-4 && abs(variance - 4) < 1e-2)
    }

    @Test("halves keep the upper bits, to the nearest")
    func halves() {
        let values: [Float] = [0, 1, -1, 3.14159, -1234.5, 1e-20, 65280]
        var half = [UInt16](repeating: 0, count: values.count)
        cv_halve(&half, values, values.count)
        var sum = [Float](repeating: 0, count: values.count)
        cv_add_halves(&sum, half, values.count)
        for (value, kept) in zip(values, sum) { #expect(abs(value - kept) <= abs(value) / 256) }
        #expect(half[1] == 0x3F80)
    }

    @Test("a dot product counts the rest that fills no register")
    func dot() {
        let ones = [Float](repeating: 1, count: 37)
        #expect(cv_dot(ones, ones, 37) == 37)
        #expect(["plain", "avx2", "avx512"].contains(String(cString: cv_generation())))
    }
}
