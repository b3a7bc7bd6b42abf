import Storage

/// The tables of this room, numbered from 0420. Appended to, never edited once they have shipped.
enum HoursSchema {
    static let migrations = [hours, replies, calls]

    /// Establishment 0 is the house itself; network '' and service 0 are all of them.
    private static let hours = Migration(
        "0420-hours",
        "CREATE TABLE hours_place (establishment INT64 PRIMARY KEY, value TEXT NOT NULL)",
        """
        CREATE TABLE hours_target (
          network TEXT NOT NULL,
          service INT64 NOT NULL,
          minutes INT64 NOT NULL CHECK (minutes > 0),
          PRIMARY KEY (network, service)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE hours_ward (service INT64 PRIMARY KEY, establishment INT64 NOT NULL)",
        """
        CREATE TABLE hours_letter (
          day INT64 NOT NULL,
          person INT64 NOT NULL,
          PRIMARY KEY (day, person)
        ) WITHOUT ROWID
        """)

    /// How long a first answer took, judged by what was promised then.
    private static let replies = Migration(
        "0421-replies",
        """
        CREATE TABLE hours_reply (
          conversation INT64 PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
          month INT64 NOT NULL,
          network TEXT NOT NULL,
          asked_at INT64 NOT NULL,
          due_at INT64,
          answered_at INT64,
          waited INT64,
          within INT64 CHECK (within IN (0, 1)),
          closed INT64 NOT NULL DEFAULT 0 CHECK (closed IN (0, 1))
        )
        """,
        "CREATE INDEX hours_reply_month ON hours_reply (month, network, waited)",
        "CREATE INDEX conversation_due ON conversation (due_at) WHERE due_at IS NOT NULL")

    private static let calls = Migration(
        "0422-calls",
        """
        CREATE TABLE duty (
          id INT64 PRIMARY KEY,
          person INT64 NOT NULL,
          second INT64,
          starts_at INT64 NOT NULL,
          ends_at INT64 NOT NULL CHECK (ends_at > starts_at),
          weekly INT64 NOT NULL CHECK (weekly IN (0, 1)),
          until_at INT64,
          made_at INT64 NOT NULL
        )
        """,
        """
        CREATE TABLE call (
          id INT64 PRIMARY KEY,
          mention INT64 NOT NULL UNIQUE,
          opened_at INT64 NOT NULL,
          rung INT64 NOT NULL,
          round INT64 NOT NULL DEFAULT 0,
          next_at INT64,
          taken_by INT64,
          taken_at INT64,
          closed_by INT64,
          closed_at INT64,
          outcome TEXT CHECK (outcome IN ('acted', 'false_alarm')),
          note TEXT
        )
        """,
        "CREATE INDEX call_open ON call (opened_at) WHERE closed_at IS NULL",
        """
        CREATE TABLE call_mention (
          mention INT64 PRIMARY KEY,
          call INT64 NOT NULL REFERENCES call (id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX call_mention_call ON call_mention (call)",
        """
        CREATE TABLE call_told (
          call INT64 NOT NULL REFERENCES call (id) ON DELETE CASCADE,
          person INT64 NOT NULL,
          step INT64 NOT NULL,
          told_at INT64 NOT NULL,
          mailed_at INT64,
          PRIMARY KEY (call, person, step)
        ) WITHOUT ROWID
        """)
}
