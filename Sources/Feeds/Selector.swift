import Kernel

/// The part of CSS selectors that a page watch needs: `article`, `#main`, `.news`, `div.news.big`, any of them one
/// inside
/// the other (`#main .news p`), and alternatives (`h1, h2`).
public struct Selector: Sendable, Equatable {
    /// One element: every condition must hold.
    struct Compound: Sendable, Equatable {
        var tag: String?
        var id: String?
        var classes: [String] = []
    }

    /// Each alternative is a chain of ancestors, outermost first.
    let alternatives: [[Compound]]

    /// - Throws: `Failure(.unusable)` for anything outside this subset, so that a watch never silently watches nothing.
    public init(_ text: String) throws {
        guard text.utf8.count <= 500 else { throw Self.unusable("longer than 500 characters") }
        alternatives = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let chain = try part.split(whereSeparator: \.isWhitespace).map(Self.compound)
            guard (1...16).contains(chain.count) else { throw Self.unusable("an empty or very long alternative") }
            return chain
        }
    }

    private static func compound(_ text: Substring) throws -> Compound {
        var result = Compound()
        var rest = text
        var kind: Character = " "
        while !rest.isEmpty {
            if let first = rest.first, first == "#" || first == "." {
                kind = first
                rest = rest.dropFirst()
            } else if kind != " " {
                throw unusable("'\(text)' is neither a name, #id nor .class")
            }
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            guard !word.isEmpty || (kind == " " && rest.first == "*") else {
                throw unusable("'\(text)' is neither a name, #id nor .class")
            }
            rest = rest.dropFirst(max(word.count, 1))
            switch kind {
            case "#": result.id = String(word)
            case ".": result.classes.append(String(word))
            default:
                result.tag = word.isEmpty ? nil : word.lowercased()
                if let next = rest.first, next != "#", next != "." {
                    throw unusable("'\(text)' is neither a name, #id nor .class")
                }
            }
        }
        return result
    }

    private static func unusable(_ why: String) -> Failure {
        Failure(.unusable, "a selector that is not understood: \(why)", words: "page.selector")
    }
}
