import Kernel
import Storage

/// Builds the inbox's SQL: each state is a walk down an index in the order of the page, cut after a page, and the walks
/// are merged, so that a page costs what a page holds and not what the store holds. The condition that is usually
/// rarest drives the walk; the others are asked of each conversation on the way.
struct InboxQuery {
    /// A walk: where it reads, the columns of its place, and what makes it this walk.
    private struct Walk {
        let source: String
        let time: String
        let id: String
        let conditions: [String]
    }

    private let engine: Engine
    private let filter: InboxFilter
    private let now: Instant
    private var arguments: [any SQLBindable] = []
    private var walks: [Walk] = []
    private var conditions: [String] = []
    private var empty = false

    /// `found` are the conversations that the words were found in; nil when no words are asked for.
    init(
        _ filter: InboxFilter, scope: Scope, person: Int64, found: [Int64]?, now: Instant, engine: Engine
    ) {
        (self.filter, self.now, self.engine) = (filter, now, engine)
        let services = Self.services(filter, scope)
        empty = services?.isEmpty == true || scope == .nothing || found?.isEmpty == true
        guard !empty else { return }
        let holder: Int64? =
            switch filter.holder {
            case .mine: person
            case .person(let id): id
            case .nobody, nil: nil
            }
        drive(services, holder, found)
        empty = walks.isEmpty
        narrow(services, holder, found)
    }

    /// Numbers and times of a page, in the page's order.
    func page(_ position: InboxFilter.Position, limit: Int, in connection: any Connection) throws
        -> [(time: Int64, id: Int64)]
    {
        if empty { return [] }
        var bound = arguments
        var beyond = ""
        var upwards = filter.order == .due
        switch position {
        case .start: break
        case .behind(let time, let id), .before(let time, let id):
            if case .before = position { upwards.toggle() }
            bound += [time, id]
            beyond = "(TIME, ID) \(upwards ? ">" : "<") ($\(bound.count - 1), $\(bound.count))"
        }
        let way = upwards ? "ASC" : "DESC"
        let rows = try connection.query(
            "SELECT time, id FROM (\(union(beyond, way, limit))) AS found ORDER BY time \(way), id \(way) LIMIT \(limit)",
            bound)
        let found = try rows.map { (time: try $0.int64("time"), id: try $0.int64("id")) }
        if case .before = position { return found.reversed() }
        return found
    }

    /// How many there are, up to `limit`.
    func count(limit: Int, in connection: any Connection) throws -> Int {
        if empty { return 0 }
        let way = filter.order == .due ? "ASC" : "DESC"
        return try connection.one(
            "SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM (\(union("", way, limit))) AS found LIMIT \(limit)) AS counted",
            arguments)?.int("n") ?? 0
    }

    private func union(_ beyond: String, _ way: String, _ limit: Int) -> String {
        let parts = walks.enumerated().map { index, walk in
            let place = beyond.replacing("TIME", with: walk.time).replacing("ID", with: walk.id)
            let all = walk.conditions + conditions + (beyond.isEmpty ? [] : [place])
            return """
                SELECT time, id FROM (SELECT \(walk.time) AS time, \(walk.id) AS id FROM \(walk.source)
                WHERE \(all.joined(separator: " AND ")) ORDER BY \(walk.time) \(way), \(walk.id) \(way) LIMIT \(limit))
                AS walk\(index)
                """
        }
        return parts.joined(separator: " UNION ")
    }

    /// The services wanted, cut to those that the person may see; nil for any.
    private static func services(_ filter: InboxFilter, _ scope: Scope) -> Set<Int64>? {
        let wanted = filter.service.map { Set([$0]) }
        guard case .services(let allowed) = scope else { return wanted }
        return wanted.map { $0.intersection(allowed) } ?? allowed
    }

    private mutating func drive(_ services: Set<Int64>?, _ holder: Int64?, _ found: [Int64]?) {
        // What is settled is due no more.
        for state in filter.view.states where !filter.overdue || [.unread, .open, .waiting].contains(state) {
            let value = place(state.rawValue)
            if found != nil || filter.order == .due {
                walks.append(column([], state: value))
            } else if let services {
                for service in services.sorted() {
                    walks.append(table("conversation_service", "service", place(service), value))
                }
            } else if let theme = filter.theme {
                walks.append(table("conversation_theme", "theme", place(theme), value))
            } else if let holder {
                walks.append(column(["c.person = \(place(holder))"], state: value))
            } else if let origin = filter.origin {
                walks.append(column(["c.origin = \(place(origin))"], state: value))
            } else if let network = filter.network {
                walks.append(column(["c.network = \(place(network))"], state: value))
            } else {
                walks.append(column([], state: value))
            }
        }
    }

    private func column(_ driving: [String], state: String) -> Walk {
        let due = filter.order == .due
        return Walk(
            source: "conversation c", time: due ? "c.due_at" : "c.last_at", id: "c.id",
            conditions: driving + ["c.state = \(state)", "c.merged_into IS NULL"]
                + (due ? ["c.due_at IS NOT NULL"] : []))
    }

    /// A cross join is a join whose order SQLite keeps: the narrow table in front.
    private func table(_ name: String, _ column: String, _ value: String, _ state: String) -> Walk {
        Walk(
            source: "\(name) d CROSS JOIN conversation c", time: "d.last_at", id: "d.conversation",
            conditions: ["d.\(column) = \(value)", "d.state = \(state)", "c.id = d.conversation"])
    }

    private mutating func narrow(_ services: Set<Int64>?, _ holder: Int64?, _ found: [Int64]?) {
        if let found { conditions.append("c.id IN (\(list(found)))") }
        if let services {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM conversation_service x
                WHERE x.conversation = c.id AND x.service IN (\(list(services.sorted()))))
                """)
        }
        if let theme = filter.theme {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM conversation_theme y WHERE y.conversation = c.id AND y.theme = \(place(theme)))
                """)
        }
        if let holder { conditions.append("\(free("person")) = \(place(holder))") }
        if filter.holder == .nobody { conditions.append("\(free("person")) IS NULL") }
        if let origin = filter.origin { conditions.append("\(free("origin")) = \(place(origin))") }
        if let network = filter.network { conditions.append("\(free("network")) = \(place(network))") }
        if let polarity = filter.polarity { conditions.append("c.polarity = \(place(polarity))") }
        if filter.overdue {
            conditions.append("\(filter.order == .due ? "c.due_at" : free("due_at")) < \(place(now))")
        }
    }

    /// A column whose index SQLite is not to use: the walk was chosen already (sqlite.org/optoverview, 2.2).
    private func free(_ column: String) -> String { engine == .sqlite ? "+c.\(column)" : "c.\(column)" }

    private mutating func list(_ values: [Int64]) -> String { values.map { place($0) }.joined(separator: ", ") }

    private mutating func place(_ value: any SQLBindable) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }
}
