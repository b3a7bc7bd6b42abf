/// How many rows hold each word, of rows that a transaction adds.
public struct WordSheet: Sendable {
    private(set) var rows: [Substring: Int] = [:]

    public init() {}

    mutating func add(_ words: String) {
        for word in Set(words.split(separator: " ")) { rows[word, default: 0] += 1 }
    }

    /// In the order of the table that it goes to. Letters and digits need no escape.
    var json: String {
        "{" + rows.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }
}
