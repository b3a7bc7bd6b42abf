extension Migration {
    /// Storage's own tables, always first.
    static let storage: [Migration] = [events, jobs, trail, settings, nodes]

    private static let events = Migration(
        "storage-0001-events",
        steps: numbered(
            """
            CREATE TABLE event (
                id IDENTITY, kind TEXT NOT NULL, subject INT64 NOT NULL, payload TEXT NOT NULL, at INT64 NOT NULL
            )
            """) + [
                .neutral("CREATE INDEX event_at ON event (at)"),
                .neutral("CREATE TABLE event_consumer (name TEXT PRIMARY KEY, position INT64 NOT NULL)"),
                .only(
                    .postgresql,
                    """
                    CREATE FUNCTION resonance_wake() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_notify(''resonance_'' || TG_ARGV[0], ''''); RETURN NULL; END'
                    """),
                .only(
                    .postgresql,
                    """
                    CREATE TRIGGER event_wake AFTER INSERT ON event
                    FOR EACH STATEMENT EXECUTE FUNCTION resonance_wake('events')
                    """),
            ])

    private static let jobs = Migration(
        "storage-0002-jobs",
        steps: numbered(jobTable) + [
            .neutral("CREATE UNIQUE INDEX job_key ON job (kind, key) WHERE state = 'ready'"),
            .neutral("CREATE INDEX job_ready ON job (priority DESC, run_at, id) WHERE state = 'ready'"),
            .neutral("CREATE INDEX job_running ON job (lease_until) WHERE state = 'running'"),
            .neutral("CREATE INDEX job_dead ON job (id) WHERE state = 'dead'"),
            .only(
                .postgresql,
                """
                CREATE TRIGGER job_wake AFTER INSERT ON job
                FOR EACH STATEMENT EXECUTE FUNCTION resonance_wake('jobs')
                """),
        ])

    /// A table whose `id IDENTITY` the engine numbers by itself: rows that are born inside someone else's transaction
    /// and that nobody else names.
    private static func numbered(_ table: String) -> [Step] {
        let spelt = [
            (Engine.sqlite, "INTEGER PRIMARY KEY AUTOINCREMENT"),
            (Engine.postgresql, "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
        ]
        return spelt.map { engine, identity in
            .only(engine, NeutralDDL.translate(table.replacing("id IDENTITY", with: "id " + identity), for: engine))
        }
    }

    private static let jobTable = """
        CREATE TABLE job (
            id IDENTITY, kind TEXT NOT NULL, key TEXT, payload TEXT NOT NULL, priority INT64 NOT NULL,
            run_at INT64 NOT NULL, state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'dead')),
            attempts INT64 NOT NULL DEFAULT 0, owner TEXT, lease_until INT64, reason TEXT,
            CHECK ((state = 'running') = (owner IS NOT NULL)), CHECK ((state = 'running') = (lease_until IS NOT NULL))
        )
        """

    private static let trail = Migration(
        "storage-0003-audit",
        steps: numbered(
            """
            CREATE TABLE audit (
                id IDENTITY, at INT64 NOT NULL, who INT64, action TEXT NOT NULL, subject_kind TEXT NOT NULL,
                subject INT64, before TEXT, after TEXT
            )
            """) + [
                .neutral("CREATE INDEX audit_subject ON audit (subject_kind, subject, id)"),
                .neutral("CREATE INDEX audit_who ON audit (who, id)"),
                .neutral("CREATE INDEX audit_action ON audit (action, id)"),
            ])

    private static let settings = Migration(
        "storage-0004-settings", "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)")

    /// Numbers of processes; see `NodeLease`. `owner` is null once a number was given back.
    private static let nodes = Migration(
        "storage-0005-nodes",
        """
        CREATE TABLE node_number (
            number INT64 PRIMARY KEY CHECK (number BETWEEN 0 AND 1023), owner TEXT, renewed_at INT64 NOT NULL
        )
        """)
}
