/// What people set on screen and every node must know: a key and a JSON text.
public enum Settings {
    /// The JSON text kept under `key`.
    public static func value(_ key: String, in connection: any Connection) throws -> String? {
        try connection.one("SELECT value FROM setting WHERE key = $1", key)?.text("value")
    }

    /// Keeps `value`, or forgets the key when nil.
    public static func set(_ key: String, _ value: String?, in connection: any Connection) throws {
        guard let value else { return _ = try connection.execute("DELETE FROM setting WHERE key = $1", key) }
        try connection.execute(
            """
            INSERT INTO setting (key, value) VALUES ($1, $2)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """, key, value)
    }
}
