import Foundation
import Kernel

/// A draft of which a person has said what it violates.
public struct DeontologyExample: Sendable, Decodable {
    public let id: String
    public let draft: Draft
    /// Rules that it violates; none for an innocent one.
    public let violates: [String]
    public let severity: String
    /// Passages that violate, each with its rule.
    public let spans: [(text: String, rule: String)]

    private enum Key: String, CodingKey {
        case id, kind, author, network, text, violates, severity, spans, facts
        case inReplyTo = "in_reply_to"
    }

    public init(from decoder: any Decoder) throws {
        let line = try decoder.container(keyedBy: Key.self)
        id = try line.decode(String.self, forKey: .id)
        draft = Draft(
            try line.decode(String.self, forKey: .text), kind: try line.decode(DraftKind.self, forKey: .kind),
            author: try line.decode(Author.self, forKey: .author),
            network: try line.decodeIfPresent(String.self, forKey: .network),
            inReplyTo: try line.decodeIfPresent(String.self, forKey: .inReplyTo),
            facts: try line.decodeIfPresent(Facts.self, forKey: .facts) ?? Facts())
        violates = try line.decode([String].self, forKey: .violates)
        severity = try line.decodeIfPresent(String.self, forKey: .severity) ?? (violates.isEmpty ? "none" : "block")
        spans = try (line.decodeIfPresent([[String]].self, forKey: .spans) ?? []).compactMap {
            $0.count == 2 ? ($0[0], $0[1]) : nil
        }
    }

    /// What a rule gives as its own examples.
    public static func of(_ rule: Rule) -> [DeontologyExample] {
        // Those that turn on a fact say nothing by their wording.
        rule.violates.filter { $0.facts == nil }.map { DeontologyExample("rule", $0.draft, [rule.id]) }
            + rule.complies.map { DeontologyExample("rule", $0.draft, []) }
    }

    private init(_ id: String, _ draft: Draft, _ violates: [String]) {
        (self.id, self.draft, self.violates, spans) = (id, draft, violates, [])
        severity = violates.isEmpty ? "none" : "block"
    }

    /// The examples of a JSON Lines file.
    public static func read(path: String) throws -> [DeontologyExample] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unusable, "\(path): no such file, or it may not be read")
        }
        return try data.split(separator: 10).enumerated().map { index, line in
            do { return try JSONDecoder().decode(DeontologyExample.self, from: Data(line)) } catch {
                throw Failure(.unusable, "\(path):\(index + 1): not an example: id, kind, author, text, violates")
            }
        }
    }
}
