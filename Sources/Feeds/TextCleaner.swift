import CScan

/// Text from outside, fit to be shown: no control characters, nothing that turns or hides what follows it.
public enum TextCleaner {
    /// Characters that are removed: controls, bidirectional overrides and isolates (Unicode TR36, "Trojan Source"),
    /// zero-width spaces, soft hyphens, tags and non-characters. Joiners stay: Persian and emoji need them.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...8, 0x0B, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE0FFF:
            true
        default: scalar.value > 0xFFFF && scalar.value & 0xFFFE == 0xFFFE
        }
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9, 10, 12, 13, 0x20, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// The text on one line: hidden characters gone, blanks collapsed, ends trimmed.
    public static func line(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        var text = text
        text.withUTF8 { append($0, to: &out, collapse: true) }
        if out.last == 0x20 { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends valid UTF-8, cleaned. With `collapse`, a run of blanks becomes one space and none begins the text.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8], collapse: Bool) {
        var index = 0
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            if isPlain(byte) {
                let start = index
                // Words parted by one space are copied in one go.
                index = cs_care(bytes.baseAddress, start, count)
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            } else if byte <= 0x20 {
                blank(byte, to: &out, collapse: collapse)
                index += 1
            } else {
                index += character(bytes, at: index, to: &out, collapse: collapse)
            }
        }
    }

    /// Whether the byte is, or belongs to, a character that is neither blank nor hidden. What begins with another byte
    /// is looked at whole, so that a byte that continues is only met behind one that is plain.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0xEF && byte != 0x7F && byte != 0xC2 && byte != 0xD8 && byte != 0xE1 && byte != 0xE2
    }

    private static func blank(_ byte: UInt8, to out: inout [UInt8], collapse: Bool) {
        guard isBlank(Unicode.Scalar(byte)) else { return }
        if !collapse {
            out.append(byte == 13 || byte == 12 ? 10 : byte)
        } else if let last = out.last, last != 0x20, last != 10 {
            out.append(0x20)
        }
    }

    /// The scalar of one valid character (RFC 3629 section 3).
    private static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard bytes.count > 1 else { return UInt32(bytes[0]) }
        let lead = UInt32(bytes[0]) & (0x7F >> UInt32(bytes.count))
        return bytes.dropFirst().reduce(lead) { $0 << 6 | UInt32($1 & 0x3F) }
    }

    /// One character outside ASCII; returns its length.
    private static func character(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, to out: inout [UInt8], collapse: Bool
    ) -> Int {
        let length = bytes[index] < 0x80 ? 1 : bytes[index] < 0xE0 ? 2 : bytes[index] < 0xF0 ? 3 : 4
        guard index + length <= bytes.count else { return bytes.count - index }
        let slice = UnsafeBufferPointer(rebasing: bytes[index..<index + length])
        switch slice[0] {
        case 0x7F, 0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF0...:
            guard let scalar = Unicode.Scalar(value(slice)) else { return length }
            if isHidden(scalar) { return length }
            if isBlank(scalar) { blank(0x20, to: &out, collapse: collapse) } else { fallthrough }
        default: out.append(contentsOf: slice)
        }
        return length
    }
}
