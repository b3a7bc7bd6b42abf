import Kernel
import Storage

/// What the words of a conversation say: services, themes, and the face that lists show.
struct ThreadFace {
    let root: Heard?
    let services: Set<Int64>
    let themes: [Theme: Polarity?]
    let polarity: Polarity?
    let rating: Double?
    let language: String?

    /// Reads the words of a conversation and of those put together with it. The services of the message that it opens
    /// with are those of the whole, since people say them there; where it names none, those of the others count.
    init(of found: Conversation, parts: [Int64], desk: DialogueDesk, in connection: any Connection) throws {
        let messages = try ThreadStore.messages(of: parts, limit: ThreadRules.weighed, in: connection).filter {
            !$0.own
        }
        let order = messages.map(\.mention)
        var wanted = order
        let roots = try connection.query(
            "SELECT root FROM conversation WHERE id IN (\(ConversationStore.places(parts.count))) AND joined = 0", parts
        ).map { try $0.int64("root") }
        for root in roots where !wanted.contains(root) { wanted.append(root) }
        let heard = try desk.voices.find(wanted, connection).reduce(into: [Int64: Heard]()) { $0[$1.id] = $1 }
        let said = order.compactMap { heard[$0] }
        root = heard[found.root]
        let opening = Set(roots.flatMap { heard[$0]?.services ?? [] })
        services = opening.isEmpty ? Set(said.flatMap(\.services)) : opening
        var themes: [Theme: Polarity?] = [:]
        // What one voice blames is blamed, whatever others praise.
        for said in said.flatMap(\.themes) {
            let before = themes[said.theme] ?? nil
            let negative = before == .negative || said.polarity == .negative
            themes.updateValue(negative ? .negative : before ?? said.polarity, forKey: said.theme)
        }
        self.themes = themes
        polarity = root?.polarity ?? said.lazy.compactMap(\.polarity).first
        rating = root?.rating
        language = root?.language
    }

    /// Writes it; true when anything is not as it was.
    func keep(of found: Conversation, in connection: any Connection) throws -> Bool {
        var changed = false
        if services != found.services {
            changed = true
            try connection.execute("DELETE FROM conversation_service WHERE conversation = $1", [found.id])
            for service in services.sorted() {
                try connection.execute(
                    "INSERT INTO conversation_service (service, conversation) VALUES ($1, $2)", [service, found.id])
            }
        }
        if try keepThemes(of: found.id, in: connection) { changed = true }
        if polarity != found.polarity || rating != found.rating || language != found.language {
            changed = true
            try connection.execute(
                "UPDATE conversation SET polarity = $2, rating = $3, language = $4 WHERE id = $1",
                [found.id, polarity?.rawValue, rating, language])
        }
        return changed
    }

    private func keepThemes(of id: Int64, in connection: any Connection) throws -> Bool {
        let rows = try connection.query(
            "SELECT theme, polarity FROM conversation_theme WHERE conversation = $1", [id])
        let before = try rows.reduce(into: [String: String?]()) { all, row in
            all[try row.text("theme")] = .some(try row.optionalText("polarity"))
        }
        let after = themes.reduce(into: [String: String?]()) { all, theme in
            all[theme.key.rawValue] = .some(theme.value?.rawValue)
        }
        guard before != after else { return false }
        try connection.execute("DELETE FROM conversation_theme WHERE conversation = $1", [id])
        for (theme, polarity) in after.sorted(by: { $0.key < $1.key }) {
            try connection.execute(
                "INSERT INTO conversation_theme (theme, conversation, polarity) VALUES ($1, $2, $3)",
                [theme, id, polarity])
        }
        return true
    }
}
