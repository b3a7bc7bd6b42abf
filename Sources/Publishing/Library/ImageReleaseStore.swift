import Kernel
import Networks
import Storage

/// SQL of the register of image releases.
enum ImageReleaseStore {
    static func find(_ id: Int64, in connection: any Connection) throws -> ImageRelease? {
        try connection.one("SELECT * FROM image_release WHERE id = $1", [id]).map(ImageRelease.init)
    }

    /// Those that can be given to a face today, by name.
    static func good(at now: Instant, in connection: any Connection) throws -> [ImageRelease] {
        try connection.query(
            """
            SELECT * FROM image_release WHERE withdrawn_at IS NULL AND begins_at <= $1 AND ends_at > $1
            ORDER BY person, id LIMIT 2000
            """, [now]
        ).map(ImageRelease.init)
    }

    /// The register: what ends soon first, then what holds, then what is over.
    static func all(at now: Instant, in connection: any Connection) throws -> [ImageRelease] {
        try connection.query(
            """
            SELECT * FROM image_release ORDER BY
              CASE WHEN withdrawn_at IS NOT NULL OR ends_at <= $1 THEN 2 WHEN ends_at <= $2 THEN 0 ELSE 1 END,
              CASE WHEN withdrawn_at IS NULL AND ends_at > $1 AND ends_at <= $2 THEN ends_at ELSE 0 END, person, id
            LIMIT 2000
            """, [now, now.adding(days: ImageRelease.soon)]
        ).map(ImageRelease.init)
    }

    static func insert(_ release: ImageRelease, by person: Int64, at now: Instant, in connection: any Connection) throws
    {
        try connection.execute(
            """
            INSERT INTO image_release (id, person, contact, is_minor, holders, networks, purpose, begins_at, ends_at,
              proof, proof_mime, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """, values(release) + [person, now])
    }

    static func update(_ release: ImageRelease, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE image_release SET person = $2, contact = $3, is_minor = $4, holders = $5, networks = $6,
              purpose = $7, begins_at = $8, ends_at = $9, proof = $10, proof_mime = $11 WHERE id = $1
            """, values(release))
    }

    private static func values(_ release: ImageRelease) -> [any SQLBindable] {
        [
            release.id, release.person, release.contact, release.isMinor ? 1 : 0, release.holders,
            release.networks.map(\.rawValue).sorted().joined(separator: ","), release.purpose, release.beginsAt,
            release.endsAt, release.proof, release.proofMime,
        ]
    }

    /// False when it was withdrawn before.
    static func withdraw(_ id: Int64, by person: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            "UPDATE image_release SET withdrawn_at = $2, withdrawn_by = $3 WHERE id = $1 AND withdrawn_at IS NULL",
            [id, now, person]) == 1
    }

    /// What shows its person.
    static func items(of release: Int64, in connection: any Connection) throws -> [LibraryItem] {
        try connection.query(
            """
            SELECT m.* FROM media m JOIN media_release r ON r.media = m.id WHERE r.release_id = $1
            ORDER BY m.id DESC LIMIT 1000
            """, [release]
        ).map(LibraryItem.init)
    }
}

extension ImageRelease {
    /// Days before its end from which it is spoken of.
    static let soon = 30

    /// Whether it holds at all at this moment, on some network.
    func isGood(at moment: Instant) -> Bool { withdrawnAt == nil && beginsAt <= moment && moment < endsAt }

    func endsSoon(at moment: Instant) -> Bool { isGood(at: moment) && endsAt <= moment.adding(days: Self.soon) }
}
