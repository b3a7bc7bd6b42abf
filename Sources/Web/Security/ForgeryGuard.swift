import Crypto
import Foundation
import Hummingbird
import HTTPTypes
import Kernel

/// Cross-site request forgery, held by two doors: what the browser says of where the request comes from, and a token
/// that only a page of the same session can know.
enum ForgeryGuard {
    static let field = "csrf"

    /// HMAC-SHA-256 of a constant under the session's secret: tied to the session, nothing to store.
    static func token(for session: String?) -> String {
        guard let session else { return "" }
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("resonance csrf".utf8), using: SymmetricKey(data: Data(session.utf8)))
        return code.map { String(format: "%02x", $0) }.joined()
    }

    /// Refuses a changing request that the browser says comes from another site (Fetch Metadata, else `Origin`).
    /// A client that says nothing is no browser; it still needs the token.
    static func checkOrigin(_ request: Request) throws {
        if let site = request.headers[.secFetchSite] {
            if site == "same-origin" || site == "none" { return }
            throw Failure(.forbidden, "Sec-Fetch-Site is \(site.prefix(16))", words: "web.failure_forgery")
        }
        guard let origin = request.headers[.origin] else { return }
        let host = origin.split(separator: "/", maxSplits: 2).last.map { $0.lowercased() }
        guard host == request.head.authority?.lowercased() else {
            throw Failure(.forbidden, "Origin differs from Host", words: "web.failure_forgery")
        }
    }

    static func checkToken(_ given: String?, _ request: Request, _ settings: WebSettings) throws {
        let expected = token(for: SessionCookie.token(in: request, settings))
        guard !expected.isEmpty, same(given ?? "", expected) else {
            throw Failure(.forbidden, "CSRF token absent or wrong", words: "web.failure_forgery")
        }
    }

    /// Compares in a time that depends on lengths only.
    static func same(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        var difference = UInt8(left.count == right.count ? 0 : 1)
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }
}
