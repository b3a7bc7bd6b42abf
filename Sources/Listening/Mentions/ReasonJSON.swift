import Foundation
import Opinion

/// Reasons as the column `mention.reasons` holds them.
enum ReasonJSON {
    /// The same reasons are the same text. Reasons are words, names and numbers: nothing in them that JSON cannot say.
    static func text(_ reasons: [Reason]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(reasons)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    static func reasons(_ text: String?) -> [Reason] {
        guard let text, text != "[]" else { return [] }
        return (try? JSONDecoder().decode([Reason].self, from: Data(text.utf8))) ?? []
    }
}
