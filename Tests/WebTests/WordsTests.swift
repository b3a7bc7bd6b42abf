import Foundation
import Kernel
import Testing
@testable import Web

@Suite("Words and templates")
struct WordsTests {
    private func assets(_ files: [String: String]) -> Assets { Assets(files: files.mapValues { Array($0.utf8) }) }

    @Test("every embedded template is drawn in both languages, with every word it names")
    func embedded() throws { _ = try Site(gate: .closed) }

    @Test("a word is found in its domain, then by its full name, then among the shared ones")
    func lookup() throws {
        let assets = assets([
            "a/words.json": #"{"hi": {"fr": "Salut <{{name}}>", "en": "Hi <{{name}}>"}}"#,
            "b/words.json": #"{"hi": {"fr": "B", "en": "B"}}"#,
            "web/words.json": #"{"ok": {"fr": "D’accord", "en": "OK"}}"#,
            "a/x.mustache": "{{t.hi}} {{t.b.hi}} {{t.ok}}",
        ])
        let templates = try Templates(assets, Words(assets))
        #expect(try templates.render("a/x", ["name": "<b>"], .french) == "Salut &lt;&lt;b&gt;&gt; B D’accord")
        #expect(try templates.render("a/x", ["name": "N"], .english) == "Hi &lt;N&gt; B OK")
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
            ["a/x.mustache": "{{#open}}"],
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
        let assets = assets(["a/x.mustache": "{{v}}|{{h}}"])
        let value: [String: Any] = ["v": "{{secret}}", "h": SafeHTML(trusted: "<i>{{secret}}</i>"), "secret": "S"]
        let reflected = try #require(try Reflection.reflect(value))
        let text = try Templates(assets, Words(assets)).render("a/x", reflected, .french)
        #expect(
            text == "{{secret}}|<i>&#123;&#123;secret&#125;&#125;</i>"
                || text == "{{secret}}|<i>&#123;&#123;secret}}</i>")
        #expect(!text.contains("S|") && !text.contains(">S<"))
    }

    @Test("values of any shape become what templates read")
    func reflection() throws {
        struct Inner { let name: String?; let network: Network }
        struct Outer { let list: [Inner]; let none: Int?; let yes: Bool; let raw: Double }
        let value = Outer(
            list: [Inner(name: "a", network: .mastodon), Inner(name: nil, network: .own)], none: nil, yes: true,
            raw: 1.5)
        let assets = assets([
            "a/x.mustache":
                "{{#list}}{{name}}{{^name}}?{{/name}}:{{network}} {{/list}}{{^none}}no{{/none}}{{#yes}}yes{{/yes}}{{raw}}"
        ])
        let reflected = try #require(try Reflection.reflect(value))
        #expect(try Templates(assets, Words(assets)).render("a/x", reflected, .french) == "a:mastodon ?:own noyes1.5")
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
