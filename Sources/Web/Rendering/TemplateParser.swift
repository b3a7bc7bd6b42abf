import Kernel

/// Reads a template: the part of Mustache (mustache.github.io/mustache.5.html, with its inheritance) that pages use, and
/// words. Whatever else stands between braces is refused, so that a slip of the pen stops the start and not a page.
struct TemplateParser {
    private struct Open {
        let name: String
        let close: (Template) -> Template.Part
        var template = Template()
    }

    private var rest: ArraySlice<UInt8>
    private var open = [Open(name: "", close: { .block("", $0) })]
    private var atLineStart = true
    /// The word of a key, which may hold variables of the page.
    private let word: (String) throws -> String

    /// Indentation and empty lines are dropped. `word` gives the word that `{{t.key}}` stands for.
    static func parse(_ text: [UInt8], word: (String) throws -> String) throws -> Template {
        let newline = UInt8(ascii: "\n")
        let lines = text.split(separator: newline).map { $0.drop { $0 == UInt8(ascii: " ") } }
        return try withoutActuallyEscaping(word) { word in
            var parser = TemplateParser(rest: Array(lines.joined(separator: [newline]))[...], word: word)
            return try parser.parse()
        }
    }

    private init(rest: ArraySlice<UInt8>, word: @escaping (String) throws -> String) {
        self.rest = rest
        self.word = word
    }

    private mutating func parse() throws -> Template {
        while let start = Words.pair(UInt8(ascii: "{"), in: rest) {
            take(rest[..<start])
            rest = rest[(start + 2)...]
            guard let end = Words.pair(UInt8(ascii: "}"), in: rest) else { throw Failure(.broken, "a tag has no }}") }
            let tag = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 2)...]
            try take(tag: tag)
        }
        take(rest)
        guard open.count == 1, let whole = open.last else {
            throw Failure(.broken, "{{\(open.last?.name ?? "")}} is not closed")
        }
        return whole.template
    }

    private mutating func take(_ text: ArraySlice<UInt8>) {
        guard let last = text.last else { return }
        atLineStart = last == UInt8(ascii: "\n")
        put(.text(Array(text)))
    }

    private mutating func put(_ part: Template.Part) { open[open.count - 1].template.parts.append(part) }

    private mutating func take(tag: String) throws {
        let name = String(tag.dropFirst())
        switch tag.first {
        case "#", "^":
            let (path, sense) = try Self.condition(name, present: tag.first == "#")
            open.append(Open(name: name, close: { .section(path, $0, sense) }))
        case "$": open.append(Open(name: name, close: { .block(name, $0) }))
        case "<": open.append(Open(name: name, close: { .layout(name, filled: Self.blocks($0)) }))
        case ">": put(.partial(name))
        case "/":
            guard open.count > 1, let closed = open.popLast(), closed.name == name else {
                throw Failure(.broken, "{{\(tag)}} closes nothing")
            }
            put(closed.close(closed.template))
        default:
            atLineStart = false
            return tag.hasPrefix("t.") ? try take(word: String(name.dropFirst())) : put(.variable(try Self.path(tag)))
        }
        dropLineEnd()
    }

    private mutating func take(word key: String) throws {
        for part in try Self.parse(Array(SafeHTML.escape(word(key)).utf8), word: word).parts { put(part) }
    }

    /// A tag that stands alone on its line takes the line with it.
    private mutating func dropLineEnd() {
        if atLineStart, rest.first == UInt8(ascii: "\n") { rest = rest.dropFirst() } else { atLineStart = false }
    }

    private static func blocks(_ template: Template) -> [String: Template] {
        var blocks: [String: Template] = [:]
        for case .block(let name, let content) in template.parts { blocks[name] = content }
        return blocks
    }

    /// `name`, or `empty(name)`.
    private static func condition(_ text: String, present: Bool) throws -> (Template.Path, Template.Sense) {
        guard text.hasPrefix("empty("), text.hasSuffix(")") else {
            return (try path(text), present ? .present : .absent)
        }
        return (try path(String(text.dropFirst(6).dropLast())), present ? .empty : .filled)
    }

    private static func path(_ text: String) throws -> Template.Path {
        if text == "." { return Template.Path(names: []) }
        let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let isName = names.allSatisfy { name in
            !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        }
        guard isName else { throw Failure(.broken, "{{\(text)}} is not a tag that pages have") }
        return Template.Path(names: names)
    }
}
