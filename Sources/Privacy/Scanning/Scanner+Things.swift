/// Numbers that are nobody's: of things, of works in print, of rounds of a match.
extension Scanner {
    private static let articles = Words.set(
        "lot lots isbn rpps ucd cip gtin ean finess siret siren doi issn amm ral rna iso norme pmid uai"
    )

    /// Amounts ("206,12 €"), scores ("8/9/10"), years ("1842-1921"), services ("0 970 81 81 81"), one digit all along,
    /// and the numbers of things that are no one's.
    func unidentifying(_ index: Int, _ end: Int) -> Bool {
        if glued(end), token(end).isSign(44), glued(end + 1), token(end + 1).isNumber { return true }
        if index > 0, corporate(index - 1) || corporate(index) { return true }
        let parts = (index..<end).filter { token($0).isNumber }
        let signs = (index..<end).filter { token($0).kind == .sign }
        if parts.count > 1, signs.count == parts.count - 1, signs.allSatisfy({ token($0).isSign(47) }),
            parts.allSatisfy({ token($0).length <= 2 })
        {
            return true
        }
        if parts.count == 2, end == index + 3, token(index + 1).isSign(45),
            parts.allSatisfy({ token($0).length == 4 && (1_000...2_100).contains(page.value(token($0))) })
        {
            return true
        }
        let all = parts.flatMap { digits(token($0)) }
        if all.count > 5, parts.count == end - index, all.indices.allSatisfy({ all[$0] == all[$0 % 2] }) { return true }
        return (max(0, index - 3)..<index).contains { Self.articles.contains(token($0).hash) && token($0).isWord }
    }

    private static let sources = Words.set("doi http https www issn pmid arxiv")
    private static let samples = Words.set("ex exemple format modele")
    private static let inner = Words.set("poste bip dect rappeler rappelez interne ext")

    /// Parts of a citation ("2023;179(4):212-20, doi:10.9999/x.2023.0212"), of a range or of a score ("18-74"),
    /// samples ("ex. 10100999999"), extensions of a house ("poste 4418"), and the codes of medicines.
    func printed(_ index: Int, _ end: Int) -> Bool {
        if cited(index) { return true }
        let parts = (index..<end).filter { token($0).isNumber }
        let all = parts.flatMap { digits(token($0)) }
        let plain = parts.count + (index..<end).filter { token($0).kind == .sign }.count == end - index
        if plain, parts.count == 2, end == index + 3, token(index + 1).isSign(45), all.count <= 6,
            parts.allSatisfy({ token($0).length <= 3 }),
            !cue([.ipp, .nda, .nir, .other, .room], before: index, within: 4)
        {
            return true
        }
        if plain, coded(all) { return true }
        let before = (max(0, index - 2)..<index).filter { token($0).isWord }.map { token($0).hash }
        if before.contains(where: Self.samples.contains) { return true }
        return plain && all.count == 4 && before.contains(where: Self.inner.contains)
    }

    /// A code of thirteen digits on a box of medicine.
    func coded(_ all: [UInt8]) -> Bool { all.count == 13 && all.starts(with: [51, 52, 48, 48]) }

    /// Whether the signs and words before, without a space, are those of a journal or of an address on the net.
    private func cited(_ index: Int) -> Bool {
        if glued(index), token(index - 1).isSign(58), glued(index - 1), token(index - 2).isSign(41) { return true }
        var at = index
        while at > 0, index - at < 12, glued(at) {
            at -= 1
            if token(at).isWord, Self.sources.contains(token(at).hash) { return true }
        }
        return false
    }
}
