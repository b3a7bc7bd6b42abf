import Foundation

/// Names and values of an address, of a form, or of a flat JSON object.
struct Form: Sendable {
    private(set) var pairs: [(name: String, value: String)] = []

    init() {}

    /// `application/x-www-form-urlencoded` (WHATWG URL); at most 1,000 pairs are read.
    init(encoded text: some StringProtocol) {
        for pair in text.split(separator: "&").prefix(1_000) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            pairs.append((Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : ""))
        }
    }

    subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// Nil for what is there without a letter.
    func filled(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }

    func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

    /// Where a page begins, by a word of ours: `mark`, then a number. What is no such word begins at the beginning.
    func start(_ name: String, after mark: String) -> Int {
        guard let word = self[name], word.hasPrefix(mark), let place = Int(word.dropFirst(mark.count)) else { return 0 }
        return min(max(0, place), 1_000_000)
    }

    func truth(_ name: String) -> Bool? {
        switch self[name]?.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    mutating func add(_ name: String, _ value: String) { pairs.append((name, value)) }

    mutating func add(_ other: Form) { pairs += other.pairs }

    /// The values of a list, however it was written: `a[0]=…&a[1]=…`, `a=["…"]`, `a=x,y`, `a=x&a=y`, `a=List(x,y)`.
    func list(_ name: String) -> [String] {
        let numbered = pairs.filter { $0.name.hasPrefix(name + "[") && $0.name.hasSuffix("]") }.map(\.value)
        if !numbered.isEmpty { return numbered }
        let plain = pairs.filter { $0.name == name }.map(\.value)
        return plain.flatMap { text -> [String] in
            if let value = Value(Array(text.utf8)), case .list(let list) = value {
                return list.map { $0.text ?? $0.json }
            }
            let inside = text.hasPrefix("List(") && text.hasSuffix(")") ? text.dropFirst(5).dropLast() : text[...]
            return Self.split(inside)
        }
    }

    /// At commas that stand in no parentheses: LinkedIn's comments have both in their names.
    private static func split(_ text: Substring) -> [String] {
        var (parts, part, depth) = ([String](), "", 0)
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append(decoded(part[...], plus: false))
                part = ""
            } else {
                part.append(character)
            }
        }
        parts.append(decoded(part[...], plus: false))
        return parts.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    static func decoded(_ text: some StringProtocol, plus: Bool = true) -> String {
        let spaced = plus ? text.replacingOccurrences(of: "+", with: " ") : String(text)
        return spaced.removingPercentEncoding ?? spaced
    }

    static func encoded(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }
}
