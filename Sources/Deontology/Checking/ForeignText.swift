/// Whether a draft is written in another language than French, by its small words. What finds violations learned from
/// French alone: on other languages it suspects too much, so that it asks for a reader instead of stopping.
enum ForeignText {
    private static let french: Set<String> = [
        "le", "la", "les", "l", "de", "des", "du", "d", "et", "est", "un", "une", "que", "qui", "pour", "dans", "vous",
        "nous", "votre", "notre", "nos", "vos", "à", "au", "aux", "sur", "par", "avec", "ce", "cette", "pas", "ne",
        "en",
        "il", "elle", "je", "se", "son", "sa", "ou", "où", "mais", "c", "j", "n", "s", "qu",
    ]
    /// English, Spanish, German, Italian, Portuguese.
    private static let others: Set<String> = [
        "the", "and", "you", "your", "we", "our", "to", "of", "is", "are", "for", "in", "this", "with", "have", "be",
        "not", "it", "or", "if", "el", "los", "las", "y", "para", "con", "su", "por", "gracias", "der", "die", "das",
        "und", "ist", "wir", "sie", "für", "mit", "nicht", "il", "gli", "che", "di", "per", "non", "os", "e", "não",
    ]

    /// True only when other languages' small words are plainly more: a short or mixed text is read as French.
    static func reads(_ text: String) -> Bool {
        var (home, away) = (0, 0)
        for word in text.prefix(4_000).lowercased().split(whereSeparator: { !$0.isLetter }) {
            let word = String(word)
            if french.contains(word) {
                home += 1
            } else if others.contains(word) {
                away += 1
            }
        }
        return away >= 3 && away > home * 3
    }
}
