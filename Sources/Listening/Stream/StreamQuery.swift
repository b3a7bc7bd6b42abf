import Kernel
import Storage

/// Builds the stream's SQL: walks down a key (`StreamWalk`), narrowed by conditions.
struct StreamQuery {
    private let engine: Engine
    private var walk = StreamWalk.everything
    private var conditions: [String] = []
    /// Conditions on the walk's own key, asked before the mention is read: `< $3`, or a row in another table.
    private var bounds: [String] = []
    private var probes: [String] = []
    private(set) var arguments: [any SQLBindable] = []

    /// `ids`, unless empty, are the only mentions looked at.
    init(
        _ filter: StreamFilter, scope: Scope, position: StreamPosition, zone: DayZone, among ids: [Int64] = [],
        in connection: any Connection
    ) throws {
        engine = connection.engine
        let services = Self.services(filter, scope)
        var arguments: [any SQLBindable] = []
        walk = try StreamWalk.choose(filter, services: services, in: connection) { value in
            arguments.append(value)
            return "$\(arguments.count)"
        }
        self.arguments = arguments
        addValues(filter)
        addTables(filter, services)
        addDays(filter, zone)
        switch position {
        case .newest: break
        case .before(let id): bounds.append("< \(place(id))")
        case .after(let id): bounds.append("> \(place(id))")
        }
        if !ids.isEmpty { bounds.append("IN (\(list(ids)))") }
        let asksNothing = !filter.words.trimmed.isEmpty && walk.facet != .words && filter.copiesOf == nil
        if services?.isEmpty == true || scope == .nothing || asksNothing { conditions.append("1 = 0") }
    }

    /// `columns` of the mentions found, newest first (oldest first when walking up).
    func sql(columns: String, limit: Int, upwards: Bool = false) -> String {
        let order = upwards ? "ASC" : "DESC"
        if walk.branches.count == 1, let only = walk.branches.first {
            return select(columns, only, order, limit)
        }
        let found = walk.branches.enumerated().map { index, branch in
            "SELECT id FROM (\(select("m.id AS id", branch, order, limit))) AS walk\(index)"
        }
        return """
            SELECT \(columns) FROM (\(found.joined(separator: " UNION "))) AS found CROSS JOIN mention m
            WHERE m.id = found.id ORDER BY found.id \(order) LIMIT \(limit)
            """
    }

    private func select(_ columns: String, _ branch: StreamWalk.Branch, _ order: String, _ limit: Int) -> String {
        let known = bounds.map { "\(branch.key) \($0)" } + probes.map { "EXISTS (\($0) AND x.mention = \(branch.key))" }
        let all = branch.conditions + known + conditions
        return """
            SELECT \(columns) FROM \(branch.source) WHERE \(all.joined(separator: " AND "))
            ORDER BY \(branch.key) \(order) LIMIT \(limit)
            """
    }

    /// The services wanted, cut to those that the person may see; nil for any.
    private static func services(_ filter: StreamFilter, _ scope: Scope) -> Set<Int64>? {
        guard case .services(let allowed) = scope else { return filter.services.isEmpty ? nil : filter.services }
        return filter.services.isEmpty ? allowed : filter.services.intersection(allowed)
    }

    private mutating func addValues(_ filter: StreamFilter) {
        add("network", filter.networks.map(\.rawValue), .network)
        add("kind", filter.kinds.map(\.rawValue), .kind)
        add("polarity", filter.polarities.map(\.rawValue), .polarity)
        add("language", Array(filter.languages), .language)
        add("urgency", filter.urgencies.map(\.rawValue), .urgency)
        if filter.unsureOnly, walk.facet != .unsure { conditions.append("m.unsure = 1") }
        if filter.opinionsOnly {
            conditions.append(
                """
                m.own = 0 AND m.polarity IS NOT NULL
                AND (\(free("polarity")) <> 'neutral' OR \(free("kind")) NOT IN ('article', 'video'))
                """)
        }
        if filter.copiesOf == nil { conditions.append("m.folded_into IS NULL") }
    }

    private mutating func addTables(_ filter: StreamFilter, _ services: Set<Int64>?) {
        if let services, !services.isEmpty, walk.facet != .service {
            probes.append(probe("mention_service", "service", services.sorted()))
        }
        if !filter.themes.isEmpty, walk.facet != .theme {
            probes.append(probe("mention_theme", "theme", filter.themes.map(\.rawValue).sorted()))
        }
        if let watch = filter.watch, walk.facet != .watch {
            probes.append(probe("mention_label", "label", [watch]))
        }
        if let origin = filter.origin, walk.facet != .origin {
            let label = probe("mention_label", "label", [origin])
            conditions.append(
                "(\(free("origin")) = \(place(origin)) OR EXISTS (\(label) AND x.mention = m.id))")
        }
    }

    private mutating func addDays(_ filter: StreamFilter, _ zone: DayZone) {
        if let first = filter.firstDay { bounds.append(">= \(place(MentionKey.first(at: zone.start(of: first))))") }
        if let last = filter.lastDay { bounds.append("< \(place(MentionKey.first(at: zone.start(of: last + 1))))") }
    }

    private mutating func add(_ column: String, _ values: [String], _ facet: StreamWalk.Facet) {
        guard !values.isEmpty, walk.facet != facet else { return }
        conditions.append("\(free(column)) IN (\(list(values.sorted())))")
    }

    private mutating func probe(_ table: String, _ column: String, _ values: [any SQLBindable]) -> String {
        "SELECT 1 FROM \(table) x WHERE x.\(column) IN (\(list(values)))"
    }

    /// A column whose index SQLite is not to use: the walk was chosen already (sqlite.org/optoverview, 2.2).
    private func free(_ column: String) -> String { engine == .sqlite ? "+m.\(column)" : "m.\(column)" }

    private mutating func list(_ values: [any SQLBindable]) -> String {
        values.map { place($0) }.joined(separator: ", ")
    }

    private mutating func place(_ value: any SQLBindable) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }
}
