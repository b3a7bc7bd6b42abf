import Foundation

/// What a table's bytes stand for. The byte order mark decides; then NULs; then whether the bytes are UTF-8; what is left
/// is what Excel writes in France, windows-1252.
public enum Charset: String, Sendable, Codable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"

    var isWide: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }

    static func detect(_ head: [UInt8]) -> Charset {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
        if head.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if head.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        let sample = head.prefix(1024)
        if sample.count >= 8 {
            let pairs = sample.count / 2
            let even = stride(from: 0, to: pairs * 2, by: 2).count { sample[$0] == 0 }
            let odd = stride(from: 1, to: pairs * 2, by: 2).count { sample[$0] == 0 }
            // Latin letters leave every other byte zero; a stray NUL does not.
            if odd > pairs * 6 / 10 && even < pairs / 10 { return .utf16LittleEndian }
            if even > pairs * 6 / 10 && odd < pairs / 10 { return .utf16BigEndian }
        }
        return isUTF8(head) ? .utf8 : .windows1252
    }

    /// Whether the bytes are UTF-8, a last character that is cut by the end aside.
    private static func isUTF8(_ head: [UInt8]) -> Bool {
        (0...min(3, head.count)).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
    }

    /// Never fails: what is not of the charset becomes U+FFFD, or is read as windows-1252 when UTF-8 was expected.
    func decode(_ bytes: [UInt8]) -> String { bytes.withUnsafeBufferPointer { decode($0) } }

    func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        switch self {
        case .utf8:
            if let valid = try? UTF8Span(validating: bytes.span) { return String(copying: valid) }
            return Charset.windows1252.decode(bytes)
        case .windows1252: return String(String.UnicodeScalarView(bytes.map(Self.scalar)))
        case .utf16LittleEndian:
            return String(decoding: bytes.unitPairs { UInt16($1) << 8 | UInt16($0) }, as: UTF16.self)
        case .utf16BigEndian:
            return String(decoding: bytes.unitPairs { UInt16($0) << 8 | UInt16($1) }, as: UTF16.self)
        }
    }

    /// windows-1252 is Latin-1 but for 0x80 to 0x9F (WHATWG Encoding).
    static func scalar(_ byte: UInt8) -> UnicodeScalar {
        guard (0x80...0x9F).contains(byte) else { return UnicodeScalar(byte) }
        return UnicodeScalar(high[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }

    private static let high: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}

extension UnsafeBufferPointer<UInt8> {
    /// Each two bytes made into one unit; a last odd byte is dropped.
    fileprivate func unitPairs(_ join: (UInt8, UInt8) -> UInt16) -> [UInt16] {
        stride(from: 0, to: count - 1, by: 2).map { join(self[$0], self[$0 + 1]) }
    }
}

/// UTF-16 turned into UTF-8 as it passes.
final class NarrowedBytes: ByteStream {
    private let wide: any ByteStream
    private let charset: Charset
    private var raw = [UInt8](repeating: 0, count: 32 * 1024)
    private var kept: [UInt8] = []
    private var ready: [UInt8] = []
    private var taken = 0

    init(_ wide: any ByteStream, _ charset: Charset) {
        self.wide = wide
        self.charset = charset
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while taken == ready.count {
            let count = try raw.withUnsafeMutableBytes { try wide.read(into: $0) }
            if count == 0 && kept.isEmpty { return 0 }
            var bytes = kept + raw[..<count]
            // A unit or a surrogate pair may be cut between two reads.
            let whole = count == 0 ? bytes.count : completeLength(bytes)
            kept = Array(bytes[whole...])
            bytes.removeSubrange(whole...)
            ready = Array(charset.decode(bytes).utf8)
            taken = 0
            if count == 0 { kept = [] }
            if count == 0 && ready.isEmpty { return 0 }
        }
        let count = min(buffer.count, ready.count - taken)
        ready.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[taken..<taken + count])) }
        taken += count
        return count
    }

    private func completeLength(_ bytes: [UInt8]) -> Int {
        let even = bytes.count & ~1
        guard even >= 2 else { return 0 }
        let high = bytes[charset == .utf16LittleEndian ? even - 1 : even - 2]
        return high & 0xFC == 0xD8 ? even - 2 : even
    }
}
