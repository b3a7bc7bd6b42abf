import Foundation
import Kernel
import Opinion
import Web

/// One mention as pages show it. Every text is what the reader's language says.
struct Voice: Encodable, Sendable {
    struct Link: Encodable, Sendable {
        let label: String
        let path: String
    }

    /// A theme, with whether it is praised or blamed: by a sign for those who see, in a word for those who hear.
    struct ThemeLink: Encodable, Sendable {
        let label: String
        let path: String
        let tone: String
        let sign: String?
        let said: String?
    }

    /// One of the four polarities, as a button of the correction menu.
    struct Choice: Encodable, Sendable {
        let value: String
        let label: String
        let act: String
        let pressed: Bool
    }

    let id: String
    let page: String
    let place: String
    let sort: String
    let author: String?
    let when: Moment
    let headline: SafeHTML?
    let beginning: SafeHTML
    let remainder: SafeHTML?
    let erased: Bool
    let stars: String?
    let starsLabel: String?
    let polarity: String?
    let polarityTone: String
    let certainty: String?
    var alarm: String?
    let alarmTone: String
    let themes: [ThemeLink]
    let services: [Link]
    let copies: Link?
    let tongue: String?
    let tongueCode: String?
    let outside: String?
    let host: String?
    let reach: String?
    let own: Bool
    let mayJudge: Bool
    let seen: String
    let mayUndo: Bool
    let choices: [Choice]
    /// Where the correction form comes back to.
    let back: String
    /// Why it stands where it stands, on Today only.
    var because: String?
}

/// What it takes to draw mentions: names of services, who looks, and the last correction of each.
struct VoiceRoom {
    let context: any Viewing
    let serviceNames: [Int64: String]
    /// How far the reader may correct.
    let judging: Scope
    let latest: [Int64: Int64]
    let back: String

    func voice(_ mention: Mention, unfolded: Bool = false) -> Voice {
        let text = MarkedText(
            title: mention.title, text: mention.text, language: mention.language,
            reasons: mention.standingReasons, word: label)
        let verdict = mention.verdict
        let link = Self.outside(mention.url)
        let mayJudge = judging.covers(mention.services)
        return Voice(
            id: String(mention.id), page: "/mentions/\(mention.id)",
            place: context.word("listening.network_\(mention.network.rawValue)"),
            sort: context.word("listening.kind_\(mention.kind.rawValue)"),
            author: mention.author.map { context.word("listening.author", ["name": String($0.prefix(6))]) },
            when: Moment(mention.publishedAt, context.figures), headline: mention.erased ? nil : text.title,
            beginning: unfolded ? text.whole : text.head,
            remainder: text.isLong && !unfolded ? text.rest : nil, erased: mention.erased,
            stars: mention.rating.map(Self.stars), starsLabel: mention.rating.map(starsLabel),
            polarity: verdict.map { context.word("listening.polarity_\($0.polarity.rawValue)") },
            polarityTone: Self.tone(verdict?.polarity), certainty: verdict.flatMap(certainty),
            alarm: verdict.flatMap(alarm), alarmTone: verdict?.urgency == .distress ? "bad" : "warn",
            themes: mention.themes.map(theme), services: mention.services.compactMap(service),
            copies: copies(mention), tongue: language(mention.language), tongueCode: mention.language,
            outside: link?.address, host: link?.host, reach: mention.reach.flatMap(reach), own: mention.own,
            mayJudge: mayJudge, seen: String(latest[mention.id] ?? 0), mayUndo: mayJudge && verdict?.byPerson == true,
            choices: mayJudge ? choices(verdict?.polarity) : [], back: back)
    }

    /// A reason's label in words.
    private func label(_ label: String) -> String {
        if label.hasPrefix("theme:") { return context.word("listening.theme_\(label.dropFirst(6))").lowercased() }
        let isUrgency = Urgency(rawValue: label) != nil
        return context.word("listening.\(isUrgency ? "urgency" : "polarity")_\(label)").lowercased()
    }

    private func certainty(_ verdict: Verdict) -> String? {
        if verdict.byPerson { return context.word("listening.sure_person") }
        if verdict.reasons.contains(where: \.isLesson) { return context.word("listening.sure_lesson") }
        if verdict.unsure { return context.word("listening.sure_not") }
        return verdict.confidence < 0.75 ? context.word("listening.sure_fairly") : nil
    }

    private func alarm(_ verdict: Verdict) -> String? {
        verdict.urgency >= .high ? context.word("listening.urgency_\(verdict.urgency.rawValue)") : nil
    }

    private func theme(_ theme: MentionTheme) -> Voice.ThemeLink {
        let sign = theme.polarity == .positive ? "+" : theme.polarity == .negative ? "−" : nil
        return Voice.ThemeLink(
            label: context.word("listening.theme_\(theme.theme.rawValue)"),
            path: "\(StreamFilter.path)?theme=\(theme.theme.rawValue)", tone: Self.tone(theme.polarity), sign: sign,
            said: sign == nil ? nil : context.word("listening.theme_\(sign == "+" ? "praised" : "blamed")"))
    }

    private func service(_ service: Int64) -> Voice.Link? {
        serviceNames[service].map { Voice.Link(label: $0, path: "\(StreamFilter.path)?service=\(service)") }
    }

    private func copies(_ mention: Mention) -> Voice.Link? {
        guard mention.copies > 0 else { return nil }
        return Voice.Link(
            label: context.count("listening.copies", mention.copies),
            path: "\(StreamFilter.path)?copies=\(mention.id)")
    }

    /// Nothing when it is the reader's own language.
    private func language(_ code: String?) -> String? {
        guard let code, code != context.tongue.rawValue else { return nil }
        let key = "listening.language_\(code)"
        return context.site.words.has(key) ? context.word(key) : code.uppercased()
    }

    private func reach(_ number: Int) -> String? {
        number < 100 ? nil : context.word("listening.reach", ["n": context.figures.integer(number)])
    }

    private func choices(_ current: Polarity?) -> [Voice.Choice] {
        let acts: [(Polarity, String)] = [(.positive, "p"), (.negative, "n"), (.neutral, "u"), (.mixed, "m")]
        return acts.map { polarity, act in
            Voice.Choice(
                value: polarity.rawValue, label: context.word("listening.polarity_\(polarity.rawValue)"), act: act,
                pressed: polarity == current)
        }
    }

    static func tone(_ polarity: Polarity?) -> String {
        switch polarity {
        case .positive: "good"
        case .negative: "bad"
        case .mixed: "warn"
        case .neutral, nil: "quiet"
        }
    }

    /// Whole stars, out of five.
    private static func stars(_ rating: Double) -> String {
        let full = Int(max(0, min(5, rating.rounded())))
        return String(repeating: "★", count: full) + String(repeating: "☆", count: 5 - full)
    }

    private func starsLabel(_ rating: Double) -> String {
        let digits = rating == rating.rounded() ? 0 : 1
        return context.word("listening.stars", ["n": context.figures.decimal(rating, digits: digits)])
    }

    /// Links out go to the open web only, and say where.
    private static func outside(_ text: String?) -> (address: String, host: String)? {
        guard let text, let url = URL(string: text), let scheme = url.scheme?.lowercased(), let host = url.host(),
            ["http", "https"].contains(scheme), !host.isEmpty
        else { return nil }
        return (text, host.hasPrefix("www.") ? String(host.dropFirst(4)) : host)
    }
}

extension Scope {
    /// Whether this scope reaches a mention that speaks of these services.
    func covers(_ services: [Int64]) -> Bool {
        switch self {
        case .everything: true
        case .services(let mine): !mine.isDisjoint(with: services)
        case .nothing: false
        }
    }
}
