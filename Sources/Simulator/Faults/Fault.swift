/// Something that goes wrong on a simulated network, on purpose.
public enum Fault: Sendable, Equatable {
    /// Answers so many seconds late; goes well with another fault.
    case delay(seconds: Double)
    /// Answers this instead. With `after`, what was asked for is done all the same.
    case status(Int, body: String = "", headers: [String: String] = [:], after: Bool = false)
    /// The network's own "too often". `retryAfter` is the header's text: seconds, anything absurd, or the words `date`
    /// (an HTTP date two minutes ahead) and `past` (one that is over).
    case rateLimit(retryAfter: String? = nil)
    /// Closes the connection; nothing is done.
    case dropBefore
    /// Does it, then closes the connection without a word.
    case dropAfter
    /// Does it, says nothing for so many seconds, then closes the connection.
    case timeoutAfter(seconds: Double = 60)
    /// Does it and says yes without saying what it made.
    case okWithoutID
    /// Does it and answers something that is cut in the middle.
    case wrongJSON
    /// Does nothing, and answers 502 with four megabytes of HTML.
    case hugeErrorPage
    /// Does nothing, and says that the same was published before.
    case duplicate
    /// Every access token of the network has ended.
    case expireTokens
    /// Every token of the network was taken back, those for renewing too.
    case revoke
    /// What is uploaded or made now is ready after so many looks.
    case processing(polls: Int)
    /// What is made now is refused by the network's moderation.
    case moderationReject
    /// Does it, and says the network's own "something went wrong".
    case lie

    /// As control and the record of calls name it.
    public var name: String {
        switch self {
        case .delay: "delay"
        case .status: "status"
        case .rateLimit: "rate_limit"
        case .dropBefore: "drop_before"
        case .dropAfter: "drop_after"
        case .timeoutAfter: "timeout_after"
        case .okWithoutID: "ok_without_id"
        case .wrongJSON: "wrong_json"
        case .hugeErrorPage: "huge_error_page"
        case .duplicate: "duplicate"
        case .expireTokens: "expire_tokens"
        case .revoke: "revoke"
        case .processing: "processing"
        case .moderationReject: "moderation_reject"
        case .lie: "lie"
        }
    }
}

extension Fault {
    /// Reads what control was told: `{"fault": "delay", "seconds": 3}`. Nil for what is no fault.
    init?(_ json: Value) {
        let seconds = json["seconds"].fraction.map { min(max(0, $0), 600) }
        switch json["fault"].text {
        case "delay": self = .delay(seconds: seconds ?? 1)
        case "status":
            guard let status = json["status"].number, (200...599).contains(status) else { return nil }
            let body = json["body"].text ?? (json["body"].isNull ? "" : json["body"].json)
            self = .status(
                status, body: body, headers: json["headers"].fields.compactMapValues(\.text),
                after: json["after"].truth ?? false)
        case "rate_limit": self = .rateLimit(retryAfter: json["retry_after"].text)
        case "drop_before": self = .dropBefore
        case "drop_after": self = .dropAfter
        case "timeout_after": self = .timeoutAfter(seconds: seconds ?? 60)
        case "ok_without_id": self = .okWithoutID
        case "wrong_json": self = .wrongJSON
        case "huge_error_page": self = .hugeErrorPage
        case "duplicate": self = .duplicate
        case "expire_tokens": self = .expireTokens
        case "revoke": self = .revoke
        case "processing": self = .processing(polls: min(max(0, json["polls"].number ?? 1), 1_000))
        case "moderation_reject": self = .moderationReject
        case "lie": self = .lie
        default: return nil
        }
    }
}
