import Kernel
import Web

/// An alert as its pages show it.
struct AlertView: Encodable, Sendable {
    struct Word: Encodable, Sendable {
        let word: String
        let count: String
    }

    /// The beginning of the mention that it rose with.
    struct Quote: Encodable, Sendable {
        static let length = 280

        let text: String
        let language: String?
        let place: String
        let when: Moment

        /// Nil once the text has been erased.
        init?(_ mention: Mention, _ context: some Viewing) {
            if mention.erased { return nil }
            let whole = [mention.title, mention.text].compactMap { $0 }.joined(separator: "\n")
            var scalars = Array(whole.unicodeScalars)
            let cut = scalars.count > Self.length
            if cut {
                let end = scalars[..<Self.length].lastIndex { $0.properties.isWhitespace } ?? Self.length
                scalars.removeSubrange(end...)
                while let last = scalars.last, "«(“ ".unicodeScalars.contains(last) { scalars.removeLast() }
            }
            if mention.language == "fr" { FrenchSpacing.bind(&scalars) }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            text = String(view) + (cut ? " …" : "")
            language = mention.language
            place = context.word("listening.network_\(mention.network.rawValue)")
            when = Moment(mention.publishedAt, context.figures)
        }
    }

    let id: String
    let path: String
    let title: String
    let rule: String
    let level: String
    let tone: String
    let isDistress: Bool
    /// About one mention only.
    let single: Bool
    let quote: Quote?
    let raised: Moment
    let due: Moment?
    let taken: String?
    let figures: String?
    let words: [Word]
    let hasWords: Bool
    let network: String?
    let voices: [String]
    let hasVoices: Bool
    let first: String?
    let stream: String
    let duty: String
    let isOpen: Bool
    /// Where those on duty take and close it; nil when that is done here.
    let call: String?
    let closed: Moment?
    let note: String?

    init(
        _ alert: Alert, rung: AlertRung?, names: [Int64: String], watches: [Int64: String],
        services: [Int64: String], quote: Mention? = nil, calls: String? = nil, _ context: some Viewing
    ) {
        let figures = context.figures
        id = String(alert.id)
        path = "/alerts/\(alert.id)"
        title = Self.title(alert, watches: watches, services: services, context)
        rule = context.word("listening.rule_\(alert.rule.rawValue)")
        level = context.word("listening.level_\(alert.level.rawValue)")
        tone = alert.level >= .engage ? "bad" : alert.level == .prepare ? "warn" : ""
        isDistress = alert.rule == .distress
        if case .mention = alert.subject { single = true } else { single = false }
        self.quote = quote.flatMap { Quote($0, context) }
        raised = Moment(alert.raisedAt, figures)
        due = alert.dueAt.map { Moment($0, figures) }
        taken = alert.takenBy.map { names[$0] ?? context.word("listening.somebody") }
        self.figures = Self.figures(alert, context)
        words = alert.why.words.map { Word(word: $0.word, count: figures.integer($0.count)) }
        hasWords = !alert.why.words.isEmpty
        network = alert.why.network.map { network in
            context.word(
                "listening.alert_network",
                [
                    "network": context.word("listening.network_\(network.rawValue)"),
                    "share": figures.percent(alert.why.networkShare ?? 0),
                ])
        }
        voices = alert.why.voices.map { voice in
            context.word(
                "listening.alert_voice",
                [
                    "author": String(voice.author.prefix(8)), "n": figures.integer(voice.count),
                    "reach": figures.integer(voice.reach),
                ])
        }
        hasVoices = !alert.why.voices.isEmpty
        first = alert.why.first.map { "/mentions/\($0)" }
        stream = Self.stream(alert)
        duty = rung?.duty { context.word("listening.\($0)") } ?? ""
        isOpen = alert.closedAt == nil
        closed = alert.closedAt.map { Moment($0, figures) }
        if case .mention(let mention) = alert.subject { call = calls.map { "\($0)/\(mention)" } } else { call = nil }
        note = alert.closingNote
    }

    private static func title(
        _ alert: Alert, watches: [Int64: String], services: [Int64: String], _ context: some Viewing
    ) -> String {
        switch alert.subject {
        case .mention: return context.word("listening.alert_distress")
        case .watch(let id):
            return context.word("listening.alert_keyword", ["watch": watches[id] ?? String(id)])
        case .place(let place):
            let subject: String =
                if let service = place.service { services[service] ?? String(service) } else if let theme = place.theme
                { context.word("listening.theme_\(theme.rawValue)") } else if let watch = place.watch {
                    watches[watch] ?? String(watch)
                } else { context.word("listening.whole_hospital") }
            return context.word("listening.alert_rises", ["subject": subject])
        }
    }

    private static func figures(_ alert: Alert, _ context: some Viewing) -> String? {
        guard let expected = alert.expected, let threshold = alert.threshold else { return nil }
        let figures = context.figures
        return context.word(
            "listening.alert_figures",
            [
                "observed": figures.integer(Int(alert.observed)), "expected": figures.decimal(expected),
                "threshold": figures.decimal(threshold),
            ])
    }

    /// The mentions that made it, and no others.
    private static func stream(_ alert: Alert) -> String {
        var filter = StreamFilter()
        (filter.firstDay, filter.lastDay) = (alert.firstDay, alert.lastDay)
        switch alert.subject {
        case .mention(let id): return "/mentions/\(id)"
        case .watch(let id): filter.watch = id
        case .place(let place):
            filter.polarities = [.negative]
            filter.watch = place.watch
            if let service = place.service { filter.services = [service] }
            if let theme = place.theme { filter.themes = [theme] }
            if let network = place.network { filter.networks = [network] }
        }
        return filter.address
    }
}
