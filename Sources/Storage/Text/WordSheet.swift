/// A row's words as the index takes them, made before the transaction that needs them.
public struct IndexedWords: Sendable {
    /// The stems in their order, one space between two.
    let text: String
    /// Each of them once.
    let distinct: Set<String>

    /// - Parameter stems: what `SearchText` made of the row's text.
    public init(_ stems: [String]) {
        text = stems.joined(separator: " ")
        distinct = Set(stems)
    }
}

/// How many rows hold each word, of rows that a transaction adds.
public struct WordSheet: Sendable {
    private(set) var rows: [String: Int] = [:]

    public init() {}

    mutating func add(_ words: IndexedWords) {
        for word in words.distinct { rows[word, default: 0] += 1 }
    }

    /// In the order of the table that it goes to. Letters and digits need no escape.
    var json: String {
        "{" + rows.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }
}
