import Foundation
import Kernel
import Storage

/// Writes a line of the audit trail, with what was before and after as JSON.
enum Trail {
    static func record(
        _ action: String, _ kind: String, _ id: Int64, by who: Int64?, before: [String: String]? = nil,
        after: [String: String]? = nil, at: Instant, _ connection: any Connection
    ) throws {
        try Audit.record(
            who: who, action: action, subject: kind, id: id, before: try before.map(json), after: try after.map(json),
            at: at, in: connection)
    }

    static func json(_ fields: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(fields), as: UTF8.self)
    }
}
