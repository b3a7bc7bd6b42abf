import Kernel

/// The factor of a symmetric positive matrix, by which systems are solved (Golub and Van Loan, section 4.2).
struct Cholesky {
    private let size: Int
    private var lower: [Double]

    init(_ matrix: [Double], size: Int) throws {
        self.size = size
        lower = matrix
        let sound = lower.withUnsafeMutableBufferPointer { lower -> Bool in
            for row in 0..<size {
                for column in 0...row {
                    var rest = lower[row * size + column]
                    for index in 0..<column { rest -= lower[row * size + index] * lower[column * size + index] }
                    if row == column {
                        guard rest > 0 else { return false }
                        lower[row * size + row] = rest.squareRoot()
                    } else {
                        lower[row * size + column] = rest / lower[column * size + column]
                    }
                }
            }
            return true
        }
        guard sound else { throw Failure(.broken, "the likenesses of these texts cannot be solved") }
    }

    func solve(_ right: [Double]) -> [Double] {
        var values = right
        for row in 0..<size {
            for index in 0..<row { values[row] -= lower[row * size + index] * values[index] }
            values[row] /= lower[row * size + row]
        }
        for row in (0..<size).reversed() {
            for index in row + 1..<max(size, row + 1) { values[row] -= lower[index * size + row] * values[index] }
            values[row] /= lower[row * size + row]
        }
        return values
    }
}
