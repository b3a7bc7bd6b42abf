import Deontology
import Foundation
import Wire

@testable import Networks

/// Holds requests against a description in Google's discovery format
/// (https://developers.google.com/discovery/v1/reference/apis): the method, required and unknown parameters, the parts of
/// the resource that are named, unknown properties, types, enumerations and what a method requires.
struct DiscoveredInterface: Sendable {
    let json: JSON

    init?(_ data: Data?) {
        guard let data, let json = try? JSON.parse(Array(data), from: "description") else { return nil }
        self.json = json
    }

    /// What is wrong with a request; nothing where it keeps to the description.
    func problems(with call: ClosedNetwork.Call) -> [String] {
        let path = String(call.path.dropFirst())
        let isUpload = path.hasPrefix("upload/")
        let methods = json["resources"].object.values.flatMap { $0["methods"].object.values }
        let found = methods.first { method in
            let places =
                isUpload
                ? method["mediaUpload"]["protocols"].object.values.compactMap { $0["path"].string }
                : [method["path"].string].compactMap(\.self)
            return method["httpMethod"].string == call.method && places.contains(isUpload ? "/" + path : path)
        }
        guard let method = found else { return ["no such method: \(call.name)"] }
        return parameters(method, call, isUpload) + body(method, call)
    }

    private func parameters(_ method: JSON, _ call: ClosedNetwork.Call, _ isUpload: Bool) -> [String] {
        var problems: [String] = []
        let own = method["parameters"].object
        for (name, parameter) in own {
            guard let value = call.query[name] else {
                if parameter["required"].bool == true { problems.append("\(name) is missing") }
                continue
            }
            let values = parameter["repeated"].bool == true ? value.split(separator: ",").map(String.init) : [value]
            for value in values { problems += check(.string(value), parameter, name, isText: true) }
            if let most = parameter["maximum"].int, let number = Int(value), number > most {
                problems.append("\(name) is too large")
            }
        }
        let common = Set(json["parameters"].object.keys)
        problems += Set(call.query.keys).subtracting(own.keys).subtracting(common).map { "unknown parameter \($0)" }
        let resource = json["schemas"][resource(method)]["properties"].object
        for part in (call.query["part"] ?? "").split(separator: ",") where resource[String(part)] == nil {
            problems.append("\(resource.keys.sorted()) has no part \(part)")
        }
        if isUpload, call.query["uploadType"] != "resumable" { problems.append("no way of uploading") }
        return problems
    }

    /// What a method gives, or gives a list of.
    private func resource(_ method: JSON) -> String {
        let name = method["response"]["$ref"].string ?? method["request"]["$ref"].string ?? ""
        return json["schemas"][name]["properties"]["items"]["items"]["$ref"].string ?? name
    }

    private func body(_ method: JSON, _ call: ClosedNetwork.Call) -> [String] {
        guard let name = method["request"]["$ref"].string else {
            if case .json = call.body { return ["takes no body"] }
            return []
        }
        guard case .json = call.body else { return ["no body"] }
        return object(call.json, json["schemas"][name], "body", method["id"].string ?? "")
    }

    private func object(_ value: JSON, _ schema: JSON, _ place: String, _ method: String) -> [String] {
        guard value.isObject else { return ["\(place) is no object"] }
        var problems: [String] = []
        let known = schema["properties"].object
        for (name, property) in known
        where property["annotations"]["required"].elements.contains(.string(method)) && value[name] == .null {
            problems.append("\(place).\(name) is missing")
        }
        for (name, part) in value.object {
            guard let property = known[name] else {
                problems.append("\(place).\(name) is unknown")
                continue
            }
            if let reference = property["$ref"].string {
                problems += object(part, json["schemas"][reference], "\(place).\(name)", method)
            } else {
                problems += check(part, property, "\(place).\(name)")
            }
        }
        return problems
    }

    private func check(_ value: JSON, _ schema: JSON, _ place: String, isText: Bool = false) -> [String] {
        switch schema["type"].string {
        case "array":
            guard case .array(let items) = value else { return ["\(place) is no list"] }
            return items.flatMap { check($0, schema["items"], place) }
        case "boolean":
            let isTruth = isText ? ["true", "false"].contains(value.string) : value.bool != nil
            return isTruth ? [] : ["\(place) is neither true nor false"]
        case "integer": return value.int == nil ? ["\(place) is no number"] : []
        case "string":
            guard let text = value.string else { return ["\(place) is no text"] }
            let allowed = schema["enum"].elements.compactMap(\.string)
            return allowed.isEmpty || allowed.contains(text) ? [] : ["\(place) may not be \(text)"]
        default: return []
        }
    }
}
