import Storage

/// What accounts of every network need beside the table `channel`, which began with the dialogue (`0340-channels`).
enum ChannelSchema {
    static let migrations = [
        Migration(
            "0440-channel-accounts",
            "ALTER TABLE channel ADD COLUMN expires_at INT64",
            "ALTER TABLE channel ADD COLUMN warned_at INT64",
            "ALTER TABLE channel ADD COLUMN renewing_until INT64",
            "ALTER TABLE channel ADD COLUMN cursor TEXT",
            "ALTER TABLE channel ADD COLUMN read_at INT64",
            "ALTER TABLE channel_sign_in ADD COLUMN network TEXT NOT NULL DEFAULT 'mastodon'",
            "ALTER TABLE channel_sign_in ADD COLUMN verifier BYTES",
            // Accounts among which whoever signed in has yet to choose: nothing is connected until then.
            """
            CREATE TABLE channel_choice (
              state TEXT PRIMARY KEY,
              network TEXT NOT NULL,
              server TEXT NOT NULL,
              places BYTES NOT NULL,
              person INT64 NOT NULL,
              begun_at INT64 NOT NULL
            )
            """,
            // The hospital's own application on each network.
            """
            CREATE TABLE network_application (
              network TEXT PRIMARY KEY,
              client TEXT NOT NULL,
              secret BYTES NOT NULL,
              changed_by INT64 NOT NULL,
              changed_at INT64 NOT NULL
            )
            """),
        // What the network said that it takes of this account (`AskedLimits`, JSON).
        Migration("0445-channel-limits", "ALTER TABLE channel ADD COLUMN limits TEXT"),
    ]
}
