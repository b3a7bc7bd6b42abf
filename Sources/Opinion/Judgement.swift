public import Kernel

/// What the model makes of one text: a sorted guess for people to act on or to correct, never a decision.
public struct Judgement: Sendable, Codable, Equatable {
    /// ISO 639-1 code (`fr`, `en`, …); nil when the text is too short, or has no words, to tell.
    public var language: String?
    public var polarity: Polarity
    /// From −1 (all complaint) to 1 (all praise): the probability of praise less that of complaint.
    public var score: Double
    /// Calibrated probability, 0…1, that `polarity` is right.
    public var confidence: Double
    /// True when `confidence` is too low to count on, or when the text is in a language that the model never learned.
    public var unsure: Bool
    /// Themes above their threshold, best first.
    public var themes: [ThemeScore]
    public var urgency: Urgency
    /// The passages that weighed most, heaviest first; at most `Judgement.reasonLimit` of them.
    public var reasons: [Reason]

    /// Reasons kept for one text.
    public static let reasonLimit = 8

    public init(
        language: String?, polarity: Polarity, score: Double, confidence: Double, unsure: Bool,
        themes: [ThemeScore] = [], urgency: Urgency = .none, reasons: [Reason] = []
    ) {
        self.language = language
        self.polarity = polarity
        self.score = score
        self.confidence = confidence
        self.unsure = unsure
        self.themes = themes
        self.urgency = urgency
        self.reasons = reasons
    }
}

/// One theme that a text speaks of.
public struct ThemeScore: Sendable, Codable, Equatable {
    public var theme: Theme
    /// Calibrated probability, 0…1.
    public var score: Double
    /// Whether the theme is praised (`positive`) or blamed (`negative`), by the passage that speaks most of it; nil where
    /// neither is plain.
    public var polarity: Polarity?

    public init(theme: Theme, score: Double, polarity: Polarity? = nil) {
        self.theme = theme
        self.score = score
        self.polarity = polarity
    }
}
