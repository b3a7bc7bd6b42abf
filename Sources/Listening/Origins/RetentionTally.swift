import Foundation
import Kernel
import Storage

/// Counts what a sweep erases, in the same transactions, so that the one line of the trail that ends it is exact even
/// when the sweep was cut and begun again.
enum RetentionTally {
    private static let key = "retention.running"

    static func add(_ count: MentionEraser.Count, in connection: any Connection) throws {
        var sum = try running(connection)
        sum.mentions += count.mentions
        sum.corrections += count.corrections
        try Settings.set(key, String(decoding: try JSONEncoder().encode(sum), as: UTF8.self), in: connection)
    }

    /// Writes the line, when there is something to say.
    static func close(at now: Instant, in connection: any Connection) throws {
        let sum = try running(connection)
        guard sum != MentionEraser.Count() else { return }
        try Audit.record(
            who: nil, action: "retention.erased", subject: "mention", id: nil,
            after: try AuditJSON.text(["mentions": String(sum.mentions), "corrections": String(sum.corrections)]),
            at: now, in: connection)
        try Settings.set(key, nil, in: connection)
    }

    private static func running(_ connection: any Connection) throws -> MentionEraser.Count {
        guard let text = try Settings.value(key, in: connection) else { return MentionEraser.Count() }
        return try JSONDecoder().decode(MentionEraser.Count.self, from: Data(text.utf8))
    }
}
