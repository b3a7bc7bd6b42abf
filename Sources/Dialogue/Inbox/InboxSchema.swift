import Storage

/// The tables of the inbox. Appended to, never edited once they have shipped.
enum InboxSchema {
    static let migrations = [conversations, people]

    /// `state` and `last_at` stand again beside each service and theme, kept by `ConversationStore.mirror`: an inbox
    /// of one service is then read down one index, as the whole inbox is. `joined` says that a conversation turned out
    /// to be a part of `merged_into`; without it, somebody put the two together and may part them again.
    private static let conversations = Migration(
        "0300-conversations",
        """
        CREATE TABLE conversation (
          id INT64 PRIMARY KEY,
          network TEXT NOT NULL,
          root INT64 NOT NULL UNIQUE,
          post INT64,
          origin INT64,
          state TEXT NOT NULL CHECK (state IN ('unread', 'open', 'waiting', 'resolved', 'archived')),
          handled INT64 NOT NULL DEFAULT 0 CHECK (handled IN (0, 1)),
          person INT64,
          polarity TEXT,
          urgency TEXT NOT NULL DEFAULT 'none',
          rating REAL,
          language TEXT,
          first_at INT64 NOT NULL,
          last_at INT64 NOT NULL,
          answered_at INT64,
          due_at INT64,
          snoozed_until INT64,
          merged_into INT64 REFERENCES conversation (id),
          joined INT64 NOT NULL DEFAULT 0 CHECK (joined IN (0, 1)),
          messages INT64 NOT NULL DEFAULT 0,
          version INT64 NOT NULL DEFAULT 0
        )
        """,
        "CREATE INDEX conversation_state ON conversation (state, last_at, id) WHERE merged_into IS NULL",
        "CREATE INDEX conversation_by_due ON conversation (state, due_at, id) WHERE merged_into IS NULL",
        """
        CREATE INDEX conversation_person ON conversation (person, state, last_at, id)
        WHERE merged_into IS NULL AND person IS NOT NULL
        """,
        "CREATE INDEX conversation_network ON conversation (network, state, last_at, id) WHERE merged_into IS NULL",
        "CREATE INDEX conversation_origin ON conversation (origin, state, last_at, id) WHERE merged_into IS NULL",
        """
        CREATE INDEX conversation_danger ON conversation (urgency, state, last_at)
        WHERE urgency = 'distress' AND merged_into IS NULL
        """,
        "CREATE INDEX conversation_merged ON conversation (merged_into) WHERE merged_into IS NOT NULL",
        """
        CREATE TABLE conversation_message (
          mention INT64 PRIMARY KEY,
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          own INT64 NOT NULL CHECK (own IN (0, 1)),
          published_at INT64 NOT NULL,
          urgency TEXT NOT NULL DEFAULT 'none',
          digest INT64,
          edited_at INT64,
          erased INT64 NOT NULL DEFAULT 0 CHECK (erased IN (0, 1))
        )
        """,
        "CREATE INDEX conversation_message_order ON conversation_message (conversation, published_at)",
        """
        CREATE TABLE conversation_service (
          service INT64 NOT NULL,
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          state TEXT NOT NULL DEFAULT 'unread',
          last_at INT64 NOT NULL DEFAULT 0,
          PRIMARY KEY (service, conversation)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX conversation_service_conversation ON conversation_service (conversation)",
        "CREATE INDEX conversation_service_state ON conversation_service (service, state, last_at, conversation)",
        """
        CREATE TABLE conversation_theme (
          theme TEXT NOT NULL,
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          polarity TEXT,
          state TEXT NOT NULL DEFAULT 'unread',
          last_at INT64 NOT NULL DEFAULT 0,
          PRIMARY KEY (theme, conversation)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX conversation_theme_conversation ON conversation_theme (conversation)",
        "CREATE INDEX conversation_theme_state ON conversation_theme (theme, state, last_at, conversation)")

    private static let people = Migration(
        "0305-conversation-people",
        """
        CREATE TABLE conversation_note (
          id INT64 PRIMARY KEY,
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          author INT64 NOT NULL,
          text TEXT NOT NULL CHECK (length(text) > 0),
          written_at INT64 NOT NULL
        )
        """,
        "CREATE INDEX conversation_note_conversation ON conversation_note (conversation, id)",
        """
        CREATE TABLE conversation_viewer (
          conversation INT64 NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          person INT64 NOT NULL,
          seen_at INT64 NOT NULL,
          writing INT64 NOT NULL DEFAULT 0 CHECK (writing IN (0, 1)),
          PRIMARY KEY (conversation, person)
        ) WITHOUT ROWID
        """)
}
