/// Numbers out of bytes that nobody vouches for: nil beyond the end, never a trap.
struct ByteView {
    let bytes: [UInt8]
    var count: Int { bytes.count }

    func byte(_ at: Int) -> Int? { bytes.indices.contains(at) ? Int(bytes[at]) : nil }

    /// `count` bytes at `at`, the first the weightiest.
    func big(_ at: Int, _ count: Int) -> Int? {
        guard at >= 0, count <= 8, at <= bytes.count - count else { return nil }
        let value = bytes[at..<at + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(exactly: value)
    }

    /// `count` bytes at `at`, the last the weightiest.
    func little(_ at: Int, _ count: Int) -> Int? {
        guard at >= 0, count <= 8, at <= bytes.count - count else { return nil }
        let value = bytes[at..<at + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(exactly: value)
    }

    /// Whether these letters stand at `at`.
    func says(_ text: String, at: Int) -> Bool {
        guard at >= 0, at <= bytes.count - text.utf8.count else { return false }
        return bytes[at..<at + text.utf8.count].elementsEqual(text.utf8)
    }

    /// Four letters, or the like; what is no ASCII is a question mark.
    func letters(_ at: Int, _ count: Int) -> String? {
        guard at >= 0, count >= 0, at <= bytes.count - count else { return nil }
        return String(String.UnicodeScalarView(bytes[at..<at + count].map { $0 < 128 ? Unicode.Scalar($0) : "?" }))
    }

    func slice(_ at: Int, _ count: Int) -> ArraySlice<UInt8>? {
        guard at >= 0, count >= 0, at <= bytes.count - count else { return nil }
        return bytes[at..<at + count]
    }
}
