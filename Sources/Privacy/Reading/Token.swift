/// A word, a number, a sign or the end of a line.
struct Token {
    enum Kind: UInt8 { case word, number, sign, line, symbol }
    enum Shape: UInt8 { case lower, capital, upper, mixed }

    var start: Int32
    var end: Int32
    var kind: Kind
    var shape: Shape
    /// Whether something other than a letter or digit parts it from the token before.
    var spaced: Bool
    /// Its folded bytes, hashed; for a sign, the byte itself.
    var hash: UInt64
    var entry = Entry()
    var cues: CueSet = []

    var length: Int { Int(end - start) }
    var isWord: Bool { kind == .word }
    var isNumber: Bool { kind == .number }
    func isSign(_ byte: UInt8) -> Bool { kind == .sign && hash == UInt64(byte) }
}

enum Hash {
    static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    @inline(__always)
    static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

    /// The same as a token's hash of the same folded letters.
    static func of(_ bytes: some Sequence<UInt8>) -> UInt64 { finish(bytes.reduce(seed, step)) }

    @inline(__always)
    static func finish(_ hash: UInt64) -> UInt64 {
        var value = hash
        value ^= value >> 33
        value = value &* 0xff51_afd7_ed55_8ccd
        return value ^ (value >> 33)
    }

    @inline(__always)
    static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
        finish((one &* 0x9e37_79b9_7f4a_7c15) ^ (other &+ 0x632b_e59b_d9b4_e019))
    }
}

/// A text read once: folded, cut in tokens, each looked up in the gazetteer and among the cue words.
struct Page {
    let sheet: Sheet
    private(set) var tokens: [Token] = []
    /// Share of letters that are capitals is above one half: the writer shouts, capitals mean nothing.
    private(set) var shouted = false
    /// No capital at all.
    private(set) var whispered = false

    init(_ text: String, _ gazetteer: Gazetteer) {
        sheet = Sheet(text)
        tokens.reserveCapacity(sheet.bytes.count / 4)
        var letters = 0
        var capitals = 0
        let book = CueBook.shared
        sheet.bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            var spaced = true
            while position < bytes.count {
                let byte = bytes[position]
                if byte == 32 {
                    spaced = true
                    position += 1
                    continue
                }
                var token = Self.token(bytes, position, sheet.capital)
                token.spaced = spaced
                if token.kind == .word {
                    letters += token.length
                    if token.shape == .upper { capitals += token.length }
                    if token.shape == .capital { capitals += 1 }
                    token.entry = gazetteer.entry(token.hash)
                    token.cues = book.cues(token.hash)
                    if Words.women.contains(token.hash), Self.midwife(tokens) { token.cues = .role }
                }
                tokens.append(token)
                position = Int(token.end)
                spaced = false
            }
        }
        shouted = letters > 12 && capitals * 2 > letters
        whispered = letters > 12 && capitals == 0
    }

    /// "sage-femme": no relative.
    private static func midwife(_ before: [Token]) -> Bool {
        guard let last = before.last else { return false }
        let wise = last.isSign(45) && before.count > 1 ? before[before.count - 2] : last
        return wise.isWord && Words.wise.contains(wise.hash)
    }

    private static func token(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ capital: [Bool]) -> Token {
        let first = bytes[start]
        var end = start + 1
        var hash = Hash.step(Hash.seed, first)
        if first.isLetter {
            var capitals = capital[start] ? 1 : 0
            while end < bytes.count, bytes[end].isLetter {
                if capital[end] { capitals += 1 }
                hash = Hash.step(hash, bytes[end])
                end += 1
            }
            let shape: Token.Shape =
                capitals == 0
                ? .lower : capitals == end - start && end - start > 1 ? .upper : capital[start] ? .capital : .mixed
            return made(start, end, .word, shape, Hash.finish(hash))
        }
        if first.isDigit {
            while end < bytes.count, bytes[end].isDigit {
                hash = Hash.step(hash, bytes[end])
                end += 1
            }
            return made(start, end, .number, .lower, Hash.finish(hash))
        }
        let kind: Token.Kind = first == 10 ? .line : first == Sheet.symbol ? .symbol : .sign
        if kind != .sign { while end < bytes.count, bytes[end] == first { end += 1 } }
        return made(start, end, kind, .lower, UInt64(first))
    }

    private static func made(
        _ start: Int, _ end: Int, _ kind: Token.Kind, _ shape: Token.Shape, _ hash: UInt64
    ) -> Token {
        Token(start: Int32(start), end: Int32(end), kind: kind, shape: shape, spaced: false, hash: hash)
    }

    /// First token that ends after `position` of the folded text.
    func tokenIndex(at position: Int) -> Int {
        var low = 0
        var high = tokens.count
        while low < high {
            let middle = (low + high) / 2
            if Int(tokens[middle].end) <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Value of a number token, capped.
    func value(_ token: Token) -> Int {
        var value = 0
        for byte in sheet.bytes[Int(token.start)..<Int(token.end)].prefix(9) { value = value * 10 + Int(byte) - 48 }
        return value
    }
}

extension UInt8 {
    @inline(__always) var isLetter: Bool { (self >= 97 && self <= 122) || self >= 128 }
    @inline(__always) var isDigit: Bool { self >= 48 && self <= 57 }
}
