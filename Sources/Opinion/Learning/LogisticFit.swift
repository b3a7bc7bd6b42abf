/// Multinomial logistic regression with a ridge, solved by Newton's method (Hastie, Tibshirani and Friedman, *The Elements
/// of Statistical Learning*, section 4.4). The last class is the one that the others are held against; two classes make
/// plain logistic regression.
struct LogisticFit {
    struct Row {
        let inputs: [Float]
        /// Which class is true.
        let truth: Int
        let weight: Float
    }

    private static let steps = 20
    /// A step that moves no weight by more ends it.
    private static let still = 1e-5
    private let classes: Int
    /// Inputs, and the offset after them.
    private let width: Int
    private let penalties: [Double]
    private var weights: [Double]

    /// What the ridge pulls the weights to.
    private let centre: [Double]

    private init(classes: Int, penalties: [Float], around centre: [[Float]]) {
        self.classes = classes
        width = penalties.count
        self.penalties = penalties.map(Double.init)
        let none = [Double](repeating: 0, count: (classes - 1) * width)
        self.centre = centre.isEmpty ? none : centre.flatMap { $0.map(Double.init) }
        weights = self.centre
    }

    /// Weights of the inputs and an offset, for each class but the last.
    /// - Parameters:
    ///   - penalties: the ridge of each input and of the offset, held against the sum of the losses: with few texts it
    ///     rules, with many it is not felt.
    ///   - centre: weights to stay near to, as they are returned; zero when there are none.
    static func solve(
        _ rows: [Row], classes: Int, penalties: [Float], around centre: [[Float]] = []
    ) throws -> [[Float]] {
        var fit = LogisticFit(classes: classes, penalties: penalties, around: centre)
        for _ in 0..<steps where try fit.step(rows) < still { break }
        return fit.columns
    }

    private var columns: [[Float]] {
        (0..<classes - 1).map { column in (0..<width).map { Float(weights[column * width + $0]) } }
    }

    private func guesses(_ inputs: [Double]) -> [Double] {
        let logits = (0..<classes - 1).map { column in
            inputs.indices.reduce(0) { $0 + weights[column * width + $1] * inputs[$1] }
        }
        return Softmax.of(logits.map { Float($0) } + [0]).dropLast().map(Double.init)
    }

    /// How far the weight that moved most did.
    private mutating func step(_ rows: [Row]) throws -> Double {
        let size = weights.count
        var gradient = weights.indices.map { penalties[$0 % width] * (weights[$0] - centre[$0]) }
        var curvature = [Double](repeating: 0, count: size * size)
        for index in 0..<size { curvature[index * size + index] = penalties[index % width] + 1e-6 }
        for row in rows {
            let inputs = row.inputs.map(Double.init) + [1]
            let guesses = guesses(inputs)
            let weight = Double(row.weight)
            for column in guesses.indices {
                let error = weight * (guesses[column] - (row.truth == column ? 1 : 0))
                for index in inputs.indices { gradient[column * width + index] += error * inputs[index] }
                for other in 0...column {
                    let bend = weight * guesses[column] * ((other == column ? 1 : 0) - guesses[other])
                    Self.add(bend, inputs, to: &curvature, at: column * width * size + other * width, size)
                }
            }
        }
        let change = try Cholesky(curvature, size: size).solve(gradient)
        for index in weights.indices { weights[index] -= change[index] }
        return change.reduce(0) { max($0, abs($1)) }
    }

    /// Adds the products of the inputs two by two to a block of the matrix, whose lower half alone is read.
    private static func add(
        _ factor: Double, _ inputs: [Double], to matrix: inout [Double], at corner: Int, _ size: Int
    ) {
        matrix.withUnsafeMutableBufferPointer { matrix in
            inputs.withUnsafeBufferPointer { inputs in
                for row in inputs.indices {
                    let share = factor * inputs[row]
                    let start = corner + row * size
                    for column in inputs.indices { matrix[start + column] += share * inputs[column] }
                }
            }
        }
    }
}
