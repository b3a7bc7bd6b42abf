import Kernel
import Web

/// One improvement on the board.
struct ImprovementCard: Encodable, Sendable {
    let path: String
    let title: String
    let service: String
    let theme: String?
    let owner: String?
    /// By when, or since when.
    let dueLine: String?
    let overdue: Bool
    let voices: String
    let criticality: String?
    let isPublic: Bool

    init(_ item: Improvement, worst: Int?, _ people: ImprovementPeople, _ context: some Viewing) {
        let figures = context.figures
        path = "/improvements/\(item.id)"
        title = item.draft.title
        service = people.service(item.draft.service, context)
        theme = item.draft.theme.map { context.word("listening.theme_\($0.rawValue)") }
        owner = item.draft.owner.map { people.person($0, context) }
        overdue = item.isOverdue(on: figures.local(context.site.clock.now()).dayNumber)
        dueLine =
            switch item.state {
            case .made: item.madeDay.map { context.word("improvement.made_on", ["date": figures.date(day: $0)]) }
            case .abandoned: nil
            default: item.draft.dueDay.map { context.word("improvement.due_on", ["date": figures.date(day: $0)]) }
            }
        voices = context.count("improvement.voices", item.voices)
        criticality = worst.flatMap { $0 > 0 ? context.word("improvement.criticality_short", ["n": String($0)]) : nil }
        isPublic = item.publishedAt != nil
    }
}

/// What the machine proposes, with the voices it is made of.
struct ClusterCard: Encodable, Sendable {
    let id: String
    let title: String
    let sentence: String
    let chance: String
    let action: String
    let dismiss: String
    let service: String
    let theme: String
    let voices: [VoiceView]
    let more: String?

    /// Voices that a card shows.
    static let shown = 5

    init(_ cluster: Cluster, _ voices: [VoiceView], _ people: ImprovementPeople, _ context: some Viewing) {
        let figures = context.figures
        let theme = context.word("listening.theme_\(cluster.theme.rawValue)")
        id = "cluster-\(cluster.service)-\(cluster.theme.rawValue)"
        title = "\(people.service(cluster.service, context)) · \(theme)"
        sentence = context.word(
            "improvement.cluster_says",
            [
                "n": figures.integer(cluster.voices.count), "days": String(Cluster.window),
                "expected": figures.decimal(cluster.expected), "earlier": figures.integer(cluster.earlier),
                "before": String(Cluster.before),
            ])
        chance = context.word(
            "improvement.cluster_p",
            [
                "p": cluster.p < 0.001 ? figures.decimal(0.001, digits: 3) : figures.decimal(cluster.p, digits: 3),
                "sign": cluster.p < 0.001 ? "<" : "=",
            ])
        service = String(cluster.service)
        self.theme = cluster.theme.rawValue
        action = "/improvements/new?cluster=1&service=\(cluster.service)&theme=\(cluster.theme.rawValue)"
        dismiss = "/improvements/clusters/dismiss"
        self.voices = voices
        let left = cluster.voices.count - voices.count
        more = left > 0 ? context.count("improvement.more_voices", left) : nil
    }
}

/// A voice as this room shows it: a beginning of it, and the way to the whole.
struct VoiceView: Encodable, Sendable {
    let path: String
    let text: String
    let language: String?
    let place: String
    let at: Moment
    /// Where it is taken off, on the page of an improvement.
    let unlink: String?

    init(_ conversation: Int64, _ heard: Heard, unlink: String? = nil, _ context: some Viewing) {
        path = "/inbox/\(conversation)"
        let whole = heard.erased ? context.word("improvement.voice_erased") : heard.text
        text = whole.count > 220 ? whole.prefix(219) + "…" : whole
        language = heard.erased ? nil : heard.language
        place = context.word("listening.network_\(heard.network.rawValue)")
        at = Moment(heard.publishedAt, context.figures)
        self.unlink = unlink
    }
}

/// The board: what is proposed, then what is done about it, state by state.
struct ImprovementBoard: Encodable, Sendable {
    struct Column: Encodable, Sendable {
        let id: String
        let title: String
        let count: String
        let cards: [ImprovementCard]
    }

    let mayImprove: Bool
    let mayCommittee: Bool
    let filters: [FormField]
    let filtered: Bool
    let overdue: String?
    let columns: [Column]
    let empty: EmptyState?
    let clusters: [ClusterCard]
    let clustersNote: String?
    let lettersMissing: Bool

    init(
        _ items: [Improvement], worst: [Int64: Int], clusters: [ClusterCard], pairs: Int, filter: ImprovementFilter,
        people: ImprovementPeople, letters: Bool, _ context: SignedInContext
    ) {
        mayImprove = context.person.scope(of: .improve) != .nothing
        mayCommittee = context.person.scope(of: .improve) == .everything
        filters = filter.fields(people, context)
        filtered = !filter.isEmpty
        let today = context.figures.local(context.site.clock.now()).dayNumber
        let late = items.count { $0.isOverdue(on: today) }
        overdue = late > 0 ? context.count("improvement.overdue", late) : nil
        columns = Improvement.State.allCases.compactMap { state in
            let held = items.filter { $0.state == state }
            if held.isEmpty, state == .abandoned || filter.state.map({ $0 != state }) ?? false { return nil }
            return Column(
                id: state.rawValue, title: context.word("improvement.state_\(state.rawValue)"),
                count: context.figures.integer(held.count),
                cards: held.map { ImprovementCard($0, worst: worst[$0.id], people, context) })
        }
        empty =
            items.isEmpty
            ? EmptyState(
                icon: filtered ? "search" : "rise",
                title: context.word(filtered ? "improvement.none_title" : "improvement.empty_title"),
                text: context.word(filtered ? "improvement.none" : "improvement.empty"),
                action: filtered
                    ? ("/improvements", context.word("improvement.show_all"))
                    : mayImprove ? ("/improvements/new", context.word("improvement.new")) : nil) : nil
        self.clusters = clusters
        clustersNote =
            pairs == 0
            ? nil
            : context.word(
                "improvement.cluster_note",
                [
                    "pairs": context.figures.integer(pairs),
                    "chance": context.figures.decimal(Double(pairs) * Cluster.level, digits: 0),
                ])
        lettersMissing = !letters
    }
}
