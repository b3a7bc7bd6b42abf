/// Numbers written in words, 0 to 199: "zéro", "quatre-vingt-douze", "cent deux".
enum SpelledNumber {
    private static let units: [UInt64: Int] = {
        let words = [
            "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
            "treize",
            "quatorze", "quinze", "seize",
        ]
        return Dictionary(uniqueKeysWithValues: words.enumerated().map { (Words.hash($1), $0) })
    }()
    private static let tens: [UInt64: Int] = Dictionary(
        uniqueKeysWithValues: [
            ("vingt", 20), ("vingts", 20), ("vint", 20), ("trente", 30), ("quarante", 40), ("cinquante", 50),
            ("soixante", 60),
            ("septante", 70), ("huitante", 80), ("octante", 80), ("nonante", 90),
        ].map { (Words.hash($0.0), $0.1) })
    private static let cent = Words.hash("cent")
    private static let et = Words.hash("et")

    /// The value that starts at a token and the token after it. Looks at eight tokens at most.
    static func read(_ page: Page, _ start: Int) -> (value: Int, end: Int)? {
        guard word(page, start) == cent else { return belowHundred(page, start) }
        guard let rest = belowHundred(page, skip(page, start + 1)) else { return (100, start + 1) }
        return (100 + rest.value, rest.end)
    }

    private static let ordinals: [UInt64: Int] = {
        let words = [
            "unieme", "deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme", "neuvieme",
            "dixieme", "onzieme", "douzieme", "treizieme", "quatorzieme", "quinzieme", "seizieme",
        ]
        return Dictionary(uniqueKeysWithValues: words.enumerated().map { (Words.hash($1), $0 + 1) })
    }()

    static func isOrdinal(_ token: Token) -> Bool { token.isWord && ordinals[token.hash] != nil }

    /// The value of an ordinal above 80 that starts at a token: "quatre-vingt-quinzième", "cent deuxième".
    static func ordinal(_ page: Page, _ start: Int) -> (value: Int, end: Int)? {
        guard word(page, start) == cent || tens[word(page, start) ?? 0] == 90 || units[word(page, start) ?? 0] == 4,
            let base = read(page, start), base.value >= 80
        else { return nil }
        let at = skip(page, base.end)
        guard let last = word(page, at), let value = ordinals[last] else { return nil }
        return (base.value + value, at + 1)
    }

    /// The value of a number of hundreds, perhaps half in digits: "deux cent six", "5 cent 3"; below 100 as `read`.
    static func hundreds(_ page: Page, _ start: Int) -> (value: Int, end: Int)? {
        let first = page.tokens[start]
        var many = word(page, start).flatMap { units[$0] } ?? 0
        if first.isNumber, first.length == 1 { many = page.value(first) }
        let after = skip(page, start + 1)
        guard (2...9).contains(many), let hundred = word(page, after), hundred == cent || hundred == cents else {
            return first.isWord ? read(page, start) : nil
        }
        let next = skip(page, after + 1)
        if let rest = belowHundred(page, next) { return (many * 100 + rest.value, rest.end) }
        if page.tokens.indices.contains(next), page.tokens[next].isNumber, page.tokens[next].length < 3 {
            return (many * 100 + page.value(page.tokens[next]), next + 1)
        }
        return (many * 100, after + 1)
    }

    private static let cents = Words.hash("cents")

    private static func word(_ page: Page, _ index: Int) -> UInt64? {
        page.tokens.indices.contains(index) && page.tokens[index].isWord ? page.tokens[index].hash : nil
    }

    /// Past a hyphen and "et".
    private static func skip(_ page: Page, _ index: Int) -> Int {
        let next = page.tokens.indices.contains(index) && page.tokens[index].isSign(45) ? index + 1 : index
        return word(page, next) == et ? next + 1 : next
    }

    private static func belowHundred(_ page: Page, _ start: Int) -> (value: Int, end: Int)? {
        guard let first = word(page, start) else { return nil }
        let next = skip(page, start + 1)
        if units[first] == 4, let score = word(page, next), tens[score] == 20 {
            return joined(page, 80, next + 1, upTo: 19)
        }
        if let ten = tens[first] { return joined(page, ten, start + 1, upTo: ten == 60 ? 19 : 9) }
        return teen(page, start)
    }

    /// 0 to 19.
    private static func teen(_ page: Page, _ start: Int) -> (value: Int, end: Int)? {
        guard let first = word(page, start), let unit = units[first] else { return nil }
        let next = skip(page, start + 1)
        if unit == 10, let second = word(page, next), let rest = units[second], (7...9).contains(rest) {
            return (10 + rest, next + 1)
        }
        return (unit, start + 1)
    }

    private static func joined(_ page: Page, _ base: Int, _ end: Int, upTo most: Int) -> (value: Int, end: Int) {
        let next = skip(page, end)
        guard let rest = teen(page, next), rest.value > 0, rest.value <= most else { return (base, end) }
        // "vingt quatre-vingt": the four belongs to what follows.
        if rest.value == 4, let after = word(page, skip(page, rest.end)), tens[after] == 20 { return (base, end) }
        return (base + rest.value, rest.end)
    }
}
