import Storage

/// The tables of this room, numbered from 0380. Appended to, never edited once they have shipped.
enum ImprovementSchema {
    static let migrations = [improvements, criticality, clusters, committee]

    private static let improvements = Migration(
        "0380-improvements",
        """
        CREATE TABLE improvement (
          id INT64 PRIMARY KEY,
          title TEXT NOT NULL,
          description TEXT NOT NULL DEFAULT '',
          service INT64,
          theme TEXT,
          owner INT64,
          due_day INT64,
          cost INT64 CHECK (cost >= 0),
          state TEXT NOT NULL CHECK (state IN ('proposed', 'planned', 'in_progress', 'made', 'abandoned')),
          reason TEXT,
          made_day INT64,
          said TEXT,
          done TEXT,
          published_at INT64,
          reminded_week INT64,
          reminded_due INT64,
          created_by INT64,
          created_at INT64 NOT NULL,
          changed_at INT64 NOT NULL,
          version INT64 NOT NULL DEFAULT 0,
          CHECK (state <> 'made' OR made_day IS NOT NULL),
          CHECK (state <> 'abandoned' OR reason IS NOT NULL),
          CHECK (published_at IS NULL OR (state = 'made' AND said IS NOT NULL AND done IS NOT NULL))
        )
        """,
        "CREATE INDEX improvement_due ON improvement (state, due_day)",
        "CREATE INDEX improvement_public ON improvement (made_day, id) WHERE published_at IS NOT NULL",
        """
        CREATE TABLE improvement_voice (
          improvement INT64 NOT NULL REFERENCES improvement (id) ON DELETE CASCADE,
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          linked_by INT64,
          linked_at INT64 NOT NULL,
          PRIMARY KEY (improvement, conversation)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX improvement_voice_conversation ON improvement_voice (conversation)",
        """
        CREATE TABLE improvement_evidence (
          id INT64 PRIMARY KEY,
          improvement INT64 NOT NULL REFERENCES improvement (id) ON DELETE CASCADE,
          day INT64 NOT NULL,
          text TEXT NOT NULL,
          link TEXT,
          added_by INT64,
          added_at INT64 NOT NULL
        )
        """,
        "CREATE INDEX improvement_evidence_of ON improvement_evidence (improvement, day)")

    /// A person's note on the worst statement of a conversation. No public page reads this table.
    private static let criticality = Migration(
        "0381-criticality",
        """
        CREATE TABLE criticality (
          conversation INT64 PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
          note INT64 NOT NULL CHECK (note BETWEEN 0 AND 5),
          noted_by INT64 NOT NULL,
          noted_at INT64 NOT NULL,
          told_at INT64
        )
        """,
        "CREATE INDEX criticality_note ON criticality (note, conversation)")

    /// Blame of the last months is read by time, from the indices alone: 70 ms of one core among 200,000 conversations.
    /// What was put aside is not proposed again.
    private static let clusters = Migration(
        "0382-clusters",
        """
        CREATE INDEX conversation_blamed ON conversation (first_at, id, polarity)
        WHERE polarity IN ('negative', 'mixed') AND merged_into IS NULL
        """,
        "CREATE INDEX conversation_theme_blame ON conversation_theme (conversation, theme, polarity)",
        "CREATE INDEX conversation_first ON conversation (first_at)",
        """
        CREATE TABLE cluster_dismissal (
          id INT64 PRIMARY KEY,
          service INT64 NOT NULL,
          theme TEXT NOT NULL,
          reason TEXT NOT NULL,
          dismissed_by INT64 NOT NULL,
          dismissed_at INT64 NOT NULL
        )
        """,
        """
        CREATE TABLE cluster_dismissed_voice (
          service INT64 NOT NULL,
          theme TEXT NOT NULL,
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          PRIMARY KEY (service, theme, conversation)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX cluster_dismissed_voice_conversation ON cluster_dismissed_voice (conversation)")

    /// The verbatims that somebody chose for a month's sheet.
    private static let committee = Migration(
        "0383-committee",
        """
        CREATE TABLE committee_verbatim (
          month INT64 NOT NULL,
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          chosen_by INT64 NOT NULL,
          chosen_at INT64 NOT NULL,
          PRIMARY KEY (month, conversation)
        ) WITHOUT ROWID
        """)
}
