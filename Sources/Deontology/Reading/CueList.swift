import Kernel

/// Turns of phrase that mean something by themselves: a discount, an emergency number, an "avant / après".
///
/// A file of lines. `[name]` opens a cue; each line below is a phrase. In a phrase, words are folded and apart by
/// spaces; `a|b` is either word, `root*` any word that begins so, `#` a number, `~` up to four words of any kind, `^` a
/// word with a capital. A line that begins with `;` is a remark.
public struct CueList: Sendable {
    /// What one place of a phrase accepts.
    enum Element: Hashable, Sendable {
        case word(UInt64)
        case root(UInt64)
        case number, capital
    }

    enum Step: Sendable {
        case one([Int])
        case gap
    }

    struct Phrase: Sendable {
        let cue: Int
        let steps: [Step]
    }

    private(set) var names: [String] = []
    private(set) var elements: [Element: Int] = [:]
    private(set) var phrases: [Phrase] = []
    /// Phrases by the element that begins them.
    private(set) var starting: [Int: [Int]] = [:]
    private(set) var longestRoot = 0

    public init(_ file: String) throws {
        for (index, line) in file.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = line.split(separator: " ").joined(separator: " ")
            if text.isEmpty || text.hasPrefix(";") { continue }
            if text.hasPrefix("["), text.hasSuffix("]") {
                names.append(String(text.dropFirst().dropLast()))
                continue
            }
            guard !names.isEmpty else { throw Failure(.unusable, "line \(index + 1): a phrase before any [cue]") }
            do { try add(text, to: names.count - 1) } catch let failure as Failure {
                throw Failure(.unusable, "line \(index + 1): \(failure.cause)")
            }
        }
    }

    private mutating func add(_ line: String, to cue: Int) throws {
        var steps: [Step] = []
        for part in line.split(separator: " ") {
            if part == "~" {
                steps.append(.gap)
            } else {
                steps.append(.one(try part.split(separator: "|").map { try element(String($0)) }))
            }
        }
        guard case .one(let first) = steps.first, case .one = steps.last else {
            throw Failure(.unusable, "a phrase begins and ends with a word: \(line)")
        }
        phrases.append(Phrase(cue: cue, steps: steps))
        for element in first { starting[element, default: []].append(phrases.count - 1) }
    }

    private mutating func element(_ part: String) throws -> Int {
        let element: Element
        switch part {
        case "#": element = .number
        case "^": element = .capital
        case _ where part.hasSuffix("*"):
            let root = part.dropLast().unicodeScalars.compactMap(Folding.folded)
            guard root.count >= 2 else { throw Failure(.unusable, "a root has two letters at least: \(part)") }
            longestRoot = max(longestRoot, root.count)
            element = .root(Fingerprint.of(root))
        default:
            let word = ReadText(part)
            guard word.tokens.count == 1 else { throw Failure(.unusable, "one word at a time: \(part)") }
            element = .word(word.tokens[0].hash)
        }
        if let known = elements[element] { return known }
        elements[element] = elements.count
        return elements.count - 1
    }
}

/// A cue found in a text.
struct CueHit: Sendable {
    let cue: Int
    /// Tokens that it covers.
    let tokens: Range<Int>
}

extension CueList {
    /// Every place of `text` where a phrase stands, in order. Linear in the length of the text.
    func hits(in text: ReadText) -> [CueHit] {
        let accepted = text.tokens.map { accepts($0, text.folded) }
        var out: [CueHit] = []
        for index in accepted.indices {
            for element in accepted[index] {
                for phrase in starting[element] ?? [] {
                    guard let end = end(of: phrases[phrase].steps[...], at: index, accepted, gaps: 3) else { continue }
                    out.append(CueHit(cue: phrases[phrase].cue, tokens: index..<end))
                }
            }
        }
        return out
    }

    /// The elements that `token` satisfies.
    private func accepts(_ token: Token, _ folded: [UInt32]) -> [Int] {
        var out: [Int] = []
        if let word = elements[.word(token.hash)] { out.append(word) }
        if token.shape == .number, let number = elements[.number] { out.append(number) }
        guard token.shape == .word else { return out }
        if token.capital, let capital = elements[.capital] { out.append(capital) }
        var hash = Fingerprint.seed
        for (length, value) in folded[token.folded].prefix(longestRoot).enumerated() {
            hash = Fingerprint.add(value, to: hash)
            if length > 0, let root = elements[.root(hash)] { out.append(root) }
        }
        return out
    }

    /// Where a phrase that begins at token `at` ends; nil when it does not stand there. At most three gaps of four
    /// words are tried, which bounds the work.
    private func end(of steps: ArraySlice<Step>, at: Int, _ accepted: [[Int]], gaps: Int) -> Int? {
        var at = at
        for index in steps.indices {
            switch steps[index] {
            case .one(let wanted):
                guard at < accepted.count, accepted[at].contains(where: wanted.contains) else { return nil }
                at += 1
            case .gap:
                guard gaps > 0 else { return nil }
                let rest = steps[(index + 1)...]
                for skipped in 0...4 {
                    if let end = end(of: rest, at: at + skipped, accepted, gaps: gaps - 1) { return end }
                }
                return nil
            }
        }
        return at
    }
}
