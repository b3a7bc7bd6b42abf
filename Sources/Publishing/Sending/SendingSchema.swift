import Storage

/// The tables of what leaves. Appended to, never edited once they have shipped.
enum SendingSchema {
    static let migrations = [
        Migration(
            "0510-sendings",
            // One row a message on the network: the post, the parts of its thread, its first comment. `ready` waits;
            // `armed` is in the network's hands, or was when a node died; `sent` and `refused` are known; `unknown` and
            // `held` wait for a person; `withdrawn` was taken back.
            """
            CREATE TABLE sending (
              id INT64 PRIMARY KEY,
              post INT64 NOT NULL REFERENCES post (id),
              version INT64 NOT NULL,
              channel INT64 NOT NULL REFERENCES channel (id),
              ordinal INT64 NOT NULL,
              role TEXT NOT NULL CHECK (role IN ('post', 'thread', 'comment')),
              text TEXT NOT NULL,
              state TEXT NOT NULL CHECK (state IN ('ready', 'armed', 'sent', 'refused', 'unknown', 'held', 'withdrawn',
                'cancelled')),
              key TEXT NOT NULL UNIQUE,
              due_at INT64 NOT NULL,
              wait_until INT64,
              asked_until INT64,
              tries INT64 NOT NULL DEFAULT 0,
              armed_at INT64,
              holder TEXT,
              looked_at INT64,
              settled_at INT64,
              prepared TEXT,
              network_id TEXT,
              url TEXT,
              reference TEXT,
              reason TEXT,
              error TEXT,
              figures TEXT,
              figures_at INT64,
              UNIQUE (post, version, channel, ordinal)
            )
            """,
            """
            CREATE INDEX sending_due ON sending (channel, due_at, id)
              WHERE state IN ('ready', 'armed')
            """,
            "CREATE INDEX sending_waiting ON sending (state, due_at) WHERE state IN ('unknown', 'held')",
            "CREATE INDEX sending_network ON sending (channel, network_id)",
            // What was done to a publication afterwards: words replaced, taken back.
            """
            CREATE TABLE sending_change (
              id INT64 PRIMARY KEY,
              sending INT64 NOT NULL REFERENCES sending (id),
              kind TEXT NOT NULL CHECK (kind IN ('edit', 'withdraw')),
              text TEXT,
              state TEXT NOT NULL CHECK (state IN ('armed', 'done', 'refused', 'unknown')),
              person INT64 NOT NULL,
              reason TEXT,
              error TEXT,
              at INT64 NOT NULL,
              settled_at INT64
            )
            """,
            "CREATE INDEX sending_change_sending ON sending_change (sending, at)")
    ]
}
