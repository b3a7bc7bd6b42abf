/// A post measured as X measures it (twitter-text's parseTweet; docs.x.com/fundamentals/counting-characters).
public struct XMeasure: Sendable, Equatable {
    /// What the post counts, addresses at 23 and emoji at 2.
    public let weightedLength: Int
    /// Neither empty nor too long, and without forbidden characters.
    public let isValid: Bool
    /// The length in thousandths of what is allowed.
    public let permillage: Int
    /// First and last UTF-16 unit of the text, 0 and 0 when it is empty.
    public let displayRange: ClosedRange<Int>
    /// First and last UTF-16 unit that still fits.
    public let validRange: ClosedRange<Int>

    /// Measures `text` in its composed form (Unicode normal form C).
    public init(_ text: String, by weights: XWeights = .current) {
        let scalars = ComposedText.scalars(text)
        var count = XCount(scalars, weights)
        count.run()
        let original = text.utf16.count
        weightedLength = count.weight / weights.scale
        isValid = !count.isSpoilt && weightedLength > 0 && weightedLength <= weights.longest
        permillage = weights.longest > 0 ? weightedLength * 1_000 / weights.longest : 0
        displayRange = 0...max(0, original - 1)
        validRange = 0...max(0, count.fitting + original - count.position - 1)
    }
}

/// The walk over one text.
private struct XCount {
    private let text: [Unicode.Scalar]
    private let weights: XWeights
    private var urls: ArraySlice<Range<Int>>
    /// In `scale`ths.
    private(set) var weight = 0
    /// A forbidden character was met.
    private(set) var isSpoilt = false
    /// UTF-16 units passed, and those of them that fit.
    private(set) var position = 0
    private(set) var fitting = 0

    init(_ text: [Unicode.Scalar], _ weights: XWeights) {
        self.text = text
        self.weights = weights
        urls = XURLs.ranges(text)[...]
    }

    mutating func run() {
        let most = weights.longest * weights.scale
        var index = 0
        while index < text.count {
            let end = step(from: index)
            for scalar in text[index..<end] { position += scalar.value > 0xFFFF ? 2 : 1 }
            if !isSpoilt, weight <= most { fitting = position }
            index = end
        }
    }

    /// Weighs what begins at `index`, and says where it ends.
    private mutating func step(from index: Int) -> Int {
        if let url = urls.first, url.lowerBound == index {
            urls.removeFirst()
            weight += weights.address * weights.scale
            return url.upperBound
        }
        if weights.joinsEmoji, let end = Emoji.end(text, from: index) {
            weight += weights.usual
            return end
        }
        weight += weights.weight(of: text[index])
        isSpoilt = isSpoilt || XCharacters.isInvalid(text[index])
        return index + 1
    }
}
