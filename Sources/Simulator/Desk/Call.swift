import Foundation
import HTTPTypes
import Kernel

/// A request to a network, read.
struct Call: Sendable {
    let network: SimulatedNetwork
    let method: HTTPRequest.Method
    /// The parts of the path behind the network's prefix, decoded.
    var path: [String]
    /// The parts that the operation's pattern names.
    var places: [String: String] = [:]
    let query: Form
    let headers: HTTPFields
    let body: [UInt8]
    /// `http://127.0.0.1:8099`, as the client calls us.
    let origin: String
    let now: Instant
    /// Faults that change how a network works, beside those that change what it answers.
    var stance = Stance()
    /// `v23.0` of the Graph.
    var version: String?

    struct Stance: Sendable {
        /// Looks after which what is uploaded now is ready; nil for the network's own habit.
        var polls: Int?
        var rejects = false
    }

    /// Query, then the body's form, multipart fields, or flat JSON fields.
    let form: Form
    let parts: [Parts.Part]
    let json: Value

    init(
        _ network: SimulatedNetwork, _ method: HTTPRequest.Method, path: [String], query: Form, headers: HTTPFields,
        body: [UInt8], origin: String, now: Instant
    ) {
        (self.network, self.method, self.path, self.query) = (network, method, path, query)
        (self.headers, self.body, self.origin, self.now) = (headers, body, origin, now)
        let type = headers[.contentType] ?? ""
        var form = query
        var (parts, json): ([Parts.Part], Value) = ([], .null)
        if type.hasPrefix("application/x-www-form-urlencoded") {
            form.add(Form(encoded: String(decoding: body, as: UTF8.self)))
        } else if type.lowercased().hasPrefix("multipart/") {
            parts = Parts(body, type: type)?.parts ?? []
            for part in parts where part.file == nil {
                if let name = part.name { form.add(name, String(decoding: part.bytes, as: UTF8.self)) }
            }
        } else if type.hasPrefix("application/json") {
            json = Value(body) ?? .null
            for (name, value) in json.fields { form.add(name, value.text ?? value.json) }
        }
        (self.form, self.parts, self.json) = (form, parts, json)
    }

    /// The file of a multipart form; the first one with a file's name where none is named so.
    func file(_ names: String...) -> Parts.Part? {
        parts.first { $0.name.map(names.contains) ?? false && !$0.bytes.isEmpty } ?? parts.first { $0.file != nil }
    }

    func place(_ name: String) -> String { places[name] ?? "" }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The token of an `Authorization: Bearer` (RFC 6750), or of the field `access_token`, as Meta takes it too.
    var token: String? {
        if let header = headers[.authorization], header.lowercased().hasPrefix("bearer ") {
            return header.dropFirst(7).trimmingCharacters(in: .whitespaces)
        }
        return form.filled("access_token")
    }

    /// Name and secret of an `Authorization: Basic` (RFC 7617).
    var basic: (name: String, secret: String)? {
        guard let header = headers[.authorization], header.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: header.dropFirst(6).trimmingCharacters(in: .whitespaces))
        else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return (Form.decoded(parts[0]), Form.decoded(parts[1]))
    }
}
