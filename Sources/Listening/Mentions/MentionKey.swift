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

    /// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): spread, not secrecy.
    static func digest(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return hash ^ (hash >> 29)
    }
}
