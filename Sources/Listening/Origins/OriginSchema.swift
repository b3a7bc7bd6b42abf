import Storage

/// What sources, watches and imports learned to remember after their first tables.
enum OriginSchema {
    static let migrations: [Migration] = [visits, past, folders, untold, tokens]

    private static let visits = Migration(
        "0181-origin-visits",
        "ALTER TABLE origin ADD COLUMN failing_since INT64",
        "ALTER TABLE origin ADD COLUMN claimed_until INT64",
        "ALTER TABLE origin ADD COLUMN hub_asked_at INT64",
        "ALTER TABLE origin ADD COLUMN hub_error TEXT",
        "ALTER TABLE origin ADD COLUMN stream_owner TEXT",
        "ALTER TABLE origin ADD COLUMN stream_until INT64",
        "ALTER TABLE origin ADD COLUMN removed_at INT64")

    /// A watch is asked of the past from the newest mention to the oldest; `past_before` is where it stands.
    private static let past = Migration(
        "0182-watch-past",
        "ALTER TABLE watch ADD COLUMN past_before INT64",
        "ALTER TABLE watch ADD COLUMN past_found INT64 NOT NULL DEFAULT 0")

    /// What a source's server knows us by, sealed.
    private static let tokens = Migration("0185-origin-token", "ALTER TABLE origin ADD COLUMN token BYTES")

    /// The folder of uploads in which an import's file waits (`ImportFolder`).
    private static let folders = Migration("0183-import-folder", "ALTER TABLE import_run ADD COLUMN folder TEXT")

    /// What a watch found and has told nobody yet (`KeywordTelling`).
    private static let untold = Migration(
        "0184-watch-untold",
        "ALTER TABLE watch ADD COLUMN untold INT64 NOT NULL DEFAULT 0",
        "ALTER TABLE watch ADD COLUMN untold_first INT64")
}
