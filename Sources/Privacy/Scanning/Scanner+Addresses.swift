/// Postal addresses.
extension Scanner {
    // MARK: Postal address

    mutating func address(at index: Int) {
        let first = token(index)
        if addressEnd > index { return }
        guard let part = segment(index) ?? place(index) else { return }
        var end = part.end
        var notes: [UInt64] = [Hash.mix(3_700, part.word), first.isNumber ? 3_701 : 3_702]
        var code = false
        var city = false
        var count = 1
        while count < 9 {
            if let place = town(end) {
                code = code || place.code
                city = city || place.city
                end = place.end
                if place.code { break }
            } else {
                let next = token(end).isSign(44) || token(end).isSign(45) && token(end).spaced ? end + 1 : end
                guard let more = floor(next) ?? segment(next), next > end || first.isNumber else { break }
                end = more.end
            }
            count += 1
        }
        if !code, !city, count == 1, Self.inner.contains(part.word) { return }
        notes.append(code ? 3_703 : 3_704)
        notes.append(city ? 3_705 : 3_706)
        notes.append(UInt64(3_710 + (code ? 1 : 0) + (city ? 2 : 0) + (first.isNumber ? 4 : 0)))
        notes.append(UInt64(3_720 + min(count, 4)))
        if code, city, part.word != 1 { notes.append(3_718) }
        addressEnd = end
        add(.address, part.word == 1 ? named(before: index) : index, end, notes: notes)
    }

    private static let numbered = Words.set(
        "bp pk lot bat batiment apt appt appartement esc escalier p cs residence tour")
    /// Parts of a building: nothing alone.
    private static let inner = Words.set("lot bat batiment apt appt appartement esc escalier p cs tour pk immeuble")
    /// Streets only behind a number.
    private static let hills = Words.set("cote clos mail parvis rampe coteau corniche levee cour passerelle")
    private static let a = Words.hash("a")
    private static let lieu = Words.hash("lieu")
    private static let dit = Words.hash("dit")
    private static let b = Words.hash("b")
    private static let p = Words.hash("p")
    private static let bp = Words.hash("bp")
    private static let alone = Words.set("bourg hameau")

    private static let sides = Words.set("gauche droite face etage etg")
    private static let ordinals = Words.set("e er eme ere")

    /// "2e gauche", "1er étage".
    private func floor(_ index: Int) -> (end: Int, word: UInt64)? {
        guard token(index).isNumber, token(index).length <= 2, glued(index + 1),
            Self.ordinals.contains(token(index + 1).hash),
            Self.sides.contains(token(index + 2).hash)
        else { return nil }
        return (Self.sides.contains(token(index + 3).hash) ? index + 4 : index + 3, token(index + 2).hash)
    }

    /// One part of an address: "14 bis, chemin des Aubépines", "résidence Les Filaos", "BP 12", "bât. C".
    private func segment(_ index: Int) -> (end: Int, word: UInt64)? {
        var at = index
        if token(at).isNumber {
            guard token(at).length <= 4, index == 0 || !token(index - 1).isNumber else { return nil }
            at += 1
            if Words.bis.contains(token(at).hash) || token(at).isWord && token(at).length == 1 && glued(at) { at += 1 }
            if token(at).isSign(45) || token(at).isSign(47), token(at + 1).isNumber { at += 2 }
            if token(at).isSign(44) { at += 1 }
        }
        let pointed = token(at).hash == Self.b && token(at + 1).isSign(46) && token(at + 2).hash == Self.p
        let hill = at > index && Self.hills.contains(token(at).hash) && token(at + 1).cues.contains(.particle)
        guard token(at).cues.contains(.street) || pointed || hill else { return nil }
        let word = pointed ? Self.bp : token(at).hash
        at += pointed ? 3 : 1
        if word == Self.lieu {
            guard token(at).isSign(45) || token(at + 1).hash == Self.dit || token(at).hash == Self.dit else {
                return nil
            }
            at += token(at).isSign(45) ? 2 : 1
        }
        if token(at).isSign(46), glued(at) { at += 1 }
        if token(at).isSign(45), glued(at), token(at + 1).cues.contains(.street) { at += 2 }
        let start = at
        while at - start < 10, at < page.tokens.count {
            let token = token(at)
            if token.isWord {
                let named =
                    token.shape != .lower || !token.cues.isDisjoint(with: [.particle, .article, .street])
                    || at == start && token.entry.common < 6
                    || page.whispered && at - start < 4 && !token.cues.contains(.phone) || glued(at)
                    || self.token(at - 1).isSign(45) || self.token(at - 1).isSign(39)
                    || token.entry.common < 5 && self.token(at - 1).cues.contains(.particle)
                if !named { break }
                at += 1
            } else if token.isNumber {
                let boxed = Self.numbered.contains(word)
                if !boxed, token.length == 5 || at == start || at > start + 1 && token.length > 3 { break }
                if at > start, !(self.token(at - 1).isNumber || self.token(at - 1).cues.contains(.particle)) { break }
                at += 1
            } else if token.isSign(39) || token.isSign(45) && glued(at)
                || token.isSign(46) && self.token(at - 1).length <= 2 && glued(at)
            {
                at += 1
            } else {
                break
            }
        }
        if at == start, Self.alone.contains(word), token(at).isSign(44), token(at + 1).length == 5,
            token(at + 1).isNumber
        {
            return (at, word)
        }
        while at > start, !token(at - 1).cues.isDisjoint(with: .particle) || token(at - 1).kind == .sign,
            token(at - 1).isWord || token(at - 1).kind == .sign
        { at -= 1 }
        return at > start ? (at, word) : nil
    }

    /// A named place before a postcode: "La Ville-Oger, 22400 Planguenoual", or the postcode and its town alone.
    private func place(_ index: Int) -> (end: Int, word: UInt64)? {
        let first = token(index)
        if first.isNumber, first.length == 5, !glued(index) || index == 0, let end = townName(index + 1),
            (1_000...98_900).contains(page.value(first))
        {
            return (end, 1)
        }
        return nil
    }

    /// Where the named place before a postcode starts: capitalised words between two commas.
    private func named(before index: Int) -> Int {
        guard index > 1, token(index - 1).isSign(44) else { return index }
        var low = index - 1
        while low > 0, index - low < 9 {
            let token = token(low - 1)
            let fits =
                token.isWord && (token.shape != .lower || token.cues.contains(.particle)) || token.isSign(45)
                || token.isSign(39)
            if !fits { break }
            low -= 1
        }
        let opens =
            low == 0 || token(low - 1).isSign(44) || token(low - 1).isSign(58) || token(low - 1).kind == .line
            || Words.of.contains(token(low - 1).hash)
        return opens && low < index - 1 && token(low).shape != .lower ? low : index
    }

    /// A postcode and a town, in either order, or a town alone.
    private func town(_ index: Int) -> (end: Int, code: Bool, city: Bool)? {
        var at = index
        while token(at).isSign(44) || token(at).isSign(45) || token(at).isSign(40)
            || token(at).kind == .line && at == index
            || at == index && token(at).isWord && token(at).hash == Self.a && token(at + 1).entry.commune
        { at += 1 }
        if token(at).isNumber, token(at).length == 5 {
            let name = townName(at + 1)
            return (name ?? at + 1, true, name != nil)
        }
        guard at > index, token(at).isWord, !token(at).cues.contains(.street), !token(at).cues.contains(.title),
            let end = townName(at)
        else { return nil }
        if token(end).isNumber, token(end).length == 5 { return (end + 1, true, true) }
        guard token(at).entry.commune || token(at).entry.communePart, token(at).entry.common < 5 else { return nil }
        return (end, false, true)
    }

    private func townName(_ index: Int) -> Int? {
        var at = index
        guard token(at).isWord, token(at).shape != .lower || page.whispered else { return nil }
        while at - index < 10, at < page.tokens.count {
            let token = token(at)
            if token.isWord,
                at == index || token.shape != .lower && (token.entry.common < 5 || glued(at))
                    || Words.of.contains(token.hash) || self.token(at - 1).isSign(45) || self.token(at - 1).isSign(39)
                    || token.hash == Words.cedex
            {
                at += 1
            } else if token.isSign(45) && glued(at) && glued(at + 1) || token.isSign(39) {
                at += 1
            } else {
                break
            }
        }
        while at > index + 1, Words.of.contains(token(at - 1).hash) || token(at - 1).kind == .sign { at -= 1 }
        return at
    }
}
