import Storage

/// The tables of the library. Appended to, never edited once they have shipped.
enum LibrarySchema {
    static let migrations = [
        Migration(
            "0520-library",
            // A master: cleaned when it came in, named by what is in it.
            """
            CREATE TABLE media (
              id INT64 PRIMARY KEY,
              digest TEXT NOT NULL,
              kind TEXT NOT NULL CHECK (kind IN ('image', 'animation', 'video', 'document')),
              mime TEXT NOT NULL,
              bytes INT64 NOT NULL,
              width INT64 NOT NULL,
              height INT64 NOT NULL,
              seconds REAL,
              title TEXT NOT NULL,
              alt TEXT NOT NULL,
              credit TEXT NOT NULL,
              licence TEXT NOT NULL,
              licence_until INT64,
              series TEXT,
              made_by_machine INT64 NOT NULL DEFAULT 0,
              faces TEXT NOT NULL,
              read_text TEXT NOT NULL,
              removed TEXT NOT NULL,
              captions TEXT,
              transcript TEXT,
              state TEXT NOT NULL CHECK (state IN ('working', 'ready', 'failed', 'retired')),
              error TEXT,
              created_by INT64 NOT NULL,
              created_at INT64 NOT NULL,
              changed_at INT64 NOT NULL
            )
            """,
            "CREATE INDEX media_latest ON media (state, created_at)",
            "CREATE INDEX media_digest ON media (digest)",
            // What one network takes of it.
            """
            CREATE TABLE media_rendition (
              media INT64 NOT NULL REFERENCES media (id) ON DELETE CASCADE,
              purpose TEXT NOT NULL,
              digest TEXT NOT NULL,
              mime TEXT NOT NULL,
              bytes INT64 NOT NULL,
              width INT64 NOT NULL,
              height INT64 NOT NULL,
              seconds REAL,
              made_at INT64 NOT NULL,
              PRIMARY KEY (media, purpose)
            )
            """,
            // Somebody agreed to be shown: where, what for, until when, and how we know.
            """
            CREATE TABLE image_release (
              id INT64 PRIMARY KEY,
              person TEXT NOT NULL,
              contact TEXT NOT NULL,
              is_minor INT64 NOT NULL DEFAULT 0,
              networks TEXT NOT NULL,
              purpose TEXT NOT NULL,
              begins_at INT64 NOT NULL,
              ends_at INT64 NOT NULL,
              proof TEXT,
              withdrawn_at INT64,
              withdrawn_by INT64,
              created_by INT64 NOT NULL,
              created_at INT64 NOT NULL
            )
            """,
            """
            CREATE TABLE media_release (
              media INT64 NOT NULL REFERENCES media (id) ON DELETE CASCADE,
              release_id INT64 NOT NULL REFERENCES image_release (id),
              PRIMARY KEY (media, release_id)
            )
            """,
            // What a metered network has cost, in thousandths of a cent of a US dollar.
            """
            CREATE TABLE spending (
              network TEXT NOT NULL,
              month TEXT NOT NULL,
              millicents INT64 NOT NULL,
              PRIMARY KEY (network, month)
            )
            """),
        Migration(
            "0521-library-intake",
            // SHA-256 of the file as it was brought: the same file is one item.
            "ALTER TABLE media ADD COLUMN source TEXT",
            // What it is found by: title, description, credit, series, what is written in it, folded.
            "ALTER TABLE media ADD COLUMN folded TEXT NOT NULL DEFAULT ''",
            "CREATE UNIQUE INDEX media_source ON media (source)",
            "CREATE INDEX media_series ON media (series, created_at)"),
        Migration(
            "0522-release-holders",
            "ALTER TABLE image_release ADD COLUMN holders TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE image_release ADD COLUMN proof_mime TEXT",
            "CREATE INDEX media_release_release ON media_release (release_id)"),
        Migration(
            "0523-library-refusals",
            // Why a file cannot be made for a network: words for people.
            """
            CREATE TABLE media_refusal (
              media INT64 NOT NULL REFERENCES media (id) ON DELETE CASCADE,
              purpose TEXT NOT NULL,
              words TEXT NOT NULL,
              at INT64 NOT NULL,
              PRIMARY KEY (media, purpose)
            )
            """),
    ]
}
