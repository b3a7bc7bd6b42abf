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

    private static let aliases = Words.set("dit dite alias surnomme surnommee")

    /// "DURAND Emile, dit « Milou »": another name of somebody who was just named.
    func aliased(_ likely: inout [Float]) {
        for run in runs where run.lowerBound > 1 && page.tokens[run.lowerBound].shape != .lower {
            var at = run.lowerBound - 1
            if page.tokens[at].isSign(34), at > 0 { at -= 1 }
            guard page.tokens[at].isWord, Self.aliases.contains(page.tokens[at].hash), at > 0 else { continue }
            at -= 1
            if page.tokens[at].isSign(44) || page.tokens[at].isSign(40), at > 0 { at -= 1 }
            if page.tokens[at].isSign(34), at > 0 { at -= 1 }
            guard runOf[at] >= 0, runs[Int(runOf[at])].contains(where: { likely[$0] >= 0.5 }) else { continue }
            for index in run where plausible[index] { likely[index] = max(likely[index], 0.6) }
        }
    }

    /// "née DE LA TOUR": the name of before a marriage.
    private func maiden(_ index: Int) -> Bool {
        let token = page.tokens[index]
        guard token.length > 2, page.shouted ? token.entry.common == 0 : token.entry.common < 4 else { return false }
        var at = index - 1
        while at > 0, index - at < 4, page.tokens[at].cues.contains(.particle) || page.tokens[at].isSign(39) { at -= 1 }
        return Self.born.contains(page.tokens[at].hash) && page.tokens[at].isWord && token.cues.isEmpty
    }

    private static let born = Words.set("nee")

    /// "POUJOL Sever", "DA COSTA Teófilo": a family name in capitals and a first name.
    private func official(_ index: Int) -> Bool {
        func pair(_ at: Int) -> Bool {
            guard at >= 0, at + 1 < plausible.count, plausible[at], plausible[at + 1] else { return false }
            let (name, first) = (page.tokens[at], page.tokens[at + 1])
            return name.shape == .upper && name.length > 2 && name.cues.isDisjoint(with: [.place, .drug, .role])
                && name.entry.common <= 1 && first.shape == .capital
                && first.spaced && first.length > 2 && first.entry.common <= 1
                && (first.entry.firstName > 1 || name.entry.surname > 2 && first.entry.common == 0
                    || name.length > 4 && name.entry.common == 0 && first.entry.common == 0 && name.cues.isEmpty
                        && !first.entry.commune)
        }
        guard pair(index) || pair(index - 1), !page.shouted else { return false }
        return ![Side.doctor, .role, .place, .eponym].contains(left(run(of: index).lowerBound))
            && ![Side.role, .doctor].contains(right(run(of: index).upperBound))
    }

    private static let outright: Float = 0.78
    private static let relatives = Words.set(
        "mari femme epouse fils fille mere pere frere cousin cousine neveu niece compagnon compagne conjoint conjointe voisin "
            + "voisine ami amie copain copine parrain marraine gendre bru fiston filleul filleule oncle tante")
    private static let intimates = Words.set(
        "tonton tata tatie mamie mamy papi papy meme pepe maman papa bebe mami papou")

    /// "ma cousine Thi Mai", "tonton Farès": a capital right after a relative of somebody's.
    private func related(_ index: Int) -> Bool {
        let token = page.tokens[index]
        let before = page.tokens[index - 1]
        guard token.shape == .capital, token.spaced, before.isWord, token.entry.common < 6,
            token.cues.isDisjoint(with: [.role, .place, .city, .drug, .eponymName, .month, .weekday, .kin, .thing]),
            !KnownNames.isThing(token.hash)
        else { return false }
        if Self.intimates.contains(before.hash) { return true }
        guard Self.relatives.contains(before.hash), index > 1 else { return false }
        var owner = page.tokens[index - 2]
        if owner.isSign(45), index > 3 { owner = page.tokens[index - 4] }
        return !owner.cues.isDisjoint(with: [.me, .your]) || Self.theirs.contains(owner.hash)
    }

    private static let theirs = Words.set("son sa ses leur leurs l")

    private static let family = Words.hash("famille")
    private static let calls = Words.set("appelle mappelle sappelle apelle prenomme prenommee nommee")

    /// What is said outright: "la famille Rakotomalala", "elle s'appelle Wassaumie".
    func announced(_ index: Int) -> Float {
        guard index > 0, page.tokens[index].shape != .lower || page.whispered else { return 0 }
        if related(index), !page.shouted { return Self.outright }
        let sentence = context.sentence(of: index)
        // "l'infirmière s'appelle Rose": somebody who cares, not somebody who is cared for.
        if (max(sentence.lowerBound, index - 8)..<index).contains(where: { page.tokens[$0].cues.contains(.role) }) {
            return 0
        }
        let token = page.tokens[index]
        if official(index) || maiden(index) { return Self.outright }
        let before = page.tokens[index - 1].hash
        guard token.length > 2, token.cues.isDisjoint(with: [.kin, .role, .place, .city, .drug, .eponymName]),
            !page.shouted
        else { return 0 }
        if before == Self.family, token.entry.common <= 2, !token.entry.commune || token.entry.surname > 4 {
            return Self.outright
        }
        guard Self.calls.contains(before), token.entry.common <= 1 || token.entry.firstName > 3 else { return 0 }
        // "je m'appelle" is somebody; "elle s'appelle" may be a machine.
        return index > 2 && page.tokens[index - 3].cues.contains(.me) ? Self.outright : 0.6
    }
}
