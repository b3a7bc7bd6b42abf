/// Ages over 89, and the numbers of rooms, beds and boxes.
extension Scanner {
    // MARK: Age

    /// Ages over 89, with their unit.
    mutating func age(at index: Int) {
        let first = token(index)
        var value = first.isNumber ? page.value(first) : 0
        var end = index + 1
        if first.isWord {
            if index > 0, token(index - 1).cues.contains(.numeral) { return }
            guard let spelled = SpelledNumber.read(page, index) else { return }
            (value, end) = (spelled.value, spelled.end)
        }
        guard (90...125).contains(value), index == 0 || !glued(index) || !token(index - 1).isSign(44) else { return }
        let unit = token(end)
        let united =
            unit.isWord && !(unit.hash == Self.letter && token(end + 1).isNumber)
            && (unit.cues.contains(.age) || Self.years.contains(unit.hash))
        let aged = cue(.age, before: index, within: 2)
        guard united || aged, !counted(index) else { return }
        add(
            .age, index, united ? end + 1 : end,
            notes: [united ? 3_500 : 3_501, aged ? 3_502 : 3_503, first.isWord ? 3_504 : 3_505])
    }

    private static let of = Words.set("de les des")

    /// "7 % de plus de 90 ans": a share of many, nobody's age.
    private func counted(_ index: Int) -> Bool {
        let many = (max(0, index - 6)..<index).contains { token($0).isSign(37) }
        return many && token(index - 1).isWord && Self.of.contains(token(index - 1).hash)
    }

    static let helplines: Set<Int> = [
        15, 17, 18, 112, 114, 115, 116, 119, 191, 196, 197, 3114, 3117, 3018, 3919, 3977, 3646, 3624, 3237, 3639, 3949,
        3975,
    ]
    private static let letter = Words.hash("a")
    private static let years = Words.set("a ans an printemps annees balais piges bougies")

    // MARK: Room

    private static let free = Words.set("libre libres vide vides ferme fermee fermes fermees inoccupe inoccupee fois")
    private static let sides = Words.set("p f")
    /// Announced as a bedroom, which leaves no doubt.
    static let bedroom: UInt64 = 3_620

    /// The number of a room, bed or box, alone.
    mutating func room(at index: Int) {
        guard index >= roomEnd, roomStarts(index), let end = roomNumber(index), !nobodys(index, end) else { return }
        guard let notes = listed(index, end) ?? led(index, end) ?? bare(index, end) else { return }
        roomEnd = end
        add(.room, index, end, notes: notes)
    }

    private func nobodys(_ index: Int, _ end: Int) -> Bool {
        let next = token(end)
        let another = token(end + 1)
        // "lits 1 à 12", "chambre 3 fois", "lit 10 libre", "chambre : 8/10".
        if Self.letter == next.hash && next.isWord, another.isNumber, page.value(another) > page.value(token(index)),
            token(end + 2).cues.isDisjoint(with: .unit)
        {
            return true
        }
        if next.isSign(47), another.isNumber, [5, 10, 20].contains(page.value(another)) { return true }
        if Self.free.contains(next.hash) && next.isWord || next.isSign(37) || next.isSign(36) { return true }
        if Self.sign(next), another.cues.contains(.room), Self.free.contains(token(end + 2).hash) { return true }
        return token(index).isNumber && page.value(token(index)) == 0
    }

    private static func sign(_ token: Token) -> Bool { token.isSign(45) || token.isSign(44) || token.isSign(58) }

    private func roomStarts(_ index: Int) -> Bool {
        guard glued(index), index > 0 else { return true }
        if token(index - 1).isWord { return token(index - 1).cues.contains(.room) }
        return token(index - 1).kind == .sign
            && ".^\"('".utf8.contains(UInt8(truncatingIfNeeded: token(index - 1).hash))
    }

    /// Where the number ends: `214`, `A203 bis`, `81-A`, `6E12`, `2 0 7`, "cent douze", "deux cent six".
    private func roomNumber(_ index: Int) -> Int? {
        let first = token(index)
        if let spelled = SpelledNumber.hundreds(page, index) { return suffixed(spelled.end) }
        if first.isWord {
            let digits = token(index + 1).isSign(45) && glued(index + 1) ? index + 2 : index + 1
            guard first.length <= 2, first.shape != .lower, glued(digits), token(digits).isNumber,
                token(digits).length <= 4
            else { return nil }
        } else if first.length > 4 {
            return nil
        }
        let single = (index...index + 2).allSatisfy { token($0).isNumber && token($0).length == 1 }
        if single, !token(index + 3).isNumber { return index + 3 }
        let end = gluedEnd(index)
        // "3e étage", "14h30".
        let letter = token(index + 1)
        if end > index + 1, letter.isWord, Self.ordinals.contains(letter.hash), letter.shape == .lower {
            return nil
        }
        return end == index + 2 && letter.hash == Words.h && letter.isWord ? nil : suffixed(end)
    }

    private func gluedEnd(_ index: Int) -> Int {
        var end = index + 1
        while end - index < 5, glued(end) {
            let next = token(end)
            if next.isNumber || next.isWord && next.length == 1 || next.isSign(95) {
                end += 1
            } else if next.isSign(45), glued(end + 1),
                token(end + 1).isNumber || token(end + 1).isWord && token(end + 1).length == 1
            {
                end += 2
            } else {
                break
            }
        }
        return end
    }

    private static let ordinals = Words.set("e h j")

    /// Past "bis", and past the side of a double room: `4 P`.
    private func suffixed(_ end: Int) -> Int {
        if Words.bis.contains(token(end).hash) { return end + 1 }
        let next = token(end)
        let side = next.isWord && next.length == 1 && next.shape != .lower && Self.sides.contains(next.hash)
        let after = token(end + 1)
        return side && !after.isWord && !after.isSign(46) && !after.isSign(39) ? end + 1 : end
    }

    /// "chambres 214 et 216": another of those before.
    private func listed(_ index: Int, _ end: Int) -> [UInt64]? {
        guard let last = findings.last(where: { $0.family != .number && $0.family != .date }), last.family == .room,
            last.tokens.upperBound == index - 1
        else { return nil }
        let joint = token(index - 1)
        guard joint.isWord && Words.also.contains(joint.hash) || joint.isSign(44) || joint.isSign(47),
            token(last.tokens.lowerBound).length == token(index).length,
            token(end).cues.isDisjoint(with: [.unit, .month])
        else { return nil }
        return [3_607] + (last.notes.contains(Self.bedroom) ? [Self.bedroom] : [])
    }
}
