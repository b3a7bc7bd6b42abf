import Kernel
import Storage

/// What a watch would find, before it exists: how many of the last weeks' mentions, and a few of them.
public struct WatchTrial: Sendable {
    /// Days that a trial looks back.
    public static let days = 28
    /// Counted up to here: more is "more than".
    public static let limit = 10_000
    static let examples = 5

    public let count: Int
    public let examples: [Mention]

    static func run(_ draft: WatchDraft, now: Instant, in connection: any Connection) throws -> WatchTrial {
        let live = try LiveWatch(draft)
        let index = TextIndex.mentions
        let drive = try index.drive(live.query, parameter: 1, in: connection)
        var arguments: [any SQLBindable] = [drive.argument, MentionKey.first(at: now.adding(days: -days))]
        var conditions = "\(drive.condition) AND \(drive.key) >= $2 AND m.erased = 0"
        func narrow(_ values: [any SQLBindable], _ condition: (_ places: String) -> String) {
            guard !values.isEmpty else { return }
            let places = values.map { value in
                arguments.append(value)
                return "$\(arguments.count)"
            }
            conditions += " AND " + condition(places.joined(separator: ", "))
        }
        narrow(live.networks.map(\.rawValue)) { "m.network IN (\($0))" }
        narrow(Array(live.languages)) { "m.language IN (\($0))" }
        narrow(Array(live.origins)) { places in
            // By the source that brought it first, or by any after it.
            """
            (m.origin IN (\(places)) OR EXISTS (
              SELECT 1 FROM mention_label l WHERE l.mention = m.id AND l.label IN (\(places))))
            """
        }
        arguments.append(limit + 1)
        let ids = try connection.query(
            """
            SELECT m.id FROM \(index.table) f JOIN mention m ON m.id = \(drive.key) WHERE \(conditions)
            ORDER BY \(drive.key) DESC LIMIT $\(arguments.count)
            """, arguments
        ).map { try $0.int64("id") }
        return WatchTrial(
            count: ids.count, examples: try MentionStore.find(Array(ids.prefix(examples)), in: connection))
    }
}
