import Foundation
import Kernel
import Web

/// The month's sheet in words: the page and the PDF are both drawn from it, so that they say the same.
struct CommitteeReport: Encodable, Sendable {
    struct Row: Encodable, Sendable {
        let label: String
        let cells: [String]
    }

    struct Section: Encodable, Sendable {
        let id: String
        let title: String
        var says: String?
        var heads: [String] = []
        var rows: [Row] = []
        /// Lines of a list.
        var lines: [String] = []
        var quotes: [String] = []
        /// Whether it holds a table.
        var isTable = false
    }

    let title: String
    let organisation: String
    let period: String
    let made: String
    let temperature: String?
    let interval: String?
    /// Degrees of the house, for the drawing.
    let degrees: Double?
    let low: Double?
    let high: Double?
    let sections: [Section]
    let note: String
}

/// Writes the report from figures. Every free text has gone through the mask before it gets here.
struct CommitteeWriter {
    let figures: CommitteeFigures
    let house: Warmth
    /// The services that have a temperature, warmest first.
    let services: [(name: String, warmth: Warmth)]
    let verbatims: [Verbatim]
    let month: Month
    let organisation: String
    /// Titles of improvements that may be shown, by improvement; one that cannot be masked is not there.
    let titles: [Int64: String]
    let names: [Int64: String]
    let context: SignedInContext

    private var numbers: Figures { context.figures }

    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        context.word("improvement.\(key)", values)
    }

    static func period(_ month: Month, _ context: some Viewing) -> String {
        context.word("improvement.month_\(month.month)", ["year": String(month.year)])
    }

    func report() -> CommitteeReport {
        let degrees = house.degrees
        return CommitteeReport(
            title: word("committee_title"), organisation: organisation, period: Self.period(month, context),
            made: word("committee_made", ["date": numbers.date(context.site.clock.now())]),
            temperature: degrees.map { numbers.degrees($0.value) },
            interval: degrees.map {
                word("proof_between", ["low": numbers.decimal($0.low), "high": numbers.degrees($0.high)])
            }, degrees: degrees?.value, low: degrees?.low, high: degrees?.high,
            sections: [voices, heat, themes, complaints, replies, reviews, actions, quotes],
            note: word("committee_note"))
    }

    private var voices: CommitteeReport.Section {
        let total = figures.sources.reduce(0) { $0 + $1.voices }
        return .init(
            id: "voices", title: word("committee_voices"), says: context.count("improvement.voices", total),
            heads: [
                word("committee_network"), word("committee_count"), word("committee_praise"), word("committee_blame"),
            ],
            rows: figures.sources.map {
                .init(
                    label: context.word("listening.network_\($0.network.rawValue)"),
                    cells: [$0.voices, $0.positive, $0.negative].map(numbers.integer))
            }, isTable: !figures.sources.isEmpty)
    }

    private var heat: CommitteeReport.Section {
        let rows = services.prefix(6).compactMap { service -> CommitteeReport.Row? in
            guard let degrees = service.warmth.degrees else { return nil }
            return .init(
                label: service.name,
                cells: [
                    numbers.degrees(degrees.value),
                    "\(numbers.decimal(degrees.low)) – \(numbers.degrees(degrees.high))",
                    numbers.integer(service.warmth.opinions),
                ])
        }
        return .init(
            id: "heat", title: word("committee_heat"),
            says: word(rows.isEmpty ? "committee_heat_none" : "committee_heat_says"),
            heads: [word("service"), word("proof_degrees"), word("proof_interval"), word("proof_opinions")], rows: rows,
            isTable: !rows.isEmpty)
    }

    private var themes: CommitteeReport.Section {
        .init(
            id: "themes", title: word("committee_themes"),
            heads: [word("theme"), word("committee_praise"), word("committee_blame")],
            rows: figures.subjects.prefix(11).map {
                .init(
                    label: context.word("listening.theme_\($0.theme.rawValue)"),
                    cells: [$0.praise, $0.blame].map(numbers.integer))
            }, isTable: !figures.subjects.isEmpty)
    }

    private var complaints: CommitteeReport.Section {
        let counts = figures.complaints
        return .init(
            id: "complaints", title: word("committee_complaints"),
            says: word(
                "committee_complaints_say",
                [
                    "received": numbers.integer(counts.received), "answered": numbers.integer(counts.answered),
                    "acted": numbers.integer(counts.acted),
                ]))
    }

    private var replies: CommitteeReport.Section {
        let replies = figures.replies
        guard let median = replies.median else {
            return .init(id: "replies", title: word("committee_replies"), says: word("committee_replies_none"))
        }
        return .init(
            id: "replies", title: word("committee_replies"),
            says: word(
                "committee_replies_say",
                [
                    "n": numbers.integer(replies.answered), "median": numbers.duration(median),
                    "within": numbers.integer(replies.within), "promised": numbers.integer(replies.promised),
                ]))
    }

    private var reviews: CommitteeReport.Section {
        let rows = [Polarity.positive, .mixed, .negative].compactMap { polarity -> CommitteeReport.Row? in
            guard let verdicts = figures.verdicts[polarity] else { return nil }
            let all = verdicts.published + verdicts.refused
            return .init(
                label: word("committee_\(polarity.rawValue)"),
                cells: [
                    numbers.integer(all), numbers.integer(verdicts.refused),
                    all > 0 ? numbers.percent(Double(verdicts.refused) / Double(all)) : "–",
                ])
        }
        return .init(
            id: "reviews", title: word("committee_reviews"),
            says: word(rows.isEmpty ? "committee_reviews_none" : "committee_reviews_say"),
            heads: [
                word("committee_kind"), word("committee_decided"), word("committee_refused"), word("committee_share"),
            ], rows: rows, isTable: !rows.isEmpty)
    }

    private var actions: CommitteeReport.Section {
        func line(_ item: Improvement, _ key: String, _ day: Int?) -> String {
            let place = item.draft.service.flatMap { names[$0] } ?? word("whole")
            let title = titles[item.id] ?? word("committee_untitled")
            return word(key, ["title": title, "place": place, "date": day.map { numbers.date(day: $0) } ?? ""])
        }
        return .init(
            id: "actions", title: word("committee_actions"),
            says: word(
                "committee_actions_say",
                [
                    "opened": numbers.integer(figures.opened), "made": numbers.integer(figures.made.count),
                    "overdue": numbers.integer(figures.overdue.count),
                ]),
            lines: figures.made.prefix(20).map { line($0, "committee_made_line", $0.madeDay) }
                + figures.overdue.prefix(20).map { line($0, "committee_late_line", $0.draft.dueDay) })
    }

    private var quotes: CommitteeReport.Section {
        .init(
            id: "quotes", title: word("committee_quotes"),
            says: verbatims.isEmpty ? word("committee_quotes_none") : nil, quotes: verbatims.map(\.text))
    }
}
