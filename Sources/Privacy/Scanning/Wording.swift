/// Numbers that say what they are: "IPP 0098214477", "n° de séjour 230045519", "contrat n° LOC-88-1204".
struct Wording {
    let page: Page

    private static let numbered = Words.set("n no num numero nr nro")
    private static let fillers = Words.set(
        "de du des la le l d est c cest mon ma votre sous suivant patient temporaire administratif interne complet")
    private static let patient = Words.set("ipp ipps nip npi permanent")
    private static let never = Words.set("attente finess siret ape")
    private static let stay = Words.set("nda iep")
    private static let stays = Words.set("sejour venue admission entree passage hospitalisation hospit episode had")
    private static let files = Words.set("dossier patient patiente pat dos")
    private static let others = Words.set(
        "cni rg casier badge badges recommande colis caf plainte pv tube tubes cmi hemoculture hemocultures adherent adherente allocataire contrat facture factures passeport permis iban mdph sinistre "
            + "imei cni ecrou matricule rib ordonnance recepisse reclamation donneur donneuse client cliente dn avis livret mutuelle police"
    )

    /// The kind that the words just before a number announce; nil when they announce none.
    func kind(_ finding: Finding) -> ClueKind? {
        guard [.number, .nir, .phone].contains(finding.family) else { return nil }
        var at = finding.tokens.lowerBound - 1
        var numbered = false
        var steps = 0
        while at >= 0, steps < 8 {
            let token = page.tokens[at]
            if token.kind == .line || token.isNumber || token.isSign(33) || token.isSign(63) || token.isSign(44) {
                return nil
            }
            if token.isWord {
                if Self.numbered.contains(token.hash) {
                    numbered = true
                } else if !Self.fillers.contains(token.hash)
                    || Self.files.contains(token.hash) && (numbered || steps < 2)
                {
                    return named(token.hash, numbered: numbered, steps: steps)
                }
            }
            at -= 1
            steps += 1
        }
        return nil
    }

    private static let persons = Words.set(
        "dame monsieur mamie papi papy gars patient patiente voisin voisine mec meuf resident residente fille mere madame "
            + "m mr mme mlle homme femme maman papa dames messieurs mmes couple jumeaux jumelles occupant occupante type coloc"
    )

    /// Whether the words around leave no doubt: "chambre 214", "la dame du 12", "14 rue des Lilas, 70300 Luxeuil".
    func certain(_ finding: Finding) -> Bool {
        let low = finding.tokens.lowerBound
        switch finding.family {
        case .room: return roomed(finding)
        case .address: return home(finding)
        case .age: return aged(finding)
        case .date: return born(low) || treated(low)
        default: return false
        }
    }

    private func home(_ finding: Finding) -> Bool {
        let low = finding.tokens.lowerBound
        let before = page.tokens[max(0, low - 6)..<low]
        let house = before.contains { !$0.cues.isDisjoint(with: [.place, .desk, .event, .role]) }
        // 3_715 and above: a number in the street, with a postcode or a town; 3_701: a number in the street.
        if finding.notes.contains(where: { (3_715...3_718).contains($0) }), !house { return true }
        return finding.notes.contains(3_701) && before.suffix(4).contains { $0.isWord && Self.lives.contains($0.hash) }
    }

    private static let lives = Words.set(
        "habite habitant habitons demeurant domicilie domiciliee domicile vit vivant loge")

    private static let ageing = Words.set(
        "ai age agee dame homme femme patient patiente monsieur madame papi mamie papy")
    /// "j'ai 92 ans", "âgée de 97 ans", "patient de 95 ans".
    private func aged(_ finding: Finding) -> Bool {
        guard finding.notes.contains(3_500), !finding.notes.contains(where: { (3_510...3_515).contains($0) }) else {
            return false
        }
        return word(before: finding.tokens.lowerBound, past: Self.ofAge, among: Self.ageing)
    }

    private static let ofAge = Words.set("de d environ bientot")
    private static let birth = Words.set("ne nee nes nees nele neele ddn naissance")
    private static let toBirth = Words.set("le un une en e : de date presume presumee")
    private static let treatments = Words.set(
        "opere operee operes operees hospitalise hospitalisee hospitalises admis admise accouche decede decedee greffe greffee "
            + "transfere transferee intube intubee ampute amputee")
    private static let toTreatment = Words.set("le du depuis l en urgence")

    /// What a finding is that leaves no doubt.
    func certainKind(_ finding: Finding) -> ClueKind {
        finding.family == .date && born(finding.tokens.lowerBound) ? .birthdate : finding.kinds[0]
    }

    private func born(_ low: Int) -> Bool { word(before: low, past: Self.toBirth, among: Self.birth) }

    private func treated(_ low: Int) -> Bool { word(before: low, past: Self.toTreatment, among: Self.treatments) }

    /// Whether one of some words stands before a token, with nothing but some others and light signs between.
    private func word(before low: Int, past fillers: Set<UInt64>, among words: Set<UInt64>) -> Bool {
        var at = low - 1
        while at >= 0, low - at < 6 {
            let token = page.tokens[at]
            if token.isWord {
                if words.contains(token.hash) { return true }
                guard fillers.contains(token.hash) || token.cues.contains(.weekday) else { return false }
            } else if !(token.isSign(58) || token.isSign(40) || token.isSign(41) || token.isSign(39)) {
                return false
            }
            at -= 1
        }
        return false
    }

    /// "18-74, 75-89": from one number to a greater one, announced by nothing, is no room.
    func counts(_ finding: Finding) -> Bool {
        guard finding.family == .room, finding.tokens.count == 3, !finding.notes.contains(Scanner.bedroom),
            finding.notes.contains(Scanner.opening) || finding.notes.contains(Scanner.another)
        else { return false }
        let tokens = page.tokens[finding.tokens]
        guard let first = tokens.first, let last = tokens.last, first.isNumber, last.isNumber else { return false }
        return first.length < 4 && page.value(first) < page.value(last)
            && page.tokens[finding.tokens.lowerBound + 1].isSign(45)
    }

    private func roomed(_ finding: Finding) -> Bool {
        let low = finding.tokens.lowerBound
        let high = finding.tokens.upperBound
        if page.tokens.indices.contains(high), !page.tokens[high].cues.isDisjoint(with: [.unit, .month]) {
            let elided = page.tokens[high].length == 1 && page.tokens.indices.contains(high + 1)
            guard elided, page.tokens[high + 1].isSign(39) else { return false }
        }
        if finding.notes.contains(Scanner.bedroom) { return true }
        if finding.notes.contains(Scanner.floored) {
            return page.tokens[max(0, low - 8)..<low].contains {
                !$0.cues.isDisjoint(with: [.kin, .patient, .title, .ward, .room])
            }
        }
        var at = low - 1
        while at > 0, low - at < 3, !page.tokens[at].cues.isDisjoint(with: [.article, .particle]) { at -= 1 }
        return at >= 0 && at < low - 1 && Self.persons.contains(page.tokens[at].hash) && finding.notes.contains(3_602)
    }

    private func named(_ word: UInt64, numbered: Bool, steps: Int) -> ClueKind? {
        if Self.patient.contains(word) { return .ipp }
        if Self.never.contains(word) { return nil }
        if Self.stay.contains(word) { return .nda }
        if Self.stays.contains(word), numbered || steps < 2 { return .nda }
        if Self.files.contains(word), numbered || steps < 2 { return .ipp }
        return Self.others.contains(word) && (numbered || steps < 2) ? .otherID : nil
    }
}
