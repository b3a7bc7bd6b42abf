/// From where on a passage is said to violate. Chosen by leaving out one writer after the other among the project's
/// examples, for few false accusations (docs/deontology.md).
struct Thresholds: Sendable {
    /// Score of a post, of a reply.
    let post: Float
    let reply: Float
    /// What is taken off when the draft is most like breaches of secrecy: they hurt most, so more innocent drafts are
    /// asked about.
    let secrecy: Float

    /// With the encoder.
    static let meanings = Thresholds(post: 0.52, reply: 0.5, secrecy: 0.12)
    /// Wordings alone.
    static let wordings = Thresholds(post: 0.54, reply: 0.54, secrecy: 0.06)

    /// A second rule is named when its score is at least this share of the first one's; a third one too.
    static let second: Float = 0.4
    static let third: Float = 0.55
    /// Score from where on the rule of secrecy is named beside others.
    static let namedSecrecy: Float = 0.3
    /// Rules named for one passage, secrecy apart.
    static let most = 3

    func violation(_ kind: DraftKind, likest rule: String) -> Float {
        (kind == .reply ? reply : post) - (rule.hasPrefix("SECRET-") ? secrecy : 0)
    }
}
