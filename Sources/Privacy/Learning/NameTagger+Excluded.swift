/// Names of places, diseases, firms and services that pass for names of people.
extension NameTagger {
    private static let saints = Words.set("saint sainte st ste saints")

    func excluded(_ name: Range<Int>) -> Bool {
        let left = left(name.lowerBound)
        let tokens = Array(page.tokens[name.clamped(to: 0..<page.tokens.count)])
        let words = tokens.filter(\.isWord)
        if words.count > 1, left != .naming, left != .kin, KnownNames.isPerson(words.map(\.hash)) { return true }
        if wordsAlone(words) || plainWord(words) || firm(name.upperBound) { return true }
        if acronym(words, most: 4, surname: 3, firstName: 2) { return true }
        if [.title, .kin, .naming].contains(left) { return false }
        if left != .patient, left != .and, words.allSatisfy({ KnownNames.isThing($0.hash) }) { return true }
        // A letter alone is no initial: "un pneumothorax G".
        if words.count == 1, words[0].length == 1, left != .patient { return true }
        if town(name, words) { return true }
        if tokens.reduce(0, { $0 + ($1.cues.contains(.eponymName) ? 1 : 0) }) >= 2 { return true }
        guard left != .patient else { return false }
        if saint(name) { return true }
        if words.count == 1, words[0].shape == .upper, page.tokens.indices.contains(name.upperBound),
            page.tokens[name.upperBound].isNumber, words[0].length < 5
        {
            return true
        }
        return name.count == 1 && acronym(words, most: 5, surname: 5, firstName: 3)
    }

    /// One short word in capitals that is hardly anybody's name.
    private func acronym(_ words: [Token], most length: Int, surname: Int, firstName: Int) -> Bool {
        guard !page.shouted, words.count == 1, let only = words.first, only.shape == .upper else { return false }
        return only.length <= length && only.entry.firstName < firstName && only.entry.surname < surname
    }

    /// Nothing but articles ("LE"), or nothing but relatives ("Papa").
    private func wordsAlone(_ words: [Token]) -> Bool {
        words.allSatisfy { !$0.cues.isDisjoint(with: [.particle, .article]) && $0.entry.common > 5 }
            || words.allSatisfy { $0.cues.contains(.kin) && ($0.entry.firstName < 5 || $0.shape == .lower) }
    }

    private func saint(_ name: Range<Int>) -> Bool {
        var before = name.lowerBound - 1
        if before > 0, page.tokens[before].isSign(45) { before -= 1 }
        return before >= 0
            && (Self.saints.contains(page.tokens[before].hash)
                || Self.saints.contains(page.tokens[name.lowerBound].hash))
    }

    /// "un poil de barbe": a small word of every day.
    private func plainWord(_ words: [Token]) -> Bool {
        guard words.count == 1, let word = words.first, !page.whispered else { return false }
        return word.shape == .lower && word.entry.common > 0 && word.entry.firstName < 5
    }

    private static let trade = Words.set("fils filles cie associes co freres soeurs sons")

    /// "Rodrigues & Fils".
    private func firm(_ end: Int) -> Bool {
        guard page.tokens.indices.contains(end + 1), page.tokens[end].isSign(38) || page.tokens[end].hash == Self.et
        else {
            return false
        }
        return Self.trade.contains(page.tokens[end + 1].hash) && page.tokens[end + 1].shape != .lower
    }

    private static let towards = Words.set("a de d depuis vers sur")

    /// "arrivé de Trinité", "à Fécamp": a town whose name hardly anybody has for a first name.
    private func town(_ name: Range<Int>, _ words: [Token]) -> Bool {
        guard words.count == 1, let word = words.first, word.entry.commune, word.entry.firstName < 3,
            word.entry.surname < 5, name.lowerBound > 0, word.shape != .lower
        else { return false }
        let before = page.tokens[name.lowerBound - 1]
        return before.isSign(39) || Self.towards.contains(before.hash)
    }
}
