import Encoder
public import Kernel

/// What a person said of one text, for the model to learn from.
public struct Lesson: Sendable, Equatable {
    /// What to name as the reason of a judgement that it changes: the corrected mention.
    public let source: Int64
    public let text: String
    public let polarity: Polarity
    public let themes: Set<Theme>

    public init(source: Int64, text: String, polarity: Polarity, themes: Set<Theme>) {
        self.source = source
        self.text = text
        self.polarity = polarity
        self.themes = themes
    }
}

/// What people's corrections change in the judgement of texts like those that they corrected: the mistakes of the model
/// on these, spread by likeness. That is Gaussian process regression on the model's residuals (Rasmussen and Williams,
/// 2006, section 2.2), solved exactly: nothing below is trained again. Alarms are left alone: a correction must never
/// silence one.
struct Lessons: Sendable {
    /// How fast likeness falls off with the square of the distance: twice as fast as between landmarks, since a lesson is
    /// about its own kind of text. Two ways to say a thing are then 0.4 alike, two things 0.03.
    private static let sharpness: Float = 2
    /// The variance of what people say: how far one lesson is from being the last word.
    private static let noise = 0.1
    /// What moved a judgement is said to be the lesson that is most alike, if it is at least so alike.
    private static let alike: Float = 0.3
    /// Polarities, then themes.
    static let columns = Scan.danger

    private let sources: [Int64]
    private let table: NearnessTable
    /// `columns` numbers a lesson.
    private let weights: [Float]

    /// - Parameters:
    ///   - vectors: one of length 1 for each lesson, `Encoder.width` values each.
    ///   - figures: what the model alone makes of each, `columns` probabilities.
    /// - Throws: `Failure(.broken)` when the likenesses cannot be solved.
    init(_ lessons: [Lesson], vectors: [Float], figures: [[Float]]) throws {
        sources = lessons.map(\.source)
        table = NearnessTable(vectors)
        let count = lessons.count
        // The table may round; what is solved must not, or many like texts could not be.
        var matrix = (0..<count).flatMap { index in
            Encoder.nearness(of: Array(vectors[index * Encoder.width..<(index + 1) * Encoder.width]), to: vectors)
                .map { Double(Self.likeness($0)) }
        }
        for index in 0..<count { matrix[index * count + index] = 1 + Self.noise }
        let factor = try Cholesky(matrix, size: count)
        var weights = [Float](repeating: 0, count: count * Self.columns)
        for column in 0..<Self.columns {
            let missing = zip(lessons, figures).map { Double(Self.truth($0, column) - $1[column]) }
            for (index, value) in factor.solve(missing).enumerated() {
                weights[index * Self.columns + column] = Float(value)
            }
        }
        self.weights = weights
    }

    private static func truth(_ lesson: Lesson, _ column: Int) -> Float {
        let holds =
            column < Scan.polarities
            ? lesson.polarity.column == column : lesson.themes.contains { Scan.polarities + $0.column == column }
        return holds ? 1 : 0
    }

    private static func likeness(_ product: Float) -> Float {
        MeaningLayer.likeness(product, sharpness: sharpness)
    }

    /// What to add to each of a text's probabilities, and the lesson that is most alike if it is alike enough to be named.
    func change(_ vector: [Float]) -> (figures: [Float], source: Int64?) {
        let likenesses = table.nearness(of: vector).map(Self.likeness)
        var figures = [Float](repeating: 0, count: Self.columns)
        for (index, likeness) in likenesses.enumerated() {
            for column in 0..<Self.columns { figures[column] += likeness * weights[index * Self.columns + column] }
        }
        let best = likenesses.indices.max { likenesses[$0] < likenesses[$1] }
        return (figures, best.flatMap { likenesses[$0] >= Self.alike ? sources[$0] : nil })
    }

    /// Words instead of a meaning, where the sentence encoder is not installed: n-grams by hash, with a sign each so that
    /// those that fall together cancel out (Weinberger et al., 2009).
    static func words(_ scan: Scan) -> [Float] {
        var vector = [Float](repeating: 0, count: Encoder.width)
        for passage in scan.reading.passages.indices {
            Scan.features(scan.reading, passage, scan.lexicon[passage]) { hash, family, _ in
                vector[Int(hash % UInt64(Encoder.width))] += hash >> 63 == 0 ? family.themeScale : -family.themeScale
            }
        }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }
}
