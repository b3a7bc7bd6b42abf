public import Deontology
public import Kernel

/// The one door by which words of ours reach the public on a network: its text is that of a `Cleared<Draft>`, which only
/// the check of `Deontology` makes. What else travels with it cannot hold a sentence: whom it is for (`Handle`), and
/// marks without blanks (a number, a visibility, a language).
public struct Mutation: Sendable {
    public let url: String
    /// What the public reads.
    public let text: String
    /// In the network's form, the text among them.
    public let fields: [(name: String, value: String)]
    public let limits: Limits
    let token: String
    let key: String

    /// A field that is no text.
    public struct Mark: Sendable {
        let name: String
        let value: String

        /// Nil for what holds a blank, a control character, or more than 300 characters.
        public init?(_ name: String, _ value: String) {
            let visible = value.utf8.allSatisfy { (33...126).contains($0) }
            guard visible, (1...300).contains(value.utf8.count) else { return nil }
            (self.name, self.value) = (name, value)
        }
    }

    /// - Parameters:
    ///   - field: the network's name for the text.
    ///   - addressee: written before the text, where a network tells people of an answer only when it names them.
    ///   - token: what the network knows our account by.
    ///   - key: the same for each attempt at the same publication (`Idempotency-Key`).
    public init(
        _ cleared: Cleared<Draft>, to url: String, as field: String, for addressee: Handle? = nil, marks: [Mark],
        token: String, key: String, limits: Limits = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20)
    ) {
        self.url = url
        text = addressee.map { "@\($0.handle) " + cleared.content.text } ?? cleared.content.text
        fields = [(field, text)] + marks.map { ($0.name, $0.value) }
        self.limits = limits
        self.token = token
        self.key = key
    }

    var body: String { ProtocolPost.body(fields) }
}

/// Somebody as networks address them: `name` or `name@server`.
public struct Handle: Sendable, Equatable {
    /// Without its first `@`.
    public let handle: String

    /// Nil for what is no handle: a name of 1 to 64 letters, digits, `_`, `.` or `-`, and a server perhaps.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].utf8.count <= 64, text.utf8.count <= 300,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isPlain) }),
            parts.count == 1 || (try? WebAddress("https://\(parts[1])/")) != nil, !parts[0].contains(":")
        else { return nil }
        handle = text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || (48...58).contains(byte)
            || [45, 46, 95].contains(byte)
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
