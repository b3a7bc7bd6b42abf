import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

/// What Mastodon's own description says that a request may hold (`../shared/specs/mastodon-openapi.json`).
private struct MastodonDescription {
    private let root: JSON

    /// Read once: it is large.
    static let whole = MastodonDescription()

    private init?() {
        guard let data = shared("specs/mastodon-openapi.json"),
            let json = try? JSON.parse(Array(data), from: "description")
        else { return nil }
        root = json
    }

    /// The fields of one method's body: its properties, and those of all that it is made of.
    func fields(_ method: String, _ path: String, as type: String = "application/json") -> [String: JSON] {
        properties(root["paths"][path][method]["requestBody"]["content"][type]["schema"])
    }

    func answers(_ method: String, _ path: String) -> Bool { root["paths"][path][method].isObject }

    private func properties(_ schema: JSON) -> [String: JSON] {
        if let reference = schema["$ref"].string {
            return properties(reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] })
        }
        var all: [String: JSON] = [:]
        for part in schema["allOf"].elements + schema["oneOf"].elements { all.merge(properties(part)) { $1 } }
        if case .object(let own) = schema["properties"] {
            for (name, value) in own { all[name.replacing("[]", with: "")] = value }
        }
        return all
    }

    /// What is wrong with `body`, line by line.
    static func faults(_ body: JSON, _ fields: [String: JSON]) -> [String] {
        guard case .object(let sent) = body else { return ["no object"] }
        return sent.compactMap { name, value in
            guard let field = fields[name] else { return "\(name) is unknown" }
            return fits(value, field) ? nil : "\(name) is no \(field["type"].string ?? "?")"
        }
    }

    private static func fits(_ value: JSON, _ field: JSON) -> Bool {
        switch (field["type"].string, value) {
        case ("string", .string), ("boolean", .bool), ("integer", .number): return true
        case ("array", .array(let elements)): return elements.allSatisfy { fits($0, field["items"]) }
        default: return false
        }
    }
}

@Suite(.enabled(if: shared("specs/mastodon-openapi.json") != nil, "no ../shared/specs/mastodon-openapi.json here"))
struct MastodonContractTests {
    private let description: MastodonDescription
    private let server = FakeMastodon()

    init() throws { description = try #require(MastodonDescription.whole) }

    /// Everything that a connector does, once.
    private func use() async throws {
        let connector = try server.connector()
        let pictures = [try FediPieces.picture(), try FediPieces.picture()]
        let first = try await FediPieces.publish(connector, try FediPieces.piece("Un.", warning: "Attention", pictures))
        let second = try await FediPieces.publish(
            connector, try FediPieces.piece("Deux.", role: .thread, parent: first, root: first, visibility: .followers))
        _ = await connector.edit(first, try FediPieces.piece("Trois.", pictures), key: "e")
        _ = await connector.delete(second)
        _ = try await connector.figures([first])
        server.change { $0.instance["/api/v2/instance"] = "{}" }
        _ = try await connector.limits()
    }

    @Test("what is sent is what Mastodon's description names, and every address is in it")
    func requests() async throws {
        try await use()
        let posted = description.fields("post", "/api/v1/statuses")
        #expect(posted.count > 8)
        for call in server.calls where call.name == "POST /api/v1/statuses" {
            #expect(MastodonDescription.faults(call.json, posted) == [])
        }
        var edited = description.fields("put", "/api/v1/statuses/{id}")
        // The description calls them texts; the server reads `id` and `description` of each
        // (mastodon/mastodon, app/controllers/api/v1/statuses_controller.rb).
        edited["media_attributes"] = nil
        let call = try #require(server.calls.last { $0.name.hasPrefix("PUT") })
        #expect(MastodonDescription.faults(call.json, edited) == ["media_attributes is unknown"])
        let file = description.fields("post", "/api/v2/media", as: "multipart/form-data")
        for call in server.calls where call.name == "POST /api/v2/media" {
            #expect(call.file != nil && call.fields.keys.allSatisfy { file[$0] != nil } && file["file"] != nil)
        }
        for name in Set(server.asked) {
            let parts = name.split(separator: " ").map(String.init)
            let path = parts[1].replacing(/\/[0-9]+(?=\/|$)/, with: "/{id}")
            #expect(description.answers(parts[0].lowercased(), path), "\(name)")
        }
    }

    @Test("a field that nobody knows and a text in the place of a list are seen")
    func faults() throws {
        let fields = description.fields("post", "/api/v1/statuses")
        let bad = try JSON.parse(
            Array(#"{"status":1,"media_ids":"12","colour":"red"}"#.utf8), from: "test")
        #expect(
            MastodonDescription.faults(bad, fields).sorted() == [
                "colour is unknown", "media_ids is no array", "status is no string",
            ])
    }
}
