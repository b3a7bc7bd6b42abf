/// Electronic addresses and accounts.
extension Scanner {
    // MARK: E-mail and accounts

    /// `a.b@c.fr`, and what people write so that robots do not see it: `a.b [at] c [dot] fr`, `a.b chez c.fr`.
    mutating func email(at index: Int) {
        let sign = token(index)
        var left = index
        var right = index + 1
        let open = token(index - 1)
        let bracketed = index > 0 && (open.isSign(91) || open.isSign(40) || open.isSign(123))
        if bracketed {
            left = index - 1
            guard token(right).isSign(93) || token(right).isSign(41) || token(right).isSign(125) else { return }
            right += 1
        } else if sign.isWord, sign.length < 2 {
            return
        }
        let low = local(before: left, spaced: sign.isWord || bracketed)
        if sign.isSign(64), low == index, !bracketed { return handle(at: index) }
        guard let high = domain(from: right), low < left else { return }
        let desk = (low..<left).contains { Self.desks.contains(token($0).hash) }
        add(.email, low, high, notes: [sign.isSign(64) ? 3_400 : 3_401] + (desk ? [3_430] : []))
    }

    private func local(before index: Int, spaced: Bool) -> Int {
        var low = index
        while low > 0, index - low < 24 {
            let token = token(low - 1)
            let fits =
                token.isWord || token.isNumber
                || token.kind == .sign && "._-+".utf8.contains(UInt8(truncatingIfNeeded: token.hash))
            if !fits || low < page.tokens.count && self.token(low).spaced && !(spaced && low == index) { break }
            low -= 1
        }
        while low < index, token(low).kind == .sign { low += 1 }
        return low
    }

    private func domain(from index: Int) -> Int? {
        var at = index
        var dots = 0
        guard token(at).isWord || token(at).isNumber else { return nil }
        at += 1
        while at < page.tokens.count, at - index < 20 {
            if let next = dot(at) {
                guard token(next).isWord, token(next).length >= 2 else { break }
                dots += 1
                at = next + 1
            } else if glued(at), token(at).isSign(45), glued(at + 1), token(at + 1).isWord || token(at + 1).isNumber {
                at += 2
            } else if glued(at), token(at).isNumber || token(at).isWord {
                at += 1
            } else {
                break
            }
        }
        return dots > 0 ? at : nil
    }

    /// The token after a point, however it is written.
    private func dot(_ index: Int) -> Int? {
        let token = token(index)
        if token.isSign(46), glued(index), glued(index + 1) { return index + 1 }
        if token.isWord, Words.dot.contains(token.hash), self.token(index + 1).isWord { return index + 1 }
        if token.isSign(91) || token.isSign(40),
            self.token(index + 1).isSign(46) || Words.dot.contains(self.token(index + 1).hash),
            self.token(index + 2).isSign(93) || self.token(index + 2).isSign(41)
        {
            return index + 3
        }
        return nil
    }

    private static let desks = Words.set(
        "contact accueil secretariat direction rh recrutement archives standard info infos noreply reply service services usagers "
            + "relations qualite etude cabinet mairie parking jardin sortie communication presse dons inscription inscriptions "
            + "consultation consultations admissions facturation urgences pharmacie laboratoire formation stage mediation dpo rgpd "
            + "reclamations secretaire don association asso bibliotheque benevolat internat imagerie radiologie scolarite courrier"
    )
    private static let institutions = Words.set(
        "ch chu chr chru ght hopital hopitaux hosto clinique polyclinique ars samu smur sdis pompiers police gendarmerie gouv min "
            + "ministere minsolisante sante asso association officiel officielle ville mairie region departement prefet prefecture cpam "
            + "ameli has ansm inserm aphp aphm hcl ehpad urgences secours croix rouge efs dondusang doctolib assurance maladie fondation "
            + "institut cnam igas sncf ratp metropole agglo france info radio journal presse media tv bfmtv federation syndicat cgt cfdt fo "
            + "ordre medecins hospitalier hospitaliere centre clinic group groupe mutuelle unicancer cancer ligue croixrouge fhf"
    )

    private mutating func handle(at index: Int) {
        guard glued(index + 1), !glued(index) || !token(index - 1).isWord && !token(index - 1).isNumber else { return }
        let high = account(index + 1)
        guard high > index + 1 else { return }
        add(.handle, index, high, notes: [3_410] + pieces(index + 1, high))
    }

    /// `insta : lulu.ptitpois72`, `u/ventoline`.
    mutating func namedHandle(at index: Int) {
        if token(index).hash == Words.u {
            guard token(index + 1).isSign(47), glued(index + 1), glued(index + 2), token(index).length == 1 else {
                return
            }
            let high = account(index + 2)
            if high > index + 2, Int(token(high - 1).end - token(index + 2).start) > 2 {
                add(.handle, index, high, notes: [3_411] + pieces(index + 2, high))
            }
            return
        }
        var at = index + 1
        while at - index < 4,
            token(at).isSign(58) || Words.le == token(at).hash || token(at).cues.contains(.handle)
                || token(at).hash == Words.hash("est")
        { at += 1 }
        guard token(at).isWord || token(at).isNumber else { return }
        let high = account(at)
        let inner = (at..<max(at, high)).contains { token($0).isNumber || token($0).isSign(95) || token($0).isSign(46) }
        let worded = (at..<max(at, high)).contains { token($0).isWord && token($0).length > 2 }
        if inner, worded, high > at + 1 { add(.handle, at, high, notes: [3_412] + pieces(at, high)) }
    }

    private static let endings = Words.set(
        "fr com org net eu gouv info bzh re pdf jpg png docx html asso edu be ch ca io www")

    /// An account without its sign: `bibi.la.warrior`, `Nana_la_crohnique`, `lise.h`, `kevdu62`.
    mutating func bareHandle(at index: Int) {
        let first = token(index)
        guard first.length >= 3, glued(index + 1) else { return }
        if glued(index), index > 0, !token(index - 1).isSign(40), !token(index - 1).isSign(34) { return }
        let high = account(index)
        guard high > index + 1, !token(high).isSign(64), !token(high).isSign(47) || !glued(high),
            !Words.at.contains(token(high).hash) || !token(high).isWord || token(high).length == 1
        else { return }
        if token(high).isSign(91) || token(high).isSign(40) && glued(high) { return }
        let parts = index..<high
        let words = parts.filter { token($0).isWord }
        guard
            !words.contains(where: {
                Self.endings.contains(token($0).hash) || token($0).shape == .upper && token($0).length > 1
            })
        else { return }
        let lines = parts.contains { token($0).isSign(95) }
        let dots = parts.filter { token($0).isSign(46) }.count
        let hyphens = parts.contains { token($0).isSign(45) }
        let lower = parts.dropFirst().allSatisfy { token($0).shape == .lower }
        let digits = parts.contains { token($0).isNumber }
        let county = high == index + 2 && digits && token(index + 1).length <= 3 && Self.ends(self.digits(first))
        let named = first.entry.firstName >= 2 && lower && first.entry.common <= 2
        let dotted = lower && !hyphens && (dots >= 2 && words.count >= 3 || dots == 1 && named && words.count == 2)
        guard lines && words.count >= 2 || county || dotted && token(high - 1).isWord || dots > 0 && named && digits
        else { return }
        add(.handle, index, high, notes: [3_413] + pieces(index, high))
    }

    /// "kevdu", "ladydu": what comes before the number of a département.
    private static func ends(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count >= 5 && bytes.suffix(2).elementsEqual("du".utf8)
    }

    private func account(_ index: Int) -> Int {
        var at = index
        while at < page.tokens.count, at - index < 24, at == index || glued(at) {
            let token = token(at)
            let fits =
                token.isWord || token.isNumber || token.isSign(95) || token.isSign(45)
                || token.isSign(46) && glued(at + 1)
                    && (self.token(at + 1).isWord || self.token(at + 1).isNumber || self.token(at + 1).isSign(95))
            if !fits { break }
            at += 1
        }
        return at
    }

    private func pieces(_ low: Int, _ high: Int) -> [UInt64] {
        var notes: [UInt64] = []
        for at in low..<high {
            let token = token(at)
            if token.isNumber { notes.append(3_420) }
            guard token.isWord else { continue }
            if token.entry.common > 0 || token.length < 6 { notes.append(Hash.mix(3_421, token.hash)) }
            if token.cues.contains(.place) { notes.append(3_422) }
            notes.append(token.entry.firstName > 1 ? 3_423 : 3_424)
            let bytes = digits(token)
            if at == low {
                for prefix in [2, 3, 4] where bytes.count >= prefix {
                    notes.append(Hash.mix(3_425, Hash.of(bytes.prefix(prefix))))
                }
            }
            if token.shape == .upper { notes.append(3_426) }
            if Self.institutions.contains(token.hash) || token.shape == .upper && token.length > 2 && low == at {
                notes.append(3_430)
            }
        }
        return notes
    }
}
