import Kernel

/// What somebody looks for: `hôpital AND (parking OR stationnement) NOT "hôpital de jour"`.
///
/// Operators are AND, OR and NOT in capitals (or ET, OU, SAUF), `-word` excludes, quotes hold a phrase, `word*` a
/// beginning; two words side by side are an AND. Accents, case and plurals do not count. The search box and the
/// watches read the same language, so that a search can be kept as a watch and find the same things.
public indirect enum TextQuery: Sendable, Equatable {
    case word(String)
    case beginning(String)
    case phrase([String])
    case all([TextQuery])
    case any([TextQuery])
    case not(TextQuery)

    static let longest = 2_000
    static let deepest = 32

    /// - Throws: `Failure(.unusable)` that says what is wrong on one line.
    public init(_ text: String) throws {
        guard text.unicodeScalars.count <= Self.longest else {
            throw Failure(.unusable, "a search holds at most \(Self.longest) characters", words: "listening.query_long")
        }
        var parser = TextQueryParser(text)
        self = try parser.parse()
    }

    /// For a search box: what cannot be read as a question is read as words, all of them wanted.
    /// Nil when there is no word at all.
    public init?(lenient text: String) {
        let short = String(text.unicodeScalars.prefix(Self.longest))
        if let query = try? TextQuery(short) {
            self = query
            return
        }
        let words = SearchText.words(short).prefix(64).map { TextQuery.word($0) }
        guard let first = words.first else { return nil }
        self = words.count == 1 ? first : .all(Array(words))
    }

    /// Whether a text, already cut into stemmed words, answers the question.
    public func matches(_ text: StemmedText) -> Bool {
        switch self {
        case .word(let word): text.set.contains(word)
        case .beginning(let start): text.words.contains { $0.hasPrefix(start) }
        case .phrase(let phrase): text.holds(phrase)
        case .all(let parts): parts.allSatisfy { $0.matches(text) }
        case .any(let parts): parts.contains { $0.matches(text) }
        case .not(let part): !part.matches(text)
        }
    }
}

/// A text as queries read it in memory: its stemmed words in order, and the set of them.
public struct StemmedText: Sendable {
    let words: [String]
    let set: Set<String>

    public init(words: [String]) {
        self.words = words
        set = Set(words)
    }

    func holds(_ phrase: [String]) -> Bool {
        guard let first = phrase.first, set.contains(first), phrase.count <= words.count else { return false }
        return words.indices.dropLast(phrase.count - 1).contains { index in
            words[index] == first && words[index..<index + phrase.count].elementsEqual(phrase)
        }
    }
}
