import Kernel
import Storage

/// Everything that a mention's page reads, in one snapshot.
struct MentionReading: Sendable {
    let mention: Mention
    let original: Mention?
    let copies: [Mention]
    let parent: Mention?
    let answers: [Mention]
    let history: [CorrectionRecord]
    let latest: [Int64: Int64]
    /// The author's handle, once this person has opened the case, and for as long as they may judge.
    let handle: String?
    let hasAuthor: Bool
    let origins: [String]

    private static let most = 50

    /// - Parameter judging: what the person may judge now, which may be less than on the day when they opened the case.
    init(_ id: Int64, person: Int64, scope: Scope, judging: Scope, in connection: any Connection) throws {
        mention = try MentionStore.find(id, scope: scope, in: connection)
        guard
            let row = try connection.one(
                "SELECT network, external_id, parent, folded_into, origin FROM mention WHERE id = $1", [id])
        else { throw Failure(.broken, "the mention went away inside a snapshot") }
        let network = try row.text("network")
        func found(_ sql: String, _ arguments: [any SQLBindable]) throws -> [Mention] {
            let ids = try connection.query(sql, arguments).map { try $0.int64("id") }
            return try MentionStore.find(ids, in: connection).filter { scope.covers($0.services) }
        }
        original = try row.optionalInt64("folded_into").flatMap {
            try found("SELECT id FROM mention WHERE id = $1", [$0]).first
        }
        copies = try found(
            "SELECT id FROM mention WHERE folded_into = $1 ORDER BY id LIMIT \(Self.most)", [id])
        parent = try row.optionalText("parent").flatMap { parent in
            try found("SELECT id FROM mention WHERE network = $1 AND external_id = $2", [network, parent]).first
        }
        answers = try found(
            "SELECT id FROM mention WHERE parent = $1 AND network = $2 AND id <> $3 ORDER BY id LIMIT \(Self.most)",
            [try row.text("external_id"), network, id]
        ).reversed()
        history = try CorrectionStore.history(of: id, in: connection)
        latest = try CorrectionStore.latest(
            of: ([mention, original, parent].compactMap { $0 } + copies + answers).map(\.id), in: connection)
        handle =
            judging.covers(mention.services)
            ? try connection.one(
                """
                SELECT a.handle FROM author a JOIN opened_case o ON o.mention = a.mention
                WHERE a.mention = $1 AND o.person = $2
                """, [id, person])?.text("handle") : nil
        hasAuthor = try connection.one("SELECT 1 AS one FROM author WHERE mention = $1", [id]) != nil
        origins = try Self.origins(id, main: row.int64("origin"), in: connection)
    }

    /// Labels of every source that brought it.
    private static func origins(_ id: Int64, main: Int64, in connection: any Connection) throws -> [String] {
        try connection.query(
            """
            SELECT label FROM origin WHERE id = $1
              OR id IN (SELECT l.label FROM mention_label l WHERE l.mention = $2) ORDER BY label
            """, [main, id]
        ).map { try $0.text("label") }
    }
}
