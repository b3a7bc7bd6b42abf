import Kernel

/// https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow and …/programmatic-refresh-tokens
extension LinkedIn {
    /// Sixty days; the token for renewing a year, from the first day on, however often it is used.
    func exchange(_ call: Call, _ world: inout World, _ town: Town) throws -> Answer {
        guard let client = call.form.filled("client_id"), call.form.filled("client_secret") != nil else {
            throw Self.strange(401, "invalid_client", "Client authentication failed")
        }
        switch call.form["grant_type"] {
        case "authorization_code":
            do {
                let code = try world.redeem(
                    call.form["code"], on: .linkedin, client: client, redirect: call.form["redirect_uri"],
                    verifier: call.form["code_verifier"], at: call.now)
                let refresh = world.issue(
                    "AQR", .refresh, on: .linkedin, accounts: code.accounts, client: client, scopes: code.scopes,
                    life: 31_536_000, at: call.now)
                return give(refresh, call, &world, town)
            } catch ExchangeProblem.redirect {
                throw Self.strange(
                    400, "invalid_redirect_uri", "Unable to retrieve access token: redirect uri does not match")
            } catch {
                throw Self.strange(
                    400, "invalid_request", "Unable to retrieve access token: authorization code not found")
            }
        case "refresh_token":
            guard let old = call.form["refresh_token"].flatMap({ world.tokens[$0] }), old.network == .linkedin,
                old.kind == .refresh, old.client == client, old.end(call.now) == nil
            else {
                throw Self.strange(400, "invalid_grant", "The provided refresh token is invalid, expired or revoked")
            }
            return give(old, call, &world, town)
        default: throw Self.strange(400, "unsupported_grant_type", "The grant type is not supported")
        }
    }

    private static func strange(_ status: Int, _ error: String, _ description: String) -> Refusal {
        Refusal(Answer(status, ["error": .text(error), "error_description": .text(description)]))
    }

    private func give(_ refresh: Token, _ call: Call, _ world: inout World, _ town: Town) -> Answer {
        let life = town.settings.tokenLife ?? 5_184_000
        let token = world.issue(
            "AQX", .long, on: .linkedin, accounts: refresh.accounts, client: refresh.client, scopes: refresh.scopes,
            life: life, at: call.now)
        return Answer([
            "access_token": .text(token.value), "expires_in": .number(Int(life)), "refresh_token": .text(refresh.value),
            "refresh_token_expires_in": .number(Int(refresh.expiresAt?.seconds(since: call.now) ?? 0)),
            "scope": .text(refresh.scopes.joined(separator: ",")), "token_type": "Bearer",
        ])
    }

    func person(_ call: Call, _ world: World) throws -> Answer {
        _ = try token(call, world)
        guard call.path.last == "userinfo" else {
            return Answer([
                "id": .text(SimulatedPerson.id), "localizedFirstName": .text(SimulatedPerson.given),
                "localizedLastName": .text(SimulatedPerson.family),
            ])
        }
        return Answer([
            "sub": .text(SimulatedPerson.id), "name": .text(SimulatedPerson.name), "locale": "fr-FR",
            "given_name": .text(SimulatedPerson.given), "family_name": .text(SimulatedPerson.family),
        ])
    }

    /// For which organisations the person speaks (…/organizations/organization-access-control-by-role).
    func roles(_ call: Call, _ world: World) throws -> Answer {
        guard call.query["q"] == "roleAssignee" else { throw refuse(.malformed("The finder is unknown"), call) }
        let token = try self.token(call, world)
        let found = world.accounts.filter { $0.network == .linkedin && token.opens($0) }
        let (start, count) = Self.window(call)
        let elements = found.dropFirst(start).prefix(count).map { account -> Value in
            [
                "role": "ADMINISTRATOR", "state": "APPROVED", "organization": .text(Self.urn(account)),
                "roleAssignee": .text("urn:li:person:\(SimulatedPerson.id)"),
            ]
        }
        return Answer(Self.elements(Array(elements), start, count, found.count))
    }

    func organization(_ call: Call, _ world: World) throws -> Answer {
        let account = try self.account(call.place("organization"), call, world)
        return Answer([
            "id": Int(account.id).map { .number($0) } ?? .text(account.id), "localizedName": .text(account.name),
            "vanityName": .text(account.handle), "localizedWebsite": "https://chu-valmont.example/",
            "name": [
                "localized": ["fr_FR": .text(account.name)], "preferredLocale": ["country": "FR", "language": "fr"],
            ],
            "primaryOrganizationType": "NONE", "organizationType": "NON_PROFIT", "$URN": .text(Self.urn(account)),
        ])
    }

    static func window(_ call: Call) -> (start: Int, count: Int) {
        (max(0, call.query.number("start") ?? 0), min(max(call.query.number("count") ?? 10, 1), 100))
    }

    static func elements(_ elements: [Value], _ start: Int, _ count: Int, _ total: Int) -> Value {
        [
            "elements": .list(elements),
            "paging": ["start": .number(start), "count": .number(count), "total": .number(total), "links": []],
        ]
    }

    /// Figures of posts, or of all together (…/organizations/share-statistics).
    func statistics(_ call: Call, _ world: World) throws -> Answer {
        guard call.query["q"] == "organizationalEntity" else { throw refuse(.malformed("The finder is unknown"), call) }
        let account = try organization(call.query["organizationalEntity"], call, world)
        let names = [("shares", "share"), ("ugcPosts", "ugcPost")]
        let asked = names.flatMap { list, name in call.query.list(list).map { (name, $0) } }
        let posts = world.items.filter {
            $0.network == .linkedin && $0.account == account.id && $0.kind == .post && $0.isSeen(call.now)
        }
        var elements: [Value] = asked.compactMap { name, urn in
            guard let post = posts.first(where: { $0.id == urn }) else { return nil }
            return [
                "totalShareStatistics": total([post], call, world), "organizationalEntity": .text(Self.urn(account)),
                name: .text(urn),
            ]
        }
        if asked.isEmpty {
            elements = [
                [
                    "totalShareStatistics": total(posts, call, world), "organizationalEntity": .text(Self.urn(account)),
                ]
            ]
        }
        return Answer(Self.elements(elements, 0, 10, elements.count))
    }

    private func total(_ posts: [Item], _ call: Call, _ world: World) -> Value {
        let growths = posts.map { Growth($0, seed: world.seed, now: call.now) }
        func sum(_ figure: (Growth) -> Int) -> Int { growths.reduce(0) { $0 + figure($1) } }
        let comments = posts.reduce(0) { $0 + world.answers(to: $1.id, on: .linkedin, deep: true).count }
        let (views, acts) = (sum(\.views), sum(\.clicks) + sum(\.likes) + comments + sum(\.shares))
        return [
            "impressionCount": .number(views), "uniqueImpressionsCount": .number(sum(\.reach)),
            "clickCount": .number(sum(\.clicks)), "likeCount": .number(sum(\.likes)), "commentCount": .number(comments),
            "shareCount": .number(sum(\.shares)),
            "engagement": .fraction(views == 0 ? 0 : Double(acts) / Double(views)),
            "shareMentionsCount": 0, "commentMentionsCount": 0,
        ]
    }
}
