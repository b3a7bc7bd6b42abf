import HTTPTypes
import Kernel

/// graph.facebook.com for Pages, and the page on which people say yes (https://developers.facebook.com/docs/pages-api).
struct Facebook: PlayedNetwork {
    let network = SimulatedNetwork.facebook
    private let consent = Consent(network: .facebook, tail: "#_=_")

    var operations: [Operation] {
        consent.operations("dialog/oauth") + signIn + publishing + reading
    }

    private var signIn: [Operation] {
        [
            Operation("token", .get, "oauth/access_token") { call, town in try exchange(call, town) },
            Operation("token", .post, "oauth/access_token") { call, town in try exchange(call, town) },
            Operation("debug", .get, "debug_token") { call, town in try town.read { try debug(call, $0) } },
            Operation("me", .get, "me") { call, town in try town.read { try me(call, $0) } },
            Operation("accounts", .get, "{person}/accounts") { call, town in try pages(call, town) },
        ]
    }

    private var publishing: [Operation] {
        [
            Operation("publish", .post, "{page}/feed") { call, town in try town.change { try feed(call, &$0) } },
            Operation("upload", .post, "{page}/photos") { call, town in try await photo(call, town) },
            Operation("video", .post, "{page}/videos") { call, town in try await video(call, town) },
            Operation("comment", .post, "{object}/comments") { call, town in try town.change { try comment(call, &$0) }
            },
            Operation("subscribe", .post, "{page}/subscribed_apps") { call, town in
                _ = try town.read { try page(call, $0) }
                return Answer(["success": true])
            },
        ]
    }

    private var reading: [Operation] {
        [
            Operation("posts", .get, "{page}/feed") { call, town in try town.read { try posts(call, $0, town) } },
            Operation("posts", .get, "{page}/posts") { call, town in try town.read { try posts(call, $0, town) } },
            Operation("posts", .get, "{page}/published_posts") { call, town in
                try town.read { try posts(call, $0, town) }
            },
            Operation("scheduled", .get, "{page}/scheduled_posts") { call, town in
                try town.read { try posts(call, $0, town, scheduled: true) }
            },
            Operation("reviews", .get, "{page}/ratings") { call, town in try town.read { try ratings(call, $0) } },
            Operation("comments", .get, "{object}/comments") { call, town in
                try town.read { try comments(call, $0, town) }
            },
            Operation("insights", .get, "{object}/insights") { call, town in
                try town.read { try insights(call, $0, town) }
            },
            Operation("object", .get, "{object}") { call, town in try object(call, town) },
            Operation("edit", .post, "{object}") { call, town in try town.change { try edit(call, &$0) } },
            Operation("delete", .delete, "{object}") { call, town in try town.change { try delete(call, &$0) } },
        ]
    }

    func prepare(_ call: inout Call) throws { GraphVersion.take(from: &call) }

    func answer(to complaint: Complaint, _ call: Call) -> Answer {
        switch complaint {
        case .tooOften: GraphError(32, "(#32) Page request limit reached", isTransient: true).answer
        case .duplicate where call.path.last == "photos":
            GraphError(1, 1_366_051, "These photos were already posted", title: "Already posted").answer
        default: GraphError.answer(to: complaint, path: call.path)
        }
    }

    func stamp(_ answer: inout Answer, _ call: Call, _ operation: String, _ town: Town) {
        guard operation != "consent" else { return }
        let page = call.place("page").isEmpty ? town.settings.accounts.first?.id ?? "0" : call.place("page")
        GraphUsage.stamp(&answer, account: page, type: "pages", call, town)
        answer = answer.with("facebook-api-version", call.version ?? "v23.0")
    }

    // MARK: Who and what

    /// The Page that the path names, where the token opens it; `me` is the token's own.
    func page(_ call: Call, _ world: World) throws -> SimulatedAccount {
        let id = call.place("page")
        guard id != "me" else { return try accounts(call, world)[0] }
        guard world.account(.facebook, id) != nil else { throw GraphError.missing(id).refusal }
        return try account(id, call, world)
    }

    /// A post, a video or a comment by any of its numbers; nil for what is not there.
    func find(_ id: String, _ world: World) -> Item? {
        world.items.last {
            $0.network == .facebook && $0.deletedAt == nil
                && ($0.id == id || $0.extra["video"]?.text == id || $0.id.hasSuffix("_" + id) && $0.kind == .post)
        }
    }

    /// Something of a Page that the token opens.
    func own(_ id: String, _ call: Call, _ world: World) throws -> Item {
        let token = try self.token(call, world)
        guard let item = find(id, world), let account = world.account(.facebook, item.account), token.opens(account)
        else { throw GraphError.missing(id).refusal }
        return item
    }
}
