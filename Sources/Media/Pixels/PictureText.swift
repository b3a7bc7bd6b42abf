/// What could be read in a picture.
public struct PictureText: Sendable, Equatable {
    public struct Word: Sendable, Equatable {
        public let text: String
        /// Where it stands in the upright picture.
        public let box: PixelRect
        /// How sure the reader is, 0…1.
        public let confidence: Double
        /// Words of one line have the same number.
        public let line: Int
    }

    public let words: [Word]
    /// Whether there was more than `TextReader.mostWords`.
    public let isCut: Bool

    /// One line of text for each line in the picture.
    public var text: String {
        var lines: [[String]] = []
        var last: Int?
        for word in words {
            if word.line == last { lines[lines.count - 1].append(word.text) } else { lines.append([word.text]) }
            last = word.line
        }
        return lines.map { $0.joined(separator: " ") }.joined(separator: "\n")
    }
}
