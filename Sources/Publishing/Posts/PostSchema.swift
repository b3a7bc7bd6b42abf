import Storage

/// The tables of posts. Appended to, never edited once they have shipped.
enum PostSchema {
    static let migrations = [
        Migration(
            "0500-posts",
            """
            CREATE TABLE post (
              id INT64 PRIMARY KEY,
              content TEXT NOT NULL,
              title TEXT NOT NULL,
              kind TEXT NOT NULL,
              version INT64 NOT NULL CHECK (version >= 1),
              state TEXT NOT NULL CHECK (state IN ('draft', 'review', 'changes', 'approved', 'scheduled', 'sending',
                'published', 'partial', 'failed', 'withdrawn', 'cancelled')),
              stage INT64 NOT NULL DEFAULT 0,
              author INT64 NOT NULL,
              service INT64,
              due_at INT64,
              local TEXT,
              zone TEXT,
              recurrence TEXT,
              origin INT64,
              parked_by INT64,
              parked_reason TEXT,
              created_at INT64 NOT NULL,
              changed_at INT64 NOT NULL
            )
            """,
            "CREATE INDEX post_due ON post (due_at) WHERE due_at IS NOT NULL",
            "CREATE INDEX post_state ON post (state, changed_at)",
            // What it said, each time that somebody saved it.
            """
            CREATE TABLE post_version (
              post INT64 NOT NULL REFERENCES post (id) ON DELETE CASCADE,
              version INT64 NOT NULL,
              content TEXT NOT NULL,
              person INT64 NOT NULL,
              at INT64 NOT NULL,
              PRIMARY KEY (post, version)
            )
            """,
            // Who said yes or asked for something else, of which version.
            """
            CREATE TABLE post_verdict (
              id INT64 PRIMARY KEY,
              post INT64 NOT NULL REFERENCES post (id) ON DELETE CASCADE,
              version INT64 NOT NULL,
              stage TEXT NOT NULL,
              verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'changes', 'submitted')),
              person INT64,
              outsider TEXT,
              note TEXT,
              at INT64 NOT NULL
            )
            """,
            "CREATE INDEX post_verdict_post ON post_verdict (post, at)",
            """
            CREATE TABLE post_remark (
              id INT64 PRIMARY KEY,
              post INT64 NOT NULL REFERENCES post (id) ON DELETE CASCADE,
              person INT64,
              outsider TEXT,
              text TEXT NOT NULL,
              shared INT64 NOT NULL,
              at INT64 NOT NULL
            )
            """,
            "CREATE INDEX post_remark_post ON post_remark (post, at)",
            // What a named person set aside, and why.
            """
            CREATE TABLE post_lift (
              id INT64 PRIMARY KEY,
              post INT64 NOT NULL REFERENCES post (id) ON DELETE CASCADE,
              rule TEXT NOT NULL,
              excerpt TEXT NOT NULL,
              person INT64 NOT NULL,
              name TEXT NOT NULL,
              reason TEXT NOT NULL,
              at INT64 NOT NULL
            )
            """,
            "CREATE INDEX post_lift_post ON post_lift (post)")
    ]
}
