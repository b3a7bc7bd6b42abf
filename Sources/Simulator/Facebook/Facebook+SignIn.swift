import Kernel

/// https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow and …/access-tokens/get-long-lived
extension Facebook {
    /// A person's token for a code lives an hour and a half, the long one sixty days; a Page's that came of a long one
    /// lasts until somebody takes it back.
    func exchange(_ call: Call, _ town: Town) throws -> Answer {
        guard let client = call.form.filled("client_id") else {
            throw GraphError(101, "Missing client_id parameter.").refusal
        }
        guard call.form.filled("client_secret") != nil else { throw GraphError(1, "Missing client_secret").refusal }
        return try town.change { world in
            if call.form["grant_type"] == "client_credentials" {
                return Answer(["access_token": .text("\(client)|simulated"), "token_type": "bearer"])
            }
            if call.form["grant_type"] == "fb_exchange_token" {
                guard let old = call.form["fb_exchange_token"].flatMap({ world.tokens[$0] }), old.network == .facebook,
                    old.end(call.now) == nil
                else { throw answered(190, "Invalid OAuth access token.") }
                return give(.long, old.accounts, old.scopes, client, call, town, &world)
            }
            do {
                let code = try world.redeem(
                    call.form["code"], on: .facebook, client: client, redirect: call.form["redirect_uri"],
                    verifier: call.form["code_verifier"], at: call.now)
                return give(.short, code.accounts, code.scopes, client, call, town, &world)
            } catch ExchangeProblem.redirect {
                throw answered(100, "redirect_uri isn't the one of the dialog", subcode: 36_008)
            } catch is ExchangeProblem {
                throw answered(100, "This authorization code has been used or has ended.", subcode: 36_009)
            }
        }
    }

    private func answered(_ code: Int, _ message: String, subcode: Int? = nil) -> Refusal {
        GraphError(code, subcode, message).refusal
    }

    private func give(
        _ kind: Token.Kind, _ accounts: [String], _ scopes: [String], _ client: String, _ call: Call, _ town: Town,
        _ world: inout World
    ) -> Answer {
        let life = town.settings.tokenLife ?? (kind == .long ? 5_184_000 : 5_400)
        let token = world.issue(
            "EAA", kind, on: .facebook, accounts: accounts, client: client, scopes: scopes, life: life, at: call.now)
        return Answer([
            "access_token": .text(token.value), "token_type": "bearer", "expires_in": .number(Int(life)),
        ])
    }

    func me(_ call: Call, _ world: World) throws -> Answer {
        let token = try self.token(call, world)
        guard token.kind != .account else {
            return Answer(try node(of: try accounts(call, world)[0], world).shown(try GraphNode.wanted(call)))
        }
        let node = GraphNode(
            "User", standard: ["name", "id"],
            [
                "id": { _ in .text(SimulatedPerson.id) }, "name": { _ in .text(SimulatedPerson.name) },
                "first_name": { _ in .text(SimulatedPerson.given) },
                "last_name": { _ in .text(SimulatedPerson.family) },
                "email": { _ in "communication@valmont.example" },
            ])
        return Answer(try node.shown(try GraphNode.wanted(call)))
    }

    /// The Pages of a person, each with a token of its own.
    func pages(_ call: Call, _ town: Town) throws -> Answer {
        try town.change { world in
            let person = try token(call, world)
            guard person.kind != .account, ["me", SimulatedPerson.id].contains(call.place("person")) else {
                throw GraphError(100, "(#100) Tried accessing nonexisting field (accounts) on node type (Page)").refusal
            }
            let wanted = try GraphNode.wanted(call)
            var data: [Value] = []
            for account in world.accounts where account.network == .facebook && person.opens(account) {
                let token = world.issue(
                    "EAA", .account, on: .facebook, accounts: [Token.key(account)], client: person.client,
                    scopes: person.scopes, life: nil, at: call.now)
                if person.kind == .short { world.tokens[token.value]?.expiresAt = person.expiresAt }
                let standard = ["access_token", "category", "category_list", "name", "id", "tasks"]
                let asked = wanted.isEmpty ? standard.map { GraphField(name: $0) } : wanted
                data.append(try node(of: account, world, token: token.value).shown(asked))
            }
            return Answer(["data": .list(data), "paging": ["cursors": ["before": "MAZDZD", "after": "MTAZD"]]])
        }
    }

    /// A Page.
    func node(of account: SimulatedAccount, _ world: World, token: String? = nil) -> GraphNode {
        GraphNode(
            "Page", standard: ["name", "id"],
            [
                "id": { _ in .text(account.id) }, "name": { _ in .text(account.name) },
                "username": { _ in .text(account.handle) }, "access_token": { _ in Value(token) },
                "category": { _ in "Hospital" }, "category_list": { _ in [["id": "1234", "name": "Hospital"]] },
                "tasks": { _ in ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE"] },
                "link": { _ in .text("https://www.facebook.com/\(account.handle)") },
                "fan_count": { _ in 4_211 }, "followers_count": { _ in 4_502 },
                "picture": { _ in ["data": ["url": "https://simulated.invalid/page.png", "is_silhouette": false]] },
                "instagram_business_account": { _ in
                    world.accounts.first { $0.network == .instagram }.map { ["id": .text($0.id)] } ?? .null
                },
                "is_published": { _ in true }, "verification_status": { _ in "not_verified" },
                "overall_star_rating": { _ in .null }, "rating_count": { _ in .null }, "about": { _ in .null },
                "website": { _ in .null },
            ])
    }

    /// https://developers.facebook.com/docs/graph-api/reference/debug_token
    func debug(_ call: Call, _ world: World) throws -> Answer {
        guard call.token != nil else { throw refuse(.noToken, call) }
        guard let token = call.form["input_token"].flatMap({ world.tokens[$0] }), token.network == .facebook else {
            let error: Value = ["code": 190, "message": "Invalid OAuth access token."]
            return Answer(["data": ["error": error, "is_valid": false, "scopes": []]])
        }
        let page = token.kind == .account ? token.accounts.first?.split(separator: "/").last.map(String.init) : nil
        let end = token.end(call.now)
        var data: [String: Value] = [
            "app_id": .text(token.client), "type": page == nil ? "USER" : "PAGE", "application": "Simulated",
            "expires_at": .number(token.expiresAt?.wholeSeconds ?? 0), "is_valid": .truth(end == nil),
            "data_access_expires_at": .number(token.issuedAt.adding(days: 90).wholeSeconds),
            "issued_at": .number(token.issuedAt.wholeSeconds), "scopes": .list(token.scopes.map { .text($0) }),
            "user_id": .text(SimulatedPerson.id),
        ]
        if let page { data["profile_id"] = .text(page) }
        if let end {
            data["error"] = ["code": 190, "message": "The token is dead", "subcode": end == .expired ? 463 : 460]
        }
        return Answer(["data": .fields(data)])
    }
}
