/// Telephone numbers as people dictate them: in words and digits, with whatever stands between, with holes.
extension Scanner {
    /// What was dictated so far.
    private struct Dictation {
        var digits: [UInt8] = []
        /// How many digits each piece brought; unknown ones count.
        var pieces: [Int] = []
        var unknown = 0
        var spelled = 0
        /// Commas, words or other unusual things stood between the pieces.
        var loose = false
        var end = 0

        var count: Int { digits.count + unknown }

        mutating func add(_ piece: [UInt8], to end: Int, unknown holes: Int = 0) {
            digits += piece
            unknown += holes
            pieces.append(piece.count + holes)
            self.end = end
        }
    }

    private static let joints = Words.set("puis et ensuite enfin suite la qui fait apres")
    private static let twice = Words.hash("deux")
    private static let times = Words.hash("fois")
    private static let zero = Words.hash("zero")
    private static let holes = Words.set("x xx")
    private static let marks = Set("./-:;,~|*()".utf8)
    private static let tight = Set("./-()".utf8)

    /// A number that the plain scanner did not take: `06 ; 74 ; 19 ; 55 ; 03`, `zéro trois, puis 29, puis 64…`.
    mutating func dictated(at index: Int) {
        let first = token(index)
        guard index >= phoneEnd, index == 0 || !glued(index) || opens(token(index - 1)) else { return }
        let cued = cue(.phone, before: index, within: 10)
        let zero = first.isNumber && digits(first).first == 48 && first.length <= 4 || first.hash == Self.zero
        let letter = first.isWord && first.length == 1 && digits(first).first == 111 && glued(index + 1)
        let small = (first.isWord || first.isNumber && (1...3).contains(first.length)) && (cued || first.isWord)
        guard zero || letter || small, !corporate(index), index == 0 || !corporate(index - 1) else { return }
        guard let found = dictation(index), let note = Self.verdict(found, cued: cued, zero: zero || letter) else {
            return
        }
        if longer(found.end) || repeated(index, found.end) { return }
        // "0-17, 18-74, 75-89": ages, from one to another.
        if first.length == 1, token(index + 1).isSign(45), token(index + 2).length == 2 { return }
        if found.count < 10, !token(found.end).cues.isDisjoint(with: .unit) { return }
        phoneEnd = found.end
        let head = found.digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        add(
            .phone, index, found.end,
            notes: [
                3_101, found.spelled > 0 ? 3_102 : 3_103, UInt64(3_110 + head / 100), 3_107, note,
                found.loose ? 3_140 : 3_141,
            ])
    }

    private func opens(_ token: Token) -> Bool {
        token.kind == .sign && "(\"'[+".utf8.contains(UInt8(truncatingIfNeeded: token.hash))
    }

    /// What the count and the grouping say: a whole number, one without its zero, one with holes or faults.
    private static func verdict(_ found: Dictation, cued: Bool, zero: Bool) -> UInt64? {
        let lead = found.digits.first ?? 0
        if zero {
            guard lead == 0, found.digits.count > 1, found.digits[1] != 0, found.digits[1] != 8 else { return nil }
            if found.count == 10 { return found.unknown > 0 ? 3_131 : 3_130 }
            let telling = cued || found.loose || found.spelled > 1
            return telling && (8...12).contains(found.count) && found.pieces.count >= 4 ? 3_132 : nil
        }
        guard lead > 0, lead != 8, found.count == 9, found.pieces.count >= 5 || cued && found.pieces.first == 3 else {
            return nil
        }
        guard found.spelled >= 3 || cued, found.pieces.dropFirst().allSatisfy({ $0 == 2 || $0 == 1 }) else {
            return nil
        }
        return 3_133
    }

    private func dictation(_ index: Int) -> Dictation? {
        var found = Dictation()
        var at = index
        while at < page.tokens.count, at - index < 44, found.count < 10 {
            if let next = piece(at, &found) {
                at = next
            } else if !found.pieces.isEmpty, let next = joint(at, &found) {
                at = next
            } else {
                break
            }
        }
        guard found.pieces.count > 2, found.end > index else { return nil }
        return glued(found.end) && token(found.end).isNumber ? nil : found
    }

    /// One piece of a number: digits, digits with letters that look like some, words, holes.
    private func piece(_ at: Int, _ found: inout Dictation) -> Int? {
        let token = token(at)
        if token.isNumber || token.isWord && Self.digitLike(digits(token)) && lettered(at) {
            return written(at, &found)
        }
        guard token.isWord else { return nil }
        if Self.holes.contains(token.hash), !found.digits.isEmpty {
            found.add([], to: at + 1, unknown: token.length)
            return at + 1
        }
        if token.hash == Self.twice, self.token(at + 1).hash == Self.times { return twice(at, &found) }
        guard let spelled = SpelledNumber.read(page, at), spelled.value < 100 else { return nil }
        found.spelled += 1
        // "quarante4", "zéro6".
        if glued(spelled.end), self.token(spelled.end).isNumber, self.token(spelled.end).length == 1,
            spelled.value % 10 == 0
        {
            let value = spelled.value + page.value(self.token(spelled.end))
            found.add([UInt8(value / 10), UInt8(value % 10)], to: spelled.end + 1)
            return spelled.end + 1
        }
        let value = UInt8(spelled.value)
        found.add(value > 9 ? [value / 10, value % 10] : [value], to: spelled.end)
        return spelled.end
    }

    /// "deux fois 20", "88 deux fois".
    private func twice(_ at: Int, _ found: inout Dictation) -> Int? {
        let next = token(at + 2)
        found.loose = true
        if next.isNumber, next.length == 2 {
            let pair = digits(next).map { $0 - 48 }
            found.add(pair, to: at + 3)
            found.add(pair, to: at + 3)
            return at + 3
        }
        guard found.digits.count > 1 else { return nil }
        found.add(Array(found.digits.suffix(2)), to: at + 2)
        return at + 2
    }

    private static func digitLike(_ letters: ArraySlice<UInt8>) -> Bool {
        letters.count <= 2 && letters.allSatisfy { $0 == 111 || $0 == 108 || $0 == 105 }
    }

    /// Whether a letter stands beside a digit: `O6`, `8O`.
    private func lettered(_ at: Int) -> Bool {
        glued(at) && token(at - 1).isNumber || glued(at + 1) && token(at + 1).isNumber
            || digits(token(at)).first == 111
                && token(at).length == 1 && token(at).shape != .lower
    }

    private func written(_ index: Int, _ found: inout Dictation) -> Int? {
        var at = index
        var piece: [UInt8] = []
        var holes = 0
        while at < page.tokens.count, at == index || glued(at) {
            let token = token(at)
            if token.isNumber {
                piece += digits(token).prefix(11).map { $0 - 48 }
            } else if token.isWord, Self.digitLike(digits(token)) {
                piece += digits(token).map { $0 == 111 ? 0 : 1 }
            } else if token.isSign(63) || token.isSign(95), at > index {
                holes += 1
            } else {
                break
            }
            at += 1
        }
        guard piece.count <= 10, found.count + piece.count <= 12 else { return nil }
        found.add(piece, to: at, unknown: holes)
        return at
    }

    /// Past what stands between two pieces; what is unusual must lead to two digits or to words.
    private func joint(_ index: Int, _ found: inout Dictation) -> Int? {
        var at = index
        var wide = false
        // "0,98 / 1,02": figures of an examination.
        if token(at).isSign(44), glued(at), glued(at + 1), found.spelled == 0 { return nil }
        while at < page.tokens.count, at - index < 6 {
            let token = token(at)
            if token.kind == .sign, Self.marks.contains(UInt8(truncatingIfNeeded: token.hash)) {
                if !Self.tight.contains(UInt8(truncatingIfNeeded: token.hash)) { wide = true }
            } else if token.isWord, Self.joints.contains(token.hash) {
                wide = true
            } else {
                break
            }
            at += 1
        }
        guard at > index else { return nil }
        guard wide else { return at }
        let next = token(at)
        let pair = next.isNumber && next.length == 2
        let few =
            found.pieces.allSatisfy { $0 <= 2 }
            || found.pieces.first == 4 && found.pieces.dropFirst().allSatisfy { $0 == 2 }
        guard pair && few || next.isWord && next.cues.contains(.numeral) else { return nil }
        found.loose = true
        return at
    }
}
