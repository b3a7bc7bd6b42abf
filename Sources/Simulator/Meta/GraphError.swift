/// A no in the Graph's form (https://developers.facebook.com/docs/graph-api/guides/error-handling), which Facebook,
/// Instagram and Threads share.
struct GraphError: Sendable {
    let code: Int
    var subcode: Int?
    let message: String
    var type = "OAuthException"
    /// What is written for people, where something is.
    var title: String?
    var user: String?
    var isTransient = false
    var status = 400

    init(
        _ code: Int, _ subcode: Int?, _ message: String, type: String = "OAuthException", title: String? = nil,
        user: String? = nil, isTransient: Bool = false, status: Int = 400
    ) {
        (self.code, self.subcode, self.message, self.type) = (code, subcode, message, type)
        (self.title, self.user, self.isTransient, self.status) = (title, user, isTransient, status)
    }

    init(
        _ code: Int, _ message: String, type: String = "OAuthException", isTransient: Bool = false, status: Int = 400
    ) { self.init(code, nil, message, type: type, isTransient: isTransient, status: status) }

    var answer: Answer {
        let error = Value(there: [
            "message": .text(message), "type": .text(type), "code": .number(code),
            "error_subcode": subcode.map { .number($0) } ?? .null, "is_transient": .truth(isTransient),
            "error_user_title": Value(title), "error_user_msg": Value(user), "fbtrace_id": "A5imulatedTraceXXXXXXXXX",
        ])
        var answer = Answer(status, ["error": error])
        if code == 190 {
            answer = answer.with("WWW-Authenticate", "OAuth \"Facebook Platform\" \"invalid_token\" \"\(message)\"")
        }
        return answer
    }

    var refusal: Refusal { Refusal(answer) }

    // MARK: What every one of them says

    static func answer(to complaint: Complaint, path: [String]) -> Answer {
        switch complaint {
        case .unknownAddress:
            GraphError(2500, "Unknown path components: /\(path.joined(separator: "/").prefix(80))").answer
        case .malformed(let what): GraphError(100, "(#100) \(what)").answer
        case .missing(let id): missing(id).answer
        case .tooLarge: GraphError(100, "(#100) The request is too large", status: 413).answer
        case .noToken: GraphError(104, "An access token is required to request this resource.").answer
        case .deadToken(.unknown): GraphError(190, "Invalid OAuth access token - Cannot parse access token").answer
        case .deadToken(.expired):
            GraphError(190, 463, "Error validating access token: Session has expired.").answer
        case .deadToken(.revoked):
            GraphError(190, 460, "Error validating access token: The session is not valid any more.").answer
        case .notYours: GraphError(200, "(#200) The token has no right to act for this account", status: 403).answer
        case .tooOften: GraphError(4, "(#4) Application request limit reached", isTransient: true).answer
        case .duplicate: GraphError(506, "(#506) Duplicate status message").answer
        case .moderated:
            GraphError(368, "The action attempted has been deemed abusive or is otherwise disallowed").answer
        case .doubtful:
            GraphError(2, "An unexpected error has occurred. Please retry later.", isTransient: true, status: 500)
                .answer
        case .down: GraphError(2, "Service temporarily unavailable", isTransient: true, status: 503).answer
        }
    }

    static func missing(_ id: String) -> GraphError {
        GraphError(
            100, 33, "Unsupported request. Object with ID '\(id.prefix(60))' does not exist or cannot be loaded",
            type: "GraphMethodException")
    }
}

/// `v23.0/…`: the version goes before everything else in the Graph's paths, or is left out.
enum GraphVersion {
    static func take(from call: inout Call) {
        guard let first = call.path.first, first.hasPrefix("v"), Double(first.dropFirst()) != nil else { return }
        call.version = first
        call.path.removeFirst()
    }
}
