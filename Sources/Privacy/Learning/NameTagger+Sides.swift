/// What announces a name and what follows it.
extension NameTagger {
    enum Side: UInt64 {
        case other, start, doctor, title, role, kin, naming, patient, place, eponym, born, comma, and, colon, quote,
            age, stop, paren
    }

    /// What announces a run: the nearest telling word just before it.
    func left(_ low: Int) -> Side {
        var at = low - 1
        var steps = 0
        while at >= 0, steps < 3 {
            let token = page.tokens[at]
            if token.kind == .line { return .start }
            if token.isWord {
                let cues = token.cues
                if cues.contains(.doctor) { return .doctor }
                if cues.contains(.title) { return officer(before: at) ? .role : .title }
                if cues.contains(.kin) { return .kin }
                if cues.contains(.eponym) || cues.contains(.eponymName) { return .eponym }
                if !cues.isDisjoint(with: [.place, .street]) { return .place }
                if cues.contains(.role) { return .role }
                if cues.contains(.birth) { return .born }
                if cues.contains(.patient) { return .patient }
                if cues.contains(.naming) { return .naming }
                if token.hash == NameTagger.et { return .and }
                if !cues.isDisjoint(with: [.particle, .article]), steps < 2 {
                    at -= 1
                    steps += 1
                    continue
                }
                return .other
            }
            if token.isSign(44) { return .comma }
            if token.isSign(46), page.tokens[max(0, at - 1)].length > 3 || !page.tokens[max(0, at - 1)].isWord {
                return .start
            }
            if token.isSign(33) || token.isSign(63) { return .start }
            at -= 1
            if !token.isSign(46) { steps += 1 }
        }
        return at < 0 ? .start : .other
    }

    /// "le cadre de garde, M. Faure", "votre interlocutrice : Mme Devaux": whether a title follows a role.
    private func officer(before title: Int) -> Bool {
        var at = title - 1
        while at >= 0, title - at < 5, page.tokens[at].kind != .line, !page.tokens[at].isSign(46) {
            let token = page.tokens[at]
            if token.isWord, token.cues.contains(.role), token.cues.isDisjoint(with: [.kin, .patient]) { return true }
            if token.isWord, !token.cues.isDisjoint(with: [.kin, .opening, .patient]) { return false }
            at -= 1
        }
        return false
    }

    /// What follows a run.
    func right(_ high: Int) -> Side {
        var at = high
        while at < page.tokens.count, at < high + 5 {
            let token = page.tokens[at]
            if token.kind == .line { return at == high ? .start : .other }
            if token.isWord, token.cues.contains(.role), !token.cues.contains(.kin) {
                // "Mme Abgrall, directrice adjointe," tells who she is; "Madame Castaing, le vigile a bien vu" does not.
                let next = page.tokens.indices.contains(at + 1) ? page.tokens[at + 1] : token
                let closes =
                    next.kind != .word || !next.cues.isDisjoint(with: [.role, .particle, .article])
                    || next.entry.common < 3
                return closes ? .role : at == high ? .doctor : .patient
            }
            if token.isWord, token.cues.contains(.birth) { return .born }
            if token.isNumber, page.tokens.indices.contains(at + 1), page.tokens[at + 1].cues.contains(.age) {
                return .age
            }
            if token.isSign(46), token.spaced || page.tokens.indices.contains(at + 1) && page.tokens[at + 1].spaced {
                return .stop
            }
            at += 1
        }
        guard high < page.tokens.count else { return .start }
        let next = page.tokens[high]
        if next.isSign(44) { return .comma }
        if next.isSign(58) { return .colon }
        if next.isSign(40) { return .paren }
        if next.isSign(34) { return .quote }
        if next.isWord, next.hash == NameTagger.et { return .and }
        return .other
    }

    /// What an attentive reader looks at first: who is announced, what follows, how the name looks.
    func expert(_ run: Range<Int>, _ rough: UInt64, _ add: (UInt64, UInt64) -> Void) {
        let left = left(run.lowerBound).rawValue
        let right = right(run.upperBound).rawValue
        var first = 0
        var capital = true
        var words = 0
        for at in run.prefix(8) where plausible[at] {
            first = max(first, page.tokens[at].entry.firstName)
            if page.tokens[at].shape == .lower { capital = false }
            words += 1
        }
        let town = run.prefix(8).contains { page.tokens[$0].entry.commune && page.tokens[$0].entry.firstName < 4 }
        let look = (town ? 4_096 : 0) + UInt64(first / 2) * 8 + UInt64(min(words, 3)) * 2 + (capital ? 1 : 0)
        let closing: UInt64 = run.upperBound >= page.tokens.count - 1 ? 1 : 0
        add(100, left)
        add(101, right)
        add(102, left * 32 + right)
        add(103, left * 64 + look)
        add(104, right * 64 + look)
        add(105, (left * 32 + right) * 64 + look)
        add(106, (left * 32 + right) * 2 + closing)
        add(107, look * 2 + closing)
        add(108, left * 64 + rough)
        let place: UInt64 =
            run.lowerBound <= 2 ? 0 : run.lowerBound - context.sentence(of: run.lowerBound).lowerBound <= 2 ? 1 : 2
        add(109, (left * 32 + right) * 3 + place)
        add(110, (place * 64 + look) * 2 + (context.whole.contains(.your) ? 1 : 0))
        let sentence = context.sentence(of: run.lowerBound)
        var cues: CueSet = []
        for at in max(sentence.lowerBound, run.lowerBound - 12)..<min(sentence.upperBound, run.upperBound + 12)
        where !run.contains(at) {
            cues.formUnion(page.tokens[at].cues)
        }
        let about: UInt64 =
            (cues.isDisjoint(with: [.role, .doctor]) ? 0 : 1) + (cues.contains(.kin) ? 2 : 0)
            + (cues.isDisjoint(with: [.place, .eponym, .eponymName]) ? 0 : 4)
        add(111, about * 64 + look)
        add(112, (about * 32 + left) * 32 + right)
        add(113, (about * 64 + look) * 3 + place)
    }
}
