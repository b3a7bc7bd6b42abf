/// Numbers of rooms that nothing announces: where they stand tells.
extension Scanner {
    private static let those = Words.set(
        "celui celle ceux celles mec meuf gars type voisin voisine coloc occupant occupante")

    /// What around a number speaks of rooms: a person before it, a ward or a bed near, a room found before.
    func support(_ index: Int, _ end: Int) -> [UInt64] {
        var notes: [UInt64] = []
        let person = (max(0, index - 4)..<max(0, index - 1)).contains {
            let token = token($0)
            return token.isWord
                && (!token.cues.isDisjoint(with: [.kin, .title, .patient]) || Self.those.contains(token.hash))
        }
        if person, Words.ofRoom.contains(token(index - 1).hash) { notes.append(Self.person) }
        if cue(.room, before: index, within: 10) || (end..<end + 4).contains(where: { token($0).cues.contains(.room) })
        {
            notes.append(3_651)
        }
        if cue(.ward, before: index, within: 10) || (end..<end + 6).contains(where: { token($0).cues.contains(.ward) })
        {
            notes.append(3_652)
        }
        if let last = findings.suffix(8).last(where: { $0.family != .number }), last.family == .room {
            notes.append(index - last.tokens.upperBound < 6 ? 3_653 : 3_656)
        }
        return notes
    }

    /// "pédiatrie, 14C", "(7-15, aile Nord)", "212 : sortie 11 h".
    func placed(_ low: Int, _ index: Int, _ end: Int) -> [UInt64]? {
        let first = token(index)
        let plain = end == index + 1 && low == index
        guard fits(index, end, plain) else { return nil }
        let before = token(low - 1)
        let next = token(end)
        var notes: [UInt64] = []
        if before.isSign(40), next.isSign(41) || next.isSign(44), cue(.room, before: low, within: 9) {
            notes.append(3_660)
        }
        let ward = before.isWord ? low - 1 : low - 2
        let led = before.isWord || before.kind == .sign && ",-(:".utf8.contains(UInt8(truncatingIfNeeded: before.hash))
        let closed = next.kind != .word && !next.isSign(94) || next.cues.contains(.room)
        if led, !plain || closed && first.length > 1, token(ward).isWord, token(ward).cues.contains(.ward) {
            notes.append(3_661)
        }
        if opens(low), !plain || first.length > 1 {
            let told = next.isSign(58) || next.kind == .symbol || next.isSign(45) || next.isSign(62)
            let many = series(index, end)
            let began = !before.isSign(44) && (!plain || told && first.length > 2)
            if many > 0 && (!plain || told || first.length > 2) || began {
                notes += [Self.opening, told ? 3_663 : 3_664, UInt64(3_666 + min(many, 2))]
            }
        }
        guard !notes.isEmpty else { return nil }
        return notes + [UInt64(3_610 + min(first.length, 5)), plain ? 3_673 : 3_674] + support(index, end)
    }

    /// A clause starts with the number.
    static let opening: UInt64 = 3_662

    /// Whether a number that nothing announces has the shape of a room's.
    private func fits(_ index: Int, _ end: Int, _ plain: Bool) -> Bool {
        let first = token(index)
        let next = token(end)
        guard first.isNumber || first.length < 3 && first.shape != .lower && first.hash != Words.j,
            next.cues.isDisjoint(with: [.month, .money]), !measured(end), !(glued(end) && next.isSign(47)),
            !next.isNumber, !(plural(end) && (plain || first.isNumber)),
            (index..<end).filter({ token($0).isWord }).count < 2, !vitamin(index, end)
        else { return false }
        guard plain else { return true }
        if digits(first).first == 48 || Self.helplines.contains(page.value(first)) { return false }
        return first.length < 4 || !(1_900...2_099).contains(page.value(first)) || series(index, end) > 0
    }

    /// "28 lignes", "26 peluches": a count of things.
    func plural(_ end: Int) -> Bool {
        let next = token(end)
        return next.isWord && next.length > 3 && page.sheet.bytes[Int(next.end) - 1] == 115
            && !next.cues.contains(.room) && !Self.invariable.contains(next.hash)
    }

    private static let invariable = Words.set(
        "depuis dans sans mais puis apres tres plus jamais toujours moins alors vous nous elles dessus dessous vers hors lors"
    )

    /// "B12", "O2", "T7": a vitamin, a gas, a vertebra.
    func vitamin(_ index: Int, _ end: Int) -> Bool {
        end == index + 2 && token(index).isWord && Self.vitamins.contains(token(index).hash)
    }

    private static let vitamins = Words.set("b o d k co t")

    /// Whether a clause or a line starts here.
    private func opens(_ low: Int) -> Bool {
        guard low > 0 else { return true }
        let before = token(low - 1)
        return before.kind == .line || before.kind == .symbol
            || before.kind == .sign && ".;:,-*>!?\"".utf8.contains(UInt8(truncatingIfNeeded: before.hash))
                && (token(low).spaced || low > 1 && token(low - 2).kind == .line)
    }

    /// How many numbers of the same make start clauses nearby: "701 RAS. 702 RAS."
    private func series(_ index: Int, _ end: Int) -> Int {
        var count = 0
        for at in max(0, index - 30)..<min(page.tokens.count, end + 30)
        where at < index || at >= end {
            let other = token(at)
            guard other.kind == token(index).kind, other.length == token(index).length, opens(at),
                other.isNumber || token(at + 1).isNumber && glued(at + 1), other.isNumber || other.shape != .lower
            else { continue }
            if token(at + 1).cues.isDisjoint(with: [.unit, .month, .money]) { count += 1 }
        }
        return count
    }

    private static let chambers = Words.set("chambre chbre chambr appartement")

    /// Rooms that bear a name: "chambre Mimosa", "chambre « Glycine »".
    mutating func namedRoom(at index: Int) {
        guard Self.chambers.contains(token(index).hash), !page.shouted else { return }
        let quoted = token(index + 1).isSign(34)
        let at = quoted ? index + 2 : index + 1
        let name = token(at)
        guard name.isWord, name.shape == .capital, name.length > 2,
            name.cues.isDisjoint(with: [.title, .doctor, .role, .kin, .numeral, .room, .naming, .opening, .me, .your]),
            !token(index + 1).isNumber, !token(at + 1).isNumber
        else { return }
        roomEnd = at + 1
        add(.room, at, at + 1, notes: [3_670, quoted ? 3_675 : 3_676, name.entry.common > 2 ? 3_677 : 3_678])
    }
}
