import CVector
import Kernel
import Synchronization

/// Text → a vector of 512 that stands for its meaning, whatever the language: texts that say the same thing have vectors
/// whose dot product is near 1.
///
/// Runs Google's universal sentence encoder, multilingual, version 3 (see `EncoderLayout`) on the processor alone. The
/// weights are mapped from a file that `resonance model encoder` writes.
public final class Encoder: @unchecked Sendable {
    // Weights and segmenter point into the mapped file, which is read-only and lives as long as they do.

    /// Values of a vector, whose length (Euclidean norm) is 1.
    public static let width = EncoderLayout.width
    /// Pieces of a text that are read; a piece is a word or a part of one. What lies beyond does not count.
    public static let pieceLimit = 4096

    private let file: EncoderFile
    private let weights: Weights
    private let segmenter: Segmenter
    /// Passes that nobody uses now, with what they remember.
    private let idle = Mutex<[ForwardPass]>([])

    /// Maps the weights at `path`. Throws `.notFound` when there is no file, `.unusable` when it is not one of weights.
    public init(_ path: String) throws {
        file = try EncoderFile(path)
        weights = try Weights(file)
        let places = try file.table("trie", of: PieceTrie.Place.self)
        let scores = try file.table("scores", of: Float.self, count: weights.count)
        let inside = places.allSatisfy { $0.base >= 0 && Int($0.piece) < scores.count }
        guard !places.isEmpty, inside else { throw Failure(.unusable, "\(path): the vocabulary is damaged") }
        segmenter = Segmenter(
            normaliser: Normaliser(
                units: try file.table("normal.units", of: UInt32.self),
                replacements: try file.table("normal.values", of: UInt8.self)),
            trie: PieceTrie(places: places), scores: scores)
    }

    /// The vector of each text, one after the other: text `i` has the values `i · width ..< (i + 1) · width`.
    public func vectors(of texts: [String]) -> [Float] {
        let pass = idle.withLock { $0.popLast() } ?? ForwardPass(weights)
        defer { idle.withLock { if $0.count < 2 { $0.append(pass) } } }
        return [Float](unsafeUninitializedCapacity: texts.count * Self.width) { out, count in
            count = texts.count * Self.width
            guard let start = out.baseAddress else { return }
            for first in stride(from: 0, to: texts.count, by: LastLayers.sentences) {
                let some = texts[first..<min(first + LastLayers.sentences, texts.count)]
                let sentences = some.map { segmenter.pieces(of: $0, limit: Self.pieceLimit) }
                let sums = Block(sentences.count * EncoderLayout.features)
                for group in Self.groups(sentences) {
                    pass.run(sentences[group], into: sums.at(group.lowerBound * EncoderLayout.features))
                }
                LastLayers(weights: weights).finish(
                    sums, lengths: sentences.map(\.count), into: start + first * Self.width)
            }
        }
    }

    /// Neighbours that one pass takes together.
    private static func groups(_ sentences: [[Int32]]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var (first, rows) = (0, 0)
        for (index, sentence) in sentences.enumerated() {
            if index > first, rows + sentence.count > ForwardPass.rows {
                groups.append(first..<index)
                (first, rows) = (index, 0)
            }
            rows += sentence.count
        }
        return groups + [first..<sentences.count]
    }

    /// The vector of one text.
    public func vector(of text: String) -> [Float] { vectors(of: [text]) }

    /// The dot product of a vector with each of others, which lie one after the other: how near their meanings are.
    public static func nearness(of vector: [Float], to others: [Float]) -> [Float] {
        vector.withUnsafeBufferPointer { vector in
            others.withUnsafeBufferPointer { others in
                guard vector.count == width, let one = vector.baseAddress, let all = others.baseAddress else {
                    return []
                }
                return (0..<others.count / width).map { cv_dot(one, all + $0 * width, width) }
            }
        }
    }

    /// The square of the distance between a vector kept in small integers and each of others, which lie one after the
    /// other: the same on every machine.
    public static func squares(from vector: [Int8], to others: [Int8]) -> [Int32] {
        vector.withUnsafeBufferPointer { vector in
            others.withUnsafeBufferPointer { others in
                guard vector.count == width, let one = vector.baseAddress, let all = others.baseAddress else {
                    return []
                }
                return (0..<others.count / width).map { cv_squares(one, all + $0 * width, width) }
            }
        }
    }

    /// The pieces of `text` by number, as the network reads them: for tests beside the reference.
    func pieces(of text: String) -> [Int32] { segmenter.pieces(of: text, limit: Self.pieceLimit) }
}
