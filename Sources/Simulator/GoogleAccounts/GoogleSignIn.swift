import HTTPTypes
import Kernel

/// Google's own sign-in, for YouTube and Business Profile
/// (https://developers.google.com/identity/protocols/oauth2/web-server).
struct GoogleSignIn: Sendable {
    private let consent = Consent(network: .google, opens: [.youtube, .google])

    var operations: [Operation] {
        consent.operations("o/oauth2/v2/auth") + [
            Operation("token", .post, "token") { call, town in try town.change { try exchange(call, &$0, town) } },
            Operation("revoke", .post, "revoke") { call, town in try town.change { try revoke(call, &$0) } },
            Operation("me", .get, "oauth2/v3/userinfo") { call, town in try town.read { try person(call, $0) } },
        ]
    }

    /// An hour; a token for renewing comes only with `access_type=offline`, and keeps its value.
    private func exchange(_ call: Call, _ world: inout World, _ town: Town) throws -> Answer {
        let client = call.basic?.name ?? call.form.filled("client_id")
        guard let client, call.basic != nil || call.form.filled("client_secret") != nil else {
            throw Self.strange(401, "invalid_client", "The OAuth client was not found.")
        }
        switch call.form["grant_type"] {
        case "authorization_code":
            let code: ConsentCode
            do {
                code = try world.redeem(
                    call.form["code"], on: .google, client: client, redirect: call.form["redirect_uri"],
                    verifier: call.form["code_verifier"], at: call.now)
            } catch ExchangeProblem.redirect {
                throw Self.strange(400, "redirect_uri_mismatch", "Bad Request")
            } catch { throw Self.strange(400, "invalid_grant", "Malformed auth code.") }
            var answer = give(code.accounts, code.scopes, client, call, &world, town)
            if code.offline {
                let refresh = world.issue(
                    "1//0", .refresh, on: .google, accounts: code.accounts, client: client, scopes: code.scopes,
                    life: nil, at: call.now)
                answer["refresh_token"] = .text(refresh.value)
            }
            return Answer(.fields(answer))
        case "refresh_token":
            guard let old = call.form["refresh_token"].flatMap({ world.tokens[$0] }), old.network == .google,
                old.kind == .refresh, old.client == client, old.end(call.now) == nil
            else { throw Self.strange(400, "invalid_grant", "Token has been expired or revoked.") }
            return Answer(.fields(give(old.accounts, old.scopes, client, call, &world, town)))
        default: throw Self.strange(400, "unsupported_grant_type", "Invalid grant_type")
        }
    }

    private func give(
        _ accounts: [String], _ scopes: [String], _ client: String, _ call: Call, _ world: inout World, _ town: Town
    ) -> [String: Value] {
        let life = town.settings.tokenLife ?? 3_600
        let token = world.issue(
            "ya29.", .long, on: .google, accounts: accounts, client: client, scopes: scopes, life: life, at: call.now)
        return [
            "access_token": .text(token.value), "expires_in": .number(max(1, Int(life) - 1)), "token_type": "Bearer",
            "scope": .text(scopes.joined(separator: " ")),
        ]
    }

    private static func strange(_ status: Int, _ error: String, _ description: String) -> Refusal {
        Refusal(Answer(status, ["error": .text(error), "error_description": .text(description)]))
    }

    private func revoke(_ call: Call, _ world: inout World) throws -> Answer {
        guard let token = call.form["token"].flatMap({ world.tokens[$0] }), token.network == .google else {
            throw Self.strange(400, "invalid_token", "Token is not revocable")
        }
        for (value, other) in world.tokens where other.network == .google && other.client == token.client {
            world.tokens[value]?.isRevoked = true
        }
        return Answer([:])
    }

    private func person(_ call: Call, _ world: World) throws -> Answer {
        _ = try GoogleBusiness().token(call, world)
        return Answer([
            "sub": .text(SimulatedPerson.id), "name": .text(SimulatedPerson.name),
            "given_name": .text(SimulatedPerson.given), "family_name": .text(SimulatedPerson.family),
        ])
    }
}
