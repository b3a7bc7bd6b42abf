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
        if let text = String(validating: raw, as: UTF8.self) { return text }
        guard lenient else { throw Refusal("not UTF-8") }
        return String(decoding: raw, as: UTF8.self)
    }

    private func unescape(_ raw: UnsafeRawBufferPointer) throws(Refusal) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(raw.count)
        var index = 0
        while index < raw.count {
            let byte = raw[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < raw.count else {
                plain.append(byte)
                continue
            }
            let escape = raw[index]
            index += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(escape)
            case UInt8(ascii: "n"): plain.append(10)
            case UInt8(ascii: "t"): plain.append(9)
            case UInt8(ascii: "r"): plain.append(13)
            case UInt8(ascii: "b"), UInt8(ascii: "f"): plain.append(32)
            case UInt8(ascii: "u"): plain.append(contentsOf: String(try scalar(raw, &index)).utf8)
            default: throw Refusal("not JSON: a backslash before “\(Character(UnicodeScalar(escape)))”")
            }
        }
        if let text = String(validating: plain, as: UTF8.self) { return text }
        guard lenient else { throw Refusal("not UTF-8") }
        return String(decoding: plain, as: UTF8.self)
    }

    /// The scalar of `\uXXXX`, or of two that make a pair; half a pair is U+FFFD.
    private func scalar(_ raw: UnsafeRawBufferPointer, _ index: inout Int) throws(Refusal) -> Character {
        let first = try hexadecimal(raw, &index)
        if let scalar = UnicodeScalar(first) { return Character(scalar) }
        guard first < 0xDC00, index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        var behind = index + 2
        let second = try hexadecimal(raw, &behind)
        guard second & 0xFC00 == 0xDC00 else { return "\u{FFFD}" }
        index = behind
        return UnicodeScalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF).map { Character($0) } ?? "\u{FFFD}"
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
