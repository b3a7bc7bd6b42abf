import Foundation
import Testing

@testable import Wire

@Suite struct WebhookSignatureTests {
    private let body = Array("<feed/>".utf8)

    /// The code as OpenSSL computes it.
    private func code(_ method: String) throws -> String {
        let line = try output(of: "/usr/bin/openssl", ["dgst", "-\(method)", "-hmac", "clé"], input: Data(body))
        return String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines).components(separatedBy: "= ")[1]
    }

    @Test("OpenSSL's signatures are accepted", arguments: ["sha1", "sha256", "sha384", "sha512"])
    func accepted(_ method: String) throws {
        let signature = WebhookSignature(secret: "clé")
        let code = try code(method)
        #expect(signature.verifies(body, header: "\(method)=\(code)"))
        #expect(signature.verifies(body, header: "\(method)=\(code.uppercased())"))
        #expect(!signature.verifies(body + [10], header: "\(method)=\(code)"))
        #expect(!WebhookSignature(secret: "cle").verifies(body, header: "\(method)=\(code)"))
        #expect(!signature.verifies(body, header: "\(method)=\(code.dropLast(2))"))
    }

    @Test("anything else is not", arguments: [nil, "", "sha256", "sha256=", "sha256=zz", "md5=00", "sha256=0"])
    func refused(_ header: String?) {
        #expect(!WebhookSignature(secret: "clé").verifies(body, header: header))
    }

    @Test("without a secret nothing is signed")
    func noSecret() {
        #expect(!WebhookSignature(secret: "").verifies(body, header: "sha1=00"))
    }
}
