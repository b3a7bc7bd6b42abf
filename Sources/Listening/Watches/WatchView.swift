import Kernel
import Web

/// A watch as its pages show it.
struct WatchView: Encodable, Sendable {
    let path: String
    let stream: String
    /// Today, for this watch only.
    let heat: String
    let name: String
    let query: String
    let count: String
    /// What it reads: networks, languages, sources; everything when empty.
    let narrowed: [String]
    let purpose: String
    let retention: String
    let tells: Bool
    /// Whether there is anything to say beside its words.
    let labelled: Bool
    let ran: Moment?
    let error: String?
    /// How far into the past it has been asked; nil once it is done.
    let past: String?

    init(_ watch: Watch, count: Int, sources: [Int64: String], _ context: some Viewing) {
        path = "/watches/\(watch.id)"
        stream = "/stream?watch=\(watch.id)"
        heat = "/today?watch=\(watch.id)"
        name = watch.name
        query = watch.query
        self.count = context.count("listening.mentions_count", count)
        narrowed =
            watch.networks.map { context.word("listening.network_\($0.rawValue)") }
            + watch.languages.map { WatchView.language($0, context) }
            + watch.origins.map { sources[$0] ?? context.word("listening.origin_gone") }
        purpose = watch.purpose
        retention = context.count("listening.days", watch.retentionDays)
        tells = watch.tells
        labelled = watch.tells || !narrowed.isEmpty
        ran = watch.lastRunAt.map { Moment($0, context.figures) }
        error = watch.lastError
        past = Self.past(watch, context)
    }

    private static func past(_ watch: Watch, _ context: some Viewing) -> String? {
        guard let reached = watch.pastReached else { return nil }
        let found = context.figures.integer(watch.pastFound)
        guard reached <= context.site.clock.now() else { return context.word("listening.watch_past_waiting") }
        return context.word(
            "listening.watch_past_reached", ["date": context.figures.date(reached), "found": found])
    }

    static func language(_ code: String, _ context: some Viewing) -> String {
        let key = "listening.language_\(code)"
        return context.site.words.has(key) ? context.word(key) : code
    }
}

struct WatchList: Encodable, Sendable {
    let watches: [WatchView]
    let mayGather: Bool
    let empty: EmptyState?
}

struct WatchPage: Encodable, Sendable {
    let watch: WatchView
    let crumbs: [Crumb]
    let mayGather: Bool
}

/// The form of a watch: its question, what it finds, its rules.
struct WatchFormPage: Encodable, Sendable {
    struct Found: Encodable, Sendable {
        struct Example: Encodable, Sendable {
            let network: String
            let text: String
            let at: Moment
        }
        let count: String
        let any: Bool
        let examples: [Example]
    }

    let crumbs: [Crumb]
    let title: String
    let action: String
    let cancel: String
    let isNew: Bool
    let question: [FormField]
    let rules: [FormField]
    let errors: [FormError]
    let reproach: String?
    let networks: [Tick]
    let languages: [Tick]
    let origins: [Tick]
    let hasOrigins: Bool
    let isNarrowed: Bool
    let found: Found?

    init(
        _ form: WatchForm, _ watch: Watch?, _ trial: WatchTrial?, _ failure: Failure?, _ all: [Origin],
        _ context: some Viewing
    ) {
        crumbs = [Crumb("/watches", context.word("listening.watches"))]
        title = watch?.name ?? context.word("listening.watch_new")
        action = watch.map { "/watches/\($0.id)" } ?? "/watches"
        cancel = watch.map { "/watches/\($0.id)" } ?? "/watches"
        isNew = watch == nil
        question = form.text(context, failure: failure)
        rules = form.rules(context, failure: failure)
        errors = FormField.errors(question + rules)
        reproach = errors.isEmpty ? failure.map { Reproach.line($0, context) } : nil
        networks = Network.allCases.map {
            Tick("network", $0.rawValue, context.word("listening.network_\($0.rawValue)"), form.networks.contains($0))
        }
        let codes = WatchForm.offered + form.languages.subtracting(WatchForm.offered).sorted()
        languages = codes.map { Tick("language", $0, WatchView.language($0, context), form.languages.contains($0)) }
        origins = all.prefix(200).map { Tick("source", String($0.id), $0.label, form.origins.contains($0.id)) }
        hasOrigins = !all.isEmpty
        isNarrowed = !(form.networks.isEmpty && form.languages.isEmpty && form.origins.isEmpty)
        found = trial.map { Self.found($0, context) }
    }

    private static func found(_ trial: WatchTrial, _ context: some Viewing) -> Found {
        let most = WatchTrial.limit
        let count =
            trial.count > most
            ? context.word("listening.watch_trial_more", ["n": context.figures.integer(most)])
            : context.count("listening.watch_trial", trial.count)
        let examples = trial.examples.map { mention in
            let text = mention.title.map { "\($0) — \(mention.text)" } ?? mention.text
            return Found.Example(
                network: context.word("listening.network_\(mention.network.rawValue)"),
                text: text.count > 240 ? text.prefix(239) + "…" : text, at: Moment(mention.publishedAt, context.figures)
            )
        }
        return Found(count: count, any: trial.count > 0, examples: examples)
    }
}
