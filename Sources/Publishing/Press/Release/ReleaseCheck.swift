import Deontology
import Kernel
import Storage

/// Reads a release with the eyes that read posts.
struct ReleaseCheck: Sendable {
    let desk: PublishingDesk

    func read(_ release: Release) async throws -> CheckedPost {
        let lifts = try await desk.database.read { try Self.lifts(release.id, in: $0) }
        return read(release.content, lifts: lifts)
    }

    func read(_ content: ReleaseContent, lifts: [KeptPostLift] = []) -> CheckedPost {
        PostCheck(desk: desk).read(content.asPost, lifts: lifts, channels: [], items: [])
    }

    static func lifts(_ release: Int64, in connection: any Connection) throws -> [KeptPostLift] {
        try connection.query("SELECT * FROM press_lift WHERE release_id = $1 ORDER BY at", [release]).map { row in
            KeptPostLift(
                rule: try row.text("rule"), excerpt: try row.text("excerpt"), person: try row.int64("person"),
                name: try row.text("name"), reason: try row.text("reason"), at: try row.instant("at"))
        }
    }
}
