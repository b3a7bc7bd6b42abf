/// A no in the form of Google's interfaces (https://cloud.google.com/apis/design/errors); YouTube's has a reason too
/// (https://developers.google.com/youtube/v3/docs/errors).
struct GoogleError: Sendable {
    let status: Int
    let name: String
    let message: String
    /// YouTube's word for it, and where it belongs.
    var reason: String?
    var domain = "global"

    init(_ status: Int, _ name: String, _ message: String, reason: String? = nil, domain: String = "global") {
        (self.status, self.name, self.message, self.reason, self.domain) = (status, name, message, reason, domain)
    }

    var answer: Answer {
        var error: [String: Value] = ["code": .number(status), "message": .text(message)]
        if let reason {
            error["errors"] = [["message": .text(message), "domain": .text(domain), "reason": .text(reason)]]
        }
        if reason == nil || status == 401 { error["status"] = .text(name) }
        return Answer(status, ["error": .fields(error)])
    }

    var refusal: Refusal { Refusal(answer) }

    /// - Parameter withReason: whether the interface gives reasons, as YouTube's does.
    static func answer(to complaint: Complaint, withReason: Bool) -> Answer {
        func error(_ status: Int, _ name: String, _ message: String, _ reason: String, _ domain: String = "global")
            -> Answer
        {
            GoogleError(status, name, message, reason: withReason ? reason : nil, domain: domain).answer
        }
        switch complaint {
        case .unknownAddress: return error(404, "NOT_FOUND", "Method not found.", "notFound")
        case .malformed(let what): return error(400, "INVALID_ARGUMENT", what, "badRequest", "youtube.parameter")
        case .missing: return error(404, "NOT_FOUND", "Requested entity was not found.", "notFound")
        case .tooLarge: return error(413, "INVALID_ARGUMENT", "The request is too large.", "uploadTooLarge")
        case .noToken, .deadToken:
            return error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "authError")
        case .notYours:
            return error(403, "PERMISSION_DENIED", "The caller does not have permission", "forbidden", "youtube.common")
        case .tooOften where withReason:
            return error(
                403, "RESOURCE_EXHAUSTED", "The request cannot be completed: quota exceeded.", "quotaExceeded",
                "youtube.quota")
        case .tooOften: return error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Requests'.", "")
        case .duplicate: return error(409, "ALREADY_EXISTS", "Requested entity already exists", "duplicate")
        case .moderated:
            return error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", "processingFailure")
        case .doubtful: return error(500, "INTERNAL", "Internal error encountered.", "backendError")
        case .down: return error(503, "UNAVAILABLE", "The service is currently unavailable.", "backendError")
        }
    }
}
