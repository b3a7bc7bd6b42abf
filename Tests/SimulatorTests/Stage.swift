import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import NIOCore
import Synchronization

@testable import Simulator

/// An answer of a simulated network, read.
struct Said: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    var json: Value { Value(body) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// The simulated networks behind their router, on a clock that stands still until it is moved.
struct Stage: Sendable {
    static let page = "104500000000001"
    static let pageToken = "simulated-facebook-104500000000001"

    let networks: SimulatedNetworks
    let client: any TestClientProtocol

    static func play(
        _ settings: SimulatorSettings = SimulatorSettings(), _ test: @escaping @Sendable (Stage) async throws -> Void
    ) async throws {
        let start = try Instant("2026-11-23T08:00:00Z")
        let networks = try SimulatedNetworks(settings: settings, clock: .fixed(start))
        let application = Application(
            router: networks.router, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await application.test(.router) { client in try await test(Stage(networks: networks, client: client)) }
    }

    func ask(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, headers: [String: String] = [:],
        body: [UInt8]? = nil
    ) async throws -> Said {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer \(token)" }
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(bytes: $0) }
        ) { Said(status: $0.status.code, headers: $0.headers, body: [UInt8]($0.body.readableBytesView)) }
    }

    func get(_ path: String, token: String? = nil, headers: [String: String] = [:]) async throws -> Said {
        try await ask(.get, path, token: token, headers: headers)
    }

    func form(
        _ path: String, _ fields: [(String, String)], token: String? = nil, headers: [String: String] = [:]
    ) async throws -> Said {
        let body = fields.map { "\(Form.encoded($0.0))=\(Form.encoded($0.1))" }.joined(separator: "&")
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        return try await ask(
            .post, path, token: token, headers: headers.merging(type) { first, _ in first }, body: Array(body.utf8))
    }

    func json(
        _ method: HTTPRequest.Method = .post, _ path: String, _ value: Value, token: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Said {
        try await ask(
            method, path, token: token,
            headers: headers.merging(["Content-Type": "application/json"]) { first, _ in first },
            body: value.bytes)
    }

    /// A form with one file.
    func file(
        _ path: String, _ fields: [(String, String)] = [], name: String, _ bytes: [UInt8], token: String? = nil
    ) async throws -> Said {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Array("--b\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"f\"\r\n\r\n".utf8)
        body += bytes + Array("\r\n--b--\r\n".utf8)
        return try await ask(
            .post, path, token: token, headers: ["Content-Type": "multipart/form-data; boundary=b"], body: body)
    }

    /// The address to which a person is sent back after saying yes.
    func consent(_ path: String, _ fields: [(String, String)]) async throws -> URLComponents {
        let query = fields.map { "\(Form.encoded($0.0))=\(Form.encoded($0.1))" }.joined(separator: "&")
        let page = try await get("\(path)?\(query)")
        guard page.status == 200, page.text.contains("<button type=\"submit\">Autoriser</button>") else {
            throw Failure(.unusable, "the consent page answered \(page.status): \(page.text)")
        }
        let answer = try await form(path, fields)
        guard answer.status == 302, let back = answer.header("Location").flatMap({ URLComponents(string: $0) }) else {
            throw Failure(.unusable, "the consent answered \(answer.status)")
        }
        return back
    }
}

extension Instant {
    init(_ text: String) throws {
        guard let moment = Instant(iso8601: text) else { throw Failure(.unusable, "\(text) is no moment") }
        self = moment
    }
}

extension URLComponents {
    func value(_ name: String) -> String? { queryItems?.first { $0.name == name }?.value }
}

/// The smallest files that networks take for what they say they are.
enum Specimen {
    static let png: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 8, 0, 0, 0, 8, 8,
        2, 0, 0, 0,
    ]
    /// 800 by 600.
    static let jpeg: [UInt8] = [
        0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0x02, 0x58, 0x03, 0x20, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9, 0,
        0, 0, 0, 0,
    ]
    static func video(_ size: Int = 64) -> [UInt8] {
        [0, 0, 0, 24] + Array("ftypmp42".utf8) + [UInt8](repeating: 7, count: max(0, size - 12))
    }
}

/// A server of ours on this machine: it shows files, and takes letters.
struct Neighbour: Sendable {
    final class Box: Sendable {
        let letters = Mutex<[(body: String, headers: HTTPFields)]>([])
    }

    let base: String
    let box: Box

    static func open(_ test: @escaping @Sendable (Neighbour) async throws -> Void) async throws {
        let box = Box()
        let router = Router()
        router.get("photo.jpg") { _, _ in
            Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: Specimen.jpeg)))
        }
        router.get("film.mp4") { _, _ in
            Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: Specimen.video(4_000))))
        }
        router.get("hook") { request, _ in request.uri.queryParameters["hub.challenge"].map(String.init) ?? "" }
        router.post("hook") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            box.letters.withLock { $0.append((String(buffer: body), request.headers)) }
            return HTTPResponse.Status.ok
        }
        let application = Application(router: router, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await application.test(.live) { client in
            guard let port = client.port else { throw Failure(.broken, "no port") }
            try await test(Neighbour(base: "http://localhost:\(port)", box: box))
        }
    }

    var letters: [(body: String, headers: HTTPFields)] { box.letters.withLock { $0 } }
}
