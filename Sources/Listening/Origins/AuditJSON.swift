import Foundation

/// What the trail keeps: flat JSON with sorted keys, so that before and after compare at a glance.
enum AuditJSON {
    static func text(_ fields: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(fields), as: UTF8.self)
    }
}
