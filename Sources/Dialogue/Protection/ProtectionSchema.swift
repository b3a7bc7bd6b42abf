import Storage

/// The tables of this room, numbered from 0400. Appended to, never edited once they have shipped.
enum ProtectionSchema {
    static let migrations = [snapshots, reports, requests]

    /// `file` is the signed file, sealed; it goes when the snapshot ends, and what is left says that there was one.
    private static let snapshots = Migration(
        "0400-snapshots",
        """
        CREATE TABLE snapshot (
          id INT64 PRIMARY KEY,
          conversation INT64 NOT NULL,
          mention INT64,
          taken_at INT64 NOT NULL,
          taken_by INT64 NOT NULL,
          reason TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          messages INT64 NOT NULL,
          file BYTES,
          ends_on INT64 NOT NULL,
          ended_at INT64,
          CHECK ((file IS NULL) = (ended_at IS NOT NULL))
        )
        """,
        "CREATE INDEX snapshot_conversation ON snapshot (conversation, taken_at)",
        "CREATE INDEX snapshot_kept ON snapshot (ends_on) WHERE ended_at IS NULL")

    private static let reports = Migration(
        "0401-network-reports",
        """
        CREATE TABLE network_report (
          id INT64 PRIMARY KEY,
          conversation INT64 NOT NULL,
          mention INT64 NOT NULL,
          network TEXT NOT NULL,
          ground TEXT NOT NULL,
          text TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('to_send', 'sent', 'removed', 'refused', 'escalated', 'dropped')),
          reference TEXT,
          published_on INT64 NOT NULL,
          deadline INT64,
          created_by INT64 NOT NULL,
          created_at INT64 NOT NULL,
          reminded INT64 NOT NULL DEFAULT 0,
          version INT64 NOT NULL DEFAULT 1
        )
        """,
        "CREATE INDEX network_report_open ON network_report (deadline) WHERE state IN ('to_send', 'sent', 'refused', 'escalated')",
        "CREATE INDEX network_report_conversation ON network_report (conversation)",
        """
        CREATE TABLE network_report_step (
          report INT64 NOT NULL REFERENCES network_report (id) ON DELETE CASCADE,
          number INT64 NOT NULL,
          state TEXT NOT NULL,
          on_day INT64 NOT NULL,
          note TEXT NOT NULL,
          who INT64 NOT NULL,
          at INT64 NOT NULL,
          PRIMARY KEY (report, number)
        ) WITHOUT ROWID
        """)

    /// `dossier` holds who asks and what was answered, sealed; it goes a year after the end.
    private static let requests = Migration(
        "0402-person-requests",
        """
        CREATE TABLE person_request (
          id INT64 PRIMARY KEY,
          kind TEXT NOT NULL,
          road TEXT NOT NULL,
          dossier BYTES,
          received_on INT64 NOT NULL,
          due_on INT64 NOT NULL,
          extended INT64 NOT NULL DEFAULT 0 CHECK (extended IN (0, 1)),
          identified INT64 NOT NULL DEFAULT 0 CHECK (identified IN (0, 1)),
          state TEXT NOT NULL CHECK (state IN ('open', 'granted', 'refused')),
          created_by INT64 NOT NULL,
          created_at INT64 NOT NULL,
          closed_on INT64,
          purged_at INT64,
          version INT64 NOT NULL DEFAULT 1
        )
        """,
        "CREATE INDEX person_request_due ON person_request (due_on) WHERE state = 'open'",
        "CREATE INDEX person_request_closed ON person_request (closed_on) WHERE purged_at IS NULL",
        """
        CREATE TABLE person_request_erasure (
          request INT64 NOT NULL REFERENCES person_request (id) ON DELETE CASCADE,
          mention INT64 NOT NULL,
          at INT64 NOT NULL,
          PRIMARY KEY (request, mention)
        ) WITHOUT ROWID
        """)
}
