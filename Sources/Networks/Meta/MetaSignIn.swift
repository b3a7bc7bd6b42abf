import Foundation
import Kernel
import Wire

/// What the sign-ins of Facebook, Instagram and Threads share: the answers of Meta's token addresses.
enum MetaSignIn {
    /// Asks an address that gives a token. A code or a token that it does not take is `.forbidden` (words
    /// `networks.sign_in_again`).
    static func get(_ url: String, _ http: HTTP) async throws -> JSON {
        do {
            return try await API(http: http, base: "", token: nil).get(url: url).json
        } catch let failure as Failure where failure.kind == .forbidden || failure.kind == .unusable {
            throw again(failure)
        }
    }

    /// The same by a form, for a code (RFC 6749 section 4.1.3).
    static func post(_ url: String, _ fields: [(name: String, value: String)], _ http: HTTP) async throws -> JSON {
        do {
            let document = try await http.submit(ProtocolPost(url, fields: fields, accept: "application/json"))
            return try JSON.parse(document.body, from: try WebAddress(url).host)
        } catch let failure as Failure where failure.kind == .forbidden || failure.kind == .unusable {
            throw again(failure)
        }
    }

    static func again(_ failure: Failure) -> Failure {
        Failure(.forbidden, failure.cause, words: "networks.sign_in_again")
    }

    static func access(_ json: JSON) throws -> String {
        guard let token = Fields.id(json["access_token"].string) else {
            throw Failure(.unavailable, "a token was asked for, and none came", words: "networks.not_json")
        }
        return token
    }

    /// When the token of an answer ends; `fallback` in days where the answer does not say.
    static func end(_ json: JSON, now: Instant, fallback: Int = 60) -> Instant {
        guard let seconds = json["expires_in"].int, (1...31_536_000).contains(seconds) else {
            return now.adding(days: fallback)
        }
        return now.adding(seconds: Double(seconds))
    }

    /// Instagram and Threads put `#_` behind their codes.
    static func code(_ code: String) -> String { code.hasSuffix("#_") ? String(code.dropLast(2)) : code }

    /// A long-lived token of Instagram or Threads: it is renewed by itself, so it stands in both places.
    static func lasting(_ access: String, until end: Instant, scopes: [String], subject: String) -> Credentials {
        Credentials(
            access: access, refresh: access, expiresAt: end, refreshExpiresAt: end, scopes: scopes, subject: subject)
    }

    /// A token younger than a day is not renewed (Instagram and Threads, "at least 24 hours old").
    static func isYoung(_ credentials: Credentials, now: Instant) -> Bool {
        credentials.expiresAt.map { $0.seconds(since: now) > 59 * 86_400 } ?? false
    }

    /// New credentials by `path` (`/refresh_access_token?…`). What the network says of the token by another way decides
    /// whether a refusal is its end: anything else proves nothing.
    static func renewed(
        _ credentials: Credentials, at url: String, _ api: MetaAPI, now: Instant
    ) async throws -> Credentials {
        do {
            let json = try await API(http: api.http, base: "", token: nil).get(url: url).json
            if let error = MetaError(json) { throw error.failure(from: api.host) }
            let fresh = lasting(
                try access(json), until: end(json, now: now), scopes: credentials.scopes, subject: credentials.subject)
            return credentials.renewed(by: fresh)
        } catch let failure as Failure where failure.kind == .forbidden || failure.kind == .unusable {
            throw await verdict(failure, api)
        }
    }

    /// The token's end, or a blip.
    static func verdict(_ failure: Failure, _ api: MetaAPI) async -> Failure {
        do {
            _ = try await api.get("/me", [("fields", "id")])
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            return again(failure)
        } catch let failure as Failure where failure.words == "networks.account_restricted" {
            return Failure(.unavailable, failure.cause, words: failure.words)
        } catch let failure as Failure where failure.kind == .tooMany {
            return failure
        } catch { return Failure(.unavailable, failure.cause, words: "wire.unavailable") }
        return Failure(.unavailable, failure.cause, words: "wire.unavailable")
    }
}

extension MetaSignIn {
    /// Asks the network to tell us of changes of `fields`; which address it tells is set with the application.
    static func subscribe(_ api: MetaAPI, _ edge: String, fields: String) async throws {
        let document = try await api.http.submit(
            ProtocolPost(
                api.base + edge + "/subscribed_apps", fields: [("subscribed_fields", fields)],
                accept: "application/json", authorization: .bearer(api.token)))
        guard try JSON.parse(document.body, from: api.host)["success"].bool == true else {
            throw Failure(.unavailable, "\(api.host) does not say whether it will tell us", words: "networks.not_json")
        }
    }
}
