import Encoder
import Foundation

/// What the meaning of a text says, besides its words: likeness to landmarks, texts chosen among those learned from, each
/// with its say in every column of `Scan`. Regression on likenesses to a few instead of to all is Nyström's method
/// (Williams and Seeger, 2001).
struct MeaningLayer: Sendable {
    /// How fast likeness falls off with the square of the distance between two meanings.
    static let sharpness: Float = 1
    /// Components of landmarks are kept in 127ths of this: those of a vector of length 1 in 512 dimensions are rarely
    /// larger.
    static let reach: Float = 0.25

    /// `Encoder.width` numbers a landmark.
    let landmarks: [Float]
    /// `Scan.columns` numbers a landmark.
    let weights: [Float]
    let bias: [Float]
    private let table: NearnessTable

    init(landmarks: [Float], weights: [Float], bias: [Float]) {
        (self.landmarks, self.weights, self.bias) = (landmarks, weights, bias)
        table = NearnessTable(landmarks)
    }

    var count: Int { landmarks.count / Encoder.width }

    /// For each meaning a say in each column: for polarities about 1 where it holds and about 0 where it does not, and so
    /// for the others.
    func scores(_ meanings: [Float]) -> [[Float]] {
        let nearness = table.nearness(of: meanings)
        return (0..<meanings.count / Encoder.width).map { number in
            say(nearness[number * count..<(number + 1) * count])
        }
    }

    /// The landmarks' says, each as loud as it is alike.
    private func say(_ nearness: ArraySlice<Float>) -> [Float] {
        var scores = bias
        let columns = bias.count
        scores.withUnsafeMutableBufferPointer { scores in
            weights.withUnsafeBufferPointer { weights in
                var row = 0
                for product in nearness {
                    let likeness = Self.likeness(product)
                    for column in 0..<columns { scores[column] += likeness * weights[row + column] }
                    row += columns
                }
            }
        }
        return scores
    }

    /// Likeness of a meaning to each landmark, 0…1.
    static func likenesses(_ meaning: [Float], _ landmarks: [Float]) -> [Float] {
        Encoder.nearness(of: meaning, to: landmarks).map { likeness($0) }
    }

    /// Both have length 1: the square of their distance follows from their product.
    static func likeness(_ product: Float, sharpness: Float = sharpness) -> Float {
        exp(-sharpness * max(0, 2 - 2 * product))
    }

    /// As the model file holds it.
    static func small(_ value: Float) -> Int8 { Int8(max(-127, min(127, (value / reach * 127).rounded()))) }
    static func large(_ value: Int8) -> Float { Float(value) / 127 * reach }
}
