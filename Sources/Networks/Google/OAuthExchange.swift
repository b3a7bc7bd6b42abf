import Crypto
import Foundation
import Kernel
import Wire

/// A network's token address (RFC 6749 section 3.2): codes and refresh tokens against access tokens.
struct OAuthExchange: Sendable {
    let http: HTTP
    let address: String
    let application: NetworkApplication
    /// How the application says who it is: by a header (RFC 6749 section 2.3.1), or by two fields.
    let isBasic: Bool
    let clock: Clock

    /// Throws `.forbidden` (words `networks.sign_in_again`) when the network does not take the code or the token;
    /// `.unusable` (`networks.wrong_application`) when it does not know our application; `.unavailable` and `.tooMany`
    /// for anything else, which proves nothing.
    func credentials(_ fields: [(name: String, value: String)]) async throws -> Credentials {
        let isBasic = isBasic && !application.secret.isEmpty
        var post = ProtocolPost(
            address, fields: fields + (isBasic ? [] : own), accept: "application/json",
            authorization: isBasic ? .basic(name: application.id, secret: application.secret) : nil)
        post.reading = [400, 401, 403]
        let document = try await http.submit(post)
        let host = try WebAddress(address).host
        let json = (try? JSON.parse(document.body, from: host)) ?? .null
        guard document.status < 400 else { throw Self.failure(json, document.status, host) }
        guard let access = Fields.id(json["access_token"].string) else {
            throw Failure(.unavailable, "\(host) was asked for a token and gave none", words: "networks.not_json")
        }
        let now = clock.now()
        var credentials = Credentials(
            access: access, refresh: Fields.id(json["refresh_token"].string),
            expiresAt: Self.end(json["expires_in"], now),
            refreshExpiresAt: Self.end(json["refresh_token_expires_in"], now),
            scopes: Self.scopes(json["scope"].string))
        credentials.issuedAt = now
        return credentials
    }

    func refreshed(_ credentials: Credentials) async throws -> Credentials {
        guard let refresh = credentials.refresh, !refresh.isEmpty else {
            throw Failure(
                .forbidden, "there is nothing to renew the token with", words: "networks.sign_in_again")
        }
        let fresh = try await self.credentials([("grant_type", "refresh_token"), ("refresh_token", refresh)])
        return credentials.renewed(by: fresh)
    }

    /// A public client has a name and no secret.
    private var own: [(name: String, value: String)] {
        [("client_id", application.id)]
            + (application.secret.isEmpty ? [] : [("client_secret", application.secret)])
    }

    private static func failure(_ json: JSON, _ status: Int, _ host: String) -> Failure {
        let code = json["error"].string ?? ""
        let said = (json["error_description"].string ?? "").lowercased()
        let cause = "\(host) answered HTTP \(status) (\(NetworkRefusal.line(code) ?? "no reason"))"
        // X and LinkedIn were seen to say `invalid_request` of a refresh token that was taken back.
        let isAboutToken =
            code == "invalid_request" && ["token", "grant", "code"].contains(where: said.contains)
            && ["invalid", "expired", "revoked"].contains(where: said.contains)
        if ["invalid_grant", "invalid_token", "expired_token"].contains(code) || isAboutToken {
            return Failure(.forbidden, cause, words: "networks.sign_in_again")
        }
        if ["invalid_client", "unauthorized_client"].contains(code) {
            return Failure(.unusable, cause, words: "networks.wrong_application")
        }
        return Failure(.unavailable, cause, words: "wire.unavailable")
    }

    private static func end(_ seconds: JSON, _ now: Instant) -> Instant? {
        guard let seconds = seconds.int, (1...315_360_000).contains(seconds) else { return nil }
        return now.adding(seconds: Double(seconds))
    }

    private static func scopes(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: { $0 == " " || $0 == "," }).prefix(50).map { String($0.prefix(200)) }
    }

    /// PKCE's challenge (RFC 7636 section 4.2, `S256`).
    static func challenge(_ verifier: String) -> String {
        Data(SHA256.hash(data: Data(verifier.utf8))).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }
}
