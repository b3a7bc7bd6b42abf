import Storage

/// What sources and watches learned to remember after their first tables.
enum OriginSchema {
    static let migrations: [Migration] = [visits, past]

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
}
