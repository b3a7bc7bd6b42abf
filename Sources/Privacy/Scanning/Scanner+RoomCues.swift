/// What announces the number of a room.
extension Scanner {
    private static let numbers = Words.set("n no numero num")
    private static let bedrooms = Words.set("chambre ch chb chbre chambres chbres chamb piaule")
    /// Words that stand between a room and its number: "chambre stérile numéro 6", "box bulle 4".
    private static let manners = Words.set(
        "sterile steriles isolement d individuelle seule simple double particuliere protegee bulle sas accompagnant porte fenetre fond actuelle commune"
    )
    /// They may announce a bed, and as well a door of the house: the model says.
    private static let doors = Words.set("porte poste fauteuil brancard bulle alcove")

    private static let post = Words.hash("poste")

    /// "chambre 214", "lit n° 3", "ch. 7B", "lit USINV 4".
    func led(_ index: Int, _ end: Int) -> [UInt64]? {
        var at = index - 1
        var numbered = false
        var manners = 0
        while at >= 0, index - at < 7 {
            let token = token(at)
            if token.isWord, token.cues.contains(.room) || Self.doors.contains(token.hash) && manners == 0 {
                return announced(at, index, numbered: numbered, manners: manners)
            }
            let number = token.isWord && Self.numbers.contains(token.hash)
            let sign = token.kind == .sign && "^:.-('".utf8.contains(UInt8(truncatingIfNeeded: token.hash))
            if number { numbered = true }
            if !number, !sign {
                let acronym = token.isWord && token.shape == .upper && token.length > 2 && !page.shouted
                guard token.isWord, acronym || Self.manners.contains(token.hash), manners < 3 else { break }
                manners += 1
            }
            at -= 1
        }
        guard numbered || index > 0 && token(index - 1).cues.contains(.title), token(index).isNumber,
            token(index).length < 4
        else { return nil }
        // "au numéro 41, hôpital de jour", "Madame 32 bis": only beside words of rooms or of stays.
        let near = cue([.room, .stay], before: index, within: 12) || Words.bis.contains(token(end - 1).hash)
        return near ? [3_608, numbered ? 3_630 : 3_631] : nil
    }

    private func announced(_ at: Int, _ index: Int, numbered: Bool, manners: Int) -> [UInt64]? {
        let word = token(at).hash
        let spelled = token(index).isWord && token(index).length > 2
        if Words.unsure.contains(word), manners > 0 { return nil }
        if word == Self.post, token(index).length > 2 || token(index + 1).isNumber || token(index + 1).isSign(45) {
            return nil
        }
        var notes: [UInt64] = [3_600, Hash.mix(3_601, word), spelled ? 3_632 : 3_633, UInt64(3_640 + manners)]
        let rated = token(index - 1).isSign(58) && token(index).length == 1
        if Self.bedrooms.contains(word), !rated, !spelled || numbered || manners == 0 { notes.append(Self.bedroom) }
        if numbered { notes.append(3_634) }
        return notes
    }

    private static let year = Words.hash("en")
    private static let roads = Words.set("d n a rd rn e")
    private static let ways = Words.set(
        "prenez prendre prends emprunter empruntez sur route sortie voie bouchon bouchons echangeur autoroute rocade "
            + "circulation deviation evitez eviter longe bord travaux")

    /// "prenez la D74", "par l'A7": a road.
    private func road(_ index: Int) -> Bool {
        guard Self.roads.contains(token(index).hash) else { return false }
        return (max(0, index - 4)..<index).contains { token($0).isWord && Self.ways.contains(token($0).hash) }
    }

    /// "la 214", "du 12", "au 4 bis", "dans la deux cent six".
    func bare(_ index: Int, _ end: Int) -> [UInt64]? {
        guard index > 0 else { return nil }
        let first = token(index)
        let before = token(index - 1)
        guard before.isWord, Words.bareRoom.contains(before.hash) else { return nil }
        let spelled = first.isWord && first.length > 2
        if spelled, (SpelledNumber.hundreds(page, index)?.value ?? 0) < 10 { return nil }
        if first.isNumber, first.length == 1, end == index + 1, before.hash != Words.la { return nil }
        if first.isWord, !spelled, token(end - 1).length < 2, end - index < 3 { return nil }
        if first.isWord, !spelled, road(index) { return nil }
        let value = page.value(first)
        if first.isNumber, end == index + 1 {
            if before.hash == Words.le, (1...31).contains(value) { return nil }
            if first.length == 4, (1_900...2_099).contains(value) { return nil }
            if first.length == 4, before.hash == Self.year, (1_000...2_099).contains(value) { return nil }
            let bed = (end...end + 2).contains { token($0).cues.contains(.room) }
            // "le 15" is a helpline; "la 15" and "la dame du 15" are not.
            let person = index > 1 && !token(index - 2).cues.isDisjoint(with: [.kin, .title, .patient])
            if Self.helplines.contains(value), !bed, !person, before.hash != Words.la { return nil }
        }
        let next = token(end)
        return [
            3_602, Hash.mix(3_603, before.hash),
            next.isWord ? next.cues.contains(.unit) || next.cues.contains(.month) ? 3_604 : 3_605 : 3_606,
            UInt64(3_610 + min(first.length, 5)), spelled ? 3_632 : 3_633,
        ]
    }
}
