import Kernel

/// Reads a question by recursive descent: any := all (OR all)*, all := unit+, unit := NOT unit | (any) | word.
struct TextQueryParser {
    private enum Token: Equatable {
        case word(String), phrase(String), open, close, and, or, not
    }

    private let tokens: [Token]
    private var index = 0
    private var depth = 0

    init(_ text: String) {
        tokens = Self.cut(text)
    }

    mutating func parse() throws -> TextQuery {
        let query = try any().normal
        guard index == tokens.count else { throw wrong("a ) has no (", "listening.query_closing") }
        guard !query.isNegative else {
            throw wrong("a search needs a word to look for, not only exclusions", "listening.query_only_exclusions")
        }
        return query
    }

    private mutating func any() throws -> TextQuery {
        depth += 1
        defer { depth -= 1 }
        guard depth <= TextQuery.deepest else { throw wrong("parentheses are too deep", "listening.query_deep") }
        var parts = [try all()]
        while peek == .or {
            index += 1
            parts.append(try all())
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func all() throws -> TextQuery {
        var parts: [TextQuery] = []
        while let token = peek, token != .or, token != .close {
            index += 1
            if token == .and { continue }
            if let part = try unit(token) { parts.append(part) }
        }
        guard !parts.isEmpty else {
            throw wrong("a word is missing beside OR, NOT or inside ( )", "listening.query_missing_word")
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func unit(_ token: Token) throws -> TextQuery? {
        switch token {
        case .word(let text):
            return text.hasSuffix("*") ? try beginning(text) : Self.plain(text)
        case .phrase(let text):
            return Self.plain(text)
        case .not:
            guard let next = peek, next != .or, next != .close, next != .and else {
                throw wrong("a word is missing after NOT", "listening.query_missing_word")
            }
            index += 1
            return try unit(next).map { .not($0) }
        case .open:
            let inside = try any()
            guard peek == .close else { throw wrong("a ( is not closed", "listening.query_opening") }
            index += 1
            return inside
        case .close, .and, .or:
            throw wrong("an operator stands alone", "listening.query_missing_word")
        }
    }

    private var peek: Token? { index < tokens.count ? tokens[index] : nil }

    /// Shorter beginnings are those of half the words there are, and their answer is half the mentions.
    private static let shortestBeginning = 3

    /// The letters as they were typed, since a stem may have others; and their own stem, since that is what the index
    /// holds of the word itself.
    private func beginning(_ text: String) throws -> TextQuery? {
        guard let start = SearchText.folded(text).split(separator: " ").last?.prefix(FrenchStem.longest) else {
            return nil
        }
        // One sign of another script is three bytes or more, and often a word.
        guard start.utf8.count >= Self.shortestBeginning else {
            throw wrong("a beginning is too short", "listening.query_short_beginning")
        }
        let stem = FrenchStem.stem(start.utf8)
        return stem == start ? .beginning(stem) : .any([.beginning(String(start)), .word(stem)])
    }

    /// One word, or several when a hyphen or an apostrophe joins them; nil when only punctuation is left.
    private static func plain(_ text: String) -> TextQuery? {
        let words = SearchText.words(text)
        return words.isEmpty ? nil : words.count == 1 ? .word(words[0]) : .phrase(words)
    }

    private func wrong(_ cause: String, _ words: String) -> Failure { Failure(.unusable, cause, words: words) }

    private static func cut(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        var phrase: String?
        func flush(_ word: inout String) {
            defer { word = "" }
            switch word {
            case "": return
            case "AND", "ET": tokens.append(.and)
            case "OR", "OU": tokens.append(.or)
            case "NOT", "SAUF": tokens.append(.not)
            default: tokens.append(.word(word))
            }
        }
        for character in text {
            if character == "\"" || character == "«" || character == "»" || character == "“" || character == "”" {
                if let quoted = phrase {
                    tokens.append(.phrase(quoted))
                    phrase = nil
                } else {
                    flush(&word)
                    phrase = ""
                }
            } else if phrase != nil {
                phrase?.append(character)
            } else if character == "(" || character == ")" {
                flush(&word)
                tokens.append(character == "(" ? .open : .close)
            } else if character.isWhitespace || character == "," {
                flush(&word)
            } else if character == "-" && word.isEmpty {
                tokens.append(.not)
            } else {
                word.append(character)
            }
        }
        flush(&word)
        if let phrase { tokens.append(.phrase(phrase)) }
        return tokens
    }
}
