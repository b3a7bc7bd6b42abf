import Crypto
import Foundation

/// Signs what a link says, so that only we can have written it: HMAC-SHA256 (RFC 2104) in base64url without padding
/// (RFC 4648, section 5).
struct LinkSignature: Sendable {
    let key: SymmetricKey

    init(_ desk: PublishingDesk) { key = desk.shareKey }

    func text(_ said: String) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data(said.utf8), using: key)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Compared in a time that tells nothing.
    func isGood(_ signature: some StringProtocol, of said: String) -> Bool {
        let plain = String(signature.prefix(200)).replacing("-", with: "+").replacing("_", with: "/")
        guard let given = Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: Data(said.utf8), using: key)
    }
}
