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
        "cni rg casier badge badges recommande colis caf plainte pv tube tubes cmi hemoculture hemocultures adherent adherente allocataire contrat facture factures ref reference references passeport permis iban mdph sinistre commande "
            + "cde imei cni ecrou matricule rib ordonnance recepisse reclamation donneur donneuse client cliente dn avis livret mutuelle police"
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

    private static let rooms = Words.set("chambre ch chb chbre chambres chbres chamb piaule")
    private static let persons = Words.set(
        "dame monsieur mamie papi papy gars patient patiente voisin voisine mec resident residente fille mere madame")

    /// Whether the words around leave no doubt: "chambre 214", "la dame du 12", "14 rue des Lilas, 70300 Luxeuil".
    func certain(_ finding: Finding) -> Bool {
        let low = finding.tokens.lowerBound
        switch finding.family {
        case .room: return roomed(finding)
        case .address:
            // 3_715 and above: a number in the street, with a postcode or a town.
            guard finding.notes.contains(where: { (3_715...3_718).contains($0) }) else { return false }
            return (max(0, low - 6)..<low).allSatisfy {
                page.tokens[$0].cues.isDisjoint(with: [.place, .desk, .event, .role])
            }
        default: return false
        }
    }

    private func roomed(_ finding: Finding) -> Bool {
        let low = finding.tokens.lowerBound
        let high = finding.tokens.upperBound
        guard low > 1 else { return low == 1 && Self.rooms.contains(page.tokens[0].hash) }
        if page.tokens.indices.contains(high) {
            let next = page.tokens[high]
            guard next.cues.isDisjoint(with: .unit), !next.isSign(37), !next.isSign(36) else { return false }
        }
        let before = page.tokens[low - 1]
        if Self.rooms.contains(before.hash) { return true }
        var at = low - 1
        while at > 0, low - at < 3, !page.tokens[at].cues.isDisjoint(with: [.article, .particle]) { at -= 1 }
        return at < low - 1 && Self.persons.contains(page.tokens[at].hash) && finding.notes.contains(3_602)
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
