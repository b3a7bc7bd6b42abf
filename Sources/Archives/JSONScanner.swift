/// Reads JSON (RFC 8259) from bytes. It forgives what exports really contain: control characters inside strings, half
/// of a surrogate pair (both become U+FFFD or are cleaned later), bytes that are not UTF-8 when `lenient`. It forgives
/// nothing that would make the shape doubtful. Why not Foundation's: docs/decisions/archives-json.md.
struct JSONScanner {
    private static let deepest = 64
    /// Values in one element: keeps a hostile 2 MB of `[[[],[]]…` from becoming 100 MB of tree.
    private static let mostValues = 100_000

    let bytes: UnsafeRawBufferPointer
    let lenient: Bool
    private(set) var at = 0
    private var values = 0

    init(_ bytes: UnsafeRawBufferPointer, lenient: Bool) {
        self.bytes = bytes
        self.lenient = lenient
    }

    /// The whole of the bytes as one value.
    static func read(_ bytes: UnsafeRawBufferPointer, lenient: Bool = true) throws(Refusal) -> JSON {
        var scanner = JSONScanner(bytes, lenient: lenient)
        let value = try scanner.value(depth: 0)
        try scanner.finish()
        return value
    }

    /// Goes on reading at byte `index`.
    mutating func move(to index: Int) { at = index }

    /// Fails when anything but white space is left.
    mutating func finish() throws(Refusal) {
        if next() != nil { throw Refusal("not JSON: something follows the value at byte \(at + 1)") }
    }

    /// The next byte that is not white space, without taking it.
    mutating func next() -> UInt8? {
        while at < bytes.count {
            let byte = bytes[at]
            if byte > 32 || (byte != 32 && byte != 10 && byte != 13 && byte != 9) { return byte }
            at += 1
        }
        return nil
    }

    /// Takes `byte` if it comes next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard next() == byte else { return false }
        at += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(Refusal) {
        if !take(byte) { throw unexpected("“\(Character(UnicodeScalar(byte)))”") }
    }

    mutating func value(depth: Int) throws(Refusal) -> JSON {
        values += 1
        if depth > Self.deepest { throw Refusal("not usable JSON: more than \(Self.deepest) levels") }
        if values > Self.mostValues { throw Refusal("not usable JSON: more than \(Self.mostValues) values") }
        switch next() {
        case UInt8(ascii: "\""):
            at += 1
            return .string(try string())
        case UInt8(ascii: "{"):
            at += 1
            return .object(try members(depth: depth + 1))
        case UInt8(ascii: "["):
            at += 1
            return .array(try elements(depth: depth + 1))
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(let byte) where byte == 45 || byte.isDigit: return .number(number())
        default: throw unexpected("a value")
        }
    }

    private mutating func members(depth: Int) throws(Refusal) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if take(UInt8(ascii: "}")) { return members }
        repeat {
            try expect(UInt8(ascii: "\""))
            let key = try string()
            try expect(UInt8(ascii: ":"))
            members.append(.init(key: key, value: try value(depth: depth)))
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
        return members
    }

    private mutating func elements(depth: Int) throws(Refusal) -> [JSON] {
        var elements: [JSON] = []
        if take(UInt8(ascii: "]")) { return elements }
        repeat { elements.append(try value(depth: depth)) } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return elements
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(Refusal) -> JSON {
        let length = word.utf8CodeUnitCount
        guard at + length <= bytes.count, (0..<length).allSatisfy({ bytes[at + $0] == word.utf8Start[$0] }) else {
            throw unexpected("a value")
        }
        at += length
        return value
    }

    /// The digits, sign, point and exponent that follow. Whether they make a number is for who needs one.
    mutating func number() -> String {
        let start = at
        while at < bytes.count {
            let byte = bytes[at]
            guard byte.isDigit || byte == 45 || byte == 43 || byte == 46 || byte | 32 == 101 else { break }
            at += 1
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    func unexpected(_ wanted: String) -> Refusal {
        at >= bytes.count
            ? Refusal("not JSON: ends where \(wanted) was expected")
            : Refusal("not JSON: \(wanted) expected at byte \(at + 1)")
    }
}
