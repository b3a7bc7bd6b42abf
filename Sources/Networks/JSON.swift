import Foundation
import Kernel

/// A JSON value read field by field: what is missing or of another type is nil, and never an error of the whole.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// Throws `Failure(.unavailable)` when `bytes` is no JSON text.
    static func parse(_ bytes: [UInt8], from host: String) throws -> JSON {
        do {
            return try JSONDecoder().decode(JSON.self, from: Data(bytes))
        } catch {
            throw Failure(.unavailable, "\(host) did not answer in JSON", words: "networks.not_json")
        }
    }

    subscript(key: String) -> JSON {
        if case .object(let fields) = self { return fields[key] ?? .null }
        return .null
    }

    var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// A string, or a number written as one: identifiers come in both forms.
    var identifier: String? {
        if case .number(let number) = self { return Int(exactly: number).map(String.init) }
        return string.flatMap { $0.isEmpty ? nil : $0 }
    }

    var int: Int? {
        if case .number(let number) = self { return Int(exactly: number.rounded()) }
        return string.flatMap { Int($0) }
    }

    var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    /// The elements of an array, or nothing.
    var elements: [JSON] {
        if case .array(let elements) = self { return elements }
        return []
    }

    /// JSON-LD writes a list of one without its brackets.
    var oneOrMany: [JSON] {
        switch self {
        case .null: []
        case .array(let elements): elements
        default: [self]
        }
    }

    var isObject: Bool {
        if case .object = self { return true }
        return false
    }
}

extension JSON: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }
}
