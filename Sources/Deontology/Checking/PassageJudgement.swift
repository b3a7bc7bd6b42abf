/// One passage of a draft, judged: what the layers say first, then what the rules on top raise or silence.
struct PassageJudgement {
    let checker: Checker
    let draft: Draft
    let passage: PassageReading
    let answered: AnsweredText?

    func findings() -> [Finding] {
        let score = checker.score(passage)
        let scope = Scope(passage.text)
        let places = Places(model: checker.model, passage: passage)
        var named: [String: Range<Int>] = [:]
        for rule in learned(score) {
            let column = checker.model.rules.firstIndex(of: rule) ?? 0
            named[rule] = cued(rule, scope) ?? places.span(places.sentence(of: column))
        }
        if needsHand(score.violation) { named["DETRESSE-9"] = named["DETRESSE-9"] ?? places.span(0) }
        for rule in checker.rules.own where own(rule, scope) != nil { named[rule.id] = own(rule, scope) }
        if let letters = decorative() { named["ACCESSIBILITE-47"] = letters }
        return named.compactMap { rule, span in
            let inside = span.clamped(to: 0..<passage.text.scalars.count)
            return checker.finding(
                rule, inside.lowerBound + passage.offset..<inside.upperBound + passage.offset, of: draft,
                quoting: passage.text.scalars[inside], weight: Double(score.violation))
        }
    }

    // MARK: - Layers

    /// The rules that the layers name.
    private func learned(_ score: LearnedScore) -> [String] {
        guard saysSomething else { return [] }
        let thresholds = passage.meaning == nil ? Thresholds.wordings : .meanings
        let ranked = ranking(score)
        guard let best = ranked.first, score.violation >= thresholds.violation(draft.kind, likest: best.rule) else {
            return []
        }
        return named(ranked)
    }

    /// Whether there are two words of three letters, or a long one, as where words are not parted by spaces: of less the
    /// layers know nothing. « = 3 » is no discount.
    private var saysSomething: Bool {
        let words = passage.text.tokens.lazy.filter { $0.shape == .word }.map { $0.end - $0.start }.filter { $0 >= 3 }
        return words.prefix(2).count == 2 || words.contains { $0 >= 12 }
    }

    /// The best rule, and those that come near it.
    private func named(_ ranked: [(rule: String, score: Float)]) -> [String] {
        guard let best = ranked.first else { return [] }
        var out = [best.rule]
        for (place, other) in ranked.dropFirst().enumerated() {
            let share = place == 0 ? Thresholds.second : Thresholds.third
            let near = place < Thresholds.most - 1 && other.score >= best.score * share
            let secrecy = other.rule == "SECRET-4" ? Thresholds.namedSecrecy : best.score * Thresholds.namedSecrecy
            if near || other.rule.hasPrefix("SECRET") && other.score >= secrecy { out.append(other.rule) }
        }
        return out
    }

    /// Rules that bind the draft, best first.
    private func ranking(_ score: LearnedScore) -> [(rule: String, score: Float)] {
        let kind = draft.kind.rawValue
        return zip(checker.model.rules, score.rules)
            .filter { name, _ in
                guard let rule = checker.rules.rules[name] else { return false }
                return rule.scope.contains(kind) && rule.binds(draft) && !silenced(name)
            }
            .map { (rule: $0.0, score: $0.1) }
            .sorted { $0.score > $1.score }
    }

    /// Rules that what stands in the text or in the facts makes moot.
    private func silenced(_ rule: String) -> Bool {
        switch rule {
        case "DETRESSE-9": hasHand || answered == nil
        case "IMAGE-9": draft.facts.holds("release_per_face")
        case "AUTEUR-CPI": draft.facts.holds("media_licence")
        case "NOM-20": draft.facts.holds("named_person_consent")
        default: false
        }
    }

    /// The place of a turn of phrase that speaks of `rule`, when one stands outside negation and quotation.
    private func cued(_ rule: String, _ scope: Scope) -> Range<Int>? {
        let places = Places(model: checker.model, passage: passage)
        let hit = passage.hits.first {
            checker.marks.raised($0.cue) == rule && !scope.negates($0.tokens) && !scope.quotes($0.tokens)
        }
        return hit.map { places.span(places.index(of: passage.text.tokens[$0.tokens.lowerBound].start)) }
    }

    // MARK: - Rules on top

    /// An emergency number, or a hand, in the answer.
    private var hasHand: Bool { passage.hits.contains { checker.marks.named($0.cue, "emergency-number") } }

    /// Whether what is answered speaks of danger and the answer holds out no hand.
    private func needsHand(_ violation: Float) -> Bool {
        guard draft.kind == .reply, let answered, !hasHand else { return false }
        return answered.hits.contains { checker.marks.named($0.cue, "mortal-danger") }
            || (violation >= 0.35 && answered.hits.contains { checker.marks.named($0.cue, "danger") })
    }

    /// A phrase of a rule of the hospital's own, neither denied nor quoted, and without what excuses it.
    private func own(_ rule: OwnRule, _ scope: Scope) -> Range<Int>? {
        if let exceptions = rule.exceptions, !exceptions.hits(in: passage.text).isEmpty { return nil }
        let hit = rule.cues.hits(in: passage.text).first { !scope.negates($0.tokens) && !scope.quotes($0.tokens) }
        guard let hit else { return nil }
        let tokens = passage.text.tokens
        return tokens[hit.tokens.lowerBound].start..<tokens[hit.tokens.upperBound - 1].end
    }

    /// Three letters in a row or more from the mathematical alphabets: no screen reader says them.
    private func decorative() -> Range<Int>? {
        guard draft.kind == .post else { return nil }
        var start: Int?
        for (place, scalar) in passage.text.scalars.enumerated() {
            let odd = scalar.value >= 0x1D400 && scalar.value <= 0x1D7FF
            if odd, start == nil { start = place }
            if !odd, let first = start {
                if place - first >= 3 { return first..<place }
                start = nil
            }
        }
        return start.map { $0..<passage.text.scalars.count }
    }
}
