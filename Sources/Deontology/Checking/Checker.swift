public import Encoder

/// What identifies a person in a text, as the privacy reader says: filled in by whoever composes the house.
public struct IdentitySignal: Sendable {
    /// Numbers that are one patient's (national, of the hospital, of a stay), in Unicode scalars: nothing else is needed.
    public let numbers: [Range<Int>]
    /// What helps to recognise somebody (names, rooms, ages, trades…), in Unicode scalars.
    public let clues: [Range<Int>]
    /// 0…1: how surely the clues together point at one person.
    public let singlingOut: Double

    public init(numbers: [Range<Int>], clues: [Range<Int>], singlingOut: Double) {
        (self.numbers, self.clues, self.singlingOut) = (numbers, clues, singlingOut)
    }
}

/// Reads a draft as a careful colleague would, and says what it violates. A value: make it once, share it.
public struct Checker: Sendable {
    public let rules: RuleBook
    let model: DeontologyModel
    let reader: DraftReader
    let identities: (@Sendable (String) -> IdentitySignal)?
    let marks: Marks
    /// What the layers said last: a few hundred bytes each.
    private let scores = Recent<ScoreKey, LearnedScore>(limit: 512)
    private let foreign = Recent<Verbatim, Bool>(limit: 64)

    /// Whether sentences are understood by the encoder; otherwise wordings alone serve, which find less.
    public var understands: Bool { reader.encoder != nil }

    /// - Parameters:
    ///   - encoder: nil when its weights are not installed.
    ///   - identities: what identifies a person in a text; nil when nobody looks.
    public init(
        rules: RuleBook, cues: CueList, model: DeontologyModel, encoder: Encoder?,
        identities: (@Sendable (String) -> IdentitySignal)? = nil
    ) {
        self.rules = rules
        self.model = model
        if let identities {
            // One text on seven networks is looked at once.
            let known = Recent<Verbatim, IdentitySignal>(limit: 64)
            self.identities = { text in known.value(Verbatim(text)) { identities(text) } }
        } else {
            self.identities = nil
        }
        reader = DraftReader(cues: cues, encoder: encoder)
        marks = Marks(cues)
    }

    /// What `draft` violates, in the order of the text, each rule once a passage.
    public func findings(_ draft: Draft) -> [Finding] { findings([draft])[0] }

    /// The same for many drafts, which are read faster together: some tens at a time.
    public func findings(_ drafts: [Draft]) -> [[Finding]] {
        zip(drafts, reader.read(drafts)).map { findings($0, $1.passages, $1.answered) }
    }

    private func findings(_ draft: Draft, _ passages: [PassageReading], _ answered: AnsweredText?) -> [Finding] {
        var out: [Finding] = []
        for passage in passages {
            let reading = PassageJudgement(checker: self, draft: draft, passage: passage, answered: answered)
            out += reading.findings()
        }
        if foreign.value(Verbatim(draft.text), { ForeignText.reads(draft.text) }) { out = out.map(\.doubted) }
        out += identified(draft, passages, already: out)
        out += facts(draft, passages)
        return out.sorted { ($0.span.lowerBound, $0.rule) < ($1.span.lowerBound, $1.rule) }
    }

    func score(_ passage: PassageReading) -> LearnedScore {
        scores.value(ScoreKey(passage)) { model.score(passage.counts, passage.meaning) }
    }

    /// So surely must clues point at one person before the draft is held back.
    private static let recognisable = 0.8

    /// A patient's number anywhere, or a person who can be recognised in a post about care.
    private func identified(_ draft: Draft, _ passages: [PassageReading], already: [Finding]) -> [Finding] {
        guard let identities, !already.contains(where: { $0.rule == "SECRET-4" }) else { return [] }
        let signal = identities(draft.text)
        if let number = signal.numbers.first {
            return [finding("SECRET-4", number, draft, weight: 1)].compactMap { $0 }
        }
        let health = passages.contains { $0.hits.contains { marks.isHealth($0.cue) } }
        guard draft.kind == .post, health, signal.singlingOut >= Self.recognisable, let first = signal.clues.first
        else { return [] }
        return [finding("SECRET-4", first, draft, weight: signal.singlingOut)].compactMap { $0 }
    }

    private func facts(_ draft: Draft, _ passages: [PassageReading]) -> [Finding] {
        guard !draft.facts.values.isEmpty else { return [] }
        let hits = passages.flatMap(\.hits)
        let mentions = FactRules.Mentions(
            interests: hits.contains { marks.named($0.cue, "interest") },
            paid: hits.contains { marks.named($0.cue, "paid-mention") },
            doctor: hits.contains { marks.named($0.cue, "named-doctor") },
            politics: hits.contains { marks.named($0.cue, "politics") })
        let whole = 0..<draft.text.unicodeScalars.count
        return FactRules.violated(by: draft, mentions: mentions).compactMap {
            finding($0, whole, draft, weight: 1, textual: false)
        }
    }

    /// The finding of `rule` somewhere in the draft; nil when the rule does not bind it.
    func finding(_ rule: String, _ span: Range<Int>, _ draft: Draft, weight: Double, textual: Bool = true) -> Finding? {
        let scalars = Array(draft.text.unicodeScalars)
        let inside = span.clamped(to: 0..<scalars.count)
        return finding(rule, inside, of: draft, quoting: scalars[inside], weight: weight, textual: textual)
    }

    /// - Parameters:
    ///   - quoted: the scalars at `span`.
    ///   - textual: whether another text would comply: false when a fact is what violates.
    func finding(
        _ rule: String, _ span: Range<Int>, of draft: Draft, quoting quoted: ArraySlice<Unicode.Scalar>,
        weight: Double, textual: Bool = true
    ) -> Finding? {
        guard let law = rules.rules[rule], law.binds(draft) else { return nil }
        return Finding(
            rule: rule, severity: law.severity(for: draft.author), span: span,
            excerpt: DraftReader.text(quoted.prefix(280)), article: law.article, message: law.reason,
            advice: law.advice, rewrite: textual ? Rewrite.template(law, draft) : nil,
            weight: min(1, max(0, weight)))
    }
}

/// The cues that the rules on top ask for, by number.
struct Marks: Sendable {
    private let names: [String]
    /// Cues that show where a rule is violated.
    static let raising: [String: String] = [
        "stay-yours": "SECRET-REPLY", "record": "SECRET-REPLY", "discount": "COMMERCE-19",
        "give-stars": "FAUX-AVIS-1214", "only-image": "ACCESSIBILITE-47", "insult": "CONSIDERATION-31",
    ]
    private static let health: Set<String> = [
        "illness", "dose", "diagnosis", "stay-yours", "danger", "room", "device",
    ]

    init(_ cues: CueList) { names = cues.names }

    func named(_ cue: Int, _ name: String) -> Bool { names[cue] == name }
    func raised(_ cue: Int) -> String? { Self.raising[names[cue]] }
    func isHealth(_ cue: Int) -> Bool { Self.health.contains(names[cue]) }
}
