/// A locked fact that a text says otherwise, or a number that the release does not hold.
struct FactFinding: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        /// Another number, date or name where the release has its own.
        case changed
        /// A number that the release does not hold.
        case unknown
        /// The release is being changed: its facts are not sure.
        case open
        /// It was withdrawn, or is no more.
        case gone
    }

    let kind: Kind
    /// As the release says it; nil where it says nothing of it.
    let fact: String?
    /// As it stands in the text.
    let now: String
}

extension LockedFacts {
    /// Most findings that anybody reads.
    static let most = 50

    /// What `text` says otherwise than the release. A fact that is left out is no fault.
    func findings(_ text: String, language: String) -> [FactFinding] {
        let tokens = FactScanner.read(text, language: language)
        var out: [FactFinding] = []
        for index in tokens.indices where tokens[index].number != nil {
            if let finding = number(tokens, index), !out.contains(finding) { out.append(finding) }
        }
        for name in FactReading.names(tokens) {
            if let fact = changed(name) {
                let finding = FactFinding(kind: .changed, fact: fact, now: name.text)
                if !out.contains(finding) { out.append(finding) }
            }
        }
        return Array(out.prefix(Self.most))
    }

    private func number(_ tokens: [FactToken], _ index: Int) -> FactFinding? {
        guard let number = tokens[index].number else { return nil }
        // « 14 h 00 » is « 14 h ».
        if number == "0", index > 0, tokens[index - 1].word == "unit2" { return nil }
        let pair = FactReading.pair(tokens, index)
        let same = pair.flatMap { pair in counted.first { $0.pair.noun == pair.noun && $0.pair.number != number } }
        let now = Self.snippet(tokens, index)
        guard numbers.contains(number) else {
            let date = same ?? self.date(tokens, index)
            return FactFinding(kind: date == nil ? .unknown : .changed, fact: date?.text, now: now)
        }
        if let same, let pair, !pairs.contains(pair) {
            return FactFinding(kind: .changed, fact: same.text, now: now)
        }
        guard let strange = FactReading.dates(tokens, index).first(where: { !dates.contains($0) && isDay($0) }) else {
            return nil
        }
        let fact = counted.first { $0.pair.number == number || $0.pair.noun == strange.noun }
        return FactFinding(kind: .changed, fact: fact?.text, now: now)
    }

    /// Whether the release has another date of this day, or of this month: « 12 novembre » where « 12 décembre » stands.
    private func isDay(_ pair: Pair) -> Bool {
        let kind = pair.noun.prefix { !$0.isNumber }
        return dates.contains { $0.noun == pair.noun || ($0.number == pair.number && $0.noun.hasPrefix(kind)) }
    }

    /// The locked date that a number beside a month was meant to be.
    private func date(_ tokens: [FactToken], _ index: Int) -> Counted? {
        let beside = Set(FactReading.dates(tokens, index).map(\.noun))
        return counted.first { beside.contains($0.pair.noun) }
    }

    private static func snippet(_ tokens: [FactToken], _ index: Int) -> String {
        var words = [tokens[index].text]
        for next in tokens[(index + 1)...].prefix(3) {
            guard next.word != nil else { break }
            words.append(next.text)
            if let word = next.word, !FactCalendar.small.contains(word) { break }
        }
        return words.joined(separator: " ")
    }

    /// The locked name of which this one is another: they share a word, and neither holds the other.
    private func changed(_ name: FactReading.Name) -> String? {
        for known in names {
            let shared = name.words.filter { $0.count > 2 && known.words.contains($0) }
            guard !shared.isEmpty else { continue }
            let (own, said) = (known.words.joined(separator: " "), name.words.joined(separator: " "))
            let isPart = " \(own) ".contains(" \(said) ") || " \(said) ".contains(" \(own) ")
            if isPart {
                if let title = name.title, let right = known.title, title != right { return known.text }
                return nil
            }
            // What begins a sentence has a capital, and is no part of the name.
            let later = name.words.dropFirst().joined(separator: " ")
            if !later.isEmpty, " \(own) ".contains(" \(later) ") { continue }
            if running.contains(" \(said) ") { continue }
            return known.text
        }
        return nil
    }
}
