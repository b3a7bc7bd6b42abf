/// Text → pieces of the vocabulary: the most probable segmentation under SentencePiece's unigram model (Kudo 2018), by
/// Viterbi's algorithm, with an unknown piece for each character that no piece begins with.
struct Segmenter {
    static let unknown: Int32 = 0
    static let beginning: Int32 = 1
    static let end: Int32 = 2

    let normaliser: Normaliser
    let trie: PieceTrie
    /// The logarithm of each piece's probability.
    let scores: UnsafeBufferPointer<Float>
    let unknownScore: Float

    init(normaliser: Normaliser, trie: PieceTrie, scores: UnsafeBufferPointer<Float>) {
        self.normaliser = normaliser
        self.trie = trie
        self.scores = scores
        unknownScore = (scores.min() ?? 0) - 10
    }

    /// Pieces of `text` between the marks of beginning and end, at most `limit` of them: what lies beyond is not read.
    func pieces(of text: String, limit: Int) -> [Int32] {
        // A piece is one byte at least, and nobody reads more than the limit.
        let bytes = normaliser.normalise(String(text.unicodeScalars.prefix(limit * 8)))
        let found = bytes.withUnsafeBufferPointer { best($0) }
        return [Self.beginning] + found.prefix(limit - 2) + [Self.end]
    }

    private struct Step {
        var score: Float
        var start: Int32
        var piece: Int32
    }

    private func best(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int32] {
        guard !bytes.isEmpty else { return [Self.unknown] }
        var steps = [Step](repeating: Step(score: -.infinity, start: 0, piece: Self.unknown), count: bytes.count + 1)
        steps[0].score = 0
        steps.withUnsafeMutableBufferPointer { steps in
            var at = 0
            while at < bytes.count {
                let base = steps[at].score
                var character = 1
                while at + character < bytes.count, bytes[at + character] & 0xC0 == 0x80 { character += 1 }
                var isCovered = false
                trie.each(in: bytes, from: at) { length, piece in
                    let score = base + scores[Int(piece)]
                    if score > steps[at + length].score {
                        steps[at + length] = Step(score: score, start: Int32(at), piece: piece)
                    }
                    if length == character { isCovered = true }
                }
                if !isCovered, base + unknownScore > steps[at + character].score {
                    steps[at + character] = Step(
                        score: base + unknownScore, start: Int32(at), piece: Self.unknown)
                }
                at += character
            }
        }
        var pieces: [Int32] = []
        var at = bytes.count
        while at > 0 {
            pieces.append(steps[at].piece)
            at = Int(steps[at].start)
        }
        return pieces.reversed()
    }
}
