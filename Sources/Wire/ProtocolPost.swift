import Foundation
import Kernel

/// A message that a protocol asks for (WebSub's subscription, OAuth's token exchange, a session's opening): it carries no
/// content of ours.
///
/// A mutation that carries text or an image to the public needs `Cleared<T>`, which only `Deontology` makes: it goes
/// through another door (`Mutation`), and never through this one.
public struct ProtocolPost: Sendable {
    public var url: String
    /// In order: `application/x-www-form-urlencoded` fields, or those of one flat JSON object.
    public var fields: [(name: String, value: String)]
    public var isJSON: Bool
    public var accept: String
    /// What says who we are (RFC 6750, or RFC 7617 for an application's own name and secret).
    public var authorization: Authorization?
    public var limits: Limits
    /// Refusals (4xx) that are read instead of thrown, as `Fetch.reading`.
    public var reading: Set<Int> = []

    public enum Authorization: Sendable {
        case bearer(String)
        case basic(name: String, secret: String)
    }

    public init(
        _ url: String, fields: [(name: String, value: String)], accept: String = "*/*",
        authorization: Authorization? = nil, limits: Limits = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20)
    ) {
        (self.url, self.fields, self.accept, self.limits) = (url, fields, accept, limits)
        (self.authorization, isJSON) = (authorization, false)
    }

    /// One flat object; with no field at all, no body.
    public init(
        _ url: String, json: [(name: String, value: String)], accept: String = "application/json", token: String? = nil,
        limits: Limits = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20)
    ) {
        (self.url, fields, self.accept, self.limits) = (url, json, accept, limits)
        (authorization, isJSON) = (token.map { .bearer($0) }, true)
    }

    /// The type and the body as sent; nil for a message without body.
    func written() throws -> (type: String, body: String)? {
        guard isJSON else { return ("application/x-www-form-urlencoded", Self.body(fields)) }
        guard !fields.isEmpty else { return nil }
        let object = try fields.map { "\(try MutationForm.quoted($0.name)):\(try MutationForm.quoted($0.value))" }
        return ("application/json", "{" + object.joined(separator: ",") + "}")
    }

    var authorizationHeader: String? {
        switch authorization {
        case .bearer(let token): "Bearer \(token)"
        case .basic(let name, let secret):
            "Basic " + Data("\(Self.encoded(name)):\(Self.encoded(secret))".utf8).base64EncodedString()
        case nil: nil
        }
    }

    /// WHATWG URL, `application/x-www-form-urlencoded`.
    static func body(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 42, 45, 46, 95: return String(Unicode.Scalar(byte))
            case 32: return "+"
            default: return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
