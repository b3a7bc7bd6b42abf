/// A text cut into folded words once, for everything that judges it. Time and memory are linear in the text.
struct Reading {
    struct Token {
        enum Kind: UInt8 { case word, number, mark, emoji }
        var kind: Kind
        /// FNV-1a of the folded bytes.
        var hash: UInt64
        /// Where the folded bytes lie in `Reading.bytes`.
        var bytes: Range<Int>
        /// Unicode scalars of the text that it came from.
        var scalars: Range<Int>
        /// A full stop, a line end or a mark comes after it.
        var endsSentence = false
        /// A comma, a colon or a bracket comes after it.
        var endsClause = false
        /// Two letters or more, all capital.
        var shouted = false
    }

    private(set) var bytes: [UInt8] = []
    private(set) var tokens: [Token] = []
    /// Letters seen, by writing system and accent: what the language detector reads.
    private(set) var letters = LetterCount()
    /// Stretches of `tokens` that say one thing each: sentences, parted again at « mais », « par contre », « sauf »…
    private(set) var passages: [Range<Int>] = []

    init(_ text: String) {
        bytes.reserveCapacity(text.utf8.count + 8)
        tokens.reserveCapacity(text.utf8.count / 5 + 4)
        var builder = TokenBuilder()
        var position = 0
        for scalar in text.unicodeScalars {
            take(scalar, at: position, into: &builder)
            position += 1
        }
        close(&builder)
        passages = Passages.cut(tokens)
    }

    private mutating func take(_ scalar: Unicode.Scalar, at position: Int, into builder: inout TokenBuilder) {
        switch Folding.classify(scalar) {
        case .letter:
            if builder.kind == .number { close(&builder) }
            letters.count(scalar)
            builder.take(scalar, .word, at: position, bytes: &bytes)
        case .digit:
            if builder.kind == .word { close(&builder) }
            builder.take(scalar, .number, at: position, bytes: &bytes)
        case .invisible: break
        case .apostrophe, .space: close(&builder)
        case .comma:
            close(&builder)
            if !tokens.isEmpty { tokens[tokens.count - 1].endsClause = true }
        case .stop:
            close(&builder)
            if !tokens.isEmpty { tokens[tokens.count - 1].endsSentence = true }
        case .mark, .emoji:
            close(&builder)
            sign(scalar, at: position)
        }
    }

    /// Marks and emoji are words of their own; a run of the same one counts once, and lengthens its span.
    private mutating func sign(_ scalar: Unicode.Scalar, at position: Int) {
        let start = bytes.count
        Folding.append(scalar, to: &bytes)
        let hash = Hash.word(bytes[start...])
        if let last = tokens.last, last.hash == hash, last.scalars.upperBound >= position - 1 {
            bytes.removeSubrange(start...)
            tokens[tokens.count - 1].scalars = last.scalars.lowerBound..<position + 1
            return
        }
        let kind: Token.Kind = scalar.value < 0x80 ? .mark : .emoji
        var token = Token(kind: kind, hash: hash, bytes: start..<bytes.count, scalars: position..<position + 1)
        token.endsSentence = kind == .mark
        tokens.append(token)
    }

    private mutating func close(_ builder: inout TokenBuilder) {
        if let token = builder.finish(end: bytes.count) { tokens.append(token) }
    }
}

/// A word while its letters come in.
private struct TokenBuilder {
    private(set) var kind: Reading.Token.Kind?
    private var start = 0
    private var scalarStart = 0
    private var scalarEnd = 0
    private var hash = Hash.seed
    private var capitals = 0
    private var scalars = 0
    private var repeats = 0
    private var previous: Unicode.Scalar?

    mutating func take(
        _ scalar: Unicode.Scalar, _ kind: Reading.Token.Kind, at position: Int, bytes: inout [UInt8]
    ) {
        if self.kind == nil {
            self = TokenBuilder()
            (self.kind, start, scalarStart) = (kind, bytes.count, position)
        }
        scalarEnd = position + 1
        repeats = scalar == previous ? repeats + 1 : 0
        previous = scalar
        // « merciiii » is read as « mercii »: two of a letter at most.
        if repeats > 1 && kind == .word { return }
        scalars += 1
        if (0x41...0x5A).contains(scalar.value) || (0xC0...0xDE).contains(scalar.value) { capitals += 1 }
        let from = bytes.count
        Folding.append(scalar, to: &bytes)
        for index in from..<bytes.count { hash = Hash.step(hash, bytes[index]) }
    }

    mutating func finish(end: Int) -> Reading.Token? {
        guard let kind else { return nil }
        var token = Reading.Token(kind: kind, hash: hash, bytes: start..<end, scalars: scalarStart..<scalarEnd)
        token.shouted = scalars > 1 && capitals == scalars
        self.kind = nil
        return token
    }
}
