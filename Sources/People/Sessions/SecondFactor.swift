import Crypto
import Foundation
import Kernel

/// Time-based one-time passwords (RFC 6238 over RFC 4226): HMAC-SHA-1, steps of 30 seconds, six digits, which is what
/// every authenticator application does.
enum SecondFactor {
    static let step = 30.0
    static let digits = 6
    static let recoveryCodes = 10

    static func counter(at instant: Instant) -> Int64 { Int64((instant.seconds / step).rounded(.down)) }

    static func code(secret: [UInt8], counter: Int64, digits: Int = digits) -> String {
        let message = (0..<8).reversed().map { UInt8(truncatingIfNeeded: counter >> ($0 * 8)) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        let offset = Int(mac[mac.count - 1] & 15)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(1) { power, _ in power * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step that `given` belongs to: this one, the one before or the one after, and later than the last one used,
    /// so that a code that was overheard is worth nothing. Nil when it is wrong.
    static func accept(_ given: String, secret: [UInt8], at instant: Instant, after last: Int64) -> Int64? {
        let given = Array(given.utf8.filter { $0 != 32 })
        let now = counter(at: instant)
        var found: Int64?
        for counter in now - 1...now + 1 {
            let expected = Array(code(secret: secret, counter: counter).utf8)
            var difference = UInt8(given.count == expected.count ? 0 : 1)
            for (one, other) in zip(given, expected) { difference |= one ^ other }
            if difference == 0, counter > last { found = counter }
        }
        return found
    }

    /// What the QR code says (Google Authenticator's key URI format).
    static func uri(secret: [UInt8], account: String, issuer: String) -> String {
        let name = "\(issuer):\(account)".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let issuer = issuer.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return
            "otpauth://totp/\(name)?secret=\(Secret.base32(secret))&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
    }

    /// Ten codes for the day the telephone is lost: 50 bits each, written `ABCDE-FGHIJ`.
    static func makeRecoveryCodes() -> [String] {
        (0..<recoveryCodes).map { _ in
            let text = Secret.base32(Secret.bytes(7)).prefix(10)
            return "\(text.prefix(5))-\(text.suffix(5))"
        }
    }

    /// The stored form of a recovery code, whatever blanks, dashes and case it was typed with.
    static func recoveryHash(_ code: String) -> [UInt8] {
        Secret.hash("recovery " + code.uppercased().filter { $0.isLetter || $0.isNumber })
    }
}
