import Kernel
import Storage

/// Builds the stream's SQL: one walk down a key, narrowed by conditions.
struct StreamQuery {
    private var conditions: [String] = []
    private(set) var arguments: [any SQLBindable] = []
    private var joins: [String] = []
    private var key = "m.id"

    init(_ filter: StreamFilter, scope: Scope, position: StreamPosition, engine: Engine, zone: DayZone) {
        addWords(filter.words, engine)
        driveBy(filter, scope)
        addValues(filter)
        addDays(filter, zone)
        switch position {
        case .newest: break
        case .before(let id): conditions.append("\(key) < \(place(id))")
        case .after(let id): conditions.append("\(key) > \(place(id))")
        }
        if case .nothing = scope { conditions.append("1 = 0") }
    }

    /// `columns` of the mentions found, newest first (oldest first when walking up).
    func sql(columns: String, limit: Int, upwards: Bool = false) -> String {
        """
        SELECT \(columns) FROM \(joins.isEmpty ? "mention m" : joins.joined(separator: " "))
        \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
        ORDER BY \(key) \(upwards ? "ASC" : "DESC") LIMIT \(limit)
        """
    }

    /// Puts the narrowest table in front: its key leads with the value and goes on with the mention's.
    private mutating func driveBy(_ filter: StreamFilter, _ scope: Scope) {
        var services = filter.services
        if case .services(let allowed) = scope {
            services = services.isEmpty ? allowed : services.intersection(allowed)
            if services.isEmpty { conditions.append("1 = 0") }
        }
        if services.count == 1, let only = services.first, joins.isEmpty {
            drive("mention_service", "service", only)
        } else if !services.isEmpty {
            let list = services.sorted().map { place($0) }.joined(separator: ", ")
            conditions.append("EXISTS (SELECT 1 FROM mention_service s WHERE s.mention = m.id AND s.service IN (\(list)))")
        }
        if filter.themes.count == 1, let only = filter.themes.first, joins.isEmpty {
            drive("mention_theme", "theme", only.rawValue)
        } else if !filter.themes.isEmpty {
            let list = filter.themes.map(\.rawValue).sorted().map { place($0) }.joined(separator: ", ")
            conditions.append("EXISTS (SELECT 1 FROM mention_theme t WHERE t.mention = m.id AND t.theme IN (\(list)))")
        }
        if let watch = filter.watch {
            if joins.isEmpty {
                drive("mention_label", "label", watch)
            } else {
                conditions.append(
                    "EXISTS (SELECT 1 FROM mention_label l WHERE l.mention = m.id AND l.label = \(place(watch)))")
            }
        }
    }

    private mutating func drive(_ table: String, _ column: String, _ value: any SQLBindable) {
        joins = ["\(table) d JOIN mention m ON m.id = d.mention"]
        key = "d.mention"
        conditions.append("d.\(column) = \(place(value))")
    }

    private mutating func addWords(_ words: String, _ engine: Engine) {
        guard !words.trimmed.isEmpty else { return }
        guard let query = TextQuery(lenient: words) else {
            conditions.append("1 = 0")
            return
        }
        let index = TextIndex.mentions
        let drive = index.drive(query, parameter: arguments.count + 1, engine: engine)
        joins = ["\(index.table) f JOIN mention m ON m.id = \(drive.key)"]
        key = drive.key
        conditions.append(drive.condition)
        arguments.append(drive.argument)
    }

    private mutating func addValues(_ filter: StreamFilter) {
        add("m.network", filter.networks.map(\.rawValue))
        add("m.kind", filter.kinds.map(\.rawValue))
        add("m.polarity", filter.polarities.map(\.rawValue))
        add("m.language", Array(filter.languages))
        add("m.urgency", filter.urgencies.map(\.rawValue))
        if filter.unsureOnly { conditions.append("m.unsure = 1") }
        if filter.opinionsOnly {
            conditions.append("m.own = 0 AND m.polarity IS NOT NULL AND (m.polarity <> 'neutral' OR m.kind NOT IN ('article', 'video'))")
        }
        if let original = filter.copiesOf {
            conditions.append("m.folded_into = \(place(original))")
        } else {
            conditions.append("m.folded_into IS NULL")
        }
        if let origin = filter.origin {
            let value = place(origin)
            conditions.append(
                """
                (m.origin = \(value)
                 OR EXISTS (SELECT 1 FROM mention_label o WHERE o.mention = m.id AND o.label = \(value)))
                """)
        }
    }

    private mutating func addDays(_ filter: StreamFilter, _ zone: DayZone) {
        if let first = filter.firstDay {
            conditions.append("\(key) >= \(place(MentionKey.first(at: zone.start(of: first))))")
        }
        if let last = filter.lastDay {
            conditions.append("\(key) < \(place(MentionKey.first(at: zone.start(of: last + 1))))")
        }
    }

    private mutating func add(_ column: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        let list = values.sorted().map { place($0) }.joined(separator: ", ")
        conditions.append(values.count == 1 ? "\(column) = \(list)" : "\(column) IN (\(list))")
    }

    private mutating func place(_ value: any SQLBindable) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }
}
