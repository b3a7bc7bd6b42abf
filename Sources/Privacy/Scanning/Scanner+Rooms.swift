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
        guard united || aged else { return }
        add(
            .age, index, united ? end + 1 : end,
            notes: [united ? 3_500 : 3_501, aged ? 3_502 : 3_503, first.isWord ? 3_504 : 3_505])
    }

    static let helplines: Set<Int> = [
        15, 17, 18, 112, 114, 115, 116, 119, 191, 196, 197, 3114, 3117, 3018, 3919, 3977, 3646, 3624, 3237, 3639, 3949,
        3975,
    ]
    private static let letter = Words.hash("a")
    private static let years = Words.set("a ans an printemps annees balais piges bougies")

    // MARK: Room

    /// The number of a room, bed or box, alone.
    mutating func room(at index: Int) {
        let first = token(index)
        if glued(index), index > 0, !token(index - 1).isWord || token(index - 1).length > 7 {
            if !(token(index - 1).isSign(46) || token(index - 1).isSign(94) || token(index - 1).isSign(34)
                || token(index - 1).isSign(40) || token(index - 1).isSign(39))
            {
                return
            }
        }
        if first.isWord {
            guard first.length == 1, first.shape != .lower, glued(index + 1), token(index + 1).isNumber else { return }
        } else if first.length > 4 {
            return
        }
        var end = index + 1
        while end - index < 5, glued(end) {
            let next = token(end)
            if next.isNumber || next.isWord && next.length == 1 {
                end += 1
            } else if next.isSign(45), glued(end + 1),
                token(end + 1).isNumber || token(end + 1).isWord && token(end + 1).length == 1
            {
                end += 2
            } else {
                break
            }
        }
        if Words.bis.contains(token(end).hash) { end += 1 }
        var back = index - 1
        while index - back < 5, back > 0,
            token(back).isSign(94) || token(back).isSign(58) || token(back).isSign(46) || token(back).isSign(45)
                || token(back).isSign(40) || token(back).hash == Words.hash("n")
                || token(back).hash == Words.hash("numero")
        { back -= 1 }
        if let last = findings.last(where: { $0.family != .number }), last.family == .room,
            last.tokens.upperBound == index - 1,
            Words.also.contains(token(index - 1).hash) && token(index - 1).isWord || token(index - 1).isSign(44)
                || token(index - 1).isSign(47),
            token(last.tokens.lowerBound).length == first.length, token(end).cues.isDisjoint(with: [.unit, .month])
        {
            add(.room, index, end, notes: [3_607])
        } else if back >= 0, token(back).cues.contains(.room) {
            add(.room, index, end, notes: [3_600, Hash.mix(3_601, token(back).hash)])
        } else if back == index - 1, back >= 0, Words.bareRoom.contains(token(back).hash),
            (2...4).contains(first.length) || first.isWord,
            !first.isWord || token(index + 1).length > 1,
            Words.le != token(back).hash || !(1...31).contains(page.value(first)) || first.isWord,
            !token(end).isSign(37), !token(end).isSign(36), !Self.helplines.contains(page.value(first)),
            !(first.length == 4 && (1900...2099).contains(page.value(first)))
        {
            let next = token(end)
            add(
                .room, index, end,
                notes: [
                    3_602, Hash.mix(3_603, token(back).hash),
                    next.isWord ? next.cues.contains(.unit) || next.cues.contains(.month) ? 3_604 : 3_605 : 3_606,
                    UInt64(3_610 + first.length),
                ])
        }
    }
}
