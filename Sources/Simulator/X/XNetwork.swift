import HTTPTypes
import Kernel

/// api.x.com, version 2 (https://docs.x.com/x-api).
struct XNetwork: PlayedNetwork {
    let network = SimulatedNetwork.x
    private let consent = Consent(network: .x, life: 30, needsChallenge: true, choosesOne: true)

    /// Calls in a quarter of an hour (https://docs.x.com/x-api/fundamentals/rate-limits).
    private static let allowances = [
        "publish": 100, "delete": 50, "upload": 500, "status": 1_000, "posts": 900, "mentions": 300, "search": 300,
        "object": 900, "me": 75,
    ]

    var operations: [Operation] {
        consent.operations("i/oauth2/authorize") + consent.operations("2/oauth2/authorize") + signIn + posts + media
    }

    private var signIn: [Operation] {
        [
            Operation("token", .post, "2/oauth2/token") { call, town in
                try town.change { try exchange(call, &$0, town) }
            },
            Operation("revoke", .post, "2/oauth2/revoke") { call, town in try town.change { try revoke(call, &$0) } },
            Operation("me", .get, "2/users/me") { call, town in try town.read { try me(call, $0) } },
            Operation("user", .get, "2/users/{user}") { call, town in try town.read { try user(call, $0) } },
            Operation("user", .get, "2/users/by/username/{name}") { call, town in try town.read { try user(call, $0) }
            },
        ]
    }

    private var posts: [Operation] {
        [
            Operation("publish", .post, "2/tweets") { call, town in try town.change { try publish(call, &$0) } },
            Operation("delete", .delete, "2/tweets/{post}") { call, town in try town.change { try delete(call, &$0) } },
            Operation("hide", .put, "2/tweets/{post}/hidden") { call, town in try town.change { try hide(call, &$0) } },
            Operation("search", .get, "2/tweets/search/recent") { call, town in try town.read { try search(call, $0) }
            },
            Operation("object", .get, "2/tweets") { call, town in try town.read { try lookup(call, $0) } },
            Operation("object", .get, "2/tweets/{post}") { call, town in try town.read { try one(call, $0) } },
            Operation("posts", .get, "2/users/{user}/tweets") { call, town in try town.read { try timeline(call, $0) }
            },
            Operation("mentions", .get, "2/users/{user}/mentions") { call, town in
                try town.read { try mentions(call, $0) }
            },
        ]
    }

    private var media: [Operation] {
        [
            Operation("upload", .post, "2/media/upload/initialize") { call, town in
                try town.change { try open(call, &$0) }
            },
            Operation("upload", .post, "2/media/upload/{media}/append") { call, town in
                try town.change { try append(call.place("media"), call, &$0) }
            },
            Operation("upload", .post, "2/media/upload/{media}/finalize") { call, town in
                try town.change { try finalize(call.place("media"), call, &$0) }
            },
            Operation("upload", .post, "2/media/upload") { call, town in try town.change { try upload(call, &$0) } },
            Operation("status", .get, "2/media/upload") { call, town in try town.change { try status(call, &$0) } },
            Operation("alt", .post, "2/media/metadata") { call, town in try town.change { try describe(call, &$0) } },
            Operation("subtitles", .post, "2/media/subtitles") { call, town in
                try town.change { try subtitle(call, &$0) }
            },
        ]
    }

    func answer(to complaint: Complaint, _ call: Call) -> Answer {
        switch complaint {
        case .unknownAddress: Self.problem(404, "Not Found", "Not Found")
        case .malformed(let what): Self.invalid(what)
        case .missing(let id): Self.missing(id)
        case .tooLarge: Self.problem(413, "Content Too Large", "The request is too large.")
        case .noToken, .deadToken: Self.problem(401, "Unauthorized", "Unauthorized")
        case .notYours: Self.problem(403, "Forbidden", "You are not permitted to perform this action.")
        case .tooOften: Self.problem(429, "Too Many Requests", "Too Many Requests")
        case .duplicate:
            Self.problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
        case .moderated: Self.problem(403, "Forbidden", "You are not permitted to perform this action.")
        case .doubtful: Self.problem(503, "Service Unavailable", "Service Unavailable")
        case .down: Self.problem(503, "Service Unavailable", "Service Unavailable")
        }
    }

    /// RFC 9457, as X writes it (https://docs.x.com/x-api/fundamentals/response-codes-and-errors).
    static func problem(_ status: Int, _ title: String, _ detail: String, type: String = "about:blank") -> Answer {
        let body: Value = [
            "title": .text(title), "detail": .text(detail), "type": .text(type), "status": .number(status),
        ]
        return Answer(status, body).with("Content-Type", "application/problem+json")
    }

    static func invalid(_ message: String, _ parameters: Value = [:]) -> Answer {
        let body: Value = [
            "errors": [["message": .text(message), "parameters": parameters]], "title": "Invalid Request",
            "detail": .text("One or more parameters to your request was invalid. \(message)"),
            "type": "https://api.x.com/2/problems/invalid-request", "status": 400,
        ]
        return Answer(400, body).with("Content-Type", "application/problem+json")
    }

    /// What a look-up says of one that it does not find, beside those that it finds.
    static func absent(_ id: String, _ parameter: String = "ids") -> Value {
        [
            "value": .text(id), "detail": .text("Could not find tweet with \(parameter): [\(id)]."),
            "title": "Not Found Error", "resource_type": "tweet", "parameter": .text(parameter),
            "resource_id": .text(id), "type": "https://api.x.com/2/problems/resource-not-found",
        ]
    }

    static func missing(_ id: String) -> Answer { Answer(["errors": [absent(id, "id")]]) }

    func stamp(_ answer: inout Answer, _ call: Call, _ operation: String, _ town: Town) {
        guard let most = Self.allowances[operation], let token = call.token else { return }
        let (count, end) = town.change { world in
            world.use("x.\(operation).\(world.tokens[token]?.accounts.first ?? "")", seconds: 900, at: call.now)
        }
        let isOver = count > most || answer.status == 429
        answer = answer.with("x-rate-limit-limit", String(most))
            .with("x-rate-limit-remaining", String(isOver ? 0 : most - count))
            .with("x-rate-limit-reset", String(end.wholeSeconds))
    }

    /// Refuses what comes too often, before it is done.
    func ration(_ operation: String, _ call: Call, _ world: World) throws {
        guard let most = Self.allowances[operation], let token = call.token else { return }
        let key = "x.\(operation).\(world.tokens[token]?.accounts.first ?? "")"
        guard let window = world.windows[key], call.now.seconds(since: window.start) < 900 else { return }
        if window.count >= most { throw refuse(.tooOften(900), call) }
    }
}
