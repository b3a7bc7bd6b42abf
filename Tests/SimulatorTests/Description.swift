import Foundation

@testable import Simulator

/// A vendor's machine-readable description, against which answers are held. It lies beside the repository, never in it:
/// where it is missing, what needs it is skipped.
struct Description: Sendable {
    private let schemas: Value

    static func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    private static func path(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "shared/specs/\(name)").path(percentEncoded: false)
    }

    /// OpenAPI, or a discovery document of Google.
    init(_ name: String) throws {
        let data = try Data(contentsOf: URL(filePath: Self.path(name)))
        let root = try JSONDecoder().decode(Value.self, from: data)
        schemas = root["components"]["schemas"].isNull ? root["schemas"] : root["components"]["schemas"]
    }

    /// What is wrong with `value` as a `schema`; fields that the description does not know are wrong too.
    func faults(_ value: Value, as schema: String, besides known: Set<String> = []) -> [String] {
        faults(value, schemas[schema], at: schema, known)
    }

    private func faults(_ value: Value, _ schema: Value, at place: String, _ known: Set<String>) -> [String] {
        if let reference = schema["$ref"].text {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            return schemas[name].isNull
                ? ["\(place): no schema \(name)"] : faults(value, schemas[name], at: place, known)
        }
        let choices = schema["oneOf"].list + schema["anyOf"].list
        if !choices.isEmpty {
            return choices.contains { faults(value, $0, at: place, known).isEmpty } ? [] : ["\(place): fits nothing"]
        }
        switch value {
        case .fields(let fields): return inside(fields, schema, at: place, known)
        case .list(let list):
            guard schema["type"] == "array" else { return ["\(place): a list, not \(schema["type"].text ?? "that")"] }
            return list.enumerated().flatMap { faults($1, schema["items"], at: "\(place)[\($0)]", known) }
        default: return plain(value, schema, at: place)
        }
    }

    private func inside(_ fields: [String: Value], _ schema: Value, at place: String, _ known: Set<String>) -> [String]
    {
        guard schema["type"] == "object" || !schema["properties"].isNull else {
            return ["\(place): an object is not asked for"]
        }
        let missing = schema["required"].list.compactMap(\.text).filter { fields[$0] == nil }.map {
            "\(place): no \($0)"
        }
        let properties = schema["properties"].fields
        return missing
            + fields.flatMap { name, value -> [String] in
                if let property = properties[name] { return faults(value, property, at: "\(place).\(name)", known) }
                let isFree = properties.isEmpty || !schema["additionalProperties"].isNull || known.contains(name)
                return isFree ? [] : ["\(place): \(name) is unknown"]
            }
    }

    private func plain(_ value: Value, _ schema: Value, at place: String) -> [String] {
        let isRight =
            switch (schema["type"].text, value) {
            case ("string", .text(let text)):
                (schema["enum"].list.isEmpty || schema["enum"].list.contains(value))
                    && (schema["pattern"].text.map { text.range(of: $0, options: .regularExpression) != nil } ?? true)
            case ("integer", .number), ("number", .number), ("number", .fraction), ("boolean", .truth), ("any", _): true
            case (nil, _): true
            default: false
            }
        return isRight ? [] : ["\(place): \(value.json.prefix(60)) is no \(schema["type"].text ?? "such thing")"]
    }
}
