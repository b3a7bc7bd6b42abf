public import Kernel
import Storage

extension OriginActions {
    /// Gives a source the token by which its server knows us, or takes it away. It is kept sealed, shown to nobody, and
    /// neither the trail nor the log holds it.
    /// - Throws: `.unusable` for a source that takes none, or for what cannot be a token.
    public func setToken(_ token: String?, of id: Int64, by person: Person?) async throws {
        let who = try GatherRight.check(person)
        let token = token?.trimmed
        // A header's value (RFC 9110): a line break in it would be another header.
        let characters = Array((token ?? "-").utf8)
        guard (1...1_000).contains(characters.count), characters.allSatisfy({ (33...126).contains($0) }) else {
            throw OriginDraft.refusal("a token is 1 to 1000 visible ASCII characters", "listening.origin_bad_token")
        }
        let sealed = try token.map { try networks.sealed($0, of: id) }
        let now = clock.now()
        try await database.write { connection in
            let origin = try OriginStore.find(id, in: connection)
            guard origin.kind.takesToken || sealed == nil else {
                throw OriginDraft.refusal("a source of this kind takes no token", "listening.origin_bad_token")
            }
            guard sealed != nil || origin.sealedToken != nil else { return }
            try OriginStore.setToken(id, sealed, in: connection)
            try VisitStore.hasten(id, at: now, in: connection)
            try Audit.record(
                who: who, action: sealed == nil ? "origin.token_removed" : "origin.token_set", subject: "origin",
                id: id, at: now, in: connection)
        }
    }
}
