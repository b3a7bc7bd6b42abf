/// Drafts put right.
public enum Rewrite {
    /// A text that may leave in the place of one that violates `rule`: an answer, its private channel filled in from the
    /// facts, or for a post the wording that the rule gives as complying. Nil when neither is known.
    static func template(_ rule: Rule, _ draft: Draft) -> String? {
        guard draft.kind == .reply else {
            return rule.complies.first { $0.inReplyTo == nil && $0.author ?? draft.author == draft.author }?.text
                ?? rule.complies.first { $0.inReplyTo == nil }?.text ?? (rule.phrases == nil ? nobody : nil)
        }
        // A question of health and a person in danger have answers of their own.
        let own = rule.complies.first { $0.inReplyTo != nil && ["DIAGNOSTIC-33", "DETRESSE-9"].contains(rule.id) }
        if let own { return own.text }
        let channel = draft.facts.text("private_channel")
        let way = channel.map { "écrivez-nous à \($0)" } ?? "écrivez au service des relations avec les usagers"
        return "Merci d'avoir pris le temps d'écrire. Le secret professionnel nous interdit d'évoquer ici une "
            + "situation personnelle, et même de dire si une personne a été reçue. Pour être écouté, \(way)."
    }

    /// A post that speaks of nobody.
    private static let nobody =
        "Par respect de la vie privée de chacun, aucune situation personnelle n'est évoquée sur cette page."
}

extension Checker {
    /// The draft put right without its author: for an answer the one that the rules propose; for a post the text without
    /// the sentences that violate, or else the wording of a rule that complies. It passes this very check. Nil when there
    /// is no such text, or when a fact is what violates.
    public func rewrite(_ draft: Draft, _ findings: [Finding]) -> String? {
        let ready = findings.sorted { $0.rule == "DETRESSE-9" && $1.rule != "DETRESSE-9" }.compactMap(\.rewrite)
        let proposals = draft.kind == .reply ? ready : [shortened(draft, findings)].compactMap { $0 } + ready
        return proposals.prefix(3).first { text in
            var better = draft
            better.text = text
            return self.findings(better).isEmpty
        }
    }

    /// What is left of the draft without the sentences of the findings, when it says something.
    private func shortened(_ draft: Draft, _ findings: [Finding]) -> String? {
        let scalars = Array(draft.text.unicodeScalars.prefix(Sentences.passageLimit + 1))
        guard !findings.isEmpty, scalars.count <= Sentences.passageLimit else { return nil }
        let kept = Sentences.cut(scalars).filter { sentence in
            !findings.contains { $0.span.overlaps(sentence) }
        }
        let line = DraftReader.line(kept.flatMap { scalars[$0] }[...])
        let text = line.hasSuffix(" ") ? String(line.dropLast()) : line
        return text.unicodeScalars.count >= 30 ? text : nil
    }
}
