import Kernel

/// The name of a record in its author's repository: a timestamp identifier of thirteen letters, made by whoever writes
/// (https://atproto.com/specs/tid).
struct BlueskyRecordKey: Sendable, Equatable {
    let text: String

    /// - Parameter salt: of which ten bits tell apart what is named in the same microsecond.
    init(at moment: Instant, salt: UInt64) {
        let number = (UInt64(max(0, moment.microseconds)) & ((1 << 53) - 1)) << 10 | salt & 0x3FF
        let letters = (0..<13).map { place in Self.alphabet[Int(number >> (60 - 5 * UInt64(place)) & 31)] }
        text = String(decoding: letters, as: UTF8.self)
    }

    /// Nil for what is no such name.
    init?(_ text: String) {
        guard text.utf8.count == 13, text.utf8.allSatisfy(Self.alphabet.contains),
            text.utf8.first.map({ $0 <= UInt8(ascii: "j") }) ?? false
        else { return nil }
        self.text = text
    }

    private static let alphabet = Array("234567abcdefghijklmnopqrstuvwxyz".utf8)
}
