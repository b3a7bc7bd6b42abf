/// Recognises the same text in forty papers: MinHash over runs of three words (Broder 1997), banded so that two texts
/// that share eight tenths of their runs meet with a probability of 98 %.
struct Folding {
    /// Shorter texts ("Très bien, merci") resemble one another without being copies.
    static let fewestWords = 25
    /// Words that are looked at.
    private static let longest = 2_000
    /// Share of common runs above which two texts are one.
    static let likeness = 0.6
    /// Days apart within which a copy is looked for.
    static let days = 7
    private static let hashes = 8
    private static let rows = 2

    let words: [UInt64]

    /// `folded` is the text in lower case, without accents, words apart by single spaces.
    init(folded: some StringProtocol) {
        // By bytes: a walk over characters costs more than the judgement of the text.
        let cut = folded.utf8.split(separator: UInt8(ascii: " "), maxSplits: Self.longest).prefix(Self.longest)
        words = cut.map { word in
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return hash
        }
    }

    /// Keys under which a copy of this text would be found too; none when it is too short to tell.
    var bands: [Int64] {
        guard words.count >= Self.fewestWords else { return [] }
        var least = [UInt64](repeating: .max, count: Self.hashes)
        for run in runs {
            for index in 0..<Self.hashes {
                least[index] = min(least[index], Self.mix(run &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15))
            }
        }
        return stride(from: 0, to: Self.hashes, by: Self.rows).map { band in
            let joined = least[band..<band + Self.rows].reduce(UInt64(band)) { Self.mix($0 ^ $1) }
            return Int64(bitPattern: joined)
        }
    }

    /// Jaccard's index of the runs of both texts, 0…1.
    func likeness(to other: Folding) -> Double {
        let mine = Set(runs)
        let theirs = Set(other.runs)
        let union = mine.union(theirs).count
        return union == 0 ? 0 : Double(mine.intersection(theirs).count) / Double(union)
    }

    private var runs: [UInt64] {
        guard words.count >= 3 else { return words }
        return (0...(words.count - 3)).map { Self.mix(words[$0]) &+ Self.mix(words[$0 + 1] &* 3) &+ words[$0 + 2] &* 7 }
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
