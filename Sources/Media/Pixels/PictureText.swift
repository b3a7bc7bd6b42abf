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

    /// How sure the reader must be of a line of so many letters. Of clean print it is sure by nine tenths; of a blurred name
    /// that it still reads, by half. It also reads grain, leaves or gravel as words: nearly all are scraps, and of the few
    /// longer ones it is sure by less than four tenths.
    private static func sure(_ letters: Int) -> Double { letters > 5 ? 0.4 : letters > 3 ? 0.6 : 0.8 }

    /// One line of text for each line in the picture that the reader is sure of, by its letters.
    public var text: String {
        var lines: [[Word]] = []
        for word in words {
            if word.line == lines.last?.last?.line { lines[lines.count - 1].append(word) } else { lines.append([word]) }
        }
        return lines.filter { line in
            let letters = line.reduce(0) { $0 + $1.text.count }
            let sum = line.reduce(0) { $0 + Double($1.text.count) * $1.confidence }
            return sum >= Self.sure(letters) * Double(letters)
        }.map { $0.map(\.text).joined(separator: " ") }.joined(separator: "\n")
    }
}
