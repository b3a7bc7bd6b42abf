import Foundation
import Kernel
import Storage

/// Finds why a count rose: the first to say it, the words that are new, where it was said, who carried it.
struct AlertExplainer {
    /// Mentions looked at on either side; more would not change the answer.
    static let sample = 400

    let connection: any Connection
    let zone: DayZone

    func why(_ subject: AlertSubject, from firstDay: Int, through lastDay: Int, negativeOnly: Bool) throws -> AlertWhy {
        var filter = filter(subject)
        if negativeOnly { filter.polarities = [.negative] }
        (filter.firstDay, filter.lastDay) = (firstDay, lastDay)
        let now = try mentions(filter)
        (filter.firstDay, filter.lastDay) = (firstDay - 8, firstDay - 1)
        let before = try mentions(filter)
        var why = AlertWhy()
        why.first = now.last?.id
        why.words = Self.words(now.map(\.text), before: before.map(\.text))
        (why.network, why.networkShare) = Self.network(now)
        why.voices = Self.voices(now)
        return why
    }

    private func mentions(_ filter: StreamFilter) throws -> [Mention] {
        try MentionStore.list(filter, scope: .everything, limit: Self.sample, zone: zone, in: connection)
    }

    private func filter(_ subject: AlertSubject) -> StreamFilter {
        var filter = StreamFilter()
        switch subject {
        case .mention: break
        case .watch(let id): filter.watch = id
        case .place(let place):
            filter.watch = place.watch
            if let service = place.service { filter.services = [service] }
            if let theme = place.theme { filter.themes = [theme] }
            if let network = place.network { filter.networks = [network] }
        }
        return filter
    }

    /// Words in more texts than before, by how much the evidence weighs (log-likelihood of the two shares).
    static func words(_ texts: [String], before: [String]) -> [AlertWhy.Word] {
        let now = counts(texts)
        let earlier = counts(before)
        let scored = now.compactMap { word, count -> (AlertWhy.Word, Double)? in
            guard count >= 2 else { return nil }
            let usual = (Double(earlier[word] ?? 0) + 0.5) / Double(before.count + 1)
            let share = Double(count) / Double(texts.count)
            guard share > 2 * usual || before.isEmpty else { return nil }
            return (AlertWhy.Word(word: word, count: count), Double(count) * log(share / usual))
        }
        return scored.sorted { ($1.1, $0.0.word) < ($0.1, $1.0.word) }.prefix(8).map(\.0)
    }

    /// In how many texts each word stands; short and grammatical words are left out.
    private static func counts(_ texts: [String]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for text in texts {
            let words = Set(SearchText.folded(text).split(separator: " ").filter { $0.count >= 4 }.map(String.init))
            for word in words where !GrammaticalWords.french.contains(word) { counts[word, default: 0] += 1 }
        }
        return counts
    }

    private static func network(_ mentions: [Mention]) -> (Network?, Double?) {
        let counts = Dictionary(grouping: mentions, by: \.network).mapValues(\.count)
        guard let top = counts.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }) else {
            return (nil, nil)
        }
        return (top.key, Double(top.value) / Double(mentions.count))
    }

    private static func voices(_ mentions: [Mention]) -> [AlertWhy.Voice] {
        let byAuthor = Dictionary(grouping: mentions.filter { $0.author != nil }, by: { $0.author ?? "" })
        return byAuthor.map { author, said in
            AlertWhy.Voice(author: author, count: said.count, reach: said.compactMap(\.reach).max() ?? 0)
        }
        .sorted { ($1.reach, $1.count, $0.author) < ($0.reach, $0.count, $1.author) }.prefix(3).map { $0 }
    }
}

/// French words that carry grammar, not news; folded as `SearchText` folds.
enum GrammaticalWords {
    static let french: Set<String> = [
        "avec", "sans", "pour", "dans", "mais", "plus", "moins", "tres", "tout", "toute", "tous", "toutes", "cette",
        "cela", "celui", "celle", "ceux", "elle", "elles", "nous", "vous", "leur", "leurs", "notre", "votre", "mais",
        "donc", "alors", "aussi", "encore", "meme", "bien", "comme", "quand", "quoi", "dont", "etre", "etait",
        "etaient",
        "sont", "sera", "avait", "avoir", "avons", "avez", "fait", "faire", "faut", "peut", "peux", "sous", "entre",
        "apres", "avant", "depuis", "pendant", "chez", "vers", "parce", "jamais", "toujours", "rien", "personne",
        "quelque", "quelques", "autre", "autres", "autant", "beaucoup", "trop", "peut", "voila", "merci", "https",
        "http", "html", "sont", "suis", "etes", "sommes", "mes", "ses", "ces", "une", "des", "les", "aux", "qui", "que",
    ]
}
