import CVector
import Foundation
import Testing

@testable import Encoder

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
        for (value, bits) in zip(values, half) {
            #expect(abs(value - Float(bitPattern: UInt32(bits) << 16)) <= abs(value) / 256)
        }
        #expect(half[1] == 0x3F80)
    }

    @Test("a window adds its parts to the bias, keeps what is above zero and adds the piece itself")
    func window() {
        func halves(_ values: [Float]) -> [UInt16] { values.map { UInt16($0.bitPattern >> 16) } }
        let bias = (0..<64).map { Float($0 % 3) }
        let (one, two) = (halves((0..<64).map { Float($0) - 32 }), halves([Float](repeating: -2, count: 64)))
        let own = halves([Float](repeating: 0.5, count: 64))
        var row = [Float](repeating: .nan, count: 64)
        one.withUnsafeBufferPointer { one in
            two.withUnsafeBufferPointer { two in
                cv_window(&row, bias, [one.baseAddress, two.baseAddress], 2, own, 64)
            }
        }
        for (index, value) in row.enumerated() {
            let sum = bias[index] + Float(index) - 32 - 2
            #expect(value == max(sum, 0) + 0.5)
        }
    }

    @Test(
        "a product of bytes is near the product of floats, whatever the rest and the step",
        .enabled(if: cv_multiplies_bytes(), "this processor multiplies no bytes"),
        arguments: [(1, 1, 1, 64), (6, 1, 1, 256), (13, 3, 1, 128), (8, 2, 2, 768), (29, 5, 1, 256)])
    func bytes(_ windows: Int, _ places: Int, _ step: Int, _ columns: Int) {
        var generator = SystemRandomNumberGenerator()
        func random(_ count: Int) -> [Float] { (0..<count).map { _ in Float.random(in: -1...1, using: &generator) } }
        let (inner, bias) = (places * 256, random(columns))
        let input = random(((windows - 1) * step + places) * 256)
        let packed = random(inner * columns)
        var out = [Float](repeating: .nan, count: windows * columns), wanted = out
        let matrix = ByteMatrix(packed, places: places, columns: columns)
        input.withUnsafeBufferPointer { input in
            guard let start = input.baseAddress else { return }
            matrix.multiply(&out, ByteMatrix.Windows(start: start, stride: 256, count: windows, step: step), bias)
        }
        cv_multiply(&wanted, input, step * 256, packed, bias, windows, inner, columns)
        let error = zip(out, wanted).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let power = wanted.reduce(0) { $0 + $1 * $1 }
        #expect(error < power * 1e-4)
    }

    @Test("a row of zeros has bytes of zeros, and gives the bias")
    func zeros() {
        guard cv_multiplies_bytes() else { return }
        var bytes = [UInt8](repeating: 7, count: 256)
        #expect(cv_quantise(&bytes, [Float](repeating: 0, count: 256)) == 0)
        #expect(bytes.allSatisfy { $0 == UInt8(CV_ZERO) })
    }

    @Test("a dot product counts the rest that fills no register")
    func dot() {
        let ones = [Float](repeating: 1, count: 37)
        #expect(cv_dot(ones, ones, 37) == 37)
        #expect(["plain", "avx2", "avx512"].contains(String(cString: cv_generation())))
    }
}
