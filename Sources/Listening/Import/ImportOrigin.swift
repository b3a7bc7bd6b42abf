import Archives
import Kernel
import Storage

/// The source under which imported files are kept: one for each format, purpose and retention, so that a new purpose
/// never changes what was promised for files given before (GDPR, article 5(1)(b)).
enum ImportOrigin {
    static func id(
        format: ArchiveFormat, purpose: String, retentionDays: Int, owner: Int64?, fresh: Int64, at now: Instant,
        in connection: any Connection
    ) throws -> Int64 {
        let promise = MentionKey.digest(purpose.trimmed + "\u{0}\(retentionDays)")
        let draft = try OriginDraft(
            kind: .files, network: .other, address: "import:\(format.rawValue):\(String(promise, radix: 36))",
            label: "Import \(format.rawValue)", purpose: purpose, retentionDays: retentionDays, owner: owner
        ).checked()
        if let known = try OriginStore.find(kind: .files, address: draft.address, in: connection) { return known.id }
        try OriginStore.insert(draft, id: fresh, interval: 86_400, at: now, in: connection)
        return fresh
    }
}
