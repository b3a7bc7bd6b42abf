import Storage

/// The tables of what leaves. Appended to, never edited once they have shipped.
enum DeliverySchema {
    static let migrations = [channels, doors]

    /// One row a reply that may leave. `ready` waits; `armed` is in the network's hands, or was when a node died;
    /// `sent`, `refused` are known; `unknown` and `held` wait for a person.
    private static let channels = Migration(
        "0340-channels",
        """
        CREATE TABLE channel (
          id INT64 PRIMARY KEY,
          kind TEXT NOT NULL CHECK (kind IN ('mastodon', 'webhook')),
          network TEXT NOT NULL,
          server TEXT NOT NULL,
          account TEXT NOT NULL,
          label TEXT NOT NULL,
          token BYTES,
          old_token BYTES,
          old_until INT64,
          state TEXT NOT NULL CHECK (state IN ('connected', 'expired', 'removed')),
          error TEXT,
          origin INT64,
          checked_at INT64,
          heard_at INT64,
          created_by INT64 NOT NULL,
          created_at INT64 NOT NULL,
          UNIQUE (network, server, account)
        )
        """,
        """
        CREATE TABLE delivery (
          reply INT64 PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
          channel INT64 REFERENCES channel (id),
          state TEXT NOT NULL CHECK (state IN ('ready', 'armed', 'sent', 'refused', 'unknown', 'held')),
          key TEXT NOT NULL UNIQUE,
          queued_at INT64 NOT NULL,
          due_at INT64 NOT NULL,
          tries INT64 NOT NULL DEFAULT 0,
          armed_at INT64,
          holder TEXT,
          looked_at INT64,
          settled_at INT64,
          network_id TEXT,
          url TEXT,
          reason TEXT,
          error TEXT
        )
        """,
        """
        CREATE INDEX delivery_open ON delivery (state, queued_at)
          WHERE state IN ('ready', 'armed', 'unknown', 'held')
        """)

    /// Sign-ins under way at a network, and what webhooks have brought.
    private static let doors = Migration(
        "0341-channel-doors",
        """
        CREATE TABLE channel_sign_in (
          state TEXT PRIMARY KEY,
          server TEXT NOT NULL,
          client TEXT NOT NULL,
          secret BYTES NOT NULL,
          person INT64 NOT NULL,
          begun_at INT64 NOT NULL
        )
        """,
        """
        CREATE TABLE webhook_delivery (
          channel INT64 NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
          mark TEXT NOT NULL,
          at INT64 NOT NULL,
          kept_at INT64 NOT NULL,
          PRIMARY KEY (channel, mark)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX webhook_delivery_age ON webhook_delivery (kept_at)")
}
