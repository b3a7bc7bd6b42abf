/// A value of the universal feed parser's result.
indirect enum ShapeValue {
    case null, bool(Bool), integer(Int), real(Double), text(String)
    case list([ShapeValue])
    case object(ShapeObject)

    var string: String? { if case .text(let text) = self { text } else { nil } }
    var object: ShapeObject? { if case .object(let object) = self { object } else { nil } }
    var items: [ShapeValue]? { if case .list(let items) = self { items } else { nil } }

    static func optional(_ text: String?) -> ShapeValue { text.map { .text($0) } ?? .null }
}

/// A dictionary with an order and an identity, as Python's. Its old names (`guid`, `description`) stand for new ones.
final class ShapeObject {
    private(set) var keys: [String] = []
    private var values: [String: ShapeValue] = [:]
    private let translates: Bool

    init(_ pairs: [(String, ShapeValue)] = [], translates: Bool = true) {
        self.translates = translates
        for (key, value) in pairs { put(key, value) }
    }

    private static let names: [String: [String]] = [
        "channel": ["feed"], "items": ["entries"], "guid": ["id"], "date": ["updated"],
        "date_parsed": ["updated_parsed"], "description": ["summary", "subtitle"],
        "description_detail": ["summary_detail", "subtitle_detail"], "url": ["href"], "modified": ["updated"],
        "modified_parsed": ["updated_parsed"], "issued": ["published"], "issued_parsed": ["published_parsed"],
        "copyright": ["rights"], "copyright_detail": ["rights_detail"], "tagline": ["subtitle"],
        "tagline_detail": ["subtitle_detail"],
    ]

    /// Sets under the exact name.
    func put(_ key: String, _ value: ShapeValue) {
        if values.updateValue(value, forKey: key) == nil { keys.append(key) }
    }

    subscript(key: String) -> ShapeValue? {
        get {
            guard translates, let names = Self.names[key] else { return values[key] }
            for name in names { if let value = values[name] { return value } }
            return values[key]
        }
        set {
            let name = translates ? Self.names[key]?.first ?? key : key
            if let newValue { put(name, newValue) } else { remove(name) }
        }
    }

    func remove(_ key: String) {
        if values.removeValue(forKey: key) != nil { keys.removeAll { $0 == key } }
    }

    func has(_ key: String) -> Bool { self[key] != nil }

    func setDefault(_ key: String, _ value: @autoclosure () -> ShapeValue) {
        if !has(key) { self[key] = value() }
    }

    /// Appends to the list under `key`, made where it is missing.
    func append(_ key: String, _ value: ShapeValue) {
        self[key] = .list((self[key]?.items ?? []) + [value])
    }

    var isEmpty: Bool { keys.isEmpty }

    func copy() -> ShapeObject {
        let copy = ShapeObject(translates: translates)
        for key in keys {
            switch values[key] {
            case .object(let inner): copy.put(key, .object(inner.copy()))
            case .list(let items): copy.put(key, .list(items.map { $0.object.map { .object($0.copy()) } ?? $0 }))
            case let value?: copy.put(key, value)
            case nil: break
            }
        }
        return copy
    }

    func text(_ key: String) -> String? { self[key]?.string }
}

/// JSON of a shape, written without recursion deeper than the shape itself, which is fixed.
enum ShapeJSON {
    static func write(_ value: ShapeValue) -> String {
        var out: [UInt8] = []
        write(value, into: &out)
        return String(decoding: out, as: UTF8.self)
    }

    private static func write(_ value: ShapeValue, into out: inout [UInt8]) {
        switch value {
        case .null: out += Array("null".utf8)
        case .bool(let flag): out += Array((flag ? "true" : "false").utf8)
        case .integer(let number): out += Array(String(number).utf8)
        case .real(let number): out += Array((number.isFinite ? String(number) : "null").utf8)
        case .text(let text): write(text, into: &out)
        case .list(let items):
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                write(item, into: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let object):
            out.append(UInt8(ascii: "{"))
            for (index, key) in object.keys.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                write(key, into: &out)
                out.append(UInt8(ascii: ":"))
                write(object.exact(key), into: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, into out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: out += Array("\\u00".utf8) + [hex(byte >> 4), hex(byte & 15)]
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func hex(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}

extension ShapeObject {
    /// The value under this very name.
    func exact(_ key: String) -> ShapeValue { values[key] ?? .null }
}
