/// Telephone numbers.
extension Scanner {
    mutating func phone(at index: Int) {
        var start = index
        var at = index
        var foreign = false
        if token(at).isSign(40) { at += 1 }
        if token(at).isSign(43) {
            foreign = true
            at += 1
        } else if at != index {
            return
        }
        if index > 0, glued(index),
            token(index - 1).isNumber || token(index - 1).isSign(43) || token(index - 1).isSign(44)
        {
            return
        }
        if foreign, !token(at).isNumber { return }
        if corporate(at) { return }
        var count = 0
        var head = 0
        var spelled = false
        var last = at
        var zero = false
        while at < page.tokens.count, at - index < 40 {
            let token = token(at)
            if token.isNumber {
                if count == 0 && !foreign && token.length > 10 && !digits(token).starts(with: [48, 48]) { return }
                if token.isNumber, token.length == 1, digits(token).first == 48, foreign, self.token(at - 1).isSign(40)
                {
                    zero = true
                    at += 2
                    continue
                }
                for digit in digits(token).prefix(16) {
                    if count < 4 { head = head * 10 + Int(digit) - 48 }
                    count += 1
                }
                last = at + 1
            } else if token.isWord, token.length == 1, digits(token).first == 111, count == 0 || count > 1 {
                head *= 10
                count += 1
                last = at + 1
            } else if token.isWord, !foreign, let value = SpelledNumber.read(page, at), value.value < 100 {
                // "quarante4": dictated.
                if glued(value.end), self.token(value.end).isNumber { return }
                let two = value.value > 9
                if count < 4 { head = head * (two ? 100 : 10) + value.value }
                count += two ? 2 : 1
                spelled = true
                at = value.end
                last = at
                if Self.done(count, foreign, head) { break }
                continue
            } else if !(token.kind == .sign && ".-/()".utf8.contains(UInt8(truncatingIfNeeded: token.hash)))
                || count == 0
            {
                break
            }
            if Self.done(count, foreign, head) { break }
            at += 1
        }
        guard Self.complete(count, foreign, head, digits(token(index)).first == 48 || spelled || token(index).isWord)
        else { return }
        if glued(last), token(last).isNumber || token(last).isSign(63) { return }
        if !foreign, longer(last) || repeated(start, last) { return }
        if start > 0, foreign, token(start - 1).isSign(40) { start -= 1 }
        var notes: [UInt64] = [
            foreign ? 3_100 : 3_101, spelled ? 3_102 : 3_103, UInt64(3_110 + Self.lead(head, foreign)),
        ]
        if zero { notes.append(3_104) }
        let text = digits(token(last - 1))
        if text.suffix(2) == [48, 48] { notes.append(3_105) }
        let round = switchboard(start, last, head)
        notes.append(round ? 3_106 : 3_107)
        if round, !personal(before: start) { notes.append(3_430) }
        phoneEnd = last
        add(.phone, start, last, notes: notes)
    }

    /// "0 970 81 81 81", "0 809 10 24 24": numbers of firms and of services.
    func corporate(_ index: Int) -> Bool {
        let next = token(index + 1)
        return token(index).isNumber && token(index).length == 1 && digits(token(index)).first == 48 && next.isNumber
            && next.length == 3 && [56, 57].contains(digits(next).first ?? 0)
    }

    /// Two more digits go on in the same measure: the number of an order, not a telephone.
    func longer(_ last: Int) -> Bool {
        let next = token(last)
        let after = token(last + 1)
        guard next.isNumber, next.length == 2, next.spaced, token(last - 1).length == 2, token(last - 2).length == 2,
            digits(next).first != 48
        else { return false }
        return !after.isSign(58) && !after.cues.contains(.unit) && after.hash != Words.h
    }

    /// "06 06 06 06 06", "0000000000": what fills a form.
    func repeated(_ start: Int, _ last: Int) -> Bool {
        let all = (start..<last).filter { token($0).isNumber }.flatMap { digits(token($0)) }
        return all.count > 5 && all.indices.allSatisfy { all[$0] == all[$0 % 2] }
    }

    /// Whether what stands before speaks of a person, and not for the house ("notre standard").
    private func personal(before start: Int) -> Bool {
        (max(0, start - 6)..<start).contains {
            let cues = token($0).cues
            return !cues.isDisjoint(with: [.me, .kin, .patient]) && !cues.contains(.we) && token($0).hash != Words.nos
        }
    }

    /// A fixed line whose number is as round as those of institutions: 04 73 75 00 00, 03 21 03 33 33, 05 59 92 40 00.
    private func switchboard(_ start: Int, _ last: Int, _ head: Int) -> Bool {
        let all = (start..<last).filter { token($0).isNumber }.flatMap { digits(token($0)) }
        guard all.count == 10, (100..<600).contains(head) else { return false }
        if (2..<5).allSatisfy({ all[$0 * 2] == all[$0 * 2 + 1] }) { return true }
        let tail = Array(all.suffix(4))
        return tail[1] == tail[2] && tail[2] == tail[3] || tail[0] == tail[2] && tail[1] == tail[3]
            || tail[1...] == [48, 48, 48]
            || all[4] == 48 && all[5] == 48 || all[6] == 48 && all[7] == 48
    }

    /// 6 and 7 for mobiles, 1 to 5 for the regions, 9 for lines of the net; the country's code of a foreign number.
    private static func lead(_ head: Int, _ foreign: Bool) -> Int {
        foreign ? head / 100 : head >= 1_000 ? head / 1_000 : head / 100
    }

    private static func done(_ count: Int, _ foreign: Bool, _ head: Int) -> Bool {
        if !foreign { return String(head).count >= 3 ? count >= 10 : count >= 14 }
        let code = String(head)
        if code.hasPrefix("33") { return count >= 11 }
        if code.hasPrefix("687") || code.hasPrefix("681") || code.hasPrefix("508") { return count >= 9 }
        if code.hasPrefix("689") { return count >= 11 }
        if code.hasPrefix("262") || code.hasPrefix("590") || code.hasPrefix("594") || code.hasPrefix("596") {
            return count >= 12
        }
        return count >= 13
    }

    private static func complete(_ count: Int, _ foreign: Bool, _ head: Int, _ zero: Bool) -> Bool {
        if foreign { return (8...14).contains(count) }
        guard zero, !(800...899).contains(head), !(80...89).contains(head) else { return false }
        if head >= 100 { return count == 10 }
        return head > 0 && (11...14).contains(count)
    }
}
