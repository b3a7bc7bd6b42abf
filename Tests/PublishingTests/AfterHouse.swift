import Kernel
import Networks
import Storage

@testable import Publishing

/// What people do once a post has left, in few words.
extension PublishingHouse {
    static let corrected = "Le service de radiologie ouvre ses portes dimanche matin."

    func changes(_ post: Int64) async throws -> [Publishing.Change] {
        try await database.read { try ChangeStore.of(post, in: $0) }
    }

    /// Released and gone.
    func published(_ content: PostContent) async throws -> Int64 {
        let id = try await release(content)
        for _ in 0..<3 { try await work() }
        return id
    }

    /// Proposed by its author's colleague in communication, approved by the other.
    func correct(_ id: Int64, _ change: (inout PostContent) -> Void) async throws {
        try await propose(id, change)
        try await CorrectionActions(desk: desk).approve(
            id, seen: try await revision(id), by: try Self.person("second"))
    }

    func propose(_ id: Int64, _ change: (inout PostContent) -> Void) async throws {
        let known = try await post(id)
        var content = known.content
        change(&content)
        try await CorrectionActions(desk: desk).propose(
            id, content, why: "Le jour était faux", seen: known.version, by: try Self.person("communication"))
    }

    func revision(_ id: Int64) async throws -> Int {
        try await database.read { try CorrectionStore.open(id, in: $0)?.revision ?? 0 }
    }

    func withdraw(_ id: Int64, _ channels: Set<Int64> = []) async throws {
        try await Withdrawals(desk: desk).withdraw(
            id, channels: channels, because: "Une erreur grave", by: try Self.person("second"))
    }

    func trail() async throws -> [String] { try await database.read { try Audit.entries(in: $0).map(\.action) } }
}
