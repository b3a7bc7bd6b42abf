import HTTPTypes
import Kernel

/// graph.threads.net (https://developers.facebook.com/docs/threads).
struct Threads: PlayedNetwork {
    let network = SimulatedNetwork.threads
    private let consent = Consent(network: .threads, tail: "#_", life: 3_600, choosesOne: true)
    static let signIn = MetaPersonSignIn(network: .threads, prefix: "THAA", grant: "th")

    /// Posts and answers in 24 hours (https://developers.facebook.com/docs/threads/overview).
    static let mostPosts = 250
    static let mostReplies = 1_000

    var operations: [Operation] { consent.operations("oauth/authorize") + Self.signIn.operations(self) + posting }

    private var posting: [Operation] {
        [
            Operation("upload", .post, "{account}/threads") { call, town in try await container(call, town) },
            Operation("publish", .post, "{account}/threads_publish") { call, town in
                try town.change { try publish(call, &$0) }
            },
            Operation("limit", .get, "{account}/threads_publishing_limit") { call, town in
                try town.read { try limit(call, $0) }
            },
            Operation("posts", .get, "{account}/threads") { call, town in
                try town.read { try list(call, $0) { $0.kind == .post && $0.own } }
            },
            Operation("replies", .get, "{object}/replies") { call, town in
                try town.read { try replies(call, $0, deep: false) }
            },
            Operation("mentions", .get, "{account}/mentions") { call, town in
                try town.read { world in
                    let name = "@" + (try user(call, world).handle)
                    return try list(call, world) { !$0.own && $0.kind != .review && $0.text.contains(name) }
                }
            },
            Operation("comments", .get, "{object}/conversation") { call, town in
                try town.read { try replies(call, $0, deep: true) }
            },
            Operation("hide", .post, "{object}/manage_reply") { call, town in try town.change { try hide(call, &$0) } },
            Operation("insights", .get, "{object}/insights") { call, town in try town.read { try insights(call, $0) } },
            Operation("object", .get, "{object}") { call, town in try object(call, town) },
            Operation("delete", .delete, "{object}") { call, town in try town.change { try delete(call, &$0) } },
        ]
    }

    func prepare(_ call: inout Call) throws { GraphVersion.take(from: &call) }

    func answer(to complaint: Complaint, _ call: Call) -> Answer {
        switch complaint {
        case .malformed(let what): GraphError(100, what, type: "THApiException").answer
        default: GraphError.answer(to: complaint, path: call.path)
        }
    }

    func user(_ call: Call, _ world: World) throws -> SimulatedAccount {
        let id = call.place("account")
        guard id != "me" else { return try accounts(call, world)[0] }
        guard world.account(.threads, id) != nil else { throw GraphError.missing(id).refusal }
        return try account(id, call, world)
    }

    func own(_ id: String, _ call: Call, _ world: World) throws -> Item {
        let token = try self.token(call, world)
        guard let item = world.item(.threads, id), let account = world.account(.threads, item.account),
            token.opens(account)
        else { throw GraphError.missing(id).refusal }
        return item
    }

    func used(_ account: SimulatedAccount, _ kind: Item.Kind, _ world: World, _ now: Instant) -> Int {
        world.items.count {
            $0.network == .threads && $0.account == account.id && $0.own && $0.kind == kind
                && now.seconds(since: $0.createdAt) < 86_400
        }
    }

    private func limit(_ call: Call, _ world: World) throws -> Answer {
        let account = try user(call, world)
        let most = world.limits["threads.posts"] ?? Self.mostPosts
        let all: [String: Value] = [
            "quota_usage": .number(used(account, .post, world, call.now)),
            "config": ["quota_total": .number(most), "quota_duration": 86_400],
            "reply_quota_usage": .number(used(account, .reply, world, call.now)),
            "reply_config": ["quota_total": .number(Self.mostReplies), "quota_duration": 86_400],
        ]
        let wanted = Set(try GraphNode.wanted(call).map(\.name))
        return Answer(["data": [.fields(all.filter { wanted.isEmpty || wanted.contains($0.key) })]])
    }

    private func hide(_ call: Call, _ world: inout World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        guard let hide = call.form.truth("hide"), let place = world.place(.threads, item.id) else {
            throw refuse(.malformed("Param hide is required."), call)
        }
        world.items[place].extra["hidden"] = .truth(hide)
        return Answer(["success": true])
    }

    private func delete(_ call: Call, _ world: inout World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        guard item.own else { throw refuse(.notYours, call) }
        world.remove(.threads, item.id, at: call.now)
        return Answer(["success": true, "deleted_id": .text(item.id)])
    }
}
