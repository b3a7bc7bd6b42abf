import Foundation
import Kernel
import Mustache

/// The embedded templates, parsed once for each tongue with its words written in.
struct Templates: Sendable {
    private let libraries: [Tongue: MustacheLibrary]

    init(_ assets: Assets, _ words: Words) throws {
        var libraries: [Tongue: MustacheLibrary] = [:]
        for tongue in Tongue.allCases {
            var library = MustacheLibrary()
            for path in assets.files.keys.sorted() where path.hasSuffix(".mustache") {
                let name = String(path.dropLast(".mustache".count))
                let text = try Self.translate(assets.text(path) ?? "", name: name, tongue: tongue, words: words)
                for named in Self.included(text) where assets.files[named + ".mustache"] == nil {
                    throw Failure(.broken, "\(path) names the template \(named), which does not exist")
                }
                do {
                    // Texts were escaped when the page's value was read (`PageValue.Text`), by their type.
                    try library.register("{{% CONTENT_TYPE:TEXT}}" + Self.renamed(text), named: Self.registered(name))
                } catch { throw Failure(.broken, "\(path) cannot be parsed: \(error)") }
            }
            libraries[tongue] = library
        }
        self.libraries = libraries
    }

    func render(_ name: String, _ value: PageValue.Fields, _ tongue: Tongue) throws -> String {
        guard let text = libraries[tongue]?.render(value, withTemplate: Self.registered(name)) else {
            throw Failure(.broken, "no template is called \(name)")
        }
        return text
    }

    /// The engine reads no slash in a closing tag: `web/layout` is `web.layout` to it.
    private static func registered(_ name: String) -> String { name.replacing("/", with: ".") }

    /// The templates that one names: the engine draws nothing where one is missing.
    private static func included(_ text: String) -> [String] {
        text.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().compactMap { tag in
            guard let mark = tag.first, "<>".contains(mark) else { return nil }
            return String(tag.dropFirst().prefix { $0 != "}" })
        }
    }

    /// Gives the names in `{{>web/field}}`, `{{<web/layout}}` and `{{/web/layout}}` their registered form.
    static func renamed(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
            let tag = rest[open.upperBound..<close.lowerBound]
            out += rest[..<open.upperBound]
            if let mark = tag.first, "<>/".contains(mark) {
                out += String(mark) + registered(String(tag.dropFirst()))
            } else {
                out += tag
            }
            out += "}}"
            rest = rest[close.upperBound...]
        }
        return out + rest
    }

    /// Writes the words in, `{{t.key}}` → the escaped word, drops indentation, and refuses raw variables.
    static func translate(_ text: String, name: String, tongue: Tongue, words: Words) throws -> String {
        let domain = name.split(separator: "/").first.map(String.init) ?? "web"
        var out = ""
        var rest = text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n")[...]
        while let open = rest.range(of: "{{t."), let close = rest[open.upperBound...].range(of: "}}") {
            let key = String(rest[open.upperBound..<close.lowerBound])
            guard
                let word = ["\(domain).\(key)", key, "web.\(key)"].lazy.compactMap({ words.entries[$0]?[tongue] }).first
            else { throw Failure(.broken, "\(name) names the word \(key), which does not exist") }
            out += rest[..<open.lowerBound] + SafeHTML.escape(word)
            rest = rest[close.upperBound...]
        }
        out += rest
        if out.contains("{{{") || out.contains("{{&") {
            throw Failure(.broken, "\(name) writes a raw variable: give a SafeHTML instead")
        }
        return out
    }
}
