import Deontology
import Foundation
import Wire

@testable import Networks

/// Holds requests against an OpenAPI description (https://spec.openapis.org/oas/v3.0.3): the path and its method, required
/// and unknown parameters, required and unknown properties, types, enumerations, patterns and ranges.
struct DescribedInterface: Sendable {
    let json: JSON

    init?(_ data: Data?) {
        guard let data, let json = try? JSON.parse(Array(data), from: "description") else { return nil }
        self.json = json
    }

    /// What is wrong with a request; nothing where it keeps to the description.
    func problems(with call: ClosedNetwork.Call) -> [String] {
        let segments = call.path.split(separator: "/").map(String.init)
        let named = json["paths"].object.keys.sorted { $0.filter { $0 == "{" }.count < $1.filter { $0 == "{" }.count }
            .first { path in
                let pattern = path.split(separator: "/").map(String.init)
                return pattern.count == segments.count
                    && zip(pattern, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            }
        guard let path = named else { return ["no such path: \(call.path)"] }
        let operation = json["paths"][path][call.method.lowercased()]
        guard operation.isObject else { return ["\(path) knows no \(call.method)"] }
        return parameters(operation, path, segments, call) + body(operation, call)
    }

    private func parameters(
        _ operation: JSON, _ path: String, _ segments: [String], _ call: ClosedNetwork.Call
    ) -> [String] {
        var problems: [String] = []
        let known = operation["parameters"].elements.map(resolved)
        for parameter in known where parameter["in"].string == "query" {
            let name = parameter["name"].string ?? ""
            guard let value = call.query[name] else {
                if parameter["required"].bool == true { problems.append("\(name) is missing") }
                continue
            }
            let schema = resolved(parameter["schema"])
            let isList = schema["type"].string == "array"
            let values: JSON =
                isList ? .array(value.split(separator: ",").map { .string(String($0)) }) : .string(value)
            problems += check(values, schema, name, isText: true)
        }
        let names = Set(known.compactMap { $0["in"].string == "query" ? $0["name"].string : nil })
        problems += Set(call.query.keys).subtracting(names).map { "unknown parameter \($0)" }
        for (pattern, segment) in zip(path.split(separator: "/"), segments) where pattern.hasPrefix("{") {
            let name = String(pattern.dropFirst().dropLast())
            guard let parameter = known.first(where: { $0["name"].string == name }) else { continue }
            problems += check(.string(segment), resolved(parameter["schema"]), name, isText: true)
        }
        return problems
    }

    private func body(_ operation: JSON, _ call: ClosedNetwork.Call) -> [String] {
        let content = resolved(operation["requestBody"])["content"]
        switch call.body {
        case nil, .empty: return operation["requestBody"]["required"].bool == true ? ["no body"] : []
        case .json:
            guard content["application/json"].isObject else { return ["takes no JSON"] }
            return check(call.json, resolved(content["application/json"]["schema"]), "body")
        case .multipart(let fields, let name, _, _):
            guard content["multipart/form-data"].isObject else { return ["takes no form"] }
            var object: [String: JSON] = ["\(name)": .string("bytes")]
            for (name, value) in MutationBody.form(fields).fields { object[name] = .string(value) }
            return check(.object(object), resolved(content["multipart/form-data"]["schema"]), "form", isText: true)
        case .form, .file: return ["takes neither form nor file"]
        }
    }

    /// - Parameter isText: everything in a form or an address is text, numbers too.
    private func check(_ value: JSON, _ schema: JSON, _ place: String, isText: Bool = false) -> [String] {
        if schema["anyOf"].elements.contains(where: { check(value, resolved($0), place, isText: isText).isEmpty }) {
            return []
        }
        switch schema["type"].string {
        case "object": return object(value, schema, place, isText)
        case "array":
            guard case .array(let items) = value else { return ["\(place) is no list"] }
            var problems = items.flatMap { check($0, resolved(schema["items"]), place, isText: isText) }
            if let least = schema["minItems"].int, items.count < least { problems.append("\(place) has too few") }
            if let most = schema["maxItems"].int, items.count > most { problems.append("\(place) has too many") }
            return problems
        case "integer", "number":
            let number: Double? =
                switch value {
                case .number(let number): number
                case .string(let text) where isText: Double(text)
                default: nil
                }
            guard let number else { return ["\(place) is no number"] }
            if let least = schema["minimum"].int, number < Double(least) { return ["\(place) is too small"] }
            if let most = schema["maximum"].int, number > Double(most) { return ["\(place) is too large"] }
            return []
        case "boolean": return value.bool == nil ? ["\(place) is neither true nor false"] : []
        case "string":
            guard let text = value.string else { return ["\(place) is no text"] }
            let allowed = schema["enum"].elements.compactMap(\.string)
            if !allowed.isEmpty, !allowed.contains(text) { return ["\(place) may not be \(text)"] }
            if let pattern = schema["pattern"].string, text.range(of: pattern, options: .regularExpression) == nil {
                return ["\(place) is not written as \(pattern)"]
            }
            if let most = schema["maxLength"].int, text.count > most { return ["\(place) is too long"] }
            return []
        default: return []
        }
    }

    private func object(_ value: JSON, _ schema: JSON, _ place: String, _ isText: Bool) -> [String] {
        guard value.isObject else { return ["\(place) is no object"] }
        var problems = schema["required"].elements.compactMap(\.string).filter { value[$0] == .null }
            .map { "\(place).\($0) is missing" }
        let known = schema["properties"]
        for (name, part) in value.object {
            if known[name] == .null, !known.object.isEmpty { problems.append("\(place).\(name) is unknown") }
            problems += check(part, resolved(known[name]), "\(place).\(name)", isText: isText)
        }
        return problems
    }

    private func resolved(_ json: JSON) -> JSON {
        guard let reference = json["$ref"].string else { return json }
        let found = reference.split(separator: "/").dropFirst().reduce(self.json) { $0[String($1)] }
        return resolved(found)
    }
}

extension JSON {
    var object: [String: JSON] {
        if case .object(let fields) = self { return fields }
        return [:]
    }
}
