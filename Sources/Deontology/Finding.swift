/// A place of a draft that a rule speaks of.
public struct Finding: Sendable, Equatable {
    public let rule: String
    public let severity: Severity
    /// Place in the text, in Unicode scalars; the whole text when a fact about it is what violates.
    public let span: Range<Int>
    public let excerpt: String
    public let article: String
    public let message: Said
    public let advice: Said
    /// A text that may leave in its place: an answer ready to send, or for a post the wording that the rule gives as
    /// complying. Nil when a fact is what violates. `Checker.rewrite` puts the draft itself right.
    public let rewrite: String?
    /// How sure the finding is, 0…1: 1 when it follows from a fact.
    public let weight: Double
}

extension Finding {
    /// The same, asking for a reader instead of stopping: found in a language that nobody taught us.
    var doubted: Finding {
        Finding(
            rule: rule, severity: min(severity, .review), span: span, excerpt: excerpt, article: article,
            message: message, advice: advice, rewrite: rewrite, weight: weight)
    }
}

/// What a check says of a whole draft.
public enum Verdict: String, Sendable, Codable {
    case none, warn, review, block

    public init(_ findings: [Finding]) {
        switch findings.map(\.severity).max() {
        case .block: self = .block
        case .review: self = .review
        case .warn, .info: self = .warn
        case nil: self = .none
        }
    }
}
