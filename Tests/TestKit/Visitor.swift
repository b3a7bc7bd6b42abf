public import HTTPTypes
import Hummingbird
public import HummingbirdTesting
import NIOCore
import Web

/// Somebody's browser, without scripts: visits pages through the router, and sends forms with the token of their page.
public struct Visitor: Sendable {
    public struct Page: Sendable {
        public let status: Int
        public let text: String
        public let location: String?
        public let headers: HTTPFields

        public init(status: Int, text: String, location: String?, headers: HTTPFields) {
            (self.status, self.text, self.location, self.headers) = (status, text, location, headers)
        }
    }

    public let client: any TestClientProtocol
    public let token: String

    public init(client: any TestClientProtocol, token: String) {
        self.client = client
        self.token = token
    }

    public func get(_ path: String) async throws -> Page {
        try await client.execute(
            uri: path, method: .get, headers: [.cookie: "resonance=\(token)", .accept: "text/html"]
        ) { response in
            Page(
                status: Int(response.status.code), text: String(buffer: response.body),
                location: response.headers[.location], headers: response.headers)
        }
    }

    /// Sends a form with the token that its page carries.
    public func post(_ path: String, _ fields: [(String, String)], from page: String = "/stream") async throws -> Page {
        let shown = try await get(page).text
        let proof = shown.firstMatch(of: /data-csrf="([0-9a-f]+)"/).map { String($0.1) } ?? ""
        let body = (fields + [("csrf", proof)]).map { "\($0.0)=\(Query.encode($0.1))" }.joined(separator: "&")
        return try await client.execute(
            uri: path, method: .post,
            headers: [
                .cookie: "resonance=\(token)", .accept: "text/html", .contentType: "application/x-www-form-urlencoded",
            ],
            body: ByteBuffer(string: body)
        ) { response in
            Page(
                status: Int(response.status.code), text: String(buffer: response.body),
                location: response.headers[.location], headers: response.headers)
        }
    }
}
