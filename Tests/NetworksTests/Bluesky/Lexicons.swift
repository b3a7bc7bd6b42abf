import Foundation

@testable import Networks

/// Holds what we write against the lexicons of the network (https://atproto.com/specs/lexicon), strictly: a field that no
/// lexicon names is a fault too.
struct Lexicons {
    private let documents: [String: JSON]

    /// Read once; nil where `../shared` is not beside the checkout.
    static let all = Lexicons(folder: "specs/bluesky/lexicons")

    private init?(folder: String) {
        let names = [
            "app.bsky.feed.post", "app.bsky.feed.getPosts", "app.bsky.richtext.facet", "app.bsky.embed.defs",
            "app.bsky.embed.images", "app.bsky.embed.video", "app.bsky.embed.external", "app.bsky.embed.gallery",
            "app.bsky.embed.record", "app.bsky.embed.recordWithMedia", "app.bsky.actor.getProfile",
            "com.atproto.repo.strongRef", "com.atproto.repo.createRecord", "com.atproto.repo.deleteRecord",
            "com.atproto.repo.getRecord", "com.atproto.repo.listRecords", "com.atproto.repo.uploadBlob",
            "com.atproto.identity.resolveHandle", "com.atproto.server.createSession",
            "com.atproto.server.refreshSession", "com.atproto.server.getSession", "com.atproto.label.defs",
        ]
        var all: [String: JSON] = [:]
        for name in names {
            guard let data = shared(folder + "/" + name.replacing(".", with: "/") + ".json"),
                let json = try? JSON.parse(Array(data), from: "lexicon")
            else { return nil }
            all[name] = json
        }
        documents = all
    }

    private func definition(_ reference: String, in home: String) -> (schema: JSON, home: String) {
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let place = parts[0].isEmpty ? home : parts[0]
        return (documents[place]?["defs"][parts.count > 1 ? parts[1] : "main"] ?? .null, place)
    }

    // MARK: What is held against them

    /// What is wrong with a record of `name`, line by line.
    func faults(_ record: JSON, as name: String) -> [String] {
        let schema = documents[name]?["defs"]["main"]["record"] ?? .null
        let type = record["$type"].string == name ? [] : ["$type is not \(name)"]
        return type + faults(record, schema, name, at: name)
    }

    /// What is wrong with the body of a call.
    func faults(_ body: JSON, sentTo method: String) -> [String] {
        faults(body, documents[method]?["defs"]["main"]["input"]["schema"] ?? .null, method, at: method)
    }

    /// What is wrong with the query of a call.
    func faults(_ query: [(name: String, value: String)], askedOf method: String) -> [String] {
        let schema = documents[method]?["defs"]["main"]["parameters"] ?? .null
        guard documents[method] != nil else { return ["\(method) is unknown"] }
        var fields: [String: JSON] = [:]
        for (name, value) in query {
            switch schema["properties"][name]["type"].string {
            case "array": fields[name] = .array((fields[name]?.elements ?? []) + [.string(value)])
            case "integer": fields[name] = .number(Double(value) ?? .nan)
            default: fields[name] = .string(value)
            }
        }
        guard schema.isObject || query.isEmpty else { return ["\(method) takes no query"] }
        return schema.isObject ? object(.object(fields), schema, method, at: method) : []
    }

    // MARK: Types

    private func faults(_ value: JSON, _ schema: JSON, _ home: String, at place: String) -> [String] {
        switch (schema["type"].string ?? "none", value) {
        case ("object", .object): return object(value, schema, home, at: place)
        case ("string", .string(let text)): return string(text, schema, at: place)
        case ("integer", .number(let number)): return integer(number, schema, at: place)
        case ("boolean", .bool), ("unknown", .object): return []
        case ("array", .array(let elements)):
            let long = schema["maxLength"].int.map { elements.count > $0 } ?? false
            return (long ? ["\(place) is too long"] : [])
                + elements.enumerated().flatMap { faults($1, schema["items"], home, at: "\(place)[\($0)]") }
        case ("ref", _):
            let (target, there) = definition(schema["ref"].string ?? "", in: home)
            return faults(value, target, there, at: place)
        case ("union", .object): return union(value, schema, home, at: place)
        case ("blob", .object): return blob(value, schema, at: place)
        default: return ["\(place) is no \(schema["type"].string ?? "known type")"]
        }
    }

    private func object(_ value: JSON, _ schema: JSON, _ home: String, at place: String) -> [String] {
        guard case .object(let fields) = value else { return ["\(place) is no object"] }
        let missing = schema["required"].elements.compactMap(\.string).filter { fields[$0] == nil }
        let wrong = fields.filter { $0.key != "$type" }.sorted { $0.key < $1.key }.flatMap { name, field in
            let known = schema["properties"][name]
            return known.isObject
                ? faults(field, known, home, at: "\(place).\(name)") : ["\(place).\(name) is unknown"]
        }
        return missing.map { "\(place).\($0) is missing" } + wrong
    }

    private func union(_ value: JSON, _ schema: JSON, _ home: String, at place: String) -> [String] {
        guard let type = value["$type"].string else { return ["\(place) has no $type"] }
        for reference in schema["refs"].elements.compactMap(\.string) {
            let (target, there) = definition(reference, in: home)
            let fragment = reference.split(separator: "#").last.map(String.init) ?? ""
            let name = reference.contains("#") && fragment != "main" ? "\(there)#\(fragment)" : there
            if name == type { return faults(value, target, there, at: place) }
        }
        return ["\(place) may be no \(type)"]
    }

    private func string(_ text: String, _ schema: JSON, at place: String) -> [String] {
        var faults: [String] = []
        if let most = schema["maxLength"].int, text.utf8.count > most { faults.append("\(place) has too many bytes") }
        if let most = schema["maxGraphemes"].int, text.count > most { faults.append("\(place) has too many graphemes") }
        if let format = schema["format"].string, !Self.fits(text, format) { faults.append("\(place) is no \(format)") }
        return faults
    }

    private func integer(_ number: Double, _ schema: JSON, at place: String) -> [String] {
        guard number == number.rounded() else { return ["\(place) is no integer"] }
        let isLow = schema["minimum"].int.map { number < Double($0) } ?? false
        let isHigh = schema["maximum"].int.map { number > Double($0) } ?? false
        return isLow || isHigh ? ["\(place) is out of range"] : []
    }

    private func blob(_ value: JSON, _ schema: JSON, at place: String) -> [String] {
        guard value["$type"].string == "blob", let size = value["size"].int, let mime = value["mimeType"].string,
            value["ref"]["$link"].string.map({ Self.fits($0, "cid") }) == true
        else { return ["\(place) is no blob"] }
        let accepted = schema["accept"].elements.compactMap(\.string)
        let isTaken =
            accepted.isEmpty
            || accepted.contains { $0 == "*/*" || $0 == mime || $0.hasSuffix("/*") && mime.hasPrefix($0.dropLast()) }
        let isLarge = schema["maxSize"].int.map { size > $0 } ?? false
        return (isTaken ? [] : ["\(place) may be no \(mime)"]) + (isLarge ? ["\(place) is too large"] : [])
    }

    private static func fits(_ text: String, _ format: String) -> Bool {
        switch format {
        case "datetime":
            text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/) != nil
        case "uri": text.wholeMatch(of: /[a-z][a-z.-]{0,80}:[\x21-\x7e]{1,8000}/) != nil
        case "at-uri":
            text.wholeMatch(of: /at:\/\/[A-Za-z0-9._:%-]+(\/[a-zA-Z0-9.-]+(\/[A-Za-z0-9._~:@!$&%')(*+,;=-]+)?)?/) != nil
        case "did": text.wholeMatch(of: /did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]/) != nil
        case "cid": text.wholeMatch(of: /[a-zA-Z0-9+=]{8,256}/) != nil
        case "language": text.wholeMatch(of: /(i|[a-z]{2,3})(-[A-Za-z0-9-]+)?/) != nil
        case "handle":
            text.wholeMatch(of: /([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?/) != nil
        case "at-identifier": fits(text, "did") || fits(text, "handle")
        case "nsid": text.wholeMatch(of: /[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z0-9-]+)+(\.[a-zA-Z][a-zA-Z0-9]*)/) != nil
        case "record-key": text.wholeMatch(of: /[A-Za-z0-9_~.:-]{1,512}/) != nil && ![".", ".."].contains(text)
        default: false
        }
    }
}
