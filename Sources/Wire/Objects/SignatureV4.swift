import Crypto
import Foundation
import Kernel

/// AWS Signature Version 4: who asks, and that nothing of the request was changed on its way
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
struct SignatureV4: Sendable {
    let key: String
    let secret: String
    let region: String
    var service = "s3"

    /// What is signed of a request.
    struct Request: Sendable {
        var method: String
        /// As sent, percent-encoded.
        var path: String
        var query: [(name: String, value: String)] = []
        /// Every header that is signed, `host` among them.
        var headers: [(name: String, value: String)]
        /// SHA-256 of the body, in hexadecimal.
        var payload: String
    }

    /// `20150830T123600Z`.
    static func stamp(_ moment: Instant) -> String {
        Instant(seconds: moment.seconds.rounded(.down)).iso8601.filter { $0 != "-" && $0 != ":" }
    }

    /// The value of `Authorization`.
    func authorization(_ request: Request, stamp: String) -> String {
        let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(Self.digest(Self.canonical(request)))"
        var derived = Data("AWS4\(secret)".utf8)
        for part in [String(stamp.prefix(8)), region, service, "aws4_request"] { derived = Self.mac(part, derived) }
        let signature = Self.hexadecimal(Self.mac(text, derived))
        return "AWS4-HMAC-SHA256 Credential=\(key)/\(scope), SignedHeaders=\(Self.names(request)), "
            + "Signature=\(signature)"
    }

    static func canonical(_ request: Request) -> String {
        let headers = sorted(request).map { "\($0.name):\(plain($0.value))\n" }.joined()
        return [
            request.method, request.path, query(request.query), headers, names(request), request.payload,
        ].joined(separator: "\n")
    }

    /// The query as it is signed and sent: encoded, then sorted.
    static func query(_ items: [(name: String, value: String)]) -> String {
        let pairs: [(String, String)] = items.map { (encoded($0.name), encoded($0.value)) }
        let sorted = pairs.sorted { left, right in left < right }
        return sorted.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// Everything but letters, figures and `-._~` (RFC 3986, section 2.3) in percent signs.
    static func encoded(_ text: String, keeping kept: String = "") -> String {
        text.utf8.map { byte -> String in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: String(UnicodeScalar(byte))
            case _ where kept.utf8.contains(byte): String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    static func digest(_ text: String) -> String { hexadecimal(SHA256.hash(data: Data(text.utf8))) }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func mac(_ text: String, _ key: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key)))
    }

    private static func sorted(_ request: Request) -> [(name: String, value: String)] {
        request.headers.map { ($0.name.lowercased(), $0.value) }.sorted { $0.0 < $1.0 }
    }

    private static func names(_ request: Request) -> String {
        sorted(request).map(\.name).joined(separator: ";")
    }

    /// No blank at the ends, one between words.
    private static func plain(_ value: String) -> String {
        value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }
}
