/// Numbers in words, French and English: « mille deux cents » is 1200, « 1,2 million » is 1200000.
enum SpelledNumbers {
    private static let values: [String: Int] = {
        let french = [
            "deu", "troi", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
            "quatorze", "quinze", "seize",
        ]
        let english = [
            "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
            "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
        var out = ["vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60]
        let tens = [
            "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
            "ninety": 90, "septante": 70, "huitante": 80, "nonante": 90,
        ]
        out.merge(tens) { first, _ in first }
        for (index, word) in french.enumerated() { out[word] = index + 2 }
        for (index, word) in english.enumerated() { out[word] = index + 2 }
        return out
    }()

    private static let hundreds: Set<String> = ["cent", "hundred"]
    private static let scales: [String: Int] = [
        "mille": 1_000, "thousand": 1_000, "million": 1_000_000, "milliard": 1_000_000_000,
        "billion": 1_000_000_000,
    ]
    /// Say other things when they stand alone: « un », « un scanner neuf ».
    private static let shy: Set<String> = ["un", "une", "one", "neuf"]

    /// Whether a word of the text is a number; « cent » and « mille » are.
    private static func isNumber(_ word: String) -> Bool {
        values[word] != nil || hundreds.contains(word) || scales[word] != nil
    }

    static func joined(_ tokens: [FactToken]) -> [FactToken] {
        var out: [FactToken] = []
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            // « pour cent » is a unit.
            if token.word == "pour", index + 1 < tokens.count, tokens[index + 1].word == "cent" {
                out.append(FactToken(kind: .word("unit3"), text: "pour cent"))
                index += 2
            } else if token.number != nil, index + 1 < tokens.count,
                let scale = tokens[index + 1].word.flatMap({ scales[$0] })
            {
                out.append(scaled(token, scale, tokens[index + 1]))
                index += 2
            } else if let run = run(tokens, from: index) {
                out.append(run.token)
                index = run.end
            } else {
                out.append(token)
                index += 1
            }
        }
        return out
    }

    private static func scaled(_ token: FactToken, _ scale: Int, _ word: FactToken) -> FactToken {
        let text = "\(token.text) \(word.text)"
        guard let value = token.number.flatMap({ Double($0) }), value * Double(scale) < 1e15 else { return token }
        return FactToken(kind: .number(String(Int((value * Double(scale)).rounded()))), text: text)
    }

    /// Words of one number, read to its end; nil where none begins.
    private static func run(_ tokens: [FactToken], from start: Int) -> (token: FactToken, end: Int)? {
        guard let first = tokens[start].word, isNumber(first) || shy.contains(first) else { return nil }
        var words: [String] = []
        var end = start
        while end < tokens.count, let word = tokens[end].word, words.count < 16 {
            if isNumber(word) || shy.contains(word) {
                words.append(word)
            } else if word == "et" || word == "and", end + 1 < tokens.count, let next = tokens[end + 1].word,
                ["un", "une", "onze"].contains(next) || (word == "and" && isNumber(next))
            {
                end += 1
                continue
            } else {
                break
            }
            end += 1
        }
        guard words.count > 1 || !shy.contains(first), let value = value(words) else { return nil }
        let text = tokens[start..<end].map(\.text).joined(separator: " ")
        return (FactToken(kind: .number(String(value)), text: text, isSpelled: true), end)
    }

    private static func value(_ words: [String]) -> Int? {
        var (total, current) = (0, 0)
        for word in words {
            if hundreds.contains(word) {
                current = max(current, 1) * 100
            } else if let scale = scales[word] {
                total += max(current, 1) * scale
                current = 0
            } else if word == "vingt", current % 100 == 4 {
                current += 76
            } else {
                current += values[word] ?? 1
            }
            guard total < 1_000_000_000_000, current < 1_000_000 else { return nil }
        }
        return total + current
    }
}
