import Channels
import Kernel
import Storage

/// A post that waits for somebody's yes, and since when.
struct WaitingPost: Sendable {
    let post: Post
    let stage: Stage
    let since: Instant
    /// The line of its history by which it came to where it waits.
    let round: Int64

    /// Told apart from an earlier round, and from another hour.
    func event(_ matter: StaffLetter.Matter) -> String {
        matter == .review ? "\(round)" : "\(round):\(post.dueAt?.microseconds ?? 0)"
    }

    /// Its approvers after a day, again half a day before its hour, then communication and administrators.
    static let patience = 24 * 3_600.0
    static let near = 12 * 3_600.0
    static let urgent = 4 * 3_600.0
    /// Nobody is reminded of what came to them a moment ago, however near its hour.
    static let grace = 900.0
    /// What has waited for longer is on the screens, and no news.
    static let stale = 7 * 86_400.0
    /// A house that was off through the hour itself is still told, for so long.
    static let missed = 86_400.0

    /// What people should have been told by now: at most one letter each.
    func due(at now: Instant, among people: [Person]) -> [(StaffLetter.Matter, [Person])] {
        let waited = now.seconds(since: since)
        let readers = Addressees.readers(of: post, at: stage, among: people)
        guard waited >= Self.grace else { return [] }
        guard let hour = post.dueAt, hour.seconds(since: now) <= Self.near else {
            return waited >= Self.patience && waited < Self.stale ? [(.review, readers)] : []
        }
        let left = hour.seconds(since: now)
        guard left > -Self.missed else { return [] }
        guard left <= Self.urgent else { return [(.deadline, readers)] }
        let team = Addressees.team(people)
        let rest = readers.filter { reader in !team.contains { $0.id == reader.id } }
        return [(.escalated, team)] + (left > 0 ? [(.deadline, rest)] : [])
    }
}

/// Reminds those who approve, then tells those who can do something about it.
struct ApprovalReminders: Sendable {
    let desk: PublishingDesk
    /// Posts that one look takes, those whose hour is next first.
    static let most = 1_000

    func look() async throws {
        let (desk, now) = (desk, desk.clock.now())
        let people = try await desk.staff.people()
        try await desk.database.write { connection in
            guard try Gate.stopped(in: connection) == nil else { return }
            for waiting in try Self.waiting(limit: Self.most, in: connection) {
                for (matter, told) in waiting.due(at: now, among: people) {
                    try LetterPlan.put(
                        matter, about: waiting.post.id, waiting.event(matter), to: told, desk, at: now, in: connection)
                }
            }
        }
    }

    private static let columns = """
        SELECT p.*, v.id AS round, v.at AS since FROM post p JOIN post_verdict v ON v.id = (
          SELECT w.id FROM post_verdict w WHERE w.post = p.id AND w.outsider IS NULL
            AND w.verdict IN ('submitted', 'approved') ORDER BY w.at DESC, w.id DESC LIMIT 1)
        WHERE p.state = 'review' AND p.parked_by IS NULL
        """

    private static func waiting(limit: Int, in connection: any Connection) throws -> [WaitingPost] {
        try connection.query(
            "\(columns) ORDER BY CASE WHEN p.due_at IS NULL THEN 1 ELSE 0 END, p.due_at, p.id LIMIT $1", [limit]
        ).compactMap(WaitingPost.init)
    }

    /// Nil when it waits no more, or is on hold.
    static func waiting(_ post: Int64, in connection: any Connection) throws -> WaitingPost? {
        guard try Gate.stopped(in: connection) == nil else { return nil }
        return try connection.one("\(columns) AND p.id = $1", [post]).flatMap(WaitingPost.init)
    }
}

extension WaitingPost {
    fileprivate init?(_ row: Row) throws {
        post = try Post(row)
        guard let stage = post.waitsAt else { return nil }
        self.stage = stage
        since = try row.instant("since")
        round = try row.int64("round")
    }
}
