import Kernel
import Web

/// One conversation of the list, as `inbox/row.mustache` draws it.
struct InboxRow: Encodable, Sendable {
    let id: String
    let version: String
    let path: String
    let place: String
    let sort: String
    let author: String?
    let stars: String?
    let starsLabel: String
    /// The words that it opens with, cut.
    let text: String
    let language: String?
    let erased: Bool
    let tone: String
    let polarity: String?
    let state: String
    let stateTone: String
    let unread: Bool
    let alarm: String?
    let alarmTone: String
    let messages: String?
    let services: [String]
    let person: String?
    let last: Moment
    let due: Moment?
    let overdue: Bool
    let snoozed: Moment?
    let viewers: String?

    init(
        _ conversation: Conversation, heard: Heard?, wards: [Int64: String], names: [Int64: String],
        viewers: [Presence.Viewer], _ context: SignedInContext
    ) {
        let figures = context.figures
        id = String(conversation.id)
        version = String(conversation.version)
        path = "/inbox/\(conversation.id)"
        place = context.word("listening.network_\(conversation.network.rawValue)")
        sort = heard.map { context.word("listening.kind_\($0.kind.rawValue)") } ?? ""
        author = heard?.author.map { String($0.prefix(8)) }
        stars = conversation.rating.map(Self.stars)
        starsLabel =
            conversation.rating.map {
                context.word("inbox.stars", ["n": figures.decimal($0, digits: $0 == $0.rounded() ? 0 : 1)])
            } ?? ""
        let whole = [heard?.title, heard?.text].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
        text = Self.beginning(of: whole, 220)
        language = conversation.language
        erased = heard?.erased ?? true
        tone = conversation.urgency == .distress ? "bad" : Self.tone(conversation.polarity)
        // Whether somebody in danger praises or blames is not the question.
        polarity =
            conversation.urgency == .distress
            ? nil : conversation.polarity.map { context.word("listening.polarity_\($0.rawValue)") }
        state = context.word(
            "inbox.state_\(conversation.snoozedUntil == nil ? conversation.state.rawValue : "snoozed")")
        unread = conversation.state == .unread
        stateTone = unread ? "accent" : conversation.state == .resolved ? "good" : ""
        alarm =
            conversation.urgency >= .high
            ? context.word("listening.urgency_\(conversation.urgency.rawValue)") : nil
        alarmTone = conversation.urgency == .distress ? "bad" : "warn"
        messages = conversation.messages > 1 ? context.count("inbox.messages", conversation.messages) : nil
        services = conversation.services.compactMap { wards[$0] }.sorted()
        person = conversation.person.map { names[$0] ?? context.word("inbox.somebody") }
        last = Moment(conversation.lastAt, figures)
        let waits = conversation.state != .resolved && conversation.state != .archived
        due = waits ? conversation.dueAt.map { Moment($0, figures) } : nil
        overdue = waits && conversation.dueAt.map { $0 < context.site.clock.now() } ?? false
        snoozed = conversation.snoozedUntil.map { Moment($0, figures) }
        self.viewers = Self.here(viewers, names, context)
    }

    static func stars(_ rating: Double) -> String {
        let full = max(0, min(5, Int(rating.rounded())))
        return String(repeating: "★", count: full) + String(repeating: "☆", count: 5 - full)
    }

    static func tone(_ polarity: Polarity?) -> String {
        switch polarity {
        case .positive: "good"
        case .negative: "bad"
        case .mixed: "warn"
        case .neutral, nil: ""
        }
    }

    /// Who is here, in one sentence; nil when nobody is.
    static func here(_ viewers: [Presence.Viewer], _ names: [Int64: String], _ context: some Viewing) -> String? {
        guard !viewers.isEmpty else { return nil }
        return viewers.prefix(5).map { viewer in
            let name = names[viewer.person] ?? context.word("inbox.somebody")
            return context.word(viewer.writing ? "inbox.writes" : "inbox.looks", ["name": name])
        }.joined(separator: ", ")
    }

    /// At most so many characters, cut between words, on one line.
    static func beginning(of text: String, _ length: Int) -> String {
        // A window first: a text of a megabyte is not walked to show its beginning.
        let window = String(text.unicodeScalars.prefix(length * 4))
        let line = window.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.count > length || text.unicodeScalars.count > length * 4 else { return line }
        let cut = line.prefix(length)
        let end = cut.lastIndex(of: " ") ?? cut.endIndex
        return cut[..<end] + "…"
    }
}
