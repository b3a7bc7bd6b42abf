/// What a release says that was checked: its numbers, what they count, its dates, its names. A text made of it is held
/// against this, and nothing else.
struct LockedFacts: Sendable {
    struct Pair: Hashable, Sendable {
        let number: String
        let noun: String
    }

    /// A number beside what it counts, in a fact that somebody locked.
    struct Counted: Sendable {
        let pair: Pair
        let text: String
    }

    /// A name that somebody locked: its title, and its words.
    struct Named: Sendable {
        let title: String?
        let words: [String]
        let text: String
    }

    let language: String
    let numbers: Set<String>
    let pairs: Set<Pair>
    let dates: Set<Pair>
    /// Words of the release in their order, for what it says itself.
    let running: String
    let counted: [Counted]
    let names: [Named]
    let locked: [String]

    init(_ text: String, locked: [String], language: String) {
        let tokens = FactScanner.read(text, language: language)
        self.language = language
        self.locked = locked
        numbers = Set(tokens.compactMap(\.number))
        pairs = Set(tokens.indices.compactMap { FactReading.pair(tokens, $0) })
        dates = Set(tokens.indices.flatMap { FactReading.dates(tokens, $0) })
        running = " " + tokens.compactMap(\.word).joined(separator: " ") + " "
        var (counted, names): ([Counted], [Named]) = ([], [])
        for fact in locked {
            let own = FactScanner.read(fact, language: language)
            counted += own.indices.compactMap { index in
                FactReading.pair(own, index).map { Counted(pair: $0, text: fact) }
            }
            names += FactReading.names(own).map { Named(title: $0.title, words: $0.words, text: fact) }
        }
        (self.counted, self.names) = (counted, names)
    }

    /// Which of the facts do not stand in the release.
    static func stray(_ locked: [String], in text: String, language: String) -> [String] {
        func running(_ text: String) -> String {
            " "
                + FactScanner.read(text, language: language).compactMap { $0.number ?? $0.word }.joined(
                    separator: " ") + " "
        }
        let whole = running(text)
        return locked.filter { !whole.contains(running($0)) }
    }
}

/// How tokens hang together.
enum FactReading {
    /// A number and what it counts, when that follows it in the same breath.
    static func pair(_ tokens: [FactToken], _ index: Int) -> LockedFacts.Pair? {
        guard let number = tokens[index].number else { return nil }
        for next in tokens[(index + 1)...].prefix(4) {
            guard let word = next.word else { return nil }
            if FactCalendar.small.contains(word) { continue }
            return LockedFacts.Pair(number: number, noun: word)
        }
        return nil
    }

    /// A number beside a month or a weekday, on either side.
    static func dates(_ tokens: [FactToken], _ index: Int) -> [LockedFacts.Pair] {
        guard let number = tokens[index].number else { return [] }
        var beside: [String] = []
        if index > 0, let word = tokens[index - 1].word { beside.append(word) }
        if let pair = pair(tokens, index) { beside.append(pair.noun) }
        return beside.filter(FactCalendar.isDate).map { LockedFacts.Pair(number: number, noun: $0) }
    }

    struct Name: Sendable, Equatable {
        let title: String?
        let words: [String]
        let text: String
    }

    /// Two capitals or more in a row, or a title and a capital.
    static func names(_ tokens: [FactToken]) -> [Name] {
        var out: [Name] = []
        var run: [FactToken] = []
        func close() {
            defer { run = [] }
            while let first = run.first?.word, FactCalendar.openers.contains(first), run.count > 1 { run.removeFirst() }
            guard let first = run.first?.word else { return }
            let title = FactCalendar.titles[first]
            let words = (title == nil ? run : Array(run.dropFirst())).compactMap(\.word)
            guard words.count > 1 || (title != nil && !words.isEmpty) else { return }
            out.append(Name(title: title, words: words, text: run.map(\.text).joined(separator: " ")))
        }
        for (index, token) in tokens.enumerated() {
            if token.isName {
                run.append(token)
            } else if token.isGap, let last = run.last?.word, FactCalendar.titles[last] != nil, token.text == "." {
                // « M. Durand ».
                continue
            } else if token.word.map({ ["de", "du", "d", "la", "le", "van", "von"].contains($0) }) == true,
                !run.isEmpty,
                index + 1 < tokens.count, tokens[index + 1].isName
            {
                continue
            } else {
                close()
            }
        }
        close()
        return out
    }
}
