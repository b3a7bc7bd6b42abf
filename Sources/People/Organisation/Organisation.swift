import Foundation
import Kernel

/// A site of the organisation: a hospital, a clinic, a practice.
public struct Establishment: Sendable, Equatable {
    public let id: Int64
    public let name: String
    public let active: Bool
}

/// A care service, and the names under which people speak of it.
public struct Service: Sendable, Equatable {
    public let id: Int64
    public let establishment: Int64
    public let name: String
    /// Other names: "pédiatrie", "service enfants", "pédia".
    public let synonyms: [String]
    public let active: Bool
}

/// What is asked of a new or changed service.
struct ServiceForm: Sendable, Equatable {
    var establishment: Int64
    var name: String
    var synonyms: [String]
    var active: Bool = true

    static let limit = 120

    /// Synonyms come one a line, or between commas.
    static func synonyms(_ text: String) -> [String] {
        var seen = Set<String>()
        return text.split { $0.isNewline || $0 == "," || $0 == ";" }.compactMap { part in
            let name = part.drop(while: \.isWhitespace)
            guard let last = name.lastIndex(where: { !$0.isWhitespace }) else { return nil }
            let trimmed = String(name[...last].prefix(limit))
            return seen.insert(trimmed.lowercased()).inserted ? trimmed : nil
        }.prefix(50).map { $0 }
    }

    var trail: [String: String] {
        [
            "establishment": String(establishment), "name": name, "synonyms": synonyms.joined(separator: ", "),
            "open": active ? "yes" : "no",
        ]
    }
}
