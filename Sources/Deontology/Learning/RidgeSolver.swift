import Kernel

/// Solves (K + ridge · 1) · A = Y for a symmetric positive matrix K of likenesses: kernel ridge regression, whose answer
/// is exact and the same at each run, with nothing drawn at random.
struct RidgeSolver {
    private let size: Int
    /// Lower triangle of the Cholesky factor, row after row, each row padded to a multiple of eight.
    private var factor: [Float]
    private let stride: Int
    private static let block = 16

    /// - Parameter likeness: value of row and column, column ≤ row.
    init(size: Int, ridge: Float, likeness: (Int, Int) -> Float) throws {
        self.size = size
        stride = (size + 7) / 8 * 8
        factor = [Float](repeating: 0, count: size * stride)
        for row in 0..<size {
            for column in 0...row { factor[row * stride + column] = likeness(row, column) }
            factor[row * stride + row] += ridge
        }
        try decompose()
    }

    private mutating func decompose() throws {
        let (size, stride) = (size, stride)
        let sound = factor.withUnsafeMutableBufferPointer { factor -> Bool in
            guard let base = factor.baseAddress else { return size == 0 }
            // Some rows together: those before them are fetched from memory once for all of them.
            for first in Swift.stride(from: 0, to: size, by: Self.block) {
                let rows = first..<min(size, first + Self.block)
                for column in 0..<first {
                    for row in rows { Self.eliminate(base, row, column, stride) }
                }
                for row in rows {
                    for column in first..<row { Self.eliminate(base, row, column, stride) }
                    let mine = base + row * stride
                    let square = mine[row] - dot(mine, mine, row)
                    guard square > 0 else { return false }
                    mine[row] = square.squareRoot()
                }
            }
            return true
        }
        guard sound else { throw Failure(.broken, "the matrix of likenesses is not positive") }
    }

    private static func eliminate(_ base: UnsafeMutablePointer<Float>, _ row: Int, _ column: Int, _ stride: Int) {
        let (mine, other) = (base + row * stride, base + column * stride)
        mine[column] = (mine[column] - dot(mine, other, column)) / other[column]
    }

    /// The coefficients for one column of `Y`.
    func solve(_ wanted: [Float]) -> [Float] {
        var out = wanted
        out.append(contentsOf: repeatElement(0, count: stride - size))
        factor.withUnsafeBufferPointer { factor in
            out.withUnsafeMutableBufferPointer { out in
                guard let base = factor.baseAddress, let values = out.baseAddress else { return }
                for row in 0..<size {
                    let mine = base + row * stride
                    values[row] = (values[row] - dot(mine, values, row)) / mine[row]
                }
                for row in (0..<size).reversed() {
                    let mine = base + row * self.stride
                    values[row] /= mine[row]
                    let value = values[row]
                    for column in 0..<row { values[column] -= mine[column] * value }
                }
            }
        }
        return Array(out.prefix(size))
    }
}

/// Scalar product of the first `count` values, eight at a time in a fixed order.
private func dot(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    let (a, b) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
    var at = 0
    while at + 16 <= count {
        let place = at * 4
        sums.0 +=
            a.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
            * b.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
        sums.1 +=
            a.loadUnaligned(fromByteOffset: place + 32, as: SIMD8<Float>.self)
            * b.loadUnaligned(fromByteOffset: place + 32, as: SIMD8<Float>.self)
        at += 16
    }
    var sum = (sums.0 + sums.1).sum()
    while at < count {
        sum += left[at] * right[at]
        at += 1
    }
    return sum
}
