import HTTPTypes
import Kernel

/// api.linkedin.com for Pages (https://learn.microsoft.com/linkedin/marketing/community-management), and LinkedIn's sign-in.
struct LinkedIn: PlayedNetwork {
    let network = SimulatedNetwork.linkedin
    private let consent = Consent(network: .linkedin, life: 1_800)

    /// Older versions are not answered any more (https://learn.microsoft.com/linkedin/marketing/versioning). Newer ones
    /// are, whatever the year: an example that works today goes on working.
    static let oldestVersion = "202511"

    var operations: [Operation] { consent.operations("oauth/v2/authorization") + signIn + posts + media + talk }

    private var signIn: [Operation] {
        [
            Operation("token", .post, "oauth/v2/accessToken") { call, town in
                try town.change { try exchange(call, &$0, town) }
            },
            Operation("me", .get, "v2/userinfo") { call, town in try town.read { try person(call, $0) } },
            Operation("me", .get, "v2/me") { call, town in try town.read { try person(call, $0) } },
            Operation("me", .get, "rest/me") { call, town in try town.read { try person(call, $0) } },
            Operation("accounts", .get, "rest/organizationAcls") { call, town in try town.read { try roles(call, $0) }
            },
            Operation("object", .get, "rest/organizations/{organization}") { call, town in
                try town.read { try organization(call, $0) }
            },
            Operation("insights", .get, "rest/organizationalEntityShareStatistics") { call, town in
                try town.read { try statistics(call, $0) }
            },
        ]
    }

    private var posts: [Operation] {
        [
            Operation("publish", .post, "rest/posts") { call, town in try town.change { try publish(call, &$0) } },
            Operation("posts", .get, "rest/posts") { call, town in try town.read { try list(call, $0) } },
            Operation("object", .get, "rest/posts/{post}") { call, town in try town.read { try one(call, $0) } },
            Operation("edit", .post, "rest/posts/{post}") { call, town in try town.change { try update(call, &$0) } },
            Operation("delete", .delete, "rest/posts/{post}") { call, town in try town.change { try delete(call, &$0) }
            },
        ]
    }

    private var media: [Operation] {
        ["images", "videos", "documents"].flatMap { kind in
            [
                Operation("upload", .post, "rest/\(kind)") { call, town in
                    try town.change { try open(call, String(kind.dropLast()), &$0) }
                },
                Operation("status", .get, "rest/\(kind)/{media}") { call, town in
                    try town.change { try status(call, &$0) }
                },
            ]
        } + [
            Operation("upload", .put, "dms-uploads/{upload}/{part}") { call, town in
                try town.change { try put(call, &$0) }
            }
        ]
    }

    private var talk: [Operation] {
        let base = "rest/socialActions/{object}"
        return [
            Operation("comment", .post, base + "/comments") { call, town in try town.change { try comment(call, &$0) }
            },
            Operation("comments", .get, base + "/comments") { call, town in try town.read { try comments(call, $0) } },
            Operation("comments", .get, base + "/comments/{comment}") { call, town in
                try town.read { try oneComment(call, $0) }
            },
            Operation("edit_comment", .post, base + "/comments/{comment}") { call, town in
                try town.change { try rewrite(call, &$0) }
            },
            Operation("delete_comment", .delete, base + "/comments/{comment}") { call, town in
                try town.change { try deleteComment(call, &$0) }
            },
            Operation("insights", .get, base) { call, town in try town.read { try summary(call, $0) } },
            Operation("insights", .get, "rest/socialMetadata/{object}") { call, town in
                try town.read { try metadata(call, $0) }
            },
        ]
    }

    /// Versioned addresses need two headers.
    func prepare(_ call: inout Call) throws {
        guard call.path.first == "rest" else { return }
        guard let version = call.header("LinkedIn-Version"), !version.isEmpty else {
            throw Self.error(
                400, "VERSION_MISSING", "A version must be present. Please specify the header LinkedIn-Version.")
        }
        let month = version.split(separator: ".").first.map(String.init) ?? ""
        guard month.count == 6, Int(month) != nil else {
            throw Self.error(400, "INVALID_VERSION", "The version must be in the format YYYYMM.")
        }
        guard month >= Self.oldestVersion else {
            throw Self.error(426, "NONEXISTENT_VERSION", "Requested version \(month)01 is not active")
        }
        guard call.header("X-Restli-Protocol-Version") == "2.0.0" else {
            throw Self.error(400, "ILLEGAL_ARGUMENT", "The header X-Restli-Protocol-Version must be 2.0.0")
        }
    }

    static func error(_ status: Int, _ code: String, _ message: String, service: Int? = nil) -> Refusal {
        Refusal(
            Answer(
                status,
                Value(there: [
                    "status": .number(status), "code": .text(code), "message": .text(message),
                    "serviceErrorCode": service.map { .number($0) } ?? .null,
                ])))
    }

    /// What is wrong with what was sent, field by field (https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling).
    static func invalid(_ field: String, _ code: String, _ description: String) -> Refusal {
        let input: Value = [
            "description": .text(description), "code": .text(code), "input": ["inputPath": ["fieldPath": .text(field)]],
        ]
        return Refusal(
            Answer(
                422,
                [
                    "errorDetailType": "com.linkedin.common.error.BadRequest", "message": .text(description),
                    "status": 422,
                    "errorDetails": ["inputErrors": [input]],
                ]))
    }

    func answer(to complaint: Complaint, _ call: Call) -> Answer {
        switch complaint {
        case .unknownAddress: Self.error(404, "RESOURCE_NOT_FOUND", "No virtual resource found").answer
        case .malformed(let what): Self.error(400, "ILLEGAL_ARGUMENT", what).answer
        case .missing(let id): Self.error(404, "NOT_FOUND", "Could not find entity \(id.prefix(80))").answer
        case .tooLarge: Self.error(413, "REQUEST_ENTITY_TOO_LARGE", "The request is too large").answer
        case .noToken, .deadToken(.unknown):
            Self.error(401, "INVALID_ACCESS_TOKEN", "Invalid access token", service: 65_600).answer
        case .deadToken(.revoked):
            Self.error(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked", service: 65_601)
                .answer
        case .deadToken(.expired):
            Self.error(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired", service: 65_602).answer
        case .notYours:
            Self.error(403, "ACCESS_DENIED", "Not enough permissions to access this resource", service: 100).answer
        case .tooOften:
            Self.error(429, "TOO_MANY_REQUESTS", "Resource level throttle limit for calls is reached", service: 101)
                .answer
        case .duplicate: Self.duplicate("urn:li:share:7000000000000000000").answer
        case .moderated: Self.error(403, "ACCESS_DENIED", "The content was not accepted").answer
        case .doubtful: Self.error(500, "INTERNAL_SERVER_ERROR", "Internal Server Error").answer
        case .down: Self.error(503, "SERVICE_UNAVAILABLE", "Service unavailable").answer
        }
    }

    static func duplicate(_ urn: String) -> Refusal {
        Refusal(
            Answer(
                422,
                [
                    "errorDetailType": "com.linkedin.common.error.BadRequest", "status": 422,
                    "message": .text("Content is a duplicate of \(urn)"),
                    "errorDetails": [
                        "inputErrors": [
                            [
                                "description": "Duplicate post is detected", "input": [:], "code": "DUPLICATE_POST",
                            ]
                        ]
                    ],
                ]))
    }

    /// The number at the end of `urn:li:organization:123`; nil for another kind of name.
    static func number(_ urn: String?, of kind: String) -> String? {
        guard let urn, urn.hasPrefix("urn:li:\(kind):") else { return nil }
        return String(urn.dropFirst("urn:li:\(kind):".count))
    }

    static func urn(_ account: SimulatedAccount) -> String { "urn:li:organization:\(account.id)" }

    /// The organisation of that name, where the token's owner may speak for it.
    func organization(_ urn: String?, _ call: Call, _ world: World) throws -> SimulatedAccount {
        let token = try self.token(call, world)
        guard let id = Self.number(urn, of: "organization") ?? Self.number(urn, of: "organizationBrand"),
            let account = world.account(.linkedin, id), token.opens(account)
        else { throw refuse(.notYours, call) }
        return account
    }

    func stamp(_ answer: inout Answer, _ call: Call, _ operation: String, _ town: Town) {
        answer = answer.with("x-li-uuid", "AAYsimulatedsimulated==")
    }
}
