/// Days, months and years, and from one to another.
extension Scanner {
    private static let led = Words.set("le du au des")

    private enum Shape: UInt64 {
        case full = 1, short, slash, dot, monthYear, numericMonthYear, words, compact, spaced, iso
    }

    mutating func date(at index: Int) {
        if index > 0, glued(index), token(index - 1).isSign(44) || token(index - 1).isSign(36) { return }
        guard let found = single(index) ?? open(index) else { return }
        var end = found.end
        var range = false
        if let next = continued(found.end) {
            end = next
            range = true
        }
        guard found.shape != nil || range else { return }
        var start = index
        if index > 0, token(index - 1).cues.contains(.weekday) { start -= 1 }
        if start > 0, glued(start), token(start - 1).kind == .sign,
            token(start - 1).isSign(45) || token(start - 1).isSign(47),
            start > 1, glued(start - 1), token(start - 2).isNumber
        {
            return
        }
        var notes = [(found.shape?.rawValue ?? 0) + 1_000, range ? 2_000 : 2_001]
        if found.shape == .slash, end > index + 2, [5, 10, 20, 15, 4].contains(page.value(token(index + 2))) {
            notes.append(2_002)
        }
        if start < index { notes.append(2_003) }
        if cue(.law, before: start, within: 6) { return }
        let bare =
            found.shape == .dot
            || found.shape == .slash && token(index).length == 1 && token(end - 1).length == 1 && !range
        if bare, !range, !Self.led.contains(token(start - 1).hash), start == index,
            !cue([.stay, .birth], before: start, within: 2)
        {
            return
        }
        if found.shape == .slash || found.shape == .full, measured(before: start) { return }
        if notes.contains(2_002), !Self.led.contains(token(start - 1).hash),
            !cue([.stay, .birth], before: start, within: 2)
        {
            return
        }
        add(.date, start, end, notes: notes)
    }

    private static let measures = Words.set("ta pa apgar eva tension hypotension hypertension pression score glasgow")

    /// "TA 13/7", "Apgar 8/9/10": figures of an examination.
    private func measured(before start: Int) -> Bool {
        (max(0, start - 3)..<start).contains { Self.measures.contains(token($0).hash) && token($0).isWord }
    }

    /// A day whose month comes later: "du 4 au 9 mars".
    private func open(_ index: Int) -> (end: Int, shape: Shape?)? {
        let token = token(index)
        guard token.isNumber, token.length <= 2, (1...31).contains(page.value(token)) else { return nil }
        return (self.token(index + 1).hash == Words.er && glued(index + 1) ? index + 2 : index + 1, nil)
    }

    private func continued(_ end: Int) -> Int? {
        var next = end
        let joint = token(next)
        guard Words.au.contains(joint.hash) && joint.isWord || joint.isSign(45) || joint.isSign(62) else { return nil }
        next += 1
        if token(next).isSign(62) { next += 1 }
        if token(next).hash == Words.le { next += 1 }
        if token(next).cues.contains(.weekday) { next += 1 }
        guard let second = single(next), second.shape != .compact else { return nil }
        return second.end
    }

    private func single(_ index: Int) -> (end: Int, shape: Shape?)? {
        let first = token(index)
        if first.isWord { return worded(index) }
        guard first.isNumber else { return nil }
        let value = page.value(first)
        if first.length == 8 { return compact(first) ? (index + 1, .compact) : nil }
        if first.length == 4 { return iso(index) }
        guard first.length <= 2 else { return nil }
        var next = index + 1
        if token(next).hash == Words.er, glued(next) { next += 1 }
        if (1...31).contains(value), let end = month(next) {
            let year = year(end)
            return (year ?? end, year == nil ? .short : .full)
        }
        return numeric(index, next, value)
    }

    private func worded(_ index: Int) -> (end: Int, shape: Shape?)? {
        if let end = month(index), !token(index - 1).isNumber, token(end).length == 4, let year = year(end) {
            return (year, .monthYear)
        }
        if token(index).hash == Words.spelledFirst, let end = month(index + 1) { return (year(end) ?? end, .words) }
        if let spelled = SpelledNumber.read(page, index), (1...31).contains(spelled.value), let end = month(spelled.end)
        {
            return (year(end) ?? end, .words)
        }
        return nil
    }

    /// Months too short to be shortened: "le 4 avril. 26 enfants".
    private static let months = Words.set("mars avril mai juin aout")

    /// The token after a month's name and its point.
    private func month(_ index: Int) -> Int? {
        guard token(index).cues.contains(.month) else { return nil }
        if token(index + 1).isSign(46), glued(index + 1), token(index).length <= 5, token(index + 2).isNumber,
            !Self.months.contains(token(index).hash)
        {
            return index + 2
        }
        return index + 1
    }

    private func year(_ index: Int) -> Int? {
        let token = token(index)
        guard token.isNumber else { return nil }
        let value = page.value(token)
        if token.length == 4, (1850...2100).contains(value) { return index + 1 }
        let next = self.token(index + 1)
        if token.length == 2, !next.cues.contains(.unit), !next.isSign(58), next.hash != Words.h { return index + 1 }
        return nil
    }

    private func numeric(_ index: Int, _ next: Int, _ day: Int) -> (end: Int, shape: Shape?)? {
        let sign = token(next)
        let second = token(next + 1)
        guard second.isNumber else { return nil }
        let month = page.value(second)
        if sign.isNumber { return spaced(index, day) }
        guard sign.kind == .sign, "/.-|".utf8.contains(UInt8(truncatingIfNeeded: sign.hash)) else { return nil }
        let tight = glued(next) && glued(next + 1)
        guard tight || sign.isSign(47) else { return nil }
        if tight, (1...12).contains(day), !sign.isSign(46) || second.length == 4 {
            if second.length == 4, (1900...2100).contains(month), !more(next + 2) {
                return (next + 2, .numericMonthYear)
            }
            if second.length == 2, month > 31, sign.isSign(47), !more(next + 2) { return (next + 2, .numericMonthYear) }
        }
        guard (1...31).contains(day), (1...12).contains(month), second.length <= 2 else { return nil }
        let third = token(next + 3)
        if token(next + 2).hash == sign.hash || token(next + 2).isSign(124), third.isNumber {
            let year = page.value(third)
            let good = third.length == 4 ? (1850...2100).contains(year) : third.length == 2
            if good, !more(next + 4) { return (next + 4, .full) }
            return nil
        }
        guard !more(next + 2), !sign.isSign(45), tight else { return nil }
        return (next + 2, sign.isSign(46) ? .dot : .slash)
    }

    /// Whether a sign and a digit go on without a space: then it was not a date.
    private func more(_ index: Int) -> Bool {
        glued(index) && token(index).kind == .sign && "/.-".utf8.contains(UInt8(truncatingIfNeeded: token(index).hash))
            && glued(index + 1) && token(index + 1).isNumber
    }

    private func spaced(_ index: Int, _ day: Int) -> (end: Int, shape: Shape?)? {
        let month = token(index + 1)
        let year = token(index + 2)
        guard month.length == 2, year.isNumber, year.length == 4, (1...31).contains(day),
            (1...12).contains(page.value(month)), (1880...2100).contains(page.value(year))
        else { return nil }
        return (index + 3, .spaced)
    }

    private func iso(_ index: Int) -> (end: Int, shape: Shape?)? {
        let sign = token(index + 1)
        guard sign.isSign(45) || sign.isSign(47), glued(index + 1), (1850...2100).contains(page.value(token(index))),
            token(index + 2).isNumber, token(index + 2).length == 2, (1...12).contains(page.value(token(index + 2))),
            token(index + 3).hash == sign.hash, token(index + 4).length == 2, token(index + 4).isNumber,
            (1...31).contains(page.value(token(index + 4))), !more(index + 5)
        else { return nil }
        return (index + 5, .iso)
    }

    private func compact(_ token: Token) -> Bool {
        let value = page.value(token)
        return (1...31).contains(value / 1_000_000) && (1...12).contains(value / 10_000 % 100)
            && (1890...2100).contains(value % 10_000)
    }
}
