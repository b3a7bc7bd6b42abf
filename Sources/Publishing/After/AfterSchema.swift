import Storage

/// The tables of what happens once a post has left. Appended to, never edited once they have shipped.
enum AfterSchema {
    static let migrations = [
        Migration(
            "0570-figures",
            // What people did with a message, one row a day on the hospital's calendar.
            """
            CREATE TABLE sending_figures (
              sending INT64 NOT NULL REFERENCES sending (id) ON DELETE CASCADE,
              day INT64 NOT NULL,
              figures TEXT NOT NULL,
              at INT64 NOT NULL,
              PRIMARY KEY (sending, day)
            )
            """,
            // When the network is asked again, and what became of the last question.
            """
            CREATE TABLE figures_turn (
              sending INT64 PRIMARY KEY REFERENCES sending (id) ON DELETE CASCADE,
              channel INT64 NOT NULL,
              next_at INT64,
              asked_at INT64,
              said TEXT CHECK (said IN ('given', 'none', 'missing', 'failed', 'budget'))
            )
            """,
            "CREATE INDEX figures_turn_due ON figures_turn (channel, next_at) WHERE next_at IS NOT NULL"),
        Migration(
            "0571-changes",
            // Nothing was ever written to the first form of this table: it could not wait, be given up or be asked again.
            "DROP TABLE sending_change",
            """
            CREATE TABLE sending_change (
              id INT64 PRIMARY KEY,
              sending INT64 NOT NULL REFERENCES sending (id),
              post INT64 NOT NULL REFERENCES post (id),
              channel INT64 NOT NULL,
              ordinal INT64 NOT NULL,
              version INT64 NOT NULL,
              kind TEXT NOT NULL CHECK (kind IN ('edit', 'withdraw')),
              state TEXT NOT NULL CHECK (state IN ('ready', 'armed', 'done', 'refused', 'unknown', 'held', 'dropped')),
              key TEXT NOT NULL UNIQUE,
              before TEXT NOT NULL,
              text TEXT,
              is_repost INT64 NOT NULL DEFAULT 0,
              wait_until INT64,
              tries INT64 NOT NULL DEFAULT 0,
              armed_at INT64,
              holder TEXT,
              looked_at INT64,
              settled_at INT64,
              person INT64,
              reason TEXT,
              why TEXT,
              error TEXT,
              at INT64 NOT NULL
            )
            """,
            "CREATE INDEX sending_change_post ON sending_change (post, at)",
            "CREATE INDEX sending_change_due ON sending_change (channel, at, id) WHERE state IN ('ready', 'armed')",
            // Whatever happens, one attempt to take a message back is under way at a time.
            """
            CREATE UNIQUE INDEX sending_change_one ON sending_change (sending)
              WHERE kind = 'withdraw' AND state IN ('ready', 'armed', 'unknown', 'held', 'refused')
            """,
            // What was to be taken back of a post, and of which account: what is found there later goes too.
            """
            CREATE TABLE post_withdrawal (
              post INT64 NOT NULL REFERENCES post (id) ON DELETE CASCADE,
              channel INT64 NOT NULL,
              reason TEXT NOT NULL,
              person INT64,
              at INT64 NOT NULL,
              PRIMARY KEY (post, channel)
            )
            """),
        Migration(
            "0572-corrections",
            // Other words for what was published, until somebody else has said yes to them.
            """
            CREATE TABLE post_correction (
              id INT64 PRIMARY KEY,
              post INT64 NOT NULL REFERENCES post (id) ON DELETE CASCADE,
              base INT64 NOT NULL,
              revision INT64 NOT NULL,
              content TEXT NOT NULL,
              state TEXT NOT NULL CHECK (state IN ('review', 'returned', 'applied', 'dropped')),
              stage INT64 NOT NULL DEFAULT 0,
              author INT64 NOT NULL,
              why TEXT NOT NULL,
              note TEXT,
              created_at INT64 NOT NULL,
              changed_at INT64 NOT NULL
            )
            """,
            """
            CREATE UNIQUE INDEX post_correction_open ON post_correction (post) WHERE state IN ('review', 'returned')
            """),
        Migration(
            "0573-aftercare",
            // What a network still does with a message that has left, and still waits for.
            """
            CREATE TABLE sending_aftercare (
              sending INT64 PRIMARY KEY REFERENCES sending (id) ON DELETE CASCADE,
              state TEXT NOT NULL CHECK (state IN ('open', 'done', 'trouble', 'left')),
              captions TEXT NOT NULL CHECK (captions IN ('open', 'given', 'none')),
              tries INT64 NOT NULL DEFAULT 0,
              since INT64 NOT NULL,
              next_at INT64 NOT NULL,
              why TEXT CHECK (why IN ('video', 'captions', 'gone', 'late')),
              error TEXT
            )
            """,
            "CREATE INDEX sending_aftercare_due ON sending_aftercare (state, next_at)"),
    ]
}
