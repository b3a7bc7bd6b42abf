import Crypto

/// Where a stopped import goes on. It is taken after a record, and what comes next is what would have come next.
public struct Checkpoint: Codable, Sendable, Equatable {
    /// Records given so far, refused ones included: a compressed export is read again and these are passed over.
    public var given: Int64
    /// Member that was being read, for the person who looks.
    public var member: String
    /// Where the piece starts in a plain file, its number, and how many of its records were given: reading seeks there.
    public var offset: Int64
    public var number: Int64
    public var within: Int
    /// Quotes that did not close before that piece, in a table.
    public var strays: Int
    /// SHA-256 of the first 64 KiB: a checkpoint serves the file it was taken on (which may have grown since).
    public var digest: String
    /// Bytes that `digest` covers.
    public var digested: Int

    static func digest(_ head: some Collection<UInt8>) -> String { hexadecimal(SHA256.hash(data: Array(head))) }

    /// A stable identifier for what has none: the same words by the same author at the same moment are the same thing.
    static func identifier(_ parts: String...) -> String {
        var hash = SHA256()
        for part in parts {
            hash.update(data: Array(part.utf8))
            hash.update(data: [0])
        }
        return "sha256:" + hexadecimal(hash.finalize()).prefix(32)
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for byte in bytes {
            for half in [byte >> 4, byte & 15] { digits.append(half + (half < 10 ? 48 : 87)) }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
