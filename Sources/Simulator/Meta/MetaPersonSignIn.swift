import HTTPTypes
import Kernel

/// How Instagram and Threads give tokens: a short one for a code, a long one for the short one, a new one for the long one
/// (https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login,
/// https://developers.facebook.com/docs/threads/get-started/long-lived-tokens).
struct MetaPersonSignIn: Sendable {
    let network: SimulatedNetwork
    /// Begins every token.
    let prefix: String
    /// `ig` or `th`, which begins the names of the grants.
    let grant: String

    func operations(_ played: any PlayedNetwork) -> [Operation] {
        [
            Operation("token", .post, "oauth/access_token") { call, town in
                try town.change { try short(call, &$0, town) }
            },
            Operation("token", .get, "oauth/access_token") { call, town in
                try town.change { try short(call, &$0, town) }
            },
            Operation("token", .get, "access_token") { call, town in
                try town.change { try long(call, "\(grant)_exchange_token", &$0, town) }
            },
            Operation("refresh", .get, "refresh_access_token") { call, town in
                try town.change { try long(call, "\(grant)_refresh_token", &$0, town) }
            },
        ]
    }

    private func short(_ call: Call, _ world: inout World, _ town: Town) throws -> Answer {
        guard call.form["grant_type"] == "authorization_code" else { throw Self.strange("Invalid grant_type") }
        guard call.form.filled("client_secret") != nil else { throw Self.strange("Missing client_secret") }
        let code: ConsentCode
        do {
            code = try world.redeem(
                call.form["code"], on: network, client: call.form["client_id"], redirect: call.form["redirect_uri"],
                verifier: call.form["code_verifier"], at: call.now)
        } catch ExchangeProblem.redirect {
            throw Self.strange("Error validating verification code. The redirect_uri is not that of the authorization")
        } catch { throw Self.strange("Invalid authorization code, or one that was used before") }
        let token = world.issue(
            prefix, .short, on: network, accounts: code.accounts, client: code.client, scopes: code.scopes,
            life: town.settings.tokenLife ?? 3_600, at: call.now)
        let id = code.accounts.first?.split(separator: "/").last.map(String.init) ?? ""
        var answer: [String: Value] = [
            "access_token": .text(token.value), "user_id": Int(id).map { .number($0) } ?? .text(id),
        ]
        if network == .instagram { answer["permissions"] = .list(code.scopes.map { .text($0) }) }
        return Answer(.fields(answer))
    }

    private func long(_ call: Call, _ grant: String, _ world: inout World, _ town: Town) throws -> Answer {
        guard call.form["grant_type"] == grant else {
            throw GraphError(100, "(#100) Invalid grant_type").refusal
        }
        if grant.hasSuffix("exchange_token"), call.form.filled("client_secret") == nil {
            throw GraphError(100, "(#100) Missing client_secret").refusal
        }
        guard let old = call.form["access_token"].flatMap({ world.tokens[$0] }), old.network == network else {
            throw GraphError(190, "Invalid OAuth access token - Cannot parse access token").refusal
        }
        switch old.end(call.now) {
        case .expired?: throw GraphError(190, 463, "Error validating access token: Session has expired.").refusal
        case .some: throw GraphError(190, 460, "Error validating access token: The session is not valid.").refusal
        case nil: break
        }
        let life = town.settings.tokenLife ?? 5_184_000
        let token = world.issue(
            prefix, .long, on: network, accounts: old.accounts, client: old.client, scopes: old.scopes, life: life,
            at: call.now)
        return Answer([
            "access_token": .text(token.value), "token_type": "bearer", "expires_in": .number(Int(life)),
        ])
    }

    /// The addresses for codes speak another form than the rest.
    private static func strange(_ message: String) -> Refusal {
        Refusal(Answer(400, ["error_type": "OAuthException", "code": 400, "error_message": .text(message)]))
    }
}
