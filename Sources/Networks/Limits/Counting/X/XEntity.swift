/// Something in a text that X makes a link of.
public struct XEntity: Sendable, Equatable {
    /// What it is.
    public enum Kind: Sendable, Equatable {
        case url, hashtag, mention, cashtag
        /// `@somebody/list`, with its slash.
        case list(String)
    }

    /// What it is.
    public let kind: Kind
    /// The address as it is written; the name of the others without their sign.
    public let text: String
    /// Place in the text, its sign included, in Unicode scalars.
    public let range: Range<Int>

    /// Those of `entities` that do not begin inside an earlier one, in the order of the text.
    static func withoutOverlap(_ entities: [XEntity]) -> [XEntity] {
        var kept: [XEntity] = []
        for entity in entities.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
        where entity.range.lowerBound >= (kept.last?.range.upperBound ?? 0) {
            kept.append(entity)
        }
        return kept
    }
}
