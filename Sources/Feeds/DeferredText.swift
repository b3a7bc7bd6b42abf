/// Text of an entry: read already, or kept as it came until somebody asks for it. A server that polls a feed knows nearly
/// all of its entries by their identifiers, and need not read their HTML again.
enum DeferredText: Sendable {
    case read(RichText)
    case source(Source)

    struct Source: Sendable {
        let bytes: [UInt8]
        /// Text by the book, without markup.
        let isPlain: Bool
        let base: String?
        let budget: MarkupBudget
    }

    /// Nil for blanks.
    init?(_ bytes: [UInt8], isPlain: Bool, base: String?, budget: MarkupBudget) {
        guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
        self = .source(Source(bytes: bytes, isPlain: isPlain, base: base, budget: budget))
    }

    var text: RichText {
        switch self {
        case .read(let text): text
        case .source(let source) where source.isPlain: RichText(plain: String(decoding: source.bytes, as: UTF8.self))
        case .source(let source): RichTextReader.read(source.bytes[...], base: source.base, budget: source.budget)
        }
    }

    /// Bytes of the source: which of two texts says more.
    var size: Int {
        switch self {
        case .read(let text): text.html.utf8.count
        case .source(let source): source.bytes.count
        }
    }
}

extension DeferredText: Equatable {
    static func == (left: DeferredText, right: DeferredText) -> Bool { left.text == right.text }
}

extension DeferredText: Codable {
    init(from decoder: any Decoder) throws { self = .read(try RichText(from: decoder)) }
    func encode(to encoder: any Encoder) throws { try text.encode(to: encoder) }
}
