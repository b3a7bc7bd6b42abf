import Encoder
import Kernel

/// Learns `MeaningLayer` by weighted ridge regression on likenesses. The whole is solved exactly, and so is the whole
/// without any one part: sums of parts are kept apart and taken away.
struct MeaningTrainer {
    /// Landmarks, at most: each costs half a kilobyte of the model and a thousandth of a millisecond a text.
    private static let most = 1_024
    private static let ridge = 0.7
    /// Columns that are learned from the same texts.
    private static let groups = [
        0..<Scan.polarities, Scan.polarities..<Scan.danger, Scan.danger..<Scan.columns,
    ]

    private let landmarks: [Float]
    /// Sums of each group, one for each part, and one for what belongs to none.
    private let sums: [[Sums]]

    /// - Parameters:
    ///   - meanings: `Encoder.width` numbers a text.
    ///   - part: which part a text belongs to; nil for one that is in none.
    init(_ examples: [Example], meanings: [Float], parts: Int, part: (Int) -> Int?) {
        let width = Encoder.width
        landmarks = Self.chosen(examples).flatMap { index in
            meanings[index * width..<(index + 1) * width].map { MeaningLayer.large(MeaningLayer.small($0)) }
        }
        let count = landmarks.count / width
        var sums = Self.groups.map { group in
            (0...parts).map { _ in Sums(landmarks: count, columns: group.count) }
        }
        for (index, example) in examples.enumerated() {
            let likenesses = MeaningLayer.likenesses(
                Array(meanings[index * width..<(index + 1) * width]), landmarks
            ).map(Double.init)
            for (group, columns) in Self.groups.enumerated() {
                guard let target = Self.target(example, columns) else { continue }
                sums[group][part(index) ?? parts].add(likenesses, target, weight: Double(example.weight))
            }
        }
        self.sums = sums
    }

    /// The layer that all texts teach but those of one part.
    func layer(without part: Int?) throws -> MeaningLayer {
        let count = landmarks.count / Encoder.width
        var weights = [Float](repeating: 0, count: count * Scan.columns)
        var bias = [Float](repeating: 0, count: Scan.columns)
        let own = penalty
        for (group, columns) in Self.groups.enumerated() {
            var sum = Sums(landmarks: count, columns: columns.count)
            for (index, other) in sums[group].enumerated() where index != part { sum.add(other) }
            let (solution, offsets) = try sum.solve(penalty: own, ridge: Self.ridge)
            for (place, column) in columns.enumerated() {
                bias[column] = Float(offsets[place])
                for landmark in 0..<count {
                    weights[landmark * Scan.columns + column] = Float(solution[place][landmark])
                }
            }
        }
        return MeaningLayer(landmarks: landmarks, weights: weights, bias: bias)
    }

    /// Likenesses of the landmarks to one another.
    private var penalty: [Double] {
        let width = Encoder.width
        return (0..<landmarks.count / width).flatMap { index in
            MeaningLayer.likenesses(Array(landmarks[index * width..<(index + 1) * width]), landmarks).map(Double.init)
        }
    }

    /// Texts about hospitals, evenly spread over the files that they come from.
    private static func chosen(_ examples: [Example]) -> [Int] {
        let near = examples.indices.filter { examples[$0].tuning }
        let pool = near.isEmpty ? Array(examples.indices) : near
        let wanted = min(most, pool.count)
        return (0..<wanted).map { pool[$0 * pool.count / wanted] }
    }

    /// What the columns should say of a text; nil when nobody looked.
    private static func target(_ example: Example, _ columns: Range<Int>) -> [Double]? {
        switch columns.lowerBound {
        case 0: example.polarity.map { own in Polarity.allCases.map { $0 == own ? 1 : 0 } }
        case Scan.danger: example.danger.map { [$0 ? 1 : 0] }
        default: example.themes.map { own in Theme.allCases.map { own.contains($0) ? 1 : 0 } }
        }
    }
}

/// Sums over texts from which a regression is solved.
private struct Sums {
    private let landmarks: Int
    private let columns: Int
    /// Products of likenesses two by two (the lower triangle), of likenesses and targets, and their plain sums.
    private var squares: [Double]
    private var products: [Double]
    private var likenesses: [Double]
    private var targets: [Double]
    private var weight = 0.0

    init(landmarks: Int, columns: Int) {
        (self.landmarks, self.columns) = (landmarks, columns)
        squares = [Double](repeating: 0, count: landmarks * landmarks)
        products = [Double](repeating: 0, count: columns * landmarks)
        likenesses = [Double](repeating: 0, count: landmarks)
        targets = [Double](repeating: 0, count: columns)
    }

    mutating func add(_ row: [Double], _ target: [Double], weight: Double) {
        self.weight += weight
        for column in 0..<columns { targets[column] += weight * target[column] }
        for column in 0..<columns where target[column] != 0 {
            for index in 0..<landmarks { products[column * landmarks + index] += weight * target[column] * row[index] }
        }
        squares.withUnsafeMutableBufferPointer { squares in
            row.withUnsafeBufferPointer { row in
                for index in 0..<landmarks {
                    let factor = weight * row[index]
                    for other in 0...index { squares[index * landmarks + other] += factor * row[other] }
                }
            }
        }
        for index in 0..<landmarks { likenesses[index] += weight * row[index] }
    }

    mutating func add(_ other: Sums) {
        weight += other.weight
        for index in squares.indices { squares[index] += other.squares[index] }
        for index in products.indices { products[index] += other.products[index] }
        for index in likenesses.indices { likenesses[index] += other.likenesses[index] }
        for index in targets.indices { targets[index] += other.targets[index] }
    }

    /// Weights of the landmarks for each column, and each column's offset: everything is taken about its mean.
    func solve(penalty: [Double], ridge: Double) throws -> (weights: [[Double]], offsets: [Double]) {
        let total = max(weight, 1e-9)
        let means = likenesses.map { $0 / total }
        var matrix = squares
        for row in 0..<landmarks {
            for column in 0...row {
                matrix[row * landmarks + column] +=
                    ridge * penalty[row * landmarks + column] - total * means[row] * means[column]
            }
            matrix[row * landmarks + row] += 1e-6 * total
        }
        let factor = try Cholesky(matrix, size: landmarks)
        var weights: [[Double]] = []
        var offsets: [Double] = []
        for column in 0..<columns {
            let mean = targets[column] / total
            let right = (0..<landmarks).map { products[column * landmarks + $0] - total * mean * means[$0] }
            let solution = factor.solve(right)
            weights.append(solution)
            offsets.append(mean - zip(solution, means).reduce(0) { $0 + $1.0 * $1.1 })
        }
        return (weights, offsets)
    }
}
