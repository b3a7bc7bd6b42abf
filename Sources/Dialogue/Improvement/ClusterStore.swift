import Kernel
import Storage

/// SQL of the clusters: who blamed what, when.
enum ClusterStore {
    /// What is proposed, surest first, and how many pairs of service and theme were looked at.
    static func proposals(
        scope: Scope, now: Instant, in connection: any Connection
    ) throws -> (clusters: [Cluster], pairs: Int) {
        guard scope != .nothing else { return ([], 0) }
        let pairs = try counts(scope: scope, now: now, in: connection)
        // What rises at first sight; then without the voices that were acted on or put aside.
        let rising = pairs.filter { Cluster.rises(recent: $0.recent, earlier: $0.earlier) }
        let clusters =
            try rising.compactMap { pair -> Cluster? in
                let voices = try fresh(pair.service, pair.theme, now: now, in: connection)
                guard Cluster.rises(recent: voices.count, earlier: pair.earlier) else { return nil }
                let p = RateComparison.p(
                    voices.count, over: Double(Cluster.window), pair.earlier, over: Double(Cluster.before))
                return Cluster(service: pair.service, theme: pair.theme, voices: voices, earlier: pair.earlier, p: p)
            }
        return (Array(clusters.sorted { ($0.p, $0.service) < ($1.p, $1.service) }.prefix(20)), pairs.count)
    }

    /// One cluster as it stands now; nil when it is not proposed any more.
    static func proposal(
        _ service: Int64, _ theme: Theme, now: Instant, in connection: any Connection
    ) throws -> Cluster? {
        try proposals(scope: .services([service]), now: now, in: connection).clusters.first { $0.theme == theme }
    }

    /// Conversations that complain as a whole or in part, and that blame this theme.
    static let blamed = """
        c.polarity IN ('negative', 'mixed') AND c.merged_into IS NULL
        AND (t.polarity = 'negative' OR (t.polarity IS NULL AND c.polarity = 'negative'))
        """

    static func counts(
        scope: Scope, now: Instant, in connection: any Connection
    ) throws -> [(service: Int64, theme: Theme, recent: Int, earlier: Int)] {
        var narrowed = ""
        if case .services(let services) = scope {
            guard !services.isEmpty else { return [] }
            narrowed = "AND s.service IN (\(services.sorted().map(String.init).joined(separator: ", ")))"
        }
        let recent = now.adding(days: -Cluster.window)
        return try connection.query(
            countsSQL(narrowed: narrowed), [recent.adding(days: -Cluster.before), recent, now]
        ).compactMap { row in
            guard let theme = Theme(rawValue: try row.text("theme")) else { return nil }
            let recent = try row.int("recent")
            return (try row.int64("service"), theme, recent, try row.int("n") - recent)
        }
    }

    /// `$1` to `$3`: where the time before begins, where the last days begin, and now.
    static func countsSQL(narrowed: String) -> String {
        """
        SELECT s.service, t.theme, SUM(CASE WHEN c.first_at >= $2 THEN 1 ELSE 0 END) AS recent, count(*) AS n
        FROM conversation c
        JOIN conversation_theme t ON t.conversation = c.id
        JOIN conversation_service s ON s.conversation = c.id
        WHERE c.first_at >= $1 AND c.first_at < $3 AND \(blamed) \(narrowed)
        GROUP BY s.service, t.theme
        """
    }

    /// Voices of the last 28 days that led to no improvement yet and that nobody put aside, newest first.
    private static func fresh(
        _ service: Int64, _ theme: Theme, now: Instant, in connection: any Connection
    ) throws -> [Int64] {
        try connection.query(
            """
            SELECT c.id FROM conversation c
            JOIN conversation_theme t ON t.conversation = c.id AND t.theme = $3
            JOIN conversation_service s ON s.conversation = c.id AND s.service = $4
            WHERE c.first_at >= $1 AND c.first_at < $2 AND \(blamed)
              AND NOT EXISTS (SELECT 1 FROM cluster_dismissed_voice d
                              WHERE d.service = $4 AND d.theme = $3 AND d.conversation = c.id)
              AND NOT EXISTS (SELECT 1 FROM improvement_voice v JOIN improvement i ON i.id = v.improvement
                              WHERE v.conversation = c.id AND (i.theme = $3 OR i.theme IS NULL))
            ORDER BY c.first_at DESC, c.id DESC
            """, [now.adding(days: -Cluster.window), now, theme, service]
        ).map { try $0.int64("id") }
    }

    static func dismiss(
        _ cluster: Cluster, id: Int64, reason: String, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO cluster_dismissal (id, service, theme, reason, dismissed_by, dismissed_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """, [id, cluster.service, cluster.theme, reason, person, now])
        for voice in cluster.voices {
            try connection.execute(
                """
                INSERT INTO cluster_dismissed_voice (service, theme, conversation) VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
                """, [cluster.service, cluster.theme, voice])
        }
    }
}
