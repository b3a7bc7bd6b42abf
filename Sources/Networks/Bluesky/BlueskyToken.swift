import Foundation
import Kernel

/// What the tokens of a session say of themselves (JSON Web Tokens, RFC 7519). Read without a check of the signature: they
/// come from the server that made them, and decide nothing but when we ask for new ones.
struct BlueskyToken: Sendable, Equatable {
    let expiresAt: Instant?
    /// The account's DID.
    let subject: String?
    /// `com.atproto.appPass` for an application password.
    let scope: String?

    /// Nil for what is no such token.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, text.utf8.count <= 16_384 else { return nil }
        var body = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        body += String(repeating: "=", count: (4 - body.count % 4) % 4)
        guard let data = Data(base64Encoded: body), let json = try? JSON.parse(Array(data), from: "token"),
            json.isObject
        else { return nil }
        if case .number(let seconds) = json["exp"], seconds.isFinite, seconds > 0 {
            expiresAt = Instant(seconds: seconds)
        } else {
            expiresAt = nil
        }
        subject = json["sub"].string.flatMap { $0.hasPrefix("did:") ? $0 : nil }
        scope = Fields.id(json["scope"].string)
    }
}
