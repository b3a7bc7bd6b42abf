/// Ages over 89.
extension Scanner {
    private struct Age {
        var value: Int
        var end: Int
        /// Says by itself that it counts years: "un siècle et deux ans", "quatre-vingt-quinzième année".
        var united = false
    }

    /// Ages over 89, with their unit or where the words around announce an age.
    mutating func age(at index: Int) {
        guard index >= ageEnd, let age = counted(at: index), (90...125).contains(age.value), !broken(index, age.end)
        else { return }
        let unit = age.united ? age.end : years(age.end)
        let aged = cue(.age, before: index, within: 2)
        let bare = unit == nil ? unitless(index, age.end) : []
        guard unit != nil || aged || !bare.isEmpty, !shared(index) else { return }
        let end = unit.map { fraction($0) } ?? age.end
        if nobodys(index, end, united: unit != nil) { return }
        ageEnd = end
        add(
            .age, index, end,
            notes: [unit == nil ? 3_501 : 3_500, aged ? 3_502 : 3_503, token(index).isWord ? 3_504 : 3_505] + bare)
    }

    // MARK: The number

    private static let siecle = Words.hash("siecle")
    private static let centuries = Words.set("un 1")
    private static let annee = Words.hash("annee")
    private static let ordinal = Words.set("e eme ieme")

    private func counted(at index: Int) -> Age? {
        let first = token(index)
        if first.isNumber {
            if token(index + 1).hash == Self.siecle, page.value(first) == 1 { return century(index) }
            let value = page.value(first)
            if glued(index + 1), Self.ordinal.contains(token(index + 1).hash), token(index + 2).hash == Self.annee {
                return Age(value: value, end: index + 3, united: true)
            }
            return Age(value: value, end: index + 1)
        }
        if index > 0, token(index - 1).cues.contains(.numeral) { return nil }
        if token(index + 1).hash == Self.siecle { return century(index) }
        if let yearly = SpelledNumber.ordinal(page, index), token(yearly.end).hash == Self.annee {
            return Age(value: yearly.value, end: yearly.end + 1, united: true)
        }
        return SpelledNumber.read(page, index).map { Age(value: $0.value, end: $0.end) }
    }

    /// "un siècle et deux ans".
    private func century(_ index: Int) -> Age? {
        guard Self.centuries.contains(token(index).hash), Words.also.contains(token(index + 2).hash) else { return nil }
        let rest = token(index + 3)
        let more: (value: Int, end: Int)? =
            rest.isNumber ? (page.value(rest), index + 4) : SpelledNumber.read(page, index + 3)
        guard let more, more.value < 26, token(more.end).cues.contains(.age) else { return nil }
        return Age(value: 100 + more.value, end: more.end + 1, united: true)
    }

    /// Inside a longer number, a decimal or a product: "91,4", "12/90", "4x92".
    private func broken(_ index: Int, _ end: Int) -> Bool {
        func joins(_ at: Int) -> Bool { token(at).kind == .sign && ",./x*=".utf8.contains(sign(at)) }
        if index > 0, glued(index), joins(index - 1), glued(index - 1), token(index - 2).isNumber { return true }
        if glued(index), token(index - 1).isWord { return true }
        if index > 0, glued(index), token(index - 1).isSign(44) || token(index - 1).isSign(36) { return true }
        return glued(end) && joins(end) && glued(end + 1) && token(end + 1).isNumber
    }

    private func sign(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: token(index).hash) }

    // MARK: The unit

    private static let letter = Words.hash("a")
    private static let years = Words.set(
        "a ans an printemps annees balais balets piges bougies berges hivers etes automnes noels")
    private static let fond = Words.set("petits ptits ptit petit beaux bonnes belles longs longues")
    private static let and = Words.hash("et")
    private static let half = Words.set("demi demie")
    private static let months = Words.set("mois jours semaines")

    /// The token after the unit; nil when there is none.
    private func years(_ end: Int) -> Int? {
        let at = token(end).isWord && Self.fond.contains(token(end).hash) ? end + 1 : end
        let unit = token(at)
        guard unit.isWord, unit.cues.contains(.age) || Self.years.contains(unit.hash) else { return nil }
        if unit.hash == Self.letter, !glued(at), !(glued(at + 1) && token(at + 1).kind == .sign) { return nil }
        return unit.hash == Self.letter && token(at + 1).isNumber ? nil : at + 1
    }

    /// Past "et demi", "et 7 mois".
    private func fraction(_ end: Int) -> Int {
        guard token(end).isWord, token(end).hash == Self.and else { return end }
        if Self.half.contains(token(end + 1).hash) { return end + 2 }
        return token(end + 1).isNumber && Self.months.contains(token(end + 2).hash) ? end + 3 : end
    }

    // MARK: Without a unit

    private static let own = Words.set("ses mes tes vos nos leurs")
    private static let has = Words.set("a ai as avait aura avais avez fete feter")
    private static let pronouns = Words.set("elle il lui moi el ell")
    private static let sexes = Words.set("h f")

    /// What announces an age that has no unit: "va sur ses 95", "H 93,", "(92)", "sa sœur, 91"; empty for nothing.
    private func unitless(_ index: Int, _ end: Int) -> [UInt64] {
        let next = token(end)
        guard index > 0, next.cues.isDisjoint(with: [.unit, .month, .money, .street]), !next.isNumber, !next.isSign(37),
            !next.isSign(36), !next.isSign(47), !(next.isSign(45) && glued(end))
        else { return [] }
        let before = token(index - 1)
        let person: CueSet = [.kin, .title, .patient]
        var notes: [UInt64] = []
        if before.isWord, Self.own.contains(before.hash) { notes.append(3_520) }
        if before.isWord, Self.sexes.contains(before.hash), before.shape != .lower { notes.append(3_521) }
        if before.kind == .symbol { notes.append(3_522) }
        if before.isWord, !before.cues.isDisjoint(with: person) { notes.append(3_523) }
        if before.isWord, Self.pronouns.contains(before.hash) { notes.append(3_524) }
        if before.isSign(44), token(index - 2).isWord {
            let named = !token(index - 2).cues.isDisjoint(with: person) || Self.pronouns.contains(token(index - 2).hash)
            if named { notes.append(3_525) }
        }
        if before.isSign(40), next.isSign(41) || next.isSign(44), cue(person, before: index, within: 8) {
            notes.append(3_526)
        }
        if before.isWord, Self.has.contains(before.hash), cue([.kin, .title, .patient, .me], before: index, within: 6),
            next.kind != .word || next.length < 3
        {
            notes.append(3_527)
        }
        if let other = paired(end) { notes.append(other) }
        if ageEnd > 0, index - ageEnd < 4, Words.also.contains(before.hash) || before.isSign(44) { notes.append(3_529) }
        return notes
    }

    /// "91 et 93 ans": another age follows.
    private func paired(_ end: Int) -> UInt64? {
        let joint = token(end)
        guard joint.isWord && Words.also.contains(joint.hash) || joint.isSign(44) || joint.isSign(47) else {
            return nil
        }
        let value = page.value(token(end + 1))
        return token(end + 1).isNumber && (60...125).contains(value) && years(end + 2) != nil ? 3_528 : nil
    }

    // MARK: Nobody's

    private static let of = Words.set("de les des")
    private static let bounds = Words.set("plus moins dela apres avant jusqu des jusque dessus")
    private static let spans = Words.set("pendant depuis durant garantie garanti")
    private static let means = Words.set("moyen moyenne mediane median moyennes")
    private static let from = Words.set("de entre d")
    private static let to = Words.set("a et")

    /// "7 % de plus de 90 ans": a share of many, nobody's age.
    private func shared(_ index: Int) -> Bool {
        let many = (max(0, index - 6)..<index).contains { token($0).isSign(37) }
        return many && token(index - 1).isWord && Self.of.contains(token(index - 1).hash)
    }

    /// The age of many, of a thing, of a time: "plus de 90 ans", "de 60 à 99 ans", "90 ans et +", "103 ans d'histoire".
    private func nobodys(_ index: Int, _ end: Int, united: Bool) -> Bool {
        let before = token(index - 1)
        let next = token(end)
        if Self.from.contains(before.hash), Self.bounds.contains(token(index - 2).hash),
            token(index - 3).cues.isDisjoint(with: [.kin, .title, .patient]), !Self.has.contains(token(index - 3).hash)
        {
            return true
        }
        let range = Self.to.contains(before.hash) || before.isSign(45)
        if range, token(index - 2).isNumber, before.isSign(45) || Self.from.contains(token(index - 3).hash) {
            return true
        }
        if Words.also.contains(next.hash) && next.isWord,
            Self.bounds.contains(token(end + 1).hash) || token(end + 1).isSign(43)
        {
            return true
        }
        if next.isSign(43) || before.isWord && Self.spans.contains(before.hash) { return true }
        if (max(0, index - 6)..<index).contains(where: { Self.means.contains(token($0).hash) }) {
            return true
        }
        let thing = token(end + (token(end + 1).isSign(39) ? 2 : 1))
        return united && next.isWord && Self.from.contains(next.hash) && !thing.cues.contains(.age)
    }
}
