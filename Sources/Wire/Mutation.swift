public import Kernel

/// The one door by which something of ours reaches the public on a network. What it carries was cleared by the check of
/// `Deontology` (`Wording`, `Cleared<Media>`) or cannot hold a sentence (`Mark`, numbers): see `MutationBody`.
public struct Mutation: Sendable {
    public enum Method: String, Sendable { case post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE" }

    public let method: Method
    public let url: String
    public let body: MutationBody
    /// Beside those that every request has.
    public let headers: [(name: StaticString, value: Mark)]
    public let limits: Limits
    let token: String?
    let key: String?

    /// - Parameters:
    ///   - token: what the network knows our account by; nil for an address that is a secret itself (an upload's own).
    ///   - key: the same for each attempt at the same publication (`Idempotency-Key`).
    public init(
        _ method: Method, _ url: String, _ body: MutationBody, headers: [(name: StaticString, value: Mark)] = [],
        token: String?, key: String? = nil, limits: Limits = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20)
    ) {
        (self.method, self.url, self.body, self.headers) = (method, url, body, headers)
        (self.token, self.key, self.limits) = (token, key, limits)
    }

    /// A query that holds a blank holds a sentence, which no check has seen.
    var hasWordsInItsAddress: Bool {
        guard let query = url.firstIndex(of: "?").map({ url[$0...] }) else { return false }
        return ["+", "%20", "%0A", "%0a", " "].contains { query.contains($0) }
    }
}

/// What became of a mutation. Three answers, and never a guess.
public enum Outcome: Sendable {
    /// 2xx, whole, with what came back.
    case done(Document)
    /// Nothing happened: no connection was made, or the server said no (4xx).
    case refused(Refused)
    /// Nobody can tell: no answer in time, a connection cut after the request began to leave, 5xx.
    case unknown(cause: String)

    public struct Refused: Sendable {
        public let failure: Failure
        /// Nil when no answer came.
        public let status: Int?
        /// Seconds that the server asks us to wait, as it said them.
        public let wait: Double?
        /// What the server said, at most 64 KiB.
        public let body: [UInt8]

        public init(_ failure: Failure, status: Int? = nil, wait: Double? = nil, body: [UInt8] = []) {
            self.failure = failure
            self.status = status
            self.wait = wait
            self.body = body
        }
    }
}
