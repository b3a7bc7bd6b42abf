import Foundation

/// One piece of a text as facts are read: a number in one form whatever its blanks, a word without its accents, or what
/// parts two thoughts.
struct FactToken: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// Digits with a decimal point where there is one, no blanks, no zeros that say nothing.
        case number(String)
        case word(String)
        case gap
    }

    let kind: Kind
    /// As it stands in the text.
    let text: String
    /// Begins with a capital.
    var isName = false
    /// A number that was spelled out.
    var isSpelled = false

    var number: String? { if case .number(let value) = kind { value } else { nil } }
    var word: String? { if case .word(let value) = kind { value } else { nil } }
    var isGap: Bool { kind == .gap }
}

/// Cuts a text into numbers, words and gaps. « 1 200 », « 1 200 » with any blank, « 1200 » and « 1.200 » are one number;
/// « 12/11/2026 » is a day, a month and a year; addresses of the web are left out.
struct FactScanner {
    private let text: [Character]
    private let english: Bool
    private var at = 0
    private var tokens: [FactToken] = []

    static func read(_ text: String, language: String) -> [FactToken] {
        var scanner = FactScanner(Self.plain(text), english: language == "en")
        scanner.scan()
        return SpelledNumbers.joined(scanner.tokens)
    }

    private init(_ text: String, english: Bool) {
        self.text = Array(text)
        self.english = english
    }

    /// One kind of blank and of apostrophe, no addresses, telephone numbers in one piece, dates in words.
    private static func plain(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping
            .replacing("’", with: "'")
            .replacing(/https?:\/\/\S+|www\.\S+/, with: " ")
            .replacing(/(?:\+33 ?|\b0)([1-9](?:[ .\-]?[0-9]{2}){4})\b/) { match in
                " 0" + String(match.1.filter(\.isNumber)) + " "
            }
            .replacing(/\b([0-9]{1,2})[\/.\-]([0-9]{1,2})[\/.\-]([0-9]{4})\b/) { match in
                "\(match.1) \(FactCalendar.month(String(match.2)) ?? String(match.2)) \(match.3)"
            }
            .replacing(/\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b/) { match in
                "\(match.3) \(FactCalendar.month(String(match.2)) ?? String(match.2)) \(match.1)"
            }
    }

    private mutating func scan() {
        while at < text.count {
            let character = text[at]
            if Self.digit(character) != nil {
                number()
            } else if character.isLetter {
                word()
            } else {
                sign(character)
            }
        }
    }

    private mutating func sign(_ character: Character) {
        at += 1
        if "%€$£°".contains(character) {
            tokens.append(FactToken(kind: .word(FactCalendar.word(String(character))), text: String(character)))
        } else if ".,;:!?()«»\"\n•".contains(character) {
            if tokens.last?.isGap == false { tokens.append(FactToken(kind: .gap, text: String(character))) }
        }
    }

    private mutating func word() {
        let start = at
        let bound = at > 0 && Self.digit(text[at - 1]) != nil
        while at < text.count, text[at].isLetter || (!bound && Self.digit(text[at]) != nil) { at += 1 }
        let found = String(text[start..<at])
        tokens.append(
            FactToken(
                kind: .word(FactCalendar.word(Self.folded(found))), text: found,
                isName: found.first?.isUppercase ?? false))
    }

    static func folded(_ word: String) -> String {
        word.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    }

    // MARK: Numbers

    private static func digit(_ character: Character) -> Int? {
        character.isNumber ? character.wholeNumberValue.flatMap { (0...9).contains($0) ? $0 : nil } : nil
    }

    private func digits(from start: Int) -> Int {
        var end = start
        while end < text.count, Self.digit(text[end]) != nil { end += 1 }
        return end - start
    }

    private func value(_ range: Range<Int>) -> String {
        text[range].compactMap { Self.digit($0).map(String.init) }.joined()
    }

    private mutating func number() {
        let start = at
        var count = digits(from: at)
        var whole = value(at..<at + count)
        at += count
        // A group of three follows, and no fourth digit: the same number goes on.
        while whole.first != "0", count <= 3, at + 1 < text.count, Self.parts(text[at], english),
            digits(from: at + 1) == 3
        {
            whole += value(at + 1..<at + 4)
            at += 4
            count = 3
        }
        var decimals = ""
        if at + 1 < text.count, text[at] == "," || text[at] == ".", digits(from: at + 1) > 0 {
            let size = digits(from: at + 1)
            decimals = value(at + 1..<at + 1 + size)
            at += 1 + size
        }
        tokens.append(
            FactToken(kind: .number(Self.normal(whole, decimals)), text: String(text[start..<at])))
        // « 14:30 » is « 14 h 30 ».
        if at + 2 < text.count, text[at] == ":", digits(from: at + 1) == 2 {
            at += 1
            tokens.append(FactToken(kind: .word("unit2"), text: ":"))
        }
    }

    /// What may part the thousands.
    private static func parts(_ character: Character, _ english: Bool) -> Bool {
        character == " " || character == "'" || character == (english ? "," : ".")
    }

    static func normal(_ whole: String, _ decimals: String) -> String {
        // A telephone number keeps its first zero.
        let head = whole.count >= 9 ? whole : String(whole.drop { $0 == "0" })
        var tail = decimals
        while tail.last == "0" { tail.removeLast() }
        return (head.isEmpty ? "0" : head) + (tail.isEmpty ? "" : "." + tail)
    }
}
