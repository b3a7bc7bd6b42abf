extension JSONScanner {
    /// Bytes of the string that starts here (its opening quote is taken), up to the closing quote, which is taken too.
    /// `escaped` says whether a backslash is among them.
    mutating func rawString() throws(Refusal) -> (range: Range<Int>, escaped: Bool) {
        let start = at
        var index = at
        var escaped = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                move(to: index + 1)
                return (start..<index, escaped)
            }
            if byte == UInt8(ascii: "\\") {
                escaped = true
                index += 1
            }
            index += 1
        }
        move(to: bytes.count)
        throw Refusal("not JSON: a string has no closing quote")
    }

    /// The string that starts here; its opening quote is taken.
    mutating func string() throws(Refusal) -> String {
        let (range, escaped) = try rawString()
        return try text(range, escaped: escaped)
    }

    /// The text that a raw string stands for.
    func text(_ range: Range<Int>, escaped: Bool) throws(Refusal) -> String {
        let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
        if escaped { return try unescape(raw) }
        return try utf8(raw.bindMemory(to: UInt8.self))
    }

    private func utf8(_ bytes: UnsafeBufferPointer<UInt8>) throws(Refusal) -> String {
        if let valid = try? UTF8Span(validating: bytes.span) { return String(copying: valid) }
        guard lenient else { throw Refusal("not UTF-8") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func unescape(_ raw: UnsafeRawBufferPointer) throws(Refusal) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(raw.count)
        var index = 0
        while index < raw.count {
            let run = index
            while index < raw.count, raw[index] != UInt8(ascii: "\\") { index += 1 }
            plain.append(contentsOf: raw[run..<index])
            index += 1
            guard index < raw.count else { break }
            let escape = raw[index]
            index += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(escape)
            case UInt8(ascii: "n"): plain.append(10)
            case UInt8(ascii: "t"): plain.append(9)
            case UInt8(ascii: "r"): plain.append(13)
            case UInt8(ascii: "b"), UInt8(ascii: "f"): plain.append(32)
            case UInt8(ascii: "u"):
                plain.append(contentsOf: UTF8.encode(try scalar(raw, &index)) ?? UTF8.encodedReplacementCharacter)
            default: throw Refusal("not JSON: a backslash before “\(Character(UnicodeScalar(escape)))”")
            }
        }
        // A typed error cannot leave the closure: nil stands for it.
        let text = plain.withUnsafeBufferPointer { try? utf8($0) }
        guard let text else { throw Refusal("not UTF-8") }
        return text
    }

    /// The scalar of `\uXXXX`, or of two that make a pair; half a pair is U+FFFD.
    private func scalar(_ raw: UnsafeRawBufferPointer, _ index: inout Int) throws(Refusal) -> UnicodeScalar {
        let first = try hexadecimal(raw, &index)
        if let scalar = UnicodeScalar(first) { return scalar }
        guard first < 0xDC00, index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"),
            raw[index + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        var behind = index + 2
        let second = try hexadecimal(raw, &behind)
        guard second & 0xFC00 == 0xDC00 else { return "\u{FFFD}" }
        index = behind
        return UnicodeScalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
    }

    private func hexadecimal(_ raw: UnsafeRawBufferPointer, _ index: inout Int) throws(Refusal) -> UInt32 {
        guard index + 4 <= raw.count else { throw Refusal("not JSON: \\u without four digits") }
        var value: UInt32 = 0
        for byte in raw[index..<index + 4] {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 128 else {
                throw Refusal("not JSON: \\u without four digits")
            }
            value = value << 4 | UInt32(digit)
        }
        index += 4
        return value
    }
}
