import Kernel

/// What X means by a no (https://docs.x.com/x-api/fundamentals/response-codes-and-errors, read on 2026-08-22): a status, a
/// `type` whose last part names the problem, and a `detail` for what has no type of its own.
enum XErrors {
    struct Rule: Sendable {
        let status: Int?
        /// The last part of the problem's `type`.
        var type: String?
        /// Words of the `detail`, in lower case.
        var detail: String?
        let meaning: NetworkMeaning

        func matches(_ status: Int, _ type: String, _ detail: String) -> Bool {
            if let wanted = self.status, wanted != status { return false }
            if let wanted = self.type, wanted != type { return false }
            if let wanted = self.detail, !detail.contains(wanted) { return false }
            return true
        }
    }

    /// Seconds: the windows of nearly all limits.
    static let window = 900.0

    /// The first that matches counts. A 429 is said before anything is written.
    static let table: [Rule] = [
        Rule(status: 401, meaning: .dead),
        Rule(status: 402, meaning: .unpaid),
        Rule(status: nil, type: "credits-depleted", meaning: .unpaid),
        Rule(status: nil, type: "usage-capped", meaning: .unpaid),
        Rule(status: nil, type: "rate-limit-exceeded", meaning: .wait(window)),
        Rule(status: 429, meaning: .wait(window)),
        Rule(status: nil, detail: "duplicate content", meaning: .duplicate),
        Rule(status: 403, detail: "locked", meaning: .restricted),
        Rule(status: 403, detail: "suspended", meaning: .restricted),
        Rule(status: nil, type: "client-forbidden", meaning: .right),
        Rule(status: nil, type: "not-authorized-for-resource", meaning: .right),
        Rule(status: nil, type: "resource-not-found", meaning: .gone),
        Rule(status: nil, detail: "deleted or not visible", meaning: .gone),
        Rule(status: 404, meaning: .gone),
        Rule(status: 400, detail: "media id", meaning: .stale),
        Rule(status: 413, meaning: .media),
        Rule(status: 400, detail: "too long", meaning: .tooLong),
        Rule(status: nil, type: "internal-error", meaning: .doubtful),
        Rule(status: 403, meaning: .right),
    ]

    static func read(_ status: Int, _ json: JSON) -> NetworkRefusal.Reading {
        let problem = json["detail"].string == nil ? json["errors"].elements.first ?? json : json
        let type =
            (problem["type"].string ?? json["type"].string ?? "").split(separator: "/").last.map(String.init) ?? ""
        let said = problem["detail"].string ?? problem["message"].string ?? json["title"].string
        let detail = String(
            ((json["errors"].elements.first?["message"].string ?? "") + " " + (said ?? "")).prefix(2_000)
        )
        .lowercased()
        let meaning = table.first { $0.matches(status, type, detail) }?.meaning ?? .refused
        return (meaning, type.isEmpty || type == "about:blank" ? json["title"].string : type, said)
    }
}
