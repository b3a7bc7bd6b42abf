/// A light stemmer for French words without accents, after the idea of Savoy's minimal stemmer (J. Savoy, "A stemming
/// procedure and stopword list for general French corpora", JASIS 50(10), 1999): plural, then feminine and infinitive
/// endings, then a doubled last letter. It need not give words, only the same letters for forms of one word.
enum FrenchStem {
    /// Longer words are noise (addresses, encoded data): their beginning finds them.
    static let longest = 40

    static func stem(_ word: some Collection<UInt8>) -> String {
        var letters = Array(word.prefix(longest))
        guard letters.count > 3, letters.allSatisfy({ (97...122).contains($0) }) else {
            return String(decoding: letters, as: UTF8.self)
        }
        dropPlural(&letters)
        if letters.count > 4 { dropFinal(UInt8(ascii: "e"), from: &letters, twice: true) }
        if letters.count > 5, letters.last == UInt8(ascii: "r") {
            letters.removeLast()
            dropFinal(UInt8(ascii: "e"), from: &letters, twice: true)
        }
        if letters.count > 3, letters[letters.count - 1] == letters[letters.count - 2] { letters.removeLast() }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func dropPlural(_ letters: inout [UInt8]) {
        if letters.last == UInt8(ascii: "x") {
            letters.removeLast()
            let isAux = letters.count > 3 && letters.hasSuffix("au") && !letters.hasSuffix("eau")
            if isAux { letters[letters.count - 1] = UInt8(ascii: "l") }
        } else if letters.last == UInt8(ascii: "s") {
            letters.removeLast()
        }
    }

    private static func dropFinal(_ letter: UInt8, from letters: inout [UInt8], twice: Bool) {
        for _ in 0..<(twice ? 2 : 1) where letters.count > 3 && letters.last == letter { letters.removeLast() }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ text: StaticString) -> Bool {
        let size = text.utf8CodeUnitCount
        guard count >= size else { return false }
        return zip(suffix(size), UnsafeBufferPointer(start: text.utf8Start, count: size)).allSatisfy { $0 == $1 }
    }
}
