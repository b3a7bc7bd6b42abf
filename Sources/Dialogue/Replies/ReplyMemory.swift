import Foundation
import Kernel
import Storage

/// Past replies by the words of what they answered: what an answer to the next review that says the same begins from.
enum ReplyMemory {
    /// Stems of a message that are kept.
    static let most = 80

    /// One past reply, and how near what it answered is to the review at hand.
    struct Match: Sendable {
        let reply: Int64
        let text: String
        let sentAt: Instant
        let likeness: Double
    }

    // MARK: Learning

    /// Remembers a sent reply by the message that it answered; forgets it when the message is gone.
    static func remember(_ id: Int64, voices: Voices, in connection: any Connection) throws {
        try connection.execute("DELETE FROM reply_memory WHERE reply = $1", [id])
        guard let reply = try ReplyStore.look(id, in: connection), reply.state == .sent,
            let message = try voices.find([reply.answers], connection).first, !message.erased
        else { return }
        let words = Self.words(message.text)
        guard !words.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO reply_memory (reply, mention, language, polarity, themes, words, sent_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                id, message.id, message.language, message.polarity?.rawValue,
                message.themes.map(\.theme.rawValue).sorted().joined(separator: " "), words.count, reply.changedAt,
            ])
        let rows = words.indices.map { "($\($0 + 2), $1)" }.joined(separator: ", ")
        try connection.execute("INSERT INTO reply_memory_word (word, reply) VALUES \(rows)", [id] + words.map { $0 })
    }

    /// What the event log tells: a reply has left, a message was erased or judged anew.
    static func take(_ event: Event, voices: Voices, in connection: any Connection) throws {
        switch event.kind {
        case "reply.sent": try remember(event.subject, voices: voices, in: connection)
        case "mentions.erased", "mentions.judged":
            for mention in mentions(event.payload) {
                for row in try connection.query("SELECT reply FROM reply_memory WHERE mention = $1", [mention]) {
                    try remember(try row.int64("reply"), voices: voices, in: connection)
                }
            }
        default: return
        }
    }

    private struct Mentions: Decodable { let mentions: [Int64] }

    private static func mentions(_ payload: String) -> [Int64] {
        (try? JSONDecoder().decode(Mentions.self, from: Data(payload.utf8)))?.mentions ?? []
    }

    /// The stems of a message, each once, the longest texts cut.
    static func words(_ text: String) -> [String] {
        var seen: Set<String> = []
        let stems = SearchText.words(String(text.unicodeScalars.prefix(8_000)))
        return Array(stems.filter { $0.count > 2 && seen.insert($0).inserted }.prefix(most))
    }

    // MARK: Finding

    /// Rows that one search may walk: common words are left out beyond.
    private static let walk = 12_000

    /// The words of a message as past ones hold them.
    private struct Weights {
        /// The rarer among past messages, the more a word says.
        var known: [String: Double] = [:]
        /// The rarest of them, within `walk` rows.
        var walked: [String] = []
        /// Of all words of the message together, and of one of them on average.
        var whole = 0.0
        var mean = 0.0

        init(_ words: [String], among total: Int, in connection: any Connection) throws {
            var rows: [(word: String, rows: Int)] = []
            let sql =
                "SELECT word, COUNT(*) AS n FROM reply_memory_word WHERE word IN (\(places(words.count))) GROUP BY word"
            for row in try connection.query(sql, words.map { $0 }) {
                let (word, n) = (try row.text("word"), try row.int("n"))
                known[word] = log(1 + Double(total) / Double(n))
                rows.append((word, n))
            }
            // A word that no past message holds weighs as much as one that a single message holds.
            whole = known.values.reduce(0, +) + Double(words.count - known.count) * log(1 + Double(total))
            mean = whole / Double(words.count)
            var left = walk
            let rarest = rows.sorted { ($0.rows, $0.word) < ($1.rows, $1.word) }
            walked = rarest.prefix { one in
                left -= one.rows
                return left >= 0
            }.map(\.word)
        }
    }

    /// The replies whose messages share most with this one: the share of the words that both hold, the rarest weighing
    /// most, less where theme or polarity differ. In the same language only.
    static func near(_ message: Heard, limit: Int, in connection: any Connection) throws -> [Match] {
        let words = words(message.text)
        let total = try connection.one("SELECT COUNT(*) AS n FROM reply_memory", [])?.int("n") ?? 0
        guard !words.isEmpty, total > 0 else { return [] }
        let weights = try Weights(words, among: total, in: connection)
        guard !weights.walked.isEmpty else { return [] }
        var shared: [Int64: Double] = [:]
        let sql = "SELECT word, reply FROM reply_memory_word WHERE word IN (\(places(weights.walked.count)))"
        try connection.each(sql, weights.walked) { row in
            shared[try row.int64("reply"), default: 0] += weights.known[try row.text("word")] ?? 0
            return true
        }
        let best = shared.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(limit * 4)
        return try rank(best.map { $0 }, weights, message, limit: limit, in: connection)
    }

    private static func rank(
        _ best: [(key: Int64, value: Double)], _ weights: Weights, _ message: Heard, limit: Int,
        in connection: any Connection
    ) throws -> [Match] {
        let themes = Set(message.themes.map(\.theme.rawValue))
        let found = try connection.query(
            """
            SELECT m.*, r.text FROM reply_memory m JOIN reply r ON r.id = m.reply
            WHERE m.mention <> $1 AND m.reply IN (\(places(best.count, from: 2)))
            """, [message.id] + best.map(\.key))
        let shared = Dictionary(uniqueKeysWithValues: best.map { ($0.key, $0.value) })
        return try found.compactMap { row -> Match? in
            guard try row.optionalText("language") == message.language else { return nil }
            let id = try row.int64("reply")
            // Dice's coefficient, weighed by how rare the words are.
            let size = (weights.whole + Double(try row.int("words")) * weights.mean) / 2
            var likeness = min(1, (shared[id] ?? 0) / max(size, 0.001))
            let polarity = try row.optionalText("polarity")
            if let ours = message.polarity?.rawValue, let polarity, ours != polarity { likeness *= 0.5 }
            let theirs = Set(try row.text("themes").split(separator: " ").map(String.init))
            if !themes.isEmpty, !theirs.isEmpty, themes.isDisjoint(with: theirs) { likeness *= 0.7 }
            return Match(
                reply: id, text: try row.text("text"), sentAt: try row.instant("sent_at"), likeness: likeness)
        }.sorted { ($0.likeness, $0.reply) > ($1.likeness, $1.reply) }.prefix(limit).map { $0 }
    }

    private static func places(_ count: Int, from first: Int = 1) -> String {
        (first..<first + count).map { "$\($0)" }.joined(separator: ", ")
    }
}
