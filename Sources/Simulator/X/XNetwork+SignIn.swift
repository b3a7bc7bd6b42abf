import Kernel

/// https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
extension XNetwork {
    /// Two hours; the token for renewing is changed each time, and only who asked for `offline.access` has one.
    func exchange(_ call: Call, _ world: inout World, _ town: Town) throws -> Answer {
        let client = call.basic?.name ?? call.form.filled("client_id")
        guard let client else {
            throw Self.strange(401, "unauthorized_client", "Missing valid authorization header")
        }
        switch call.form["grant_type"] {
        case "authorization_code":
            do {
                let code = try world.redeem(
                    call.form["code"], on: .x, client: client, redirect: call.form["redirect_uri"],
                    verifier: call.form["code_verifier"] ?? "", at: call.now)
                return give(code.accounts, code.scopes, client, call, &world, town)
            } catch ExchangeProblem.verifier {
                throw Self.strange(
                    400, "invalid_request", "Value passed for the code verifier did not match the code challenge.")
            } catch ExchangeProblem.redirect {
                throw Self.strange(
                    400, "invalid_request",
                    "Value passed for the redirect uri did not match the uri of the authorization code.")
            } catch {
                throw Self.strange(400, "invalid_request", "Value passed for the authorization code was invalid.")
            }
        case "refresh_token":
            guard let old = call.form["refresh_token"].flatMap({ world.tokens[$0] }), old.network == .x,
                old.kind == .refresh, old.client == client, old.end(call.now) == nil
            else { throw Self.strange(400, "invalid_request", "Value passed for the token was invalid.") }
            world.tokens[old.value]?.isRevoked = true
            return give(old.accounts, old.scopes, client, call, &world, town)
        default: throw Self.strange(400, "invalid_request", "Missing or unknown parameter grant_type.")
        }
    }

    private static func strange(_ status: Int, _ error: String, _ description: String) -> Refusal {
        Refusal(Answer(status, ["error": .text(error), "error_description": .text(description)]))
    }

    private func give(
        _ accounts: [String], _ scopes: [String], _ client: String, _ call: Call, _ world: inout World, _ town: Town
    ) -> Answer {
        let life = town.settings.tokenLife ?? 7_200
        let token = world.issue(
            "", .long, on: .x, accounts: accounts, client: client, scopes: scopes, life: life, at: call.now)
        var answer: [String: Value] = [
            "token_type": "bearer", "expires_in": .number(Int(life)), "access_token": .text(token.value),
            "scope": .text(scopes.joined(separator: " ")),
        ]
        if scopes.contains("offline.access") {
            let refresh = world.issue(
                "", .refresh, on: .x, accounts: accounts, client: client, scopes: scopes, life: 15_552_000, at: call.now
            )
            answer["refresh_token"] = .text(refresh.value)
        }
        return Answer(.fields(answer))
    }

    func revoke(_ call: Call, _ world: inout World) throws -> Answer {
        guard call.basic != nil || call.form.filled("client_id") != nil else {
            throw Self.strange(401, "unauthorized_client", "Missing valid authorization header")
        }
        if let value = call.form["token"], world.tokens[value]?.network == .x { world.tokens[value]?.isRevoked = true }
        return Answer(["revoked": true])
    }

    func me(_ call: Call, _ world: World) throws -> Answer {
        let account = try accounts(call, world)[0]
        return Answer(["data": shown(account, call, world)])
    }

    func user(_ call: Call, _ world: World) throws -> Answer {
        _ = try token(call, world)
        let (id, name) = (call.place("user"), call.place("name").lowercased())
        let account = world.accounts.first {
            $0.network == .x && ($0.id == id || (!name.isEmpty && $0.handle.lowercased() == name))
        }
        if let account { return Answer(["data": shown(account, call, world)]) }
        return Answer([
            "errors": [
                [
                    "value": .text(id), "detail": .text("Could not find user with id: [\(id)]."),
                    "title": "Not Found Error",
                    "resource_type": "user", "parameter": "id", "resource_id": .text(id),
                    "type": "https://api.x.com/2/problems/resource-not-found",
                ]
            ]
        ])
    }

    /// `id`, `name` and `username` always; the rest where it is asked for.
    func shown(_ account: SimulatedAccount, _ call: Call, _ world: World) -> Value {
        let wanted = Set(call.query.list("user.fields"))
        let posts = world.items.count { $0.network == .x && $0.account == account.id && $0.own && $0.deletedAt == nil }
        let isNew = call.query.list("tweet.fields").isEmpty
        let all: [String: Value] = [
            "created_at": "2014-03-01T08:00:00.000Z", "description": "", "location": "Valmont", "protected": false,
            "verified": false, "verified_type": "none", "url": "",
            "public_metrics": [
                "followers_count": 3_120, "following_count": 210, "listed_count": 24, "like_count": 480,
                isNew ? "post_count" : "tweet_count": .number(posts),
            ],
        ]
        var fields = all.filter { wanted.contains($0.key) }
        fields["id"] = .text(account.id)
        fields["name"] = .text(account.name)
        fields["username"] = .text(account.handle)
        return .fields(fields)
    }
}
