import Kernel

/// The embedded templates, parsed once for each tongue with its words written in.
struct Templates: Sendable {
    private let libraries: [Tongue: [String: Template]]

    init(_ assets: Assets, _ words: Words) throws {
        var libraries: [Tongue: [String: Template]] = [:]
        for tongue in Tongue.allCases {
            var parsed: [String: Template] = [:]
            for path in assets.files.keys where path.hasSuffix(".mustache") {
                let name = String(path.dropLast(".mustache".count))
                parsed[name] = try Self.naming(path) {
                    try TemplateParser.parse(assets.files[path] ?? []) { try Self.word($0, in: name, tongue, words) }
                }
            }
            libraries[tongue] = try Dictionary(
                uniqueKeysWithValues: parsed.map { name, template in
                    (name, try Self.naming(name) { try template.linked(in: parsed) })
                })
        }
        self.libraries = libraries
    }

    /// The page's text, as UTF-8.
    func render(_ name: String, _ fields: PageValue.Fields, _ tongue: Tongue) throws -> [UInt8] {
        guard let template = libraries[tongue]?[name] else { throw Failure(.broken, "no template is called \(name)") }
        return template.drawn(fields)
    }

    private static func naming(_ name: String, _ work: () throws -> Template) throws -> Template {
        do { return try work() } catch let failure as Failure {
            throw Failure(.broken, "\(name) cannot be read: \(failure.cause)")
        }
    }

    /// A word in its domain, then by its full name, then among the shared ones.
    private static func word(_ key: String, in name: String, _ tongue: Tongue, _ words: Words) throws -> String {
        let domain = name.split(separator: "/").first ?? "web"
        let keys = ["\(domain).\(key)", key, "web.\(key)"]
        guard let word = keys.lazy.compactMap({ words.entries[$0]?[tongue] }).first else {
            throw Failure(.broken, "it names the word \(key), which does not exist")
        }
        return word
    }
}
