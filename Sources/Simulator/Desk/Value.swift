import Foundation

/// JSON as the networks speak it.
enum Value: Sendable, Equatable {
    case null
    case truth(Bool)
    case number(Int)
    case fraction(Double)
    case text(String)
    case list([Value])
    case fields([String: Value])

    /// Nil for bytes that are no JSON.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(bytes)) else { return nil }
        self = value
    }

    subscript(_ name: String) -> Value {
        get {
            guard case .fields(let fields) = self else { return .null }
            return fields[name] ?? .null
        }
        set {
            guard case .fields(var fields) = self else { return }
            fields[name] = newValue
            self = .fields(fields)
        }
    }

    subscript(_ place: Int) -> Value {
        guard case .list(let list) = self, list.indices.contains(place) else { return .null }
        return list[place]
    }

    /// A text, or a number or a truth as people write them: forms carry nothing else.
    var text: String? {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .truth(let truth): truth ? "true" : "false"
        default: nil
        }
    }

    var number: Int? {
        switch self {
        case .number(let number): number
        case .text(let text): Int(text)
        case .fraction(let fraction): Int(exactly: fraction)
        default: nil
        }
    }

    var fraction: Double? {
        switch self {
        case .number(let number): Double(number)
        case .fraction(let fraction): fraction
        default: nil
        }
    }

    var truth: Bool? {
        if case .truth(let truth) = self { return truth }
        return nil
    }

    var list: [Value] {
        if case .list(let list) = self { return list }
        return []
    }

    var fields: [String: Value] {
        if case .fields(let fields) = self { return fields }
        return [:]
    }

    var isNull: Bool { self == .null }

    /// Without fields that are null: networks leave out what is not there.
    init(there fields: [String: Value]) { self = .fields(fields.filter { !$0.value.isNull }) }

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
    }

    var json: String { String(decoding: bytes, as: UTF8.self) }
}

extension Value: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let fraction = try? container.decode(Double.self) {
            self = .fraction(fraction)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([Value].self) {
            self = .list(list)
        } else {
            self = .fields(try container.decode([String: Value].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .truth(let truth): try container.encode(truth)
        case .number(let number): try container.encode(number)
        case .fraction(let fraction): try container.encode(fraction)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .fields(let fields): try container.encode(fields)
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .number(number) }
    init(booleanLiteral truth: Bool) { self = .truth(truth) }
    init(arrayLiteral list: Value...) { self = .list(list) }
    init(dictionaryLiteral fields: (String, Value)...) {
        self = .fields(Dictionary(fields, uniquingKeysWith: { _, last in last }))
    }
    init(nilLiteral: ()) { self = .null }
}
