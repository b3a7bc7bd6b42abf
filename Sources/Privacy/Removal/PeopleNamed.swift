/// Everybody whom a text names, caregivers too: what `read` leaves in because it tells nothing of a patient, but what
/// may not be said of somebody in public.
extension PrivacyReader {
    /// Direct identifiers and the names of all people, in order and apart from each other. It sees names sooner than
    /// `read`: a commune that is also a first name is taken for one when it stands alone.
    public func everybody(in text: String) -> [Clue] {
        let said = read(text).clues
        let scalars = text.unicodeScalars
        guard scalars.count <= Self.block else { return said }
        let page = Page(text, gazetteer)
        let names = PeopleNamed(page).ranges.map { tokens in
            let range = page.sheet.range(
                Int(page.tokens[tokens.lowerBound].start), Int(page.tokens[tokens.upperBound - 1].end))
            return Clue(
                kind: .name, range: range, text: page.sheet.text(range), reason: "nom d'une personne", confidence: 0.7)
        }
        return Self.joined(said + names)
    }

    /// Overlapping clues become one that covers both, of the surer kind.
    private static func joined(_ clues: [Clue]) -> [Clue] {
        var out: [Clue] = []
        for clue in clues.sorted(by: { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        ) {
            guard let last = out.last, last.range.upperBound > clue.range.lowerBound else {
                out.append(clue)
                continue
            }
            guard clue.range.upperBound > last.range.upperBound else { continue }
            let more = clue.range.upperBound - last.range.upperBound
            let tail = String(String.UnicodeScalarView(clue.text.unicodeScalars.suffix(more)))
            out[out.count - 1] = Clue(
                kind: last.kind, range: last.range.lowerBound..<clue.range.upperBound, text: last.text + tail,
                reason: last.reason, confidence: max(last.confidence, clue.confidence))
        }
        return out
    }
}

/// Where a page names people: after a title or a trade, or by a first name that is hardly a word.
private struct PeopleNamed {
    private static let titles = Words.set(
        """
        dr dre drs docteur docteure doctor doctors pr prof professeur professeure professor mme mmes madame \
        m mr mrs ms miss mlle monsieur mademoiselle maitre sir sister
        """)
    private static let trades = Words.set(
        """
        infirmier infirmiere infirmieres infirmiers ide aide soignant soignante femme sage medecin \
        chirurgien chirurgienne interne externe kine kinesitherapeute psychologue psychiatre anesthesiste \
        brancardier brancardiere secretaire cadre cardiologue radiologue gynecologue pediatre neurologue \
        urgentiste ambulancier ambulanciere manipulateur manipulatrice dieteticienne assistante assistant \
        sociale nurse nurses surgeon midwife physician consultant porter receptionist matron stagiaire agent \
        hotesse
        """)
    private static let naming = Words.set(
        """
        prenomme prenommee nomme nommee appelle appelait appelee surnomme surnommee prenom named called name \
        surname
        """)
    private static let saints = Words.set(
        "saint sainte st ste saints hopital clinique rue avenue place boulevard centre")
    private static let particles = Words.set("de du des da di ben bel el al le la van von")
    /// First names that are months, seasons, places or things first.
    private static let things = Words.set(
        """
        avril mai prune rose france paris londres florence lorraine chance charge noel pascal toussaint \
        marine ange victoire service urgences urgence accueil merci bonjour bonsoir madame monsieur docteur \
        equipe covid irm scanner maman papa mamie papi dieu samu smur hopital
        """)

    private let page: Page
    private var tokens: [Token] { page.tokens }

    init(_ page: Page) { self.page = page }

    var ranges: [Range<Int>] {
        var out: [Range<Int>] = []
        var index = 0
        while index < tokens.count {
            guard let start = start(at: index) else {
                index += 1
                continue
            }
            let end = end(of: start)
            out.append(start..<end)
            index = end
        }
        return out
    }

    /// The first word of a name that is announced or stands at `index`.
    private func start(at index: Int) -> Int? {
        let token = tokens[index]
        guard token.isWord else { return nil }
        if Self.titles.contains(token.hash), let next = word(after: index), titled(tokens[next]) { return next }
        let announces =
            Self.trades.contains(token.hash) || token.cues.contains(.role) || Self.naming.contains(token.hash)
        if announces, let next = word(after: index), announced(tokens[next]) { return next }
        return alone(index) ? index : nil
    }

    /// The word that follows, past a point or a space, in the same sentence.
    private func word(after index: Int) -> Int? {
        var next = index + 1
        if tokens.indices.contains(next), tokens[next].isSign(46) || tokens[next].isSign(39) { next += 1 }
        return tokens.indices.contains(next) && tokens[next].isWord ? next : nil
    }

    private func titled(_ token: Token) -> Bool {
        if Self.trades.contains(token.hash) || Self.titles.contains(token.hash) { return false }
        if token.shape != .lower { return !page.shouted || token.entry.common < 6 }
        return token.entry.common < 4 && (token.entry.surname > 0 || token.entry.firstName > 0) || token.entry.raw == 0
    }

    private func announced(_ token: Token) -> Bool {
        if Self.trades.contains(token.hash) || Self.titles.contains(token.hash) { return false }
        if Self.things.contains(token.hash) || token.entry.hospital && token.entry.firstName < 3 { return false }
        if token.shape == .lower || page.shouted { return token.entry.firstName > 2 && token.entry.common < 3 }
        return token.length > 1
    }

    /// A first name without announcement.
    private func alone(_ index: Int) -> Bool {
        let token = tokens[index]
        guard token.length > 2, !Self.things.contains(token.hash), token.entry.firstName > 2 else { return false }
        if let before = before(index), Self.saints.contains(tokens[before].hash) { return false }
        if token.shape == .lower || page.shouted { return token.entry.firstName > 4 && token.entry.common < 2 }
        if token.entry.commune, token.entry.firstName < 5 { return false }
        return token.entry.common < 4
    }

    private func before(_ index: Int) -> Int? {
        var at = index - 1
        if at > 0, tokens[at].isSign(45) || tokens[at].isSign(46) { at -= 1 }
        return at >= 0 && tokens[at].isWord ? at : nil
    }

    /// Past the words that go on with the name: "Marie-Claire Le Guen", "Dr. J. Martin".
    private func end(of start: Int) -> Int {
        var end = start + 1
        while tokens.indices.contains(end) {
            let token = tokens[end]
            if token.isSign(45) || token.isSign(46) || token.isSign(39), tokens.indices.contains(end + 1),
                token.isSign(46) ? tokens[end - 1].length == 1 : !token.spaced && !tokens[end + 1].spaced,
                tokens[end + 1].isWord, tokens[end + 1].shape != .lower || token.isSign(45)
            {
                end += 2
            } else if token.isWord, goesOn(token) {
                end += 1
            } else if token.isWord, Self.particles.contains(token.hash), tokens.indices.contains(end + 1),
                tokens[end + 1].isWord, tokens[end + 1].shape != .lower, goesOn(tokens[end + 1])
            {
                end += 2
            } else {
                break
            }
        }
        return end
    }

    private func goesOn(_ token: Token) -> Bool {
        if Self.things.contains(token.hash) || Self.trades.contains(token.hash) || Self.titles.contains(token.hash) {
            return false
        }
        if token.shape == .lower || page.shouted {
            return token.entry.common < 2 && (token.entry.surname > 2 || token.entry.firstName > 3)
        }
        return token.length > 1 ? token.entry.common < 6 : true
    }
}
