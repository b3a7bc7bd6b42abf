/// The numbers of rooms, beds and boxes.
extension Scanner {
    private static let free = Words.set(
        "libre libres vide vides ferme fermee fermes fermees inoccupe inoccupee fois")
    private static let ready = Words.set("propre propres disponible disponibles")
    private static let sides = Words.set("p f")
    private static let winds = Words.set("nord sud est ouest")
    /// Announced as a bedroom, which leaves no doubt.
    static let bedroom: UInt64 = 3_620
    /// Another of a list of rooms.
    static let another: UInt64 = 3_607
    /// The same number is announced as a room elsewhere in the text.
    static let again: UInt64 = 3_665

    /// The number of a room, bed or box, alone.
    mutating func room(at index: Int) {
        guard index >= roomEnd, index >= ageEnd || !glued(index) else { return }
        let low = prefixed(index)
        guard low < index || roomStarts(index), let end = roomNumber(index), !nobodys(index, end) else { return }
        guard
            let notes = listed(index, end) ?? led(low, index, end) ?? repeated(index, end) ?? bare(low, index, end)
                ?? placed(low, index, end)
        else { return }
        roomEnd = end
        add(.room, low, end, notes: notes + [low < index ? 3_671 : 3_672])
    }

    /// Where "Nord-7", "Ado-7" or "Sud 41" starts.
    private func prefixed(_ index: Int) -> Int {
        guard index > 1, token(index).isNumber, token(index).length < 4 else { return index }
        if glued(index), token(index - 1).isSign(45), glued(index - 1), token(index - 2).isWord,
            token(index - 2).shape == .capital, (3...8).contains(token(index - 2).length),
            !glued(index - 2)
                || token(index - 3).isSign(39) || token(index - 3).isSign(40),
            token(index - 2).cues.isDisjoint(with: [.month, .plate])
        {
            return index - 2
        }
        let wind = token(index - 1)
        let capital = wind.isWord && wind.shape != .lower && Self.winds.contains(wind.hash)
        return capital && token(index - 2).cues.contains(.room) ? index - 1 : index
    }

    private static let cars = Words.set(
        "106 107 108 205 206 207 208 305 306 307 308 405 406 407 508 607 1007 2008 3008 5008")
    private static let ofCars = Words.set(
        "grise gris blanche noire rouge bleue verte jaune break diesel essence hdi gti garee neuve occasion peugeot")

    private static let stands = Words.set("est etait reste sont")
    /// "au 88 de la rue Haute", "fauteuil 12, rang F".
    private static let elsewhere = Words.set("rue avenue boulevard chemin impasse faubourg rang")

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
        if next.isWord, Self.free.contains(next.hash) || Self.ready.contains(next.hash) { return true }
        if next.isSign(37) || next.isSign(36) { return true }
        if Self.sign(next), another.cues.contains(.room), Self.free.contains(token(end + 2).hash) { return true }
        if Self.sign(next) || Self.stands.contains(next.hash), another.isWord, Self.free.contains(another.hash) {
            return true
        }
        if Self.cars.contains(token(index).hash), next.isWord, Self.ofCars.contains(next.hash) { return true }
        if (end..<end + 3).contains(where: { Self.elsewhere.contains(token($0).hash) && token($0).isWord }) {
            return true
        }
        // "le 9 mai", "12,50", "3.12.1", "24-0418-2201".
        if next.isWord, Self.longOrdinals.contains(next.hash) || SpelledNumber.isOrdinal(next) { return true }
        if next.cues.contains(.month) || (index..<end).filter({ token($0).isSign(45) }).count > 1 { return true }
        if glued(end), glued(end + 1), another.isNumber, next.isSign(44) || next.isSign(46) { return true }
        return token(index).isNumber && page.value(token(index)) == 0
    }

    private static let letter = Words.hash("a")

    private static func sign(_ token: Token) -> Bool { token.isSign(45) || token.isSign(44) || token.isSign(58) }

    private func roomStarts(_ index: Int) -> Bool {
        guard glued(index), index > 0 else { return true }
        if token(index - 1).isWord { return token(index - 1).cues.contains(.room) }
        return token(index - 1).kind == .symbol || token(index - 1).kind == .line
            || token(index - 1).kind == .sign
                && ".^\"('*".utf8.contains(UInt8(truncatingIfNeeded: token(index - 1).hash))
    }

    /// Where the number ends: `214`, `A203 bis`, `81-A`, `6E12`, `3.12`, `2 0 7`, "cent douze", "deux cent six".
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
        if dotted(index) { return index + 3 }
        let end = gluedEnd(index)
        // "3e étage", "2eme", "14h30", "1m98".
        let letter = token(index + 1)
        if glued(index + 1), letter.isWord, first.isNumber {
            if Self.longOrdinals.contains(letter.hash) { return nil }
            if Self.measures.contains(letter.hash), letter.shape == .lower, end > index + 2 { return nil }
        }
        if end > index + 1, letter.isWord, Self.ordinals.contains(letter.hash), letter.shape == .lower {
            return nil
        }
        return end == index + 2 && letter.hash == Words.h && letter.isWord ? nil : suffixed(end)
    }

    /// "3.12": a floor and a room.
    private func dotted(_ index: Int) -> Bool {
        guard token(index).isNumber, token(index).length <= 2, token(index + 1).isSign(46), glued(index + 1),
            glued(index + 2), token(index + 2).isNumber, token(index + 2).length == 2
        else { return false }
        return !(glued(index + 3) && token(index + 3).kind == .sign && glued(index + 4) && token(index + 4).isNumber)
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
    private static let longOrdinals = Words.set("eme er ere nd nde ieme")
    private static let measures = Words.set("m h x g p q")

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
        guard let last = findings.suffix(8).last(where: { $0.family != .number && $0.family != .date }),
            last.family == .room,
            last.tokens.upperBound == index - 1
        else { return nil }
        let joint = token(index - 1)
        guard joint.isWord && Words.also.contains(joint.hash) || joint.isSign(44) || joint.isSign(47),
            token(index).isNumber
                ? abs(token(last.tokens.lowerBound).length - token(index).length) < 2
                : token(index).length < 3 || (SpelledNumber.hundreds(page, index)?.value ?? 0) > 1,
            token(index).isNumber || token(index).length > 2 || token(index).shape != .lower,
            !(joint.isSign(44) && token(end).isWord && token(end).length > 3
                && page.sheet.bytes[Int(token(end).end) - 1] == 115),
            token(end).cues.isDisjoint(with: [.unit, .month])
        else { return nil }
        return [Self.another] + (last.notes.contains(Self.bedroom) ? [Self.bedroom] : [])
    }

    /// A number already announced as a room: "j'étais à la 12… La 12 ne dort pas".
    private func repeated(_ index: Int, _ end: Int) -> [UInt64]? {
        let first = token(index)
        guard first.isNumber, first.length > 1, !token(end).cues.contains(.unit) || token(end).cues.contains(.room),
            token(end).cues.isDisjoint(with: .month)
        else { return nil }
        let before = findings.suffix(16).contains {
            $0.family == .room && $0.tokens.count == end - index && token($0.tokens.lowerBound).hash == first.hash
                && ($0.notes.contains(Self.bedroom) || $0.notes.contains(Self.person))
        }
        return before ? [Self.again] : nil
    }
}
