import Foundation
public import Kernel

/// What the house says, in French and in English: `assets/<domain>/words.json`, read once.
///
/// `{"save": {"fr": "Enregistrer", "en": "Save"}}` in `people/words.json` is `people.save` here. `{{name}}` in a word
/// is filled with the value of that name. A number that is counted has two words, `mentions.one` and `mentions.other`,
/// in which `{{n}}` is the number. French is written with plain spaces: `FrenchSpacing` binds them.
public struct Words: Sendable {
    /// `domain.key` → the word in each tongue.
    let entries: [String: [Tongue: String]]

    /// The words of the binary, for what speaks without a page: letters.
    public static func embedded() throws -> Words { try Words(Assets.embedded()) }

    /// Throws when a file is not JSON of that form, or a word lacks one of the two languages.
    init(_ assets: Assets) throws {
        var entries: [String: [Tongue: String]] = [:]
        for (path, bytes) in assets.files where path.hasSuffix("/words.json") {
            let domain = path.dropLast("/words.json".count)
            let words: [String: [String: String]]
            do {
                words = try JSONDecoder().decode([String: [String: String]].self, from: Data(bytes))
            } catch { throw Failure(.broken, "\(path) cannot be read: \(error)") }
            for (key, forms) in words {
                guard let french = forms["fr"], let english = forms["en"] else {
                    throw Failure(.broken, "\(path): \(key) lacks a language")
                }
                entries["\(domain).\(key)"] = [.french: FrenchSpacing.bound(french), .english: english]
            }
        }
        self.entries = entries
    }

    /// The word, in plain text. A key that does not exist comes back between brackets, and fails the tests.
    public func callAsFunction(_ key: String, _ tongue: Tongue, _ values: [String: String] = [:]) -> String {
        guard let word = entries[key]?[tongue] else { return "⟦\(key)⟧" }
        return values.isEmpty ? word : Self.fill(word, values)
    }

    /// Whether there is such a word.
    public func has(_ key: String) -> Bool { entries[key] != nil }

    /// Every key, for the tests that read the sources.
    public var keys: [String] { entries.keys.sorted() }

    /// `key.one` or `key.other`: French counts 0 and 1 as one, English only 1 (Unicode CLDR, cardinal rules).
    public func count(_ key: String, _ number: Int, _ tongue: Tongue) -> String {
        let one = tongue == .french ? abs(number) < 2 : abs(number) == 1
        return self("\(key).\(one ? "one" : "other")", tongue, ["n": Figures(tongue).integer(number)])
    }

    /// Replaces `{{name}}` in one pass: what a value holds is never read again.
    static func fill(_ word: String, _ values: [String: String]) -> String {
        let text = Array(word.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(text.count + 32)
        var rest = text[...]
        while let open = pair(UInt8(ascii: "{"), in: rest), let close = pair(UInt8(ascii: "}"), in: rest[(open + 2)...])
        {
            out += rest[..<open]
            out += (values[String(decoding: rest[(open + 2)..<close], as: UTF8.self)] ?? "").utf8
            rest = rest[(close + 2)...]
        }
        out += rest
        return String(decoding: out, as: UTF8.self)
    }

    /// Where the first two of a brace begin.
    static func pair(_ brace: UInt8, in text: ArraySlice<UInt8>) -> Int? {
        guard text.count > 1 else { return nil }
        return (text.startIndex..<text.endIndex - 1).first { text[$0] == brace && text[$0 + 1] == brace }
    }
}
