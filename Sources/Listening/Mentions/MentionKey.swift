import Kernel

/// Makes a mention's key out of when it was published: 42 bits of milliseconds since 1970, 21 bits of digest.
///
/// The newest mention has the largest key, whatever order mentions arrive in, so that "newest first" is one walk down
/// the primary key; and every node gives the same item the same key.
enum MentionKey {
    static let digestBits: Int64 = 21

    static func make(publishedAt: Instant, network: Network, externalID: String) -> Int64 {
        first(at: publishedAt) | Int64(digest(network.rawValue + "\u{0}" + externalID) & 0x1F_FFFF)
    }

    /// The smallest key that a mention published at `instant` can have.
    static func first(at instant: Instant) -> Int64 {
        let milliseconds = min(max(0, instant.microseconds / 1000), (1 << 42) - 1)
        return milliseconds << digestBits
    }

    /// Keys that are tried for one item.
    static let attempts = 40

    /// The key to try when those before it were taken: another item of the same millisecond has the same 21 bits, which
    /// chance does seldom and somebody can do on purpose. First the neighbours, then any key of the millisecond, then
    /// any of the milliseconds beside it, up to minutes away: no flood of one instant stops a batch.
    static func candidate(_ key: Int64, attempt: Int) -> Int64 {
        if attempt < 9 { return key + Int64(attempt) }
        let millisecond = key >> digestBits
        let digest = Int64.random(in: 0..<(1 << digestBits))
        guard attempt >= 24 else { return millisecond << digestBits | digest }
        let far = Int64.random(in: 1...(1 << (attempt - 22)))
        // Away from both ends of what a key can tell.
        return (millisecond > 1 << 41 ? millisecond - far : millisecond + far) << digestBits | digest
    }

    /// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): spread, not secrecy.
    static func digest(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return hash ^ (hash >> 29)
    }
}
