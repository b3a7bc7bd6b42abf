/// Number plates, and the other numbers that stand for somebody.
extension Scanner {
    // MARK: Plates

    mutating func plate(at index: Int) {
        let first = token(index)
        let near = cue(.plate, before: index, within: 8)
        func joined(_ at: Int) -> Int { token(at).isSign(45) || token(at).isSign(46) ? at + 1 : at }
        let second = joined(index + 1)
        let third = joined(second + 1)
        guard third < page.tokens.count else { return }
        let middle = token(second)
        guard middle.cues.isDisjoint(with: [.ipp, .nda, .nir, .other, .month]) else { return }
        let last = token(third)
        let capitals = [first, middle, last].allSatisfy {
            !$0.isWord || $0.shape == .upper || $0.shape == .capital && $0.length == 1
        }
        guard capitals || near, !glued(index) || !token(index - 1).isNumber && !token(index - 1).isWord,
            !(glued(third + 1) && (token(third + 1).isNumber || token(third + 1).isWord))
        else { return }
        let notes: [UInt64] = [near ? 3_200 : 3_201, capitals ? 3_202 : 3_203, second == index + 1 ? 3_204 : 3_205]
        if first.isWord, first.length == 2, middle.isNumber, middle.length == 3, last.isWord, last.length == 2 {
            add(.plate, index, third + 1, notes: notes + [3_206])
        } else if first.isNumber, first.length <= 4, first.length >= 2, middle.isWord, (2...3).contains(middle.length),
            !token(index + 1).isSign(46), last.isNumber,
            last.length == 2 || last.length == 3 && digits(last).starts(with: [57, 55])
        {
            add(.plate, index, third + 1, notes: notes + [3_207])
        }
    }

    // MARK: Other numbers

    /// Digits, with the letters, dashes, points, strokes and spaces that hold them together.
    mutating func number(at index: Int) {
        let first = token(index)
        if first.isWord, first.shape == .lower && !first.cues.isDisjoint(with: [.article, .unit, .month]) { return }
        if glued(index),
            !(token(index - 1).kind == .sign) || joins(index - 1) && index > 1 && piece(index - 2) && glued(index - 1)
        {
            return
        }
        if first.isWord, !(glued(index + 1) && (token(index + 1).isNumber || joins(index + 1))) { return }
        var at = index + 1
        var counts = tally(first)
        var groups = 1
        while at < page.tokens.count, at - index < 16 {
            let token = token(at)
            if glued(at), joins(at), glued(at + 1), piece(at + 1) {
                counts = counts + tally(self.token(at + 1))
                groups += 1
                at += 2
            } else if glued(at),
                piece(at) || first.isWord && token.shape == .upper
                    || first.isWord && token.hash == Words.h
                        && token.shape == .capital,
                self.token(at - 1).isNumber != token.isNumber
            {
                counts = counts + tally(token)
                at += 1
            } else if token.isNumber, token.spaced, self.token(at - 1).isNumber, token.length <= 5,
                self.token(at - 1).length <= 5, groups < 9
            {
                counts = counts + tally(token)
                groups += 1
                at += 1
            } else if token.isSign(45), token.spaced, self.token(at + 1).isNumber, self.token(at - 1).isNumber,
                groups < 6
            {
                counts = counts + tally(self.token(at + 1))
                groups += 1
                at += 2
            } else if token.isWord, token.spaced, token.length == 1, token.shape != .lower, self.token(at - 1).isNumber,
                counts.digits >= 5, !self.token(at + 1).isSign(46)
            {
                counts = counts + tally(token)
                at += 1
                break
            } else {
                break
            }
        }
        if cue(.law, before: index, within: 4) || unidentifying(index, at) || printed(index, at) { return }
        if counts.digits == 10, counts.letters == 0, digits(first).first == 48,
            first.length == 1 || digits(first).dropFirst().first == 56,
            first.length > 1 || digits(token(index + 1)).first == 56
        {
            return
        }
        if at == index + 1, first.length == 4, Self.helplines.contains(page.value(first)) { return }
        let near = cue([.ipp, .nda, .nir, .other], before: index, within: 4)
        guard counts.digits >= (near ? 3 : 4) || near && counts.digits > 1 && counts.letters > 3 else { return }
        if counts.letters == 0, counts.digits <= 4, at == index + 3,
            token(index + 1).isSign(47) || token(index + 1).isSign(46)
        {
            return
        }
        let thousands =
            counts.letters == 0 && groups > 1 && counts.digits <= 6 && at == index + groups && first.length <= 3
            && (index + 1..<at).allSatisfy { token($0).length == 3 }
        if thousands, !near || token(at).isSign(36) || token(at).cues.contains(.unit) { return }
        let year = at == index + 1 && first.length == 4 && (1_500...2_100).contains(page.value(first))
        if year, !cue([.ipp, .nda, .other], before: index, within: 2) { return }
        let notes: [UInt64] = [
            UInt64(3_300 + min(counts.digits, 20)), UInt64(3_330 + min(counts.letters, 4)),
            UInt64(3_340 + min(groups, 6)),
            UInt64(3_350 + (counts.digits > 6 ? 1 : 0) + (counts.letters > 0 ? 2 : 0) + (groups > 1 ? 4 : 0)),
            first.isWord ? Hash.mix(3_360, first.hash) : 3_360, year ? 3_361 : 3_362,
        ]
        add(.number, index, at, notes: notes)
    }

    private func joins(_ index: Int) -> Bool {
        token(index).kind == .sign && "-/._".utf8.contains(UInt8(truncatingIfNeeded: token(index).hash))
    }

    private func piece(_ index: Int) -> Bool {
        let token = token(index)
        if token.hash == Words.h { return false }
        return token.isNumber || token.isWord && token.length <= 6 && (token.shape != .lower || token.length == 1)
    }

    private func tally(_ token: Token) -> Tally {
        token.isNumber ? Tally(digits: token.length, letters: 0) : Tally(digits: 0, letters: token.length)
    }

}

/// How many digits and letters a number is made of.
private struct Tally {
    var digits: Int
    var letters: Int

    static func + (one: Tally, other: Tally) -> Tally {
        Tally(digits: one.digits + other.digits, letters: one.letters + other.letters)
    }
}
