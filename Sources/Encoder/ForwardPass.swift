import CVector
import Foundation

/// The network up to the sum over a sentence's pieces, run on a few sentences at once. Not for two threads at a time.
final class ForwardPass: @unchecked Sendable {
    // Handed from one owner to the next by `Encoder`, under its lock.

    /// Pieces in one run: enough to read each table once for many of them, few enough to stay near the processor.
    static let rows = 384
    /// Pieces whose first half is remembered: about 30 MB once all are met.
    private static let remembered = max(4096, Encoder.pieceLimit + rows)

    private let weights: Weights
    private let memory: PieceMemory
    /// What the first and the second convolution of each branch make of each row, kept from run to run.
    private var first: [Block] = []
    private var second: [Block] = []
    private let features = Block(EncoderLayout.features)

    init(_ weights: Weights) {
        self.weights = weights
        memory = PieceMemory(weights, capacity: Self.remembered)
    }

    /// Adds the normalised features of each sentence's pieces to its row of `sums`, which are zeros.
    func run(_ sentences: ArraySlice<[Int32]>, into sums: UnsafeMutablePointer<Float>) {
        memory.prepare(sentences.joined())
        let layout = EncoderLayout.self
        let starts = Self.starts(sentences)
        let rows = (starts.last ?? 0) + (sentences.last?.count ?? 0) + layout.margin
        if (first.first?.count ?? 0) < rows * layout.branch {
            first = layout.branches.map { _ in Block(rows * layout.branch) }
            second = layout.branches.map { _ in Block(rows * layout.branch) }
        }
        for branch in layout.branches.indices { convolve(branch, sentences, starts, rows) }
        for (number, (sentence, start)) in zip(sentences, starts).enumerated() {
            add(sentence, from: start, to: sums + number * layout.features)
        }
    }

    /// Rows are kept free before, between and after the sentences, so that a window which reaches over an end finds
    /// zeros.
    private static func starts(_ sentences: ArraySlice<[Int32]>) -> [Int] {
        var next = EncoderLayout.margin
        return sentences.map { sentence in
            defer { next += sentence.count + EncoderLayout.margin }
            return next
        }
    }

    /// Both convolutions of one branch: the first from memory, the second computed.
    private func convolve(_ branch: Int, _ sentences: ArraySlice<[Int32]>, _ starts: [Int], _ rows: Int) {
        let layout = EncoderLayout.self
        let form = layout.branches[branch]
        let first = first[branch]
        var free = 0
        for (sentence, start) in zip(sentences, starts) {
            first.clear((free * layout.branch)..<(start * layout.branch))
            window(branch, sentence, first.at(start * layout.branch))
            free = start + sentence.count
        }
        first.clear((free * layout.branch)..<(rows * layout.branch))
        weights.multiply(
            second[branch].at(layout.margin * layout.branch),
            ByteMatrix.Windows(
                start: first.at((layout.margin - form.left) * layout.branch), stride: layout.branch,
                count: rows - 2 * layout.margin),
            "second.\(form.order)", weights["second.bias"] + branch * layout.branch)
    }

    /// The first convolution at each piece: what the pieces of its window bring, and the piece itself.
    private func window(_ branch: Int, _ sentence: [Int32], _ row: UnsafeMutablePointer<Float>) {
        let layout = EncoderLayout.self
        let form = layout.branches[branch]
        let before = layout.branches[..<branch].reduce(0) { $0 + $1.order }
        let column = layout.projected + before * layout.branch
        let bias = weights["first.bias"] + branch * layout.branch
        memory.withRows { rows in
            withUnsafeTemporaryAllocation(of: UnsafePointer<UInt16>?.self, capacity: form.order) { parts in
                for index in sentence.indices {
                    var count = 0
                    for place in 0..<form.order {
                        let other = index - form.left + place
                        guard sentence.indices.contains(other) else { continue }
                        parts[count] = rows.row(of: sentence[other]) + column + place * layout.branch
                        count += 1
                    }
                    cv_window(
                        row + index * layout.branch, bias, parts.baseAddress, count,
                        rows.row(of: sentence[index]) + branch * layout.branch, layout.branch)
                }
            }
        }
    }

    /// Adds up the features of a sentence's pieces, each normalised.
    private func add(_ sentence: [Int32], from start: Int, to sum: UnsafeMutablePointer<Float>) {
        let layout = EncoderLayout.self
        for (index, piece) in sentence.enumerated() {
            let row = (start + index) * layout.branch
            memory.widen(piece, into: features.start)
            for branch in layout.branches.indices {
                cv_rectify_and_add(
                    features.at(layout.width + branch * layout.branch), second[branch].at(row), first[branch].at(row),
                    layout.branch)
            }
            cv_add_normalised(sum, features.start, layout.features, weights.epsilon)
        }
        let (gain, shift, count) = (weights["features.gain"], weights["features.shift"], Float(sentence.count))
        for index in 0..<layout.features { sum[index] = sum[index] * gain[index] + count * shift[index] }
    }
}

/// Floats that begin as zeros and go when nobody holds them.
final class Block {
    let start: UnsafeMutablePointer<Float>
    let count: Int

    init(_ count: Int) {
        self.count = max(count, 1)
        start = .allocate(capacity: self.count)
        start.initialize(repeating: 0, count: self.count)
    }

    deinit { start.deallocate() }

    func at(_ index: Int) -> UnsafeMutablePointer<Float> { start + index }

    func clear(_ range: Range<Int>) { at(range.lowerBound).update(repeating: 0, count: range.count) }
}
