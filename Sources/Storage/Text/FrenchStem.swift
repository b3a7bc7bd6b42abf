/// A light stemmer for French words without accents: plural, feminine and the commonest endings of the first conjugation,
/// after the idea of J. Savoy's light stemmers ("Light stemming approaches for the French, Portuguese, German and
/// Hungarian languages", SAC 2006). A stem need not be a word, only the same letters for the forms of one.
/// `docs/decisions/french-search.md` says why it is not Snowball's.
///
/// The index holds stems: a change of these rules needs a migration that fills it again.
enum FrenchStem {
    /// Longer words are noise (addresses, encoded data): their beginning finds them.
    static let longest = 40

    /// Words whose last letter is theirs: without it they would be another common word (moi, foi, ver).
    private static let whole: Set<[UInt8]> = Set(["mois", "fois", "vers", "sens", "gens"].map { Array($0.utf8) })

    /// Feminine endings and what stands for both genders, longest first; with the letters a word must have to lose them.
    private static let genders: [(ending: [UInt8], becomes: [UInt8], least: Int)] = [
        ("trice", "teur", 7), ("ienne", "ien", 6), ("enne", "en", 6), ("onne", "on", 5), ("elle", "el", 6),
        ("ette", "et", 6), ("euse", "eu", 6), ("iere", "ier", 6), ("ive", "if", 6), ("ere", "er", 6), ("ee", "e", 4),
    ].map { (Array($0.0.utf8), Array($0.1.utf8), $0.2) }

    static func stem(_ word: some Collection<UInt8>) -> String {
        var letters = Array(word.prefix(longest))
        guard letters.count > 3, letters.allSatisfy({ (97...122).contains($0) }), !whole.contains(letters) else {
            return String(decoding: letters, as: UTF8.self)
        }
        dropPlural(&letters)
        dropFeminine(&letters)
        // Travail and travaux: one stem for -ail, -al and the -al that dropPlural made of -aux.
        if letters.count > 5, letters.ends("ail") { letters.replaceSuffix(3, "al") }
        if letters.count > 3, letters.last == UInt8(ascii: "e") { letters.removeLast() }
        if letters.count > 5, letters.ends("er") { letters.removeLast(2) }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func dropPlural(_ letters: inout [UInt8]) {
        switch letters.last {
        case UInt8(ascii: "x"):
            letters.removeLast()
            let isAux = letters.count > 4 && letters.ends("au") && !letters.ends("eau")
            if isAux { letters[letters.count - 1] = UInt8(ascii: "l") }
        case UInt8(ascii: "s") where !letters.ends("ss"): letters.removeLast()
        default: break
        }
    }

    private static func dropFeminine(_ letters: inout [UInt8]) {
        guard letters.last == UInt8(ascii: "e") else { return }
        for (ending, becomes, least) in genders where letters.count >= least && letters.ends(ending) {
            letters.removeLast(ending.count)
            letters += becomes
            return
        }
    }
}

extension [UInt8] {
    fileprivate func ends(_ text: StaticString) -> Bool {
        ends(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    fileprivate func ends(_ suffix: some Collection<UInt8>) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }

    fileprivate mutating func replaceSuffix(_ size: Int, _ text: StaticString) {
        removeLast(size)
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
