/// What announces the number of a room.
extension Scanner {
    private static let numbers = Words.set("n no numero num")
    private static let bedrooms = Words.set("chambre ch chb chbre chambres chbres chamb chambr piaule")
    /// Words that stand between a room and its number: "chambre stérile numéro 6", "box bulle 4".
    private static let manners = Words.set(
        "sterile steriles isolement d individuelle seule simple double particuliere protegee bulle sas accompagnant porte fenetre fond actuelle commune"
    )
    /// They may announce a bed, and as well a door of the house: the model says.
    private static let doors = Words.set(
        """
        porte poste fauteuil brancard bulle alcove alveole bocal bx cabine couveuse incubateur berceau siege station appart \
        appartement appt logement studio cp rotonde isoloir travail naissance accouchement
        """)
    private static let post = Words.hash("poste")
    /// A person is said by the number: "la dame du 214".
    static let person: UInt64 = 3_650

    /// "chambre 214", "lit n° 3", "ch. 7B", "lit USINV 4".
    func led(_ low: Int, _ index: Int, _ end: Int) -> [UInt64]? {
        var at = low - 1
        var numbered = false
        var manners = 0
        while at >= 0, low - at < 7 {
            let token = token(at)
            if token.isWord, token.cues.contains(.room) || Self.doors.contains(token.hash) && manners < 2 {
                return announced(at, index, numbered: numbered, manners: manners)
            }
            let number = token.isWord && Self.numbers.contains(token.hash)
            let sign = token.kind == .sign && "^:.-('\"".utf8.contains(UInt8(truncatingIfNeeded: token.hash))
            if number { numbered = true }
            if !number, !sign {
                let acronym = token.isWord && token.shape == .upper && token.length > 2 && !page.shouted
                guard token.isWord, acronym || Self.manners.contains(token.hash) || token.cues.contains(.ward),
                    manners < 3
                else { break }
                manners += 1
            }
            at -= 1
        }
        if numbered, !counted(at) { return nil }
        guard numbered || index > 0 && token(index - 1).cues.contains(.title), token(index).length < 4 || numbered,
            token(index).isNumber || numbered && (SpelledNumber.hundreds(page, index)?.value ?? 0) > 1
        else { return nil }
        // "au numéro 41, hôpital de jour", "Madame 32 bis": only beside words of rooms, of wards or of stays.
        let near =
            cue([.room, .stay, .ward], before: index, within: 16) || Words.bis.contains(token(end - 1).hash)
            || (end..<end + 8).contains { token($0).cues.contains(.ward) }
        return near ? [3_608, numbered ? 3_630 : 3_631] + support(index, end) : nil
    }

    private static let ch = Words.hash("ch")
    private static let theHospital = Words.set("le du au un ce des notre votre")
    private static let towards = Words.set("au le du la a l en")

    /// Whether "n°" counts a place, and no noun before it: "unité Van-Gogh, n° 12", "au numéro 41"; not "lot n° 118".
    private func counted(_ at: Int) -> Bool {
        guard at >= 0 else { return true }
        let noun = token(at)
        guard noun.isWord else { return !noun.isSign(46) }
        if Self.towards.contains(noun.hash) || Words.also.contains(noun.hash)
            || !noun.cues.isDisjoint(with: [.room, .ward, .title])
        {
            return true
        }
        return noun.shape == .capital && at > 0 && token(at - 1).isWord
    }

    private func announced(_ at: Int, _ index: Int, numbered: Bool, manners: Int) -> [UInt64]? {
        let word = token(at).hash
        let spelled = token(index).isWord && token(index).length > 2
        if Words.unsure.contains(word), manners > 0 { return nil }
        // "le CH : 1.": the hospital.
        if word == Self.ch, at > 0, Self.theHospital.contains(token(at - 1).hash) { return nil }
        if word == Self.post, token(index).length > 2 || token(index + 1).isNumber || token(index + 1).isSign(45) {
            return nil
        }
        if spelled, !numbered, manners > 0 || Self.doors.contains(word) { return nil }
        var notes: [UInt64] = [3_600, Hash.mix(3_601, word), spelled ? 3_632 : 3_633, UInt64(3_640 + min(manners, 2))]
        if Self.doors.contains(word) { notes.append(3_645) }
        let rated = token(index - 1).isSign(58) && token(index).length == 1
        let quoted = at > 0 && token(at - 1).isSign(34)
        if Self.bedrooms.contains(word), !rated, !quoted, !spelled || numbered || manners == 0 {
            notes.append(Self.bedroom)
        }
        if numbered { notes.append(3_634) }
        return notes
    }

    private static let year = Words.hash("en")
    private static let within = Words.set("dans")
    private static let roads = Words.set("d n a rd rn e")
    private static let ways = Words.set(
        "prenez prendre prends emprunter empruntez sur route sortie voie bouchon bouchons echangeur autoroute rocade "
            + "circulation deviation evitez eviter longe bord travaux")

    /// "prenez la D74", "par l'A7": a road.
    private func road(_ index: Int) -> Bool {
        guard Self.roads.contains(token(index).hash) else { return false }
        return (max(0, index - 4)..<index).contains { token($0).isWord && Self.ways.contains(token($0).hash) }
    }

    private static let l = Words.hash("l")
    private static let leaving = Words.set("avion train vol bus car ferry navette tram ligne")
    private static let until = Words.hash("jusqu")
    private static let on = Words.set("sur")

    /// "la 214", "du 12", "au 4 bis", "dans la deux cent six", "l'A12".
    func bare(_ low: Int, _ index: Int, _ end: Int) -> [UInt64]? {
        guard low > 0 else { return nil }
        let first = token(index)
        var at = low - 1
        if token(at).isSign(39), low < index || first.isWord { at -= 1 }
        if token(at).isSign(34) { at -= 1 }
        let before = token(at)
        guard before.isWord, Words.bareRoom.contains(before.hash) || before.hash == Self.l && at < low - 1,
            !measured(end), !elsewhere(at, index)
        else { return nil }
        let support = support(index, end)
        let number = first.isWord ? SpelledNumber.hundreds(page, index)?.value : nil
        let value = number ?? page.value(first)
        if before.hash == Words.le, number == nil, value < 96, Self.within.contains(token(at - 1).hash) { return nil }
        if before.hash == Self.year, number.map({ $0 < 60 }) ?? (plural(end) || vitamin(index, end)) { return nil }
        if number != nil {
            if value < (support.isEmpty ? 10 : 2) { return nil }
        } else if first.isWord {
            if support.isEmpty, token(end - 1).length < 2, end - index < 3 { return nil }
            if road(index) || end - index > 2 && token(end - 1).isWord { return nil }
        } else if end == index + 1 {
            if first.length == 1, before.hash != Words.la, support.isEmpty { return nil }
            if low == index, !alone(index, end, before, value, support) { return nil }
        }
        return [
            3_602, Hash.mix(3_603, before.hash), token(end).isWord ? 3_605 : 3_606,
            UInt64(3_610 + min(first.length, 5)), number != nil ? 3_632 : 3_633,
            shaped(index, end) ? Self.floored : 3_658,
        ] + support
    }

    /// A floor or a wing and a door, which little else is written like.
    static let floored: UInt64 = 3_657

    /// "3.12", "B-208", "2-114".
    private func shaped(_ index: Int, _ end: Int) -> Bool {
        guard end == index + 3, token(index + 2).isNumber, (2...3).contains(token(index + 2).length) else {
            return false
        }
        return token(index + 1).isSign(46) || token(index + 1).isSign(45)
    }

    /// "12 ans", "11-Novembre"; not "le 12 s'est levé".
    func measured(_ end: Int) -> Bool {
        let next = token(end)
        if next.isSign(45), glued(end), token(end + 1).cues.contains(.month) { return true }
        guard next.cues.contains(.unit), !next.cues.contains(.room) else { return false }
        return !(next.length == 1 && token(end + 1).isSign(39))
    }

    /// "l'avion du 23", "jusqu'au 20", "sur la 3".
    private func elsewhere(_ at: Int, _ index: Int) -> Bool {
        let before = token(at - 1)
        return Self.leaving.contains(before.hash) || before.isSign(39) && token(at - 2).hash == Self.until
            || Self.on.contains(before.hash) && token(index).length == 1
    }

    /// Whether plain digits after an article may be those of a room, and no day, year or helpline.
    private func alone(_ index: Int, _ end: Int, _ before: Token, _ value: Int, _ support: [UInt64]) -> Bool {
        if before.hash == Words.le, (1...31).contains(value) {
            let dated = cue([.weekday, .stay, .birth], before: index, within: 3)
            if dated || support.isEmpty || token(end).cues.contains(.weekday) { return false }
        }
        let length = token(index).length
        if token(end).isNumber || (length == 4 || before.hash == Words.le) && digits(token(index)).first == 48 {
            return false
        }
        if length == 4, (1_900...2_099).contains(value), before.hash != Words.la { return false }
        if length == 4, before.hash == Self.year, (1_000...2_099).contains(value) { return false }
        let bed = (end...end + 2).contains { token($0).cues.contains(.room) }
        // "le 15" is a helpline; "la 15" and "la dame du 15" are not.
        return !Self.helplines.contains(value) || bed || support.contains(Self.person) || before.hash == Words.la
    }

    static let helplines: Set<Int> = [
        15, 17, 18, 112, 114, 115, 116, 119, 191, 196, 197, 3114, 3117, 3018, 3919, 3977, 3646, 3624, 3237, 3639, 3949,
        3975,
    ]
}
