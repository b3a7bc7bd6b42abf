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
        var out = [Float](repeating: 0, count: texts.count * Self.width)
        out.withUnsafeMutableBufferPointer { out in
            var first = 0
            var group: [[Int32]] = []
            var rows = 0
            for (index, text) in texts.enumerated() {
                let pieces = segmenter.pieces(of: text, limit: Self.pieceLimit)
                if !group.isEmpty, rows + pieces.count > ForwardPass.rows {
                    pass.run(group, into: out.baseAddress.map { $0 + first * Self.width })
                    (first, group, rows) = (index, [], 0)
                }
                group.append(pieces)
                rows += pieces.count
            }
            if !group.isEmpty { pass.run(group, into: out.baseAddress.map { $0 + first * Self.width }) }
        }
        return out
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

    /// The pieces of `text` by number, as the network reads them: for tests beside the reference.
    func pieces(of text: String) -> [Int32] { segmenter.pieces(of: text, limit: Self.pieceLimit) }
}
