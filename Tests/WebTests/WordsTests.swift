import Foundation
import Kernel
import Testing
@testable import Web

@Suite("Words and templates")
struct WordsTests {
    private func assets(_ files: [String: String]) -> Assets { Assets(files: files.mapValues { Array($0.utf8) }) }

    /// The template `a/x` of these files, drawn.
    private func drawn(
        _ files: [String: String], _ value: some Encodable, _ tongue: Tongue = .french
    ) throws -> String {
        let assets = assets(files)
        let templates = try Templates(assets, Words(assets))
        return try templates.render("a/x", PageEncoder.fields(value), tongue)
    }

    @Test("every embedded template is drawn in both languages, with every word it names")
    func embedded() throws { _ = try Site(gate: .closed) }

    @Test("a word is found in its domain, then by its full name, then among the shared ones")
    func lookup() throws {
        let files = [
            "a/words.json": #"{"hi": {"fr": "Salut <{{name}}>", "en": "Hi <{{name}}>"}}"#,
            "b/words.json": #"{"hi": {"fr": "B", "en": "B"}}"#,
            "web/words.json": #"{"ok": {"fr": "D’accord", "en": "OK"}}"#,
            "a/x.mustache": "{{t.hi}} {{t.b.hi}} {{t.ok}}",
        ]
        #expect(try drawn(files, ["name": "<b>"]) == "Salut &lt;&lt;b&gt;&gt; B D’accord")
        #expect(try drawn(files, ["name": "N"], .english) == "Hi &lt;N&gt; B OK")
    }

    @Test(
        "a missing word, a missing language and a raw variable stop the start",
        arguments: [
            ["a/words.json": "{}", "a/x.mustache": "{{t.nothing}}"],
            ["a/words.json": #"{"hi": {"fr": "Salut"}}"#],
            ["a/words.json": "[]"],
            ["a/x.mustache": "{{{raw}}}"],
            ["a/x.mustache": "{{&raw}}"],
            ["a/words.json": #"{"w": {"fr": "{{{raw}}}", "en": "{{{raw}}}"}}"#, "a/x.mustache": "{{t.w}}"],
            ["a/x.mustache": "{{#open}}"], ["a/x.mustache": "{{/closed}}"],
            ["a/x.mustache": "{{#a}}{{#b}}{{/a}}{{/b}}"],
            ["a/x.mustache": "{{open"], ["a/x.mustache": "{{>a/none}}"], ["a/x.mustache": "{{<a/none}}{{/a/none}}"],
        ])
    func refused(_ files: [String: String]) {
        let assets = assets(files)
        #expect(throws: Failure.self) { try Templates(assets, Words(assets)) }
    }

    @Test("plurals follow each language")
    func plurals() throws {
        let words = try Words(
            assets([
                "a/words.json":
                    #"{"n.one": {"fr": "{{n}} avis seul", "en": "{{n}} opinion"}, "n.other": {"fr": "{{n}} avis", "en": "{{n}} opinions"}}"#
            ]))
        #expect(words.count("a.n", 0, .french) == "0 avis seul")
        #expect(words.count("a.n", 0, .english) == "0 opinions")
        #expect(words.count("a.n", 1, .english) == "1 opinion")
        #expect(words.count("a.n", 1500, .french) == "1\u{202F}500 avis")
    }

    @Test("what a value holds is never read as a word or a tag")
    func filling() throws {
        #expect(Words.fill("{{a}}-{{b}}", ["a": "{{b}}", "b": "x"]) == "{{b}}-x")
        struct Value: Encodable { let v = "{{secret}}", h = SafeHTML(trusted: "<i>{{secret}}</i>"), secret = "S" }
        #expect(try drawn(["a/x.mustache": "{{v}}|{{h}}"], Value()) == "{{secret}}|<i>{{secret}}</i>")
    }

    @Test("values of any shape become what templates read")
    func shapes() throws {
        struct Inner: Encodable {
            let name: String?
            let network: Network.RawValue
        }
        struct Outer: Encodable {
            let list = [Inner(name: "a", network: "mastodon"), Inner(name: nil, network: "own")]
            let none: Int? = nil
            let yes = true
            let no = false
            let raw = 1.5
            let number: Int? = -3
            let marks = [SafeHTML(trusted: "<b>"), nil, SafeHTML(trusted: "<i>")]
            let kind = Tone.bad
            let table = ["a": ["b": "deep"]]
            enum Tone: String, Encodable { case bad }
        }
        let text = """
            {{#list}}{{name}}{{^name}}?{{/name}}:{{network}} {{/list}}{{^none}}no{{/none}}{{#yes}}yes{{/yes}}{{no}}{{raw}}\
            {{#number}}{{.}}{{/number}}{{#marks}}{{.}}{{/marks}}{{kind}}{{table.a.b}}{{table.b.a}}{{list}}{{table}}
            """
        #expect(try drawn(["a/x.mustache": text], Outer()) == "a:mastodon ?:own noyesfalse1.5-3<b><i>baddeep")
    }

    @Test("sections see what is around them, and know an empty list")
    func sections() throws {
        struct Row: Encodable { let name: String, items: [String] }
        struct Value: Encodable {
            let rows = [Row(name: "a", items: ["1", "<"]), Row(name: "b", items: [])]
            let title = "T", empty: [String] = [], blank = ""
        }
        let text = """
            {{#rows}}{{title}}{{name}}{{#items}}({{name}}{{.}}){{/items}}{{^items}}-{{/items}};{{/rows}}
            {{#empty(rows)}}A{{/empty(rows)}}{{^empty(rows)}}B{{/empty(rows)}}{{#empty(empty)}}C{{/empty(empty)}}
            {{^empty(empty)}}D{{/empty(empty)}}{{#blank}}E{{/blank}}{{#rows.name}}F{{/rows.name}}{{^gone}}G{{/gone}}
            """
        #expect(try drawn(["a/x.mustache": text], Value()) == "Ta(a1)(a&lt;);Tb-;\nBC\nEG")
    }

    @Test("a page fills its layout's places, a layout those of another, and what nobody fills keeps its own")
    func layouts() throws {
        let files = [
            "a/x.mustache": "{{<a/inner}}\nlost\n{{$title}}{{name}}{{/title}}{{/a/inner}}",
            "a/inner.mustache": "{{<a/outer}}{{$title}}inner{{/title}}{{$body}}[{{>a/part}}]{{/body}}{{/a/outer}}",
            "a/outer.mustache": "<{{$title}}none{{/title}}|{{$body}}{{/body}}|{{$foot}}foot{{/foot}}>",
            "a/part.mustache": "{{name}}{{$title}}{{/title}}",
        ]
        #expect(try drawn(files, ["name": "n"]) == "<n|[nn]|foot>")
    }

    @Test(
        "the browser's languages are weighed",
        arguments: [
            ("fr-FR,fr;q=0.9,en;q=0.8", Tongue.french), ("de,en;q=0.7,fr;q=0.3", .english),
            ("en;q=0,fr;q=0.1", .french),
            ("*", nil), ("", nil), ("de", nil), (";;;,q=,en;q=x", .english),
        ] as [(String, Tongue?)])
    func negotiation(_ header: String, _ expected: Tongue?) { #expect(Negotiation.accepted(header) == expected) }
}
