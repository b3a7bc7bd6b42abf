public import Storage

/// The tables of listening. Appended to, never edited.
public enum ListeningSchema {
    public static let migrations: [Migration] =
        [
            origins, watches, mentions, TextIndex.mentions.migration("0125-mention-text"), judgements, folding, tallies,
            imports, alerts,
        ] + OriginSchema.migrations + [
            TextIndex.mentions.vocabulary("0190-mention-words"), TextIndex.mentions.counts("0195-mention-word-counts"),
            themeSigns,
        ]

    /// Where mentions come from. A source without purpose and retention is refused (GDPR, article 5).
    private static let origins = Migration(
        "0100-origins",
        """
        CREATE TABLE origin (
          id INT64 PRIMARY KEY,
          kind TEXT NOT NULL,
          network TEXT NOT NULL,
          address TEXT NOT NULL CHECK (length(address) > 0),
          label TEXT NOT NULL,
          purpose TEXT NOT NULL CHECK (length(purpose) > 0),
          retention_days INT64 NOT NULL CHECK (retention_days BETWEEN 1 AND 3650),
          owner INT64,
          state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'dead')),
          selector TEXT,
          interval_seconds INT64 NOT NULL CHECK (interval_seconds BETWEEN 60 AND 604800),
          next_at INT64 NOT NULL,
          last_run_at INT64,
          last_heard_at INT64,
          last_error TEXT,
          failures INT64 NOT NULL DEFAULT 0,
          etag TEXT,
          modified TEXT,
          cursor TEXT,
          digest TEXT,
          hub TEXT,
          hub_topic TEXT,
          hub_secret TEXT,
          hub_until INT64,
          created_at INT64 NOT NULL,
          UNIQUE (kind, address)
        )
        """,
        "CREATE INDEX origin_due ON origin (next_at) WHERE state = 'active'")

    private static let watches = Migration(
        "0110-watches",
        """
        CREATE TABLE watch (
          id INT64 PRIMARY KEY,
          name TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
          query TEXT NOT NULL CHECK (length(query) > 0),
          languages TEXT NOT NULL DEFAULT '[]',
          networks TEXT NOT NULL DEFAULT '[]',
          origins TEXT NOT NULL DEFAULT '[]',
          owner INT64,
          purpose TEXT NOT NULL CHECK (length(purpose) > 0),
          retention_days INT64 NOT NULL CHECK (retention_days BETWEEN 1 AND 3650),
          tells INT64 NOT NULL DEFAULT 0 CHECK (tells IN (0, 1)),
          told_at INT64,
          last_run_at INT64,
          last_error TEXT,
          created_at INT64 NOT NULL
        )
        """)

    private static let mentions = Migration(
        "0120-mentions",
        """
        CREATE TABLE mention (
          id INT64 PRIMARY KEY,
          network TEXT NOT NULL,
          external_id TEXT NOT NULL,
          kind TEXT NOT NULL,
          author TEXT,
          title TEXT,
          text TEXT NOT NULL,
          language TEXT,
          rating REAL,
          reach INT64,
          url TEXT,
          parent TEXT,
          published_at INT64 NOT NULL,
          collected_at INT64 NOT NULL,
          day INT64 NOT NULL,
          folded_into INT64,
          polarity TEXT,
          score REAL,
          confidence REAL,
          unsure INT64 NOT NULL DEFAULT 0,
          urgency TEXT NOT NULL DEFAULT 'none',
          reasons TEXT,
          judged_by TEXT,
          erase_at INT64 NOT NULL,
          erased INT64 NOT NULL DEFAULT 0,
          origin INT64 NOT NULL REFERENCES origin (id),
          own INT64 NOT NULL DEFAULT 0 CHECK (own IN (0, 1)),
          UNIQUE (network, external_id)
        )
        """,
        "CREATE INDEX mention_polarity ON mention (polarity, id)",
        "CREATE INDEX mention_folded ON mention (folded_into) WHERE folded_into IS NOT NULL",
        "CREATE INDEX mention_urgent ON mention (urgency, id) WHERE urgency IN ('high', 'distress')",
        "CREATE INDEX mention_pending ON mention (id) WHERE judged_by IS NULL",
        "CREATE INDEX mention_erase ON mention (erase_at) WHERE erased = 0",
        "CREATE INDEX mention_origin ON mention (origin, id)",
        "CREATE INDEX mention_network ON mention (network, id)",
        // Partial indices of what is rare: the common values are found at once by walking down the key.
        "CREATE INDEX mention_unsure ON mention (id) WHERE unsure = 1",
        "CREATE INDEX mention_language ON mention (language, id) WHERE language <> 'fr'",
        "CREATE INDEX mention_kind ON mention (kind, id) WHERE kind IN ('article', 'video')",
        "CREATE INDEX mention_parent ON mention (parent, network) WHERE parent IS NOT NULL",
        """
        CREATE TABLE author (
          mention INT64 PRIMARY KEY REFERENCES mention (id) ON DELETE CASCADE,
          handle TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE opened_case (
          mention INT64 NOT NULL REFERENCES mention (id) ON DELETE CASCADE,
          person INT64 NOT NULL,
          reason TEXT NOT NULL CHECK (length(reason) > 0),
          opened_at INT64 NOT NULL,
          PRIMARY KEY (mention, person)
        )
        """)

    private static let judgements = Migration(
        "0130-judgements",
        """
        CREATE TABLE mention_theme (
          theme TEXT NOT NULL,
          mention INT64 NOT NULL REFERENCES mention (id) ON DELETE CASCADE,
          score REAL NOT NULL,
          PRIMARY KEY (theme, mention)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX mention_theme_mention ON mention_theme (mention)",
        """
        CREATE TABLE mention_service (
          service INT64 NOT NULL,
          mention INT64 NOT NULL REFERENCES mention (id) ON DELETE CASCADE,
          PRIMARY KEY (service, mention)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX mention_service_mention ON mention_service (mention)",
        """
        CREATE TABLE mention_label (
          label INT64 NOT NULL,
          mention INT64 NOT NULL REFERENCES mention (id) ON DELETE CASCADE,
          PRIMARY KEY (label, mention)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX mention_label_mention ON mention_label (mention)",
        """
        CREATE TABLE correction (
          id INT64 PRIMARY KEY,
          mention INT64 NOT NULL,
          person INT64 NOT NULL,
          text TEXT NOT NULL,
          before TEXT NOT NULL,
          after TEXT NOT NULL,
          undoes INT64,
          corrected_at INT64 NOT NULL
        )
        """,
        "CREATE INDEX correction_mention ON correction (mention, id)")

    private static let folding = Migration(
        "0140-folding",
        """
        CREATE TABLE mention_band (
          band INT64 NOT NULL,
          mention INT64 NOT NULL,
          PRIMARY KEY (band, mention)
        ) WITHOUT ROWID
        """)

    /// Counts by day that outlive the texts: every temperature and chart reads these.
    /// `service` 0 and `theme` '' are the sums over all of them; `label` 0 is everything, else one watch.
    private static let tallies = Migration(
        "0150-tallies",
        """
        CREATE TABLE tally (
          label INT64 NOT NULL,
          service INT64 NOT NULL,
          theme TEXT NOT NULL,
          day INT64 NOT NULL,
          network TEXT NOT NULL,
          mentions INT64 NOT NULL,
          opinions INT64 NOT NULL,
          positive INT64 NOT NULL,
          negative INT64 NOT NULL,
          mixed INT64 NOT NULL,
          PRIMARY KEY (label, service, theme, day, network)
        ) WITHOUT ROWID
        """)

    private static let imports = Migration(
        "0160-imports",
        """
        CREATE TABLE import_run (
          id INT64 PRIMARY KEY,
          digest TEXT NOT NULL,
          name TEXT NOT NULL,
          format TEXT NOT NULL,
          mapping TEXT,
          origin INT64 NOT NULL REFERENCES origin (id),
          person INT64,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'stopped', 'done', 'failed')),
          path TEXT,
          checkpoint TEXT,
          bytes_read INT64 NOT NULL DEFAULT 0,
          bytes_total INT64,
          read INT64 NOT NULL DEFAULT 0,
          new INT64 NOT NULL DEFAULT 0,
          duplicate INT64 NOT NULL DEFAULT 0,
          refused INT64 NOT NULL DEFAULT 0,
          error TEXT,
          started_at INT64 NOT NULL,
          ended_at INT64
        )
        """,
        """
        CREATE TABLE import_refusal (
          run INT64 NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
          line INT64 NOT NULL,
          reason TEXT NOT NULL,
          PRIMARY KEY (run, line)
        )
        """)

    /// Whether a theme is praised or blamed.
    private static let themeSigns = Migration(
        "0197-theme-signs", "ALTER TABLE mention_theme ADD COLUMN polarity TEXT")

    private static let alerts = Migration(
        "0170-alerts",
        """
        CREATE TABLE alert (
          id INT64 PRIMARY KEY,
          rule TEXT NOT NULL CHECK (rule IN ('ears', 'farrington', 'hour', 'keyword', 'distress')),
          subject TEXT NOT NULL,
          slot INT64 NOT NULL,
          watch INT64,
          service INT64,
          theme TEXT,
          first_day INT64 NOT NULL,
          last_day INT64 NOT NULL,
          level TEXT NOT NULL CHECK (level IN ('monitor', 'prepare', 'engage', 'escalate')),
          raised_at INT64 NOT NULL,
          observed REAL NOT NULL,
          expected REAL,
          threshold REAL,
          why TEXT NOT NULL,
          due_at INT64,
          taken_by INT64,
          taken_at INT64,
          closed_by INT64,
          closed_at INT64,
          closing_note TEXT,
          UNIQUE (rule, subject, slot)
        )
        """,
        "CREATE INDEX alert_open ON alert (raised_at) WHERE closed_at IS NULL",
        """
        CREATE TABLE digest (
          person INT64 NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('daily', 'weekly')),
          sent_day INT64 NOT NULL DEFAULT 0,
          PRIMARY KEY (person, kind)
        )
        """,
        """
        CREATE TABLE alert_level (
          level TEXT PRIMARY KEY,
          person INT64,
          email TEXT,
          delay_minutes INT64 NOT NULL CHECK (delay_minutes BETWEEN 0 AND 10080),
          template TEXT NOT NULL
        )
        """)
}

// Long because a schema is read top to bottom, as one table of contents.
