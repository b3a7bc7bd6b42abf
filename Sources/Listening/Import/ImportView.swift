import Archives
import Kernel
import Web

/// An import as its pages show it.
struct ImportView: Encodable, Sendable {
    let path: String
    let name: String
    let format: String
    let state: String
    let tone: String
    let isWaiting: Bool
    let isRunning: Bool
    let isStopped: Bool
    let isOver: Bool
    let hasFile: Bool
    let percent: String?
    let progress: String
    let read: String
    let new: String
    let duplicate: String
    let refused: String
    let hasRefused: Bool
    let error: String?
    let started: Moment
    let stream: String

    init(_ run: ImportRun, _ context: some Viewing) {
        let figures = context.figures
        path = "/imports/\(run.id)"
        name = run.name
        format = context.word("listening.format_\(run.format.rawValue)")
        state = context.word("listening.import_\(run.state.rawValue)")
        tone =
            switch run.state {
            case .done: "good"
            case .failed: "bad"
            case .running: "accent"
            case .waiting, .stopped: ""
            }
        isWaiting = run.state == .waiting
        isRunning = run.state == .running
        isStopped = run.state == .stopped || run.state == .failed
        isOver = run.state == .done
        hasFile = run.path != nil
        percent = run.progress.map { figures.percent($0) }
        progress = String(Int((run.progress ?? 0) * 100))
        read = figures.integer(run.count.read)
        new = figures.integer(run.count.new)
        duplicate = figures.integer(run.count.duplicate)
        refused = figures.integer(run.count.refused)
        hasRefused = run.count.refused > 0
        error = run.error
        started = Moment(run.startedAt, figures)
        stream = "/stream?source=\(run.origin)"
    }
}

/// What the dry run said.
struct RehearsalView: Encodable, Sendable {
    struct Line: Encodable, Sendable {
        let line: String
        let reason: String
    }

    struct Sample: Encodable, Sendable {
        let network: String
        let at: Moment
        let text: String
        let rating: String?
    }

    let outcome: String
    let refused: String?
    let lines: [Line]
    let samples: [Sample]

    init(_ rehearsal: Rehearsal, _ context: some Viewing) {
        let figures = context.figures
        outcome = context.count("listening.import_would", Int(rehearsal.arrivals))
        refused = rehearsal.refused > 0 ? context.count("listening.import_would_refuse", Int(rehearsal.refused)) : nil
        lines = rehearsal.reasons.map { Line(line: String($0.line), reason: $0.reason) }
        samples = rehearsal.samples.prefix(5).map { arrival in
            Sample(
                network: context.word("listening.network_\(arrival.network.rawValue)"),
                at: Moment(arrival.publishedAt, figures), text: String(arrival.text.prefix(240)),
                rating: arrival.rating.map { figures.decimal($0, digits: 0) })
        }
    }
}

/// The first rows of a table, and what each column is taken for.
struct MappingView: Encodable, Sendable {
    struct Column: Encodable, Sendable {
        let name: String
        let samples: String
        let field: FormField
    }

    struct Row: Encodable, Sendable { let cells: [String] }

    let columns: [Column]
    let rows: [Row]
    let constants: [FormField]

    init(_ preview: TablePreview, mapping: Mapping, _ context: some Viewing) {
        columns = preview.columns.enumerated().map { index, column in
            let chosen = Mapping.Field.allCases.first { mapping[$0].contains(column.name) }
            let choices =
                [FormField.Choice("", context.word("listening.import_leave"), selected: chosen == nil)]
                + Mapping.Field.allCases.map {
                    FormField.Choice(
                        $0.rawValue, context.word("listening.field_\($0.rawValue)"), selected: $0 == chosen)
                }
            return Column(
                name: column.name, samples: column.samples.joined(separator: " · "),
                field: FormField("column\(index)", .choice, label: column.name, choices: choices, filter: true))
        }
        rows = preview.rows.prefix(8).map { Row(cells: $0.map { String($0.prefix(80)) }) }
        constants = [
            Self.choice(
                "network", Network.allCases.map { ($0.rawValue, context.word("listening.network_\($0.rawValue)")) },
                mapping[constant: .network], context),
            Self.choice(
                "kind", MentionKind.allCases.map { ($0.rawValue, context.word("listening.kind_\($0.rawValue)")) },
                mapping[constant: .kind], context),
            FormField(
                "order", .choice, label: context.word("listening.import_order"),
                choices: [
                    FormField.Choice("day", "31/12/2025", selected: mapping.dateOrder == .dayFirst),
                    FormField.Choice("month", "12/31/2025", selected: mapping.dateOrder == .monthFirst),
                ], filter: true),
        ]
    }

    private static func choice(
        _ name: String, _ values: [(String, String)], _ chosen: String?, _ context: some Viewing
    ) -> FormField {
        FormField(
            name, .choice, label: context.word("listening.import_constant_\(name)"),
            choices: [FormField.Choice("", context.word("listening.import_in_file"), selected: chosen == nil)]
                + values.map { FormField.Choice($0.0, $0.1, selected: $0.0 == chosen) }, filter: true)
    }

    /// The mapping that a form asks for, over the one that was guessed.
    static func mapping(_ form: Query, _ preview: TablePreview, _ guessed: Mapping) -> Mapping {
        var mapping = guessed
        mapping.columns = [:]
        for (index, column) in preview.columns.enumerated() {
            guard let field = form["column\(index)"].flatMap(Mapping.Field.init) else { continue }
            mapping[field] = mapping[field] + [column.name]
        }
        mapping[constant: .network] = form["network"].flatMap(Network.init)?.rawValue
        mapping[constant: .kind] = form["kind"].flatMap(MentionKind.init)?.rawValue
        mapping.dateOrder = form["order"] == "month" ? .monthFirst : .dayFirst
        return mapping
    }
}
