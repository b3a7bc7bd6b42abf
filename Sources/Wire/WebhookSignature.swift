import Crypto
import Foundation

/// Proves that a WebSub delivery comes from the hub that knows our secret (W3C WebSub section 7.1.2).
public struct WebhookSignature: Sendable {
    private let secret: [UInt8]

    /// `secret` is what was sent as `hub.secret`: at most 200 bytes, unique to the subscription.
    public init(secret: String) { self.secret = Array(secret.utf8) }

    /// Whether `header` (`X-Hub-Signature: sha256=…`, also sha1, sha384, sha512) signs these very bytes. Compares in
    /// constant time; false for a missing, malformed or unknown signature.
    public func verifies(_ body: [UInt8], header: String?) -> Bool {
        guard !secret.isEmpty, let parts = header?.split(separator: "=", maxSplits: 1), parts.count == 2,
            let code = Self.bytes(hexadecimal: parts[1])
        else { return false }
        let key = SymmetricKey(data: secret)
        switch parts[0].lowercased() {
        case "sha1": return HMAC<Insecure.SHA1>.isValidAuthenticationCode(code, authenticating: body, using: key)
        case "sha256": return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: body, using: key)
        case "sha384": return HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: body, using: key)
        case "sha512": return HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: body, using: key)
        default: return false
        }
    }

    private static func bytes(hexadecimal text: Substring) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2), digits.count <= 128 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        case 97...102: digit - 87
        default: nil
        }
    }
}
