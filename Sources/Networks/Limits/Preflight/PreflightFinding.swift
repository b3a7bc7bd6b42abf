/// What stands between a post and its network, or what would make it better.
public struct PreflightFinding: Sendable, Equatable {
    /// How grave a finding is.
    public enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
        /// It could be better.
        case advice
        /// It may be refused, cut, or read by fewer; it can be sent.
        case warn
        /// It is not sent.
        case block

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int { self == .block ? 2 : self == .warn ? 1 : 0 }
    }

    /// The part of the post that it is about. Indices begin at 0.
    public enum Field: Sendable, Hashable {
        case title, text, thread(Int), firstComment, media(Int), alt(Int), whole
    }

    /// A value of the sentence, for whoever writes numbers as people of a language do.
    public enum Value: Sendable, Equatable {
        /// A count.
        case number(Int)
        /// A size of a file.
        case bytes(Int64)
        /// A length of time.
        case seconds(Double)
        /// Words that are the same in every language: a tag, a format, a name.
        case text(String)
    }

    /// How grave it is.
    public let severity: Severity
    /// The sentence: `preflight.` and this are its key in `words.json`.
    public let code: String
    /// Where it is.
    public let field: Field
    /// What `{{name}}` stands for in the sentence.
    public let figures: [String: Value]
    /// What it rests on, with its source and age. Nil where it follows from what the network is, or from the law.
    public let figure: Figure?

    public init(
        _ severity: Severity, _ code: String, _ field: Field, _ figures: [String: Value] = [:], on figure: Figure? = nil
    ) {
        (self.severity, self.code, self.field) = (severity, code, field)
        (self.figures, self.figure) = (figures, figure)
    }
}
