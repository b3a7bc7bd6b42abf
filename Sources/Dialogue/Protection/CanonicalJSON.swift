import Foundation

/// JSON of one form only (RFC 8785): the same content is the same bytes. Numbers are whole and small; what is longer, or
/// has a fraction, is text.
enum CanonicalJSON: Equatable, Sendable, Decodable {
    case null
    case truth(Bool)
    case number(Int64)
    case text(String)
    case list([CanonicalJSON])
    case object([String: CanonicalJSON])

    /// The largest whole number that every reader of JSON gives back (2^53 − 1).
    static let largest: Int64 = 9_007_199_254_740_991

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Int64.self), abs(number) <= Self.largest {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([CanonicalJSON].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: CanonicalJSON].self))
        }
    }

    var bytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }

    /// A text, or null where there is none.
    static func optional(_ text: String?) -> CanonicalJSON { text.map(CanonicalJSON.text) ?? .null }

    subscript(_ key: String) -> CanonicalJSON? {
        if case .object(let fields) = self { return fields[key] }
        return nil
    }

    var string: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    var items: [CanonicalJSON] {
        if case .list(let items) = self { return items }
        return []
    }

    private func write(to out: inout [UInt8]) {
        switch self {
        case .null: out += "null".utf8
        case .truth(let truth): out += (truth ? "true" : "false").utf8
        case .number(let number): out += String(number).utf8
        case .text(let text): Self.quote(text, to: &out)
        case .list(let items):
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                item.write(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let fields):
            out.append(UInt8(ascii: "{"))
            // By UTF-16 code units, as JavaScript compares.
            let sorted = fields.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (index, field) in sorted.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.quote(field.key, to: &out)
                out.append(UInt8(ascii: ":"))
                field.value.write(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func quote(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case 8: out += "\\b".utf8
            case 9: out += "\\t".utf8
            case 10: out += "\\n".utf8
            case 12: out += "\\f".utf8
            case 13: out += "\\r".utf8
            case 0..<32: out += Array(("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8)
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
