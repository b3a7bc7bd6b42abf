import Foundation

/// A quasi-Poisson regression with a logarithmic link, fitted by iteratively reweighted least squares
/// (McCullagh & Nelder, Generalized Linear Models, section 2.5).
struct PoissonRegression {
    let coefficients: [Double]
    let means: [Double]
    /// Diagonal of the hat matrix.
    let leverages: [Double]
    /// Pearson's estimate of the dispersion.
    let dispersion: Double

    /// Nil when the fit does not settle in 25 rounds (relative change of the deviance under 1e-8), or cannot be solved.
    init?(rows: [[Double]], counts: [Double], weights: [Double]) {
        guard let width = rows.first?.count, counts.count > width else { return nil }
        var linear = counts.map { log($0 + 0.1) }
        var deviance = Double.infinity
        var solved: (coefficients: [Double], inverse: [[Double]])?
        var settled = false
        for _ in 0..<25 {
            let means = linear.map { exp(max(-30, min(30, $0))) }
            let working = zip(means, weights).map { max($0 * $1, 1e-300) }
            let targets = zip(zip(linear, counts), means).map { $0.0 + ($0.1 - $1) / $1 }
            guard let step = Self.solve(rows, working, targets) else { return nil }
            solved = step
            linear = rows.map { row in zip(row, step.coefficients).reduce(0) { $0 + $1.0 * $1.1 } }
            let now = Self.deviance(counts, linear.map { exp(max(-30, min(30, $0))) }, weights)
            settled = abs(now - deviance) / (abs(now) + 0.1) < 1e-8
            deviance = now
            if settled { break }
        }
        guard settled, let solved else { return nil }
        let fitted = linear.map { exp(max(-30, min(30, $0))) }
        coefficients = solved.coefficients
        means = fitted
        leverages = rows.indices.map { index in
            fitted[index] * weights[index] * Self.quadratic(solved.inverse, rows[index])
        }
        let residual = counts.indices.reduce(0.0) {
            $0 + weights[$1] * (counts[$1] - fitted[$1]) * (counts[$1] - fitted[$1]) / fitted[$1]
        }
        dispersion = residual / Double(counts.count - width)
    }

    /// The mean expected at `row`.
    func mean(at row: [Double]) -> Double { exp(zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }) }

    private static func deviance(_ counts: [Double], _ means: [Double], _ weights: [Double]) -> Double {
        counts.indices.reduce(0.0) { sum, index in
            let count = counts[index]
            let mean = means[index]
            return sum + 2 * weights[index] * ((count > 0 ? count * log(count / mean) : 0) - (count - mean))
        }
    }

    private static func quadratic(_ matrix: [[Double]], _ row: [Double]) -> Double {
        var sum = 0.0
        for i in row.indices where row[i] != 0 {
            for j in row.indices where row[j] != 0 { sum += row[i] * matrix[i][j] * row[j] }
        }
        return sum
    }

    /// Weighted least squares by the normal equations, columns scaled to one, and their inverse.
    private static func solve(
        _ rows: [[Double]], _ weights: [Double], _ targets: [Double]
    ) -> (coefficients: [Double], inverse: [[Double]])? {
        let width = rows[0].count
        var normal = [[Double]](repeating: [Double](repeating: 0, count: width), count: width)
        var right = [Double](repeating: 0, count: width)
        for (row, (weight, target)) in zip(rows, zip(weights, targets)) {
            for i in 0..<width where row[i] != 0 {
                right[i] += weight * row[i] * target
                for j in 0..<width { normal[i][j] += weight * row[i] * row[j] }
            }
        }
        let scale = (0..<width).map { normal[$0][$0] > 0 ? 1 / normal[$0][$0].squareRoot() : 1 }
        for i in 0..<width { for j in 0..<width { normal[i][j] *= scale[i] * scale[j] } }
        guard var inverse = inverse(normal) else { return nil }
        for i in 0..<width { for j in 0..<width { inverse[i][j] *= scale[i] * scale[j] } }
        let coefficients = inverse.map { line in zip(line, right).reduce(0) { $0 + $1.0 * $1.1 } }
        return (coefficients, inverse)
    }

    /// Gauss-Jordan with row pivoting; nil for a singular matrix.
    private static func inverse(_ matrix: [[Double]]) -> [[Double]]? {
        let size = matrix.count
        var left = matrix
        var right = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
        for column in 0..<size {
            let pivot = (column..<size).max { abs(left[$0][column]) < abs(left[$1][column]) } ?? column
            guard abs(left[pivot][column]) > 1e-13 else { return nil }
            left.swapAt(column, pivot)
            right.swapAt(column, pivot)
            let divisor = left[column][column]
            for index in 0..<size {
                left[column][index] /= divisor
                right[column][index] /= divisor
            }
            for row in 0..<size where row != column && left[row][column] != 0 {
                let factor = left[row][column]
                for index in 0..<size {
                    left[row][index] -= factor * left[column][index]
                    right[row][index] -= factor * right[column][index]
                }
            }
        }
        return right
    }
}
