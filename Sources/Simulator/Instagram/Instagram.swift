import HTTPTypes
import Kernel

/// graph.instagram.com for professional accounts, with Instagram's own sign-in
/// (https://developers.facebook.com/docs/instagram-platform).
struct Instagram: PlayedNetwork {
    let network = SimulatedNetwork.instagram
    private let consent = Consent(network: .instagram, tail: "#_", life: 3_600, choosesOne: true)
    static let signIn = MetaPersonSignIn(network: .instagram, prefix: "IGAA", grant: "ig")

    /// Posts in 24 hours, as https://developers.facebook.com/docs/instagram-platform/content-publishing says.
    static let mostPosts = 100
    static let mostContainers = 400

    var operations: [Operation] {
        consent.operations("oauth/authorize") + Self.signIn.operations(self) + publishing + reading
    }

    private var publishing: [Operation] {
        [
            Operation("upload", .post, "{account}/media") { call, town in try await container(call, town) },
            Operation("publish", .post, "{account}/media_publish") { call, town in
                try town.change { try publish(call, &$0) }
            },
            Operation("limit", .get, "{account}/content_publishing_limit") { call, town in
                try town.read { try limit(call, $0) }
            },
            Operation("comment", .post, "{object}/comments") { call, town in try town.change { try comment(call, &$0) }
            },
            Operation("comment", .post, "{object}/replies") { call, town in try town.change { try comment(call, &$0) }
            },
            Operation("subscribe", .post, "{account}/subscribed_apps") { call, town in
                _ = try town.read { try user(call, $0) }
                return Answer(["success": true])
            },
        ]
    }

    private var reading: [Operation] {
        [
            Operation("posts", .get, "{account}/media") { call, town in try town.read { try list(call, $0) } },
            Operation("mentions", .get, "{account}/tags") { call, town in
                _ = try town.read { try user(call, $0) }
                return Answer(["data": []])
            },
            Operation("comments", .get, "{object}/comments") { call, town in try town.read { try comments(call, $0) } },
            Operation("comments", .get, "{object}/replies") { call, town in try town.read { try comments(call, $0) } },
            Operation("children", .get, "{object}/children") { call, town in try town.read { try children(call, $0) } },
            Operation("insights", .get, "{object}/insights") { call, town in try town.read { try insights(call, $0) } },
            Operation("object", .get, "{object}") { call, town in try object(call, town) },
            Operation("edit", .post, "{object}") { call, town in try town.change { try change(call, &$0) } },
            Operation("delete", .delete, "{object}") { call, town in try town.change { try delete(call, &$0) } },
        ]
    }

    func prepare(_ call: inout Call) throws { GraphVersion.take(from: &call) }

    func answer(to complaint: Complaint, _ call: Call) -> Answer {
        switch complaint {
        case .doubtful:
            GraphError(
                4, 2_207_051, "Application request limit reached", title: "Action is blocked",
                user: "We restrict certain activity to protect our community.", status: 403
            ).answer
        case .tooOften where call.path.last == "media_publish":
            GraphError(9, 2_207_042, "Application request limit reached", title: "Limit reached", status: 403).answer
        default: GraphError.answer(to: complaint, path: call.path)
        }
    }

    func stamp(_ answer: inout Answer, _ call: Call, _ operation: String, _ town: Town) {
        guard operation != "consent" else { return }
        let account = town.settings.accounts.first { $0.network == .instagram }?.id ?? "0"
        GraphUsage.stamp(&answer, account: account, type: "instagram", call, town)
    }

    // MARK: Who and what

    /// The number by which the sign-in's own side knows an account, beside the one that everybody uses.
    static func scoped(_ account: SimulatedAccount) -> String { "26" + account.id.suffix(15) }

    func user(_ call: Call, _ world: World) throws -> SimulatedAccount {
        let id = call.place("account")
        guard id != "me" else { return try accounts(call, world)[0] }
        guard
            let account = world.accounts.first(where: {
                $0.network == .instagram && [$0.id, Self.scoped($0)].contains(id)
            })
        else { throw GraphError.missing(id).refusal }
        return try self.account(account.id, call, world)
    }

    func own(_ id: String, _ call: Call, _ world: World) throws -> Item {
        let token = try self.token(call, world)
        guard let item = world.item(.instagram, id), let account = world.account(.instagram, item.account),
            token.opens(account)
        else { throw GraphError.missing(id).refusal }
        return item
    }

    /// Publications of an account in the last 24 hours.
    func used(_ account: SimulatedAccount, _ world: World, _ now: Instant) -> Int {
        world.items.count {
            $0.network == .instagram && $0.account == account.id && $0.kind == .post
                && now.seconds(since: $0.createdAt) < 86_400
        }
    }

    func limit(_ call: Call, _ world: World) throws -> Answer {
        let account = try user(call, world)
        let wanted = Set(try GraphNode.wanted(call).map(\.name))
        let most = world.limits["instagram.posts"] ?? Self.mostPosts
        var data: [String: Value] = [:]
        if wanted.isEmpty || wanted.contains("quota_usage") {
            data["quota_usage"] = .number(used(account, world, call.now))
        }
        if wanted.contains("config") {
            data["config"] = ["quota_total": .number(most), "quota_duration": 86_400]
        }
        return Answer(["data": [.fields(data)]])
    }
}
