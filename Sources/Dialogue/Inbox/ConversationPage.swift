import Kernel
import Web

/// What a conversation's page is drawn from.
struct ConversationPage: Encodable, Sendable {
    struct Act: Encodable, Sendable {
        let value: String
        let label: String
        let key: String
        let primary: Bool
    }

    struct Part: Encodable, Sendable {
        let path: String
        let label: String
    }

    struct NoteView: Encodable, Sendable {
        let author: String
        let text: String
        let when: Moment
    }

    struct Step: Encodable, Sendable {
        let who: String
        let what: String
        let detail: String?
        let when: Moment
    }

    let crumbs: [Crumb]
    let id: String
    let path: String
    let version: String
    let title: String
    let head: InboxRow
    let danger: Bool
    let above: [MessageView]
    let messages: [MessageView]
    let more: String?
    let acts: [Act]
    let people: [FormField.Choice]
    let mine: Bool
    let me: String
    let services: [FormField.Choice]
    let mayDirect: Bool
    let snoozed: Moment?
    let today: String
    /// The conversation that this one is read with, when it is a part of another.
    let whole: Part?
    let parts: [Part]
    let likely: [Part]
    let notes: [NoteView]
    let noteText: String
    let history: [Step]
    let here: String?
    let reproach: String?
    let replies: ReplyPanel
    let improvement: ImprovementPanel
    let protection: ProtectionPanel
    let hours: DuePanel
}

/// One message of a thread, as `inbox/message.mustache` draws it.
struct MessageView: Encodable, Sendable {
    let id: String
    let who: String
    let own: Bool
    let post: Bool
    let place: String
    let sort: String
    let when: Moment
    let edited: Moment?
    let stars: String?
    let starsLabel: String
    let heading: String?
    let text: String
    let rest: String?
    let language: String?
    let erased: Bool
    let tone: String
    let polarity: String?
    let alarm: String?
    let themes: [String]
    let page: String?
    let outside: String?

    /// Characters that are shown at once, and at most.
    static let shown = 1_500
    static let longest = 50_000

    init(_ heard: Heard, editedAt: Instant?, post: Bool, _ context: SignedInContext) {
        let figures = context.figures
        id = String(heard.id)
        own = heard.own
        self.post = post
        who =
            heard.own
            ? context.word("inbox.us")
            : heard.author.map { context.word("inbox.author", ["name": String($0.prefix(8))]) }
                ?? context.word("inbox.author_unknown")
        place = context.word("listening.network_\(heard.network.rawValue)")
        sort = context.word("listening.kind_\(heard.kind.rawValue)")
        when = Moment(heard.publishedAt, figures)
        edited = editedAt.map { Moment($0, figures) }
        stars = heard.rating.map(InboxRow.stars)
        starsLabel =
            heard.rating.map {
                context.word("inbox.stars", ["n": figures.decimal($0, digits: $0 == $0.rounded() ? 0 : 1)])
            } ?? ""
        heading = heard.title
        (text, rest) = Self.cut(heard.text)
        language = heard.language
        erased = heard.erased
        tone = heard.own ? "" : InboxRow.tone(heard.polarity)
        polarity = heard.own ? nil : heard.polarity.map { context.word("listening.polarity_\($0.rawValue)") }
        alarm =
            heard.urgency >= .high && !heard.own
            ? context.word("listening.urgency_\(heard.urgency.rawValue)") : nil
        themes = heard.own ? [] : heard.themes.map { context.word("listening.theme_\($0.theme.rawValue)") }
        page = "/mentions/\(heard.id)"
        outside = heard.url.flatMap { $0.hasPrefix("https://") || $0.hasPrefix("http://") ? $0 : nil }
    }

    /// An answer of ours that left and has not come back as something heard.
    init(sent text: String, id: Int64, by name: String, at: Instant, network: Network, _ context: SignedInContext) {
        self.id = "reply-\(id)"
        (own, post, erased) = (true, false, false)
        who = context.word("inbox.us_by", ["name": name])
        place = context.word("listening.network_\(network.rawValue)")
        sort = context.word("inbox.reply_sent")
        when = Moment(at, context.figures)
        (self.text, rest) = Self.cut(text)
        (edited, stars, heading, language, polarity, alarm) = (nil, nil, nil, nil, nil, nil)
        (starsLabel, tone, themes, page, outside) = ("", "", [], nil, nil)
    }

    /// What is shown at once, and what is unfolded. A script's megabyte is shown as far as somebody can read it.
    static func cut(_ text: String) -> (String, String?) {
        let scalars = text.unicodeScalars
        guard let limit = scalars.index(scalars.startIndex, offsetBy: shown, limitedBy: scalars.endIndex),
            limit < scalars.endIndex
        else { return (text, nil) }
        let end = scalars.index(limit, offsetBy: longest, limitedBy: scalars.endIndex) ?? scalars.endIndex
        return (String(scalars[..<limit]), String(scalars[limit..<end]) + (end < scalars.endIndex ? "…" : ""))
    }
}
