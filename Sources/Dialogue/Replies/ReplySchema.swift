import Storage

/// The tables of replies. Appended to, never edited once they have shipped.
enum ReplySchema {
    static let migrations = [replies, models, memory]

    private static let replies = Migration(
        "0320-replies",
        """
        CREATE TABLE reply (
          id INT64 PRIMARY KEY,
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          answers INT64 NOT NULL,
          author INT64 NOT NULL,
          text TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'rejected', 'approved', 'sent', 'withdrawn')),
          lifts TEXT NOT NULL DEFAULT '[]',
          verdict TEXT,
          seen TEXT NOT NULL DEFAULT '',
          submitted_at INT64,
          approved_by INT64,
          approved_at INT64,
          rejected_by INT64,
          rejection TEXT,
          created_at INT64 NOT NULL,
          changed_at INT64 NOT NULL,
          version INT64 NOT NULL DEFAULT 0
        )
        """,
        "CREATE INDEX reply_conversation ON reply (conversation, id)",
        "CREATE INDEX reply_submitted ON reply (id) WHERE state = 'submitted'",
        // One draft a person and conversation.
        "CREATE UNIQUE INDEX reply_draft ON reply (conversation, author) WHERE state IN ('draft', 'rejected')")

    /// Replies to begin from. `theme`, `polarity`, `service` and `network` say what for; null for anything.
    private static let models = Migration(
        "0321-model-replies",
        """
        CREATE TABLE model_reply (
          id INT64 PRIMARY KEY,
          name TEXT NOT NULL,
          text TEXT NOT NULL,
          language TEXT NOT NULL,
          theme TEXT,
          polarity TEXT,
          service INT64,
          network TEXT,
          urgent INT64 NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
          created_by INT64,
          changed_at INT64 NOT NULL,
          version INT64 NOT NULL DEFAULT 0
        )
        """)

    /// What our sent replies answered, as words: found again by the next review that says the same.
    /// It goes when the review goes.
    private static let memory = Migration(
        "0322-reply-memory",
        """
        CREATE TABLE reply_memory (
          reply INT64 PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
          mention INT64 NOT NULL,
          language TEXT,
          polarity TEXT,
          themes TEXT NOT NULL,
          words INT64 NOT NULL,
          sent_at INT64 NOT NULL
        )
        """,
        "CREATE INDEX reply_memory_mention ON reply_memory (mention)",
        """
        CREATE TABLE reply_memory_word (
          word TEXT NOT NULL,
          reply INT64 NOT NULL REFERENCES reply_memory (reply) ON DELETE CASCADE,
          PRIMARY KEY (word, reply)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX reply_memory_word_reply ON reply_memory_word (reply)")
}
