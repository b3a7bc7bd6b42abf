/// Names that are said outright, whatever the models think of them.
extension NameTagger {
    /// "Noa et Liv", "Maé, Maël et Maëlle": what is joined to a sure name is one too.
    func joined(_ likely: inout [Float]) {
        for run in runs where run.lowerBound > 1 {
            let joint = page.tokens[run.lowerBound - 1]
            let before = runOf[run.lowerBound - 2]
            guard before >= 0, joint.isSign(44) || joint.hash == Self.et else { continue }
            let first = page.tokens[run.lowerBound]
            let surest = runs[Int(before)].reduce(Float(0)) { max($0, likely[$1]) }
            guard surest >= 0.8, first.shape == .capital, !page.shouted, first.entry.common <= 2,
                first.entry.firstName > 2 || first.entry.common == 0 && !first.entry.commune,
                first.cues.isDisjoint(with: [.kin, .role, .place, .city, .drug, .eponymName, .month, .weekday]),
                ![Side.role, .doctor].contains(right(run.upperBound))
            else { continue }
            for index in run where plausible[index] { likely[index] = max(likely[index], 0.5) }
        }
    }

    /// "POUJOL Sever", "DA COSTA Teófilo": a family name in capitals and a first name.
    private func official(_ index: Int) -> Bool {
        func pair(_ at: Int) -> Bool {
            guard at >= 0, at + 1 < plausible.count, plausible[at], plausible[at + 1] else { return false }
            let (name, first) = (page.tokens[at], page.tokens[at + 1])
            return name.shape == .upper && name.length > 2 && name.cues.isDisjoint(with: [.place, .drug, .role])
                && name.entry.common <= 1 && first.shape == .capital
                && first.spaced && first.length > 2 && first.entry.common <= 1
                && (first.entry.firstName > 1 || name.entry.surname > 2 && first.entry.common == 0)
        }
        guard pair(index) || pair(index - 1), !page.shouted else { return false }
        return ![Side.doctor, .role, .place, .eponym].contains(left(run(of: index).lowerBound))
            && ![Side.role, .doctor].contains(right(run(of: index).upperBound))
    }

    private static let family = Words.hash("famille")
    private static let calls = Words.set("appelle mappelle sappelle apelle prenomme prenommee nommee")

    /// What is said outright: "la famille Rakotomalala", "elle s'appelle Wassaumie".
    func announced(_ index: Int) -> Float {
        guard index > 0, page.tokens[index].shape != .lower || page.whispered else { return 0 }
        let sentence = context.sentence(of: index)
        // "l'infirmière s'appelle Rose": somebody who cares, not somebody who is cared for.
        if (max(sentence.lowerBound, index - 8)..<index).contains(where: { page.tokens[$0].cues.contains(.role) }) {
            return 0
        }
        let token = page.tokens[index]
        if official(index) { return 0.6 }
        let before = page.tokens[index - 1].hash
        guard token.length > 2, token.cues.isDisjoint(with: [.kin, .role, .place, .city, .drug, .eponymName]),
            !page.shouted
        else { return 0 }
        if before == Self.family, token.entry.common <= 2, !token.entry.commune || token.entry.surname > 4 {
            return 0.6
        }
        return Self.calls.contains(before) && (token.entry.common <= 1 || token.entry.firstName > 3) ? 0.6 : 0
    }
}
