import Deontology
import Kernel
import Privacy
import Web

/// A piece of a text, underlined or not.
struct ReplySegment: Encodable, Sendable {
    let text: String
    /// `block`, `review` or `warn` where something was found. A name that no outer field has: an absent one is looked
    /// for in the page around.
    let mark: String?
}

/// What a check says of a text, as `replies/findings` draws it beside the words.
struct CheckView: Encodable, Sendable {
    struct Found: Encodable, Sendable {
        let rule: String
        let tone: String
        let asks: String
        let excerpt: String
        let article: String
        let reason: String
        let advice: String
        /// Lifted by whom, and why.
        let lifted: String?
        /// Asked for by the form that lifts it; nil where there is nothing to lift.
        let liftable: Bool
        let field: String
    }

    struct Marked: Encodable, Sendable { let segments: [ReplySegment] }

    let tone: String
    let headline: String
    let found: [Found]
    /// The text underlined, for those without scripts.
    let marked: Marked?
    let better: String?
    let count: String
    let tooLong: String?
    /// What the button does with this text.
    let send: String
    /// A validator may be asked to look at a block.
    let mayAsk: Bool

    init(
        _ checked: CheckedReply, _ matter: ReplyMatter, marked: Bool = true, lifting: Bool = false,
        _ context: SignedInContext
    ) {
        let verdict = checked.verdict
        let stopped = !checked.blocks.isEmpty
        tone = checked.text.isEmpty ? "empty" : stopped ? "block" : verdict == .block ? "review" : verdict.rawValue
        headline = context.word("replies.verdict_\(tone)")
        found =
            checked.findings.enumerated().map { place, finding in
                Self.found(finding, checked, "reason-\(place)", lifting: lifting, context)
            } + checked.identifiers.map { Self.found($0, context) }
        let segments = Self.segments(checked)
        self.marked = marked && segments.contains { $0.mark != nil } ? Marked(segments: segments) : nil
        better = checked.better
        count = Self.count(checked.text, checked.limit, context)
        tooLong = checked.limit.holds(checked.text) ? nil : context.word("replies.over_limit")
        let way = ReplyRules.way(of: verdict, by: context.person, in: matter.conversation)
        send = context.word(way == .waits ? "replies.submit" : "replies.send")
        mayAsk = way == .stopped
    }

    static func count(_ text: String, _ limit: ReplyLimit, _ context: some Viewing) -> String {
        context.word(
            "replies.count_\(limit.unit.rawValue)",
            ["n": context.figures.integer(limit.length(text)), "most": context.figures.integer(limit.most)])
    }

    private static func found(
        _ finding: Finding, _ checked: CheckedReply, _ field: String, lifting: Bool, _ context: some Viewing
    ) -> Found {
        let lift = checked.lifts.first { $0.lifts(finding) }
        let tone = finding.severity == .info ? "warn" : finding.severity.rawValue
        return Found(
            rule: finding.rule, tone: lift == nil ? tone : "lifted", asks: context.word("replies.asks_\(tone)"),
            excerpt: finding.excerpt, article: finding.article, reason: finding.message.in(context.tongue),
            advice: finding.advice.in(context.tongue),
            lifted: lift.map { context.word("replies.lifted_by", ["name": $0.name, "reason": $0.reason]) },
            liftable: lifting && lift == nil && finding.severity == .block, field: field)
    }

    private static func found(_ clue: Clue, _ context: some Viewing) -> Found {
        Found(
            rule: context.word("replies.identifier"), tone: "warn", asks: context.word("replies.asks_warn"),
            excerpt: clue.text, article: context.word("replies.identifier_article"),
            reason: context.word("replies.identifier_reason"), advice: context.word("replies.identifier_advice"),
            lifted: nil, liftable: false, field: "")
    }

    /// The text cut where findings begin and end, the gravest of them winning.
    static func segments(_ checked: CheckedReply) -> [ReplySegment] {
        let scalars = Array(checked.text.unicodeScalars)
        var tones = [UInt8](repeating: 0, count: scalars.count)
        func paint(_ span: Range<Int>, _ rank: UInt8) {
            for place in span.clamped(to: 0..<scalars.count) { tones[place] = max(tones[place], rank) }
        }
        for finding in checked.findings {
            paint(finding.span, finding.severity == .block ? 3 : finding.severity == .review ? 2 : 1)
        }
        for clue in checked.identifiers { paint(clue.range, 1) }
        var out: [ReplySegment] = []
        var start = 0
        while start < scalars.count {
            let end = tones[start...].firstIndex { $0 != tones[start] } ?? scalars.count
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[start..<end])
            out.append(ReplySegment(text: String(piece), mark: [nil, "warn", "review", "block"][Int(tones[start])]))
            start = end
        }
        return out
    }
}

/// The composer as `replies/composer` draws it.
struct ComposerView: Encodable, Sendable {
    let path: String
    let number: String
    let answers: String
    let seen: String
    let others: String
    let text: String
    let language: String?
    let checked: CheckView
    let limit: String
    let unit: String
    /// What a validator asked for.
    let givenBack: String?
    /// The message was changed since the draft was begun.
    let messageChanged: Bool
    let distress: Bool
    let hasDraft: Bool
    let contactMissing: Bool
    let contactPath: String?
    let suggestions: [SuggestionView]
    /// Where scripts fetch them, when the page does not hold them.
    let suggestionsPath: String?
}

/// A reply that stands in the thread, with its state.
struct ReplyLine: Encodable, Sendable {
    let path: String
    let author: String
    let text: String
    let at: Moment
    let state: String
    let tone: String
    let letOutBy: String?
    let online: String?
    let fault: String?
    /// Where an unknown outcome is looked up and settled.
    let settleAt: String?
    let mayWithdraw: Bool
    /// Where it is decided on, for those who may.
    let decideAt: String?
}
