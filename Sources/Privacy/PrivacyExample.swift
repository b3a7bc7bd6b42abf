import Foundation
import Kernel

/// A text whose identifiers are known.
public struct PrivacyExample: Sendable {
    public struct Span: Sendable, Equatable {
        public var range: Range<Int>
        public var kind: ClueKind
    }

    public var id: String
    public var text: String
    public var spans: [Span]
    public var combination: Bool
    /// How much it counts when a model learns from it.
    var weight: Float = 1

    init(id: String, text: String, spans: [Span], combination: Bool, weight: Float = 1) {
        (self.id, self.text, self.spans, self.combination, self.weight) = (id, text, spans, combination, weight)
    }

    /// Reads a file of JSON Lines, as `read(_:)` does.
    /// - Throws: `Failure(.unusable)` with the path when the file is not there, with the line when it is no example.
    public static func read(path: String) throws -> [PrivacyExample] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure(.unusable, "\(path): no such file, or it may not be read")
        }
        return try read(Array(bytes))
    }

    /// Reads JSON Lines `{"id","text","spans":[["substring","LABEL"]…] or [{"start","end","label"}…],"combination"}`.
    /// - Throws: `Failure(.unusable)` with the line that is not one.
    public static func read(_ bytes: [UInt8]) throws -> [PrivacyExample] {
        try bytes.split(separator: 10).enumerated().map { number, line in
            do {
                return try JSONDecoder().decode(Line.self, from: Data(line)).example()
            } catch {
                throw Failure(.unusable, "line \(number + 1): not an example of identifiers")
            }
        }
    }

    private struct Line: Decodable {
        enum Mark: Decodable {
            case found(String, String)
            case placed(Int, Int, String)

            init(from decoder: any Decoder) throws {
                struct Placed: Decodable { let start: Int, end: Int, label: String }
                if let pair = try? [String](from: decoder), pair.count == 2 {
                    self = .found(pair[0], pair[1])
                } else {
                    let placed = try Placed(from: decoder)
                    self = .placed(placed.start, placed.end, placed.label)
                }
            }
        }

        let id: String
        let text: String
        let spans: [Mark]?
        let combination: Bool?

        func example() throws -> PrivacyExample {
            let scalars = Array(text.unicodeScalars)
            var from = 0
            let spans = try (spans ?? []).map { mark -> Span in
                switch mark {
                case .placed(let start, let end, let label): return Span(range: start..<end, kind: try Self.kind(label))
                case .found(let part, let label):
                    let wanted = Array(part.unicodeScalars)
                    let found =
                        Self.find(wanted, scalars, from, whole: true) ?? Self.find(wanted, scalars, from, whole: false)
                        ?? Self.find(wanted, scalars, 0, whole: true) ?? Self.find(wanted, scalars, 0, whole: false)
                    guard let found else { throw Failure(.unusable, "a span is not in its text") }
                    from = found.upperBound
                    return Span(range: found, kind: try Self.kind(label))
                }
            }
            return PrivacyExample(id: id, text: text, spans: spans, combination: combination ?? false)
        }

        private static func kind(_ label: String) throws -> ClueKind {
            guard let kind = ClueKind(rawValue: label.lowercased()) else {
                throw Failure(.unusable, "no label \(label)")
            }
            return kind
        }

        private static func word(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }

        private static func find(_ part: [Unicode.Scalar], _ text: [Unicode.Scalar], _ from: Int, whole: Bool) -> Range<
            Int
        >? {
            guard part.count <= text.count, !part.isEmpty else { return nil }
            var at = from
            while at + part.count <= text.count {
                let end = at + part.count
                let apart = (at == 0 || !word(text[at - 1])) && (end == text.count || !word(text[end]))
                if !whole || apart, text[at..<end].elementsEqual(part) { return at..<end }
                at += 1
            }
            return nil
        }
    }
}
