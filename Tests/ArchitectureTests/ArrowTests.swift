import Foundation
import Testing

@Suite struct ArrowTests {
    /// Who alone may import what the compiler would allow to any target that declares it.
    static let keepers: [(module: String, target: String)] = [
        ("AsyncHTTPClient", "Wire"), ("CCurl", "Wire"), ("GRDB", "Storage"), ("CLibpq", "Storage"),
        ("CXML", "Feeds"), ("CGumbo", "Feeds"), ("CArchive", "Archives"), ("CZlib", "Wire"), ("CPango", "Paper"),
        ("CQREncode", "Paper"),
        ("CVector", "Encoder"),
        ("Mustache", "Web"),
        ("ArgumentParser", "App"), ("Configuration", "App"),
    ]

    @Test("each outside library has one room that knows it", arguments: keepers)
    func keeper(_ keeper: (module: String, target: String)) throws {
        let strangers = try Checkout.files("Sources", ending: ".swift").filter {
            !$0.path.hasPrefix("Sources/\(keeper.target)/") && Checkout.imports($0.text).contains(keeper.module)
        }
        #expect(strangers.map(\.path) == [])
    }

    @Test("embedded files are read by the pages, by the reader of identifiers, and by the binary that holds them")
    func assets() throws {
        let readers = try Checkout.files("Sources", ending: ".swift").filter {
            Checkout.imports($0.text).contains("CAssets")
        }
        let rooms = ["Sources/Web/", "Sources/App/", "Sources/Privacy/"]
        #expect(readers.allSatisfy { file in rooms.contains { file.path.hasPrefix($0) } })
    }

    @Test("domains never import one another")
    func domains() throws {
        let domains = ["People", "Listening", "Dialogue", "Publishing"]
        for domain in domains {
            for file in try Checkout.files("Sources/\(domain)", ending: ".swift") {
                let others = Checkout.imports(file.text).intersection(domains).subtracting([domain])
                #expect(others.isEmpty, "\(file.path) imports \(others)")
            }
        }
    }

    @Test("what the public reads leaves by one door, and only what the check has cleared is made into it")
    func door() throws {
        // `Cleared` is made where the check is, and a `Mutation` of nothing else.
        let made = try Checkout.files("Sources", ending: ".swift").filter { $0.text.contains(" Cleared(") }
        #expect(made.map(\.path) == ["Sources/Deontology/Deontology.swift"])
        let cleared = try Checkout.text("Sources/Deontology/Cleared.swift")
        #expect(cleared.contains("\n    init(_ content: Content") && !cleared.contains("public init(_ content"))
        // A body is made of words that were cleared, of files that were, and of what cannot hold a sentence.
        let body = try Checkout.text("Sources/Wire/MutationBody.swift")
        let words = body.components(separatedBy: "public struct Wording").last ?? ""
        #expect(words.contains("public init(_ cleared: Cleared<Draft>,") && !words.contains("public var text"))
        let cases = body.components(separatedBy: "\n").filter { $0.hasPrefix("    case ") && $0.contains("(") }
        let carried = Set(cases.compactMap { $0.components(separatedBy: "(").last.map { "(" + $0 } })
        #expect(
            carried == [
                "([MutationField])", "(MutationValue)",
                "([MutationField], name: StaticString, file: Cleared<Media>, range: Range<Int64>? = nil)",
                "(Cleared<Media>, range: Range<Int64>? = nil, said: Bool = false)", "(Wording)", "(Mark)", "(Int64)",
                "(Bool)", "(Instant)", "([MutationValue])", "(name: Mark, value: MutationValue)])",
            ])
        // Whoever else posts: a protocol's form, which holds no words of ours, and mail.
        let posts = try Checkout.files("Sources/Wire", ending: ".swift").filter { $0.text.contains("method = .POST") }
        #expect(posts.map(\.path) == ["Sources/Wire/RequestForm.swift"])
        #expect(posts.first?.text.components(separatedBy: "method = .POST").count == 2)
        // Networks publish through it, and through nothing else.
        for file in try Checkout.files("Sources/Networks", ending: ".swift") where file.text.contains(".submit(") {
            let protocols = ["SignIn", "Session", "OAuthExchange", "MetaToken"]
            #expect(protocols.contains { file.path.hasSuffix("\($0).swift") }, "\(file.path)")
        }
    }

    @Test("no room has a name that says nothing")
    func names() throws {
        let empty = ["Utils", "Helpers", "Manager", "Common", "Core", "Misc"]
        for file in try Checkout.files("Sources", ending: ".swift") {
            let name = URL(filePath: file.path).deletingPathExtension().lastPathComponent
            #expect(!empty.contains { name.hasSuffix($0) }, "\(file.path)")
        }
    }

    @Test("a room over 200 lines says why on a line that begins with // Long because")
    func size() throws {
        for file in try Checkout.files("Sources", ending: ".swift") {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 201 || file.text.contains("// Long because"), "\(file.path) has \(lines) lines")
        }
    }
}
