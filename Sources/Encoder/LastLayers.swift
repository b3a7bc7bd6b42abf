import CVector
import Foundation

/// The network from the sum over a sentence's pieces to its vector. Many sentences are taken at once, so that its tables
/// are read from memory once for all of them.
struct LastLayers {
    /// Sentences taken at once.
    static let sentences = 48

    let weights: Weights

    /// Writes one vector of length 1 a sentence.
    /// - Parameter sums: one row of features a sentence; `lengths` has the pieces of each.
    func finish(_ sums: Block, lengths: [Int], into out: UnsafeMutablePointer<Float>) {
        let count = lengths.count
        let means = means(sums, lengths)
        let (wide, narrow) = (EncoderLayout.width, EncoderLayout.narrow)
        let (first, second) = (Block(count * narrow), Block(count * narrow))
        let (short, deep, last) = (Block(count * narrow), Block(count * wide), Block(count * wide))
        func multiply(_ out: UnsafeMutablePointer<Float>, _ input: Block, _ name: String, _ from: Int) {
            weights.multiply(out, input.start, width: from, count: count, name)
        }
        multiply(first.start, means, "deep.0", wide)
        cv_rectify(first.start, count * narrow)
        multiply(second.start, means, "short.1", wide)
        multiply(short.start, first, "deep.1", narrow)
        cv_add(second.start, short.start, count * narrow)
        cv_rectify(second.start, count * narrow)
        multiply(deep.start, second, "deep.2", narrow)
        cv_rectify(deep.start, count * wide)
        multiply(out, second, "short.3", narrow)
        multiply(last.start, deep, "deep.3", wide)
        cv_add(out, last.start, count * wide)
        for number in 0..<count {
            let row = out + number * wide
            for index in 0..<wide { row[index] = tanh(row[index]) }
            let length = max(cv_dot(row, row, wide), weights.epsilon).squareRoot()
            for index in 0..<wide { row[index] /= length }
        }
    }

    private func means(_ sums: Block, _ lengths: [Int]) -> Block {
        let layout = EncoderLayout.self
        let means = Block(lengths.count * layout.width)
        weights.multiply(means.start, sums.start, width: layout.features, count: lengths.count, "mean")
        let bias = weights["mean.bias"]
        for (number, length) in lengths.enumerated() {
            // The sum over the root of the length (Cer et al. 2018, section 3.2), each piece with its bias.
            let (count, row) = (Float(length), means.at(number * layout.width))
            for index in 0..<layout.width {
                row[index] = (row[index] + count * bias[index]) / count.squareRoot()
            }
        }
        return means
    }
}
