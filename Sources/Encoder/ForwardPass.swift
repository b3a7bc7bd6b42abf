import CVector
import Foundation

/// The network, run on a few sentences at once. Not for two threads at a time.
final class ForwardPass: @unchecked Sendable {
    // Handed from one owner to the next by `Encoder`, under its lock.

    /// Pieces in one run: enough to read each table once for many of them, few enough to stay near the processor.
    static let rows = 384
    /// Pieces whose first half is remembered: about 30 MB once all are met.
    private static let remembered = max(4096, Encoder.pieceLimit + rows)

    private let weights: Weights
    private let memory: PieceMemory

    init(_ weights: Weights) {
        self.weights = weights
        memory = PieceMemory(weights, capacity: Self.remembered)
    }

    /// Writes the vectors of `sentences`, given by their pieces, one after the other.
    func run(_ sentences: [[Int32]], into out: UnsafeMutablePointer<Float>?) {
        guard let out else { return }
        memory.prepare(sentences.joined())
        let layout = EncoderLayout.self
        let starts = Self.starts(sentences)
        let rows = (starts.last ?? 0) + (sentences.last?.count ?? 0) + layout.margin
        let features = Block(rows * layout.features)
        for (sentence, start) in zip(sentences, starts) {
            for (index, piece) in sentence.enumerated() {
                memory.widen(piece, into: features.at((start + index) * layout.features))
            }
        }
        for branch in layout.branches.indices { convolve(branch, sentences, starts, rows, features) }
        let means = average(features, sentences, starts)
        finish(means, count: sentences.count, into: out)
    }

    /// Rows are kept free before, between and after the sentences, so that a window which reaches over an end finds
    /// zeros.
    private static func starts(_ sentences: [[Int32]]) -> [Int] {
        var next = EncoderLayout.margin
        return sentences.map { sentence in
            defer { next += sentence.count + EncoderLayout.margin }
            return next
        }
    }

    /// One branch: the first convolution from memory, the second computed, written among the features.
    private func convolve(_ branch: Int, _ sentences: [[Int32]], _ starts: [Int], _ rows: Int, _ features: Block) {
        let layout = EncoderLayout.self
        let form = layout.branches[branch]
        let first = Block(rows * layout.branch)
        for (sentence, start) in zip(sentences, starts) {
            for index in sentence.indices { window(branch, sentence, index, first.at((start + index) * layout.branch)) }
        }
        let second = Block((rows - 2 * layout.margin) * layout.branch)
        cv_multiply(
            second.start, first.at((layout.margin - form.left) * layout.branch), layout.branch,
            weights["second.\(form.order)"], weights["second.bias"] + branch * layout.branch,
            rows - 2 * layout.margin, form.order * layout.branch, layout.branch)
        let column = layout.width + branch * layout.branch
        for (sentence, start) in zip(sentences, starts) {
            for row in start..<(start + sentence.count) {
                let result = second.at((row - layout.margin) * layout.branch)
                cv_rectify_and_add(result, first.at(row * layout.branch), layout.branch)
                memcpy(features.at(row * layout.features + column), result, layout.branch * MemoryLayout<Float>.size)
            }
        }
    }

    /// The first convolution at one piece: what the pieces of its window bring, and the piece itself.
    private func window(_ branch: Int, _ sentence: [Int32], _ index: Int, _ row: UnsafeMutablePointer<Float>) {
        let layout = EncoderLayout.self
        let form = layout.branches[branch]
        let before = layout.branches[..<branch].reduce(0) { $0 + $1.order }
        let column = layout.projected + before * layout.branch
        cv_add(row, weights["first.bias"] + branch * layout.branch, layout.branch)
        for place in 0..<form.order {
            let other = index - form.left + place
            guard sentence.indices.contains(other) else { continue }
            memory.withRow(of: sentence[other]) {
                cv_add_halves(row, $0 + column + place * layout.branch, layout.branch)
            }
        }
        cv_rectify(row, layout.branch)
        memory.withRow(of: sentence[index]) { cv_add_halves(row, $0 + branch * layout.branch, layout.branch) }
    }

    /// Normalises every piece's features and adds them up, sentence by sentence.
    private func average(_ features: Block, _ sentences: [[Int32]], _ starts: [Int]) -> Block {
        let layout = EncoderLayout.self
        let sums = Block(sentences.count * layout.features)
        for (number, (sentence, start)) in zip(sentences, starts).enumerated() {
            for row in start..<(start + sentence.count) {
                let values = features.at(row * layout.features)
                cv_normalise(
                    values, weights["features.gain"], weights["features.shift"], layout.features, weights.epsilon)
                cv_add(sums.at(number * layout.features), values, layout.features)
            }
        }
        let means = Block(sentences.count * layout.width)
        cv_multiply(
            means.start, sums.start, layout.features, weights["mean"], nil, sentences.count, layout.features,
            layout.width)
        let bias = weights["mean.bias"]
        for (number, sentence) in sentences.enumerated() {
            // The sum over the root of the length (Cer et al. 2018, section 3.2), each piece with its bias.
            let (count, row) = (Float(sentence.count), means.at(number * layout.width))
            for index in 0..<layout.width {
                row[index] = (row[index] + count * bias[index]) / count.squareRoot()
            }
        }
        return means
    }

    /// The network with shortcuts that ends it, and the length of 1.
    private func finish(_ means: Block, count: Int, into out: UnsafeMutablePointer<Float>) {
        let (wide, narrow) = (EncoderLayout.width, EncoderLayout.narrow)
        let (first, second) = (Block(count * narrow), Block(count * narrow))
        let (short, deep, last) = (Block(count * narrow), Block(count * wide), Block(count * wide))
        func multiply(_ out: UnsafeMutablePointer<Float>, _ input: Block, _ name: String, _ from: Int, _ to: Int) {
            cv_multiply(out, input.start, from, weights[name], nil, count, from, to)
        }
        multiply(first.start, means, "deep.0", wide, narrow)
        cv_rectify(first.start, count * narrow)
        multiply(second.start, means, "short.1", wide, narrow)
        multiply(short.start, first, "deep.1", narrow, narrow)
        cv_add(second.start, short.start, count * narrow)
        cv_rectify(second.start, count * narrow)
        multiply(deep.start, second, "deep.2", narrow, wide)
        cv_rectify(deep.start, count * wide)
        multiply(out, second, "short.3", narrow, wide)
        multiply(last.start, deep, "deep.3", wide, wide)
        cv_add(out, last.start, count * wide)
        for number in 0..<count {
            let row = out + number * wide
            for index in 0..<wide { row[index] = tanh(row[index]) }
            let length = max(cv_dot(row, row, wide), weights.epsilon).squareRoot()
            for index in 0..<wide { row[index] /= length }
        }
    }
}

/// Floats that begin as zeros and go when nobody holds them.
final class Block {
    let start: UnsafeMutablePointer<Float>

    init(_ count: Int) {
        start = .allocate(capacity: max(count, 1))
        start.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { start.deallocate() }

    func at(_ index: Int) -> UnsafeMutablePointer<Float> { start + index }
}
