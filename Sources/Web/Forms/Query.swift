/// The fields of an address or of an urlencoded form, decoded (WHATWG URL, application/x-www-form-urlencoded).
/// Line ends are `\n`; NUL is dropped, for no store can hold it.
public struct Query: Sendable, Equatable {
    /// More fields than any page has: what comes after them is not read.
    static let limit = 1000

    public let fields: [(name: String, value: String)]

    public init(_ text: some StringProtocol) {
        fields = text.split(separator: "&", maxSplits: Self.limit).prefix(Self.limit).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decode(parts.first ?? ""), parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    public init(fields: [(name: String, value: String)]) { self.fields = fields }

    /// The first value of that name, without the blanks around it; nil when absent or empty.
    public subscript(_ name: String) -> String? {
        guard let raw = fields.first(where: { $0.name == name })?.value else { return nil }
        let text = raw.drop(while: \.isWhitespace)
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(text[...last])
    }

    /// The first value of that name as it was sent, blanks included: for passwords.
    public func raw(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Every value of that name, empty ones left out: check boxes, multiple choices.
    public func all(_ name: String) -> [String] { fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    /// A box that is ticked.
    public func ticked(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// The query of a link: this one with some fields replaced, or removed where nil.
    public func replacing(_ changes: [String: String?]) -> String {
        var kept = fields.filter { changes[$0.name] == nil }
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let value { kept.append((name, value)) }
        }
        return kept.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
    }

    public static func == (left: Query, right: Query) -> Bool {
        left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
    }

    static func decode(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        var waiting: [UInt8] = []
        while let byte = waiting.popLast() ?? rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let first = rest.next()
                let second = first == nil ? nil : rest.next()
                if let high = first.flatMap(hexadecimal), let low = second.flatMap(hexadecimal) {
                    bytes.append(high << 4 | low)
                } else {
                    bytes.append(byte)
                    waiting = [second, first].compactMap { $0 }
                }
            default: bytes.append(byte)
            }
        }
        return clean(String(decoding: bytes, as: UTF8.self))
    }

    /// `\n` line ends, no NUL.
    static func clean(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0 || $0 == 13 }) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar.value != 0 && scalar.value != 13 { scalars.append(scalar) }
        return String(scalars)
    }

    /// Percent-encodes everything but RFC 3986's unreserved characters.
    public static func encode(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
