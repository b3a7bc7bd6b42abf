import Kernel
import Testing

@testable import Feeds

@Suite("Pages and lists of feeds")
struct DiscoveryTests {
    private let page = """
        <!DOCTYPE html><html lang=fr><head><title> Le  CHU </title><base href="https://chu.example/actu/">
        <link rel="alternate" type="application/rss+xml" title="Actualités" href="rss.xml">
        <link rel="alternate" type="text/html" href="/en"><link rel="hub" href="https://hub.example/">
        <link rel="stylesheet alternate" type="application/atom+xml" href="javascript:x"></head>
        <body><nav>menu</nav><a href="/blog/feed/">Le blog</a><a href="rss.xml">encore</a>
        <div id=main class="a news"><h1>Titre</h1><p>Bonjour <b>vous</b></p></div><p class=news>autre</p></body></html>
        """

    @Test("a page's feeds, hub, title and language are found") func discovered() throws {
        let found = try Discovery(Array(page.utf8), location: "https://chu.example/")
        #expect(found.title == "Le CHU" && found.language == "fr" && found.hubs == ["https://hub.example/"])
        #expect(found.feeds.map(\.href) == ["https://chu.example/actu/rss.xml", "https://chu.example/blog/feed/"])
        #expect(found.feeds.first?.title == "Actualités")
    }

    @Test(
        "a selector chooses what is watched",
        arguments: [
            ("#main p", "Bonjour vous"), (".news", "Titre\n\nBonjour vous\n\nautre"), ("div.a.news > ", nil),
            ("h1, p.news", "Titre\n\nautre"),
            ("section", ""), ("div[id]", nil), ("", nil), ("a::before", nil),
        ] as [(String, String?)])
    func selected(_ selector: String, _ expected: String?) throws {
        guard let expected else {
            #expect(throws: Failure.self) { try Selector(selector) }
            return
        }
        let text = try PageText.read(Array(page.utf8), location: "https://chu.example/", selector: Selector(selector))
        #expect(text.plain == expected)
    }

    @Test("without a selector the body is read, but for its menus") func whole() throws {
        let text = try PageText.read(Array(page.utf8), location: "https://chu.example/").plain
        #expect(text.contains("Bonjour vous") && !text.contains("menu") && !text.contains("CHU"))
    }

    @Test("OPML goes out and comes back") func opml() throws {
        let list = OPML(
            title: "A & B",
            lines: [
                .init(
                    title: "Un \"titre\" <b>", feed: "https://a.example/?x=1&y=2", page: "https://a.example/",
                    folders: ["Presse", "Régionale"]),
                .init(title: "Deux", feed: "https://b.example/", folders: ["Presse"]),
                .init(title: "Trois", feed: "https://c.example/"),
            ])
        let read = try OPML(reading: Array(list.text.utf8))
        #expect(read.title == "A & B" && Set(read.lines) == Set(list.lines))
    }

    @Test("a hostile list keeps its honest lines") func hostile() throws {
        let deep = String(repeating: "<outline text='d'>", count: 5_000)
        let text =
            "<opml><body><outline text='x' xmlUrl='javascript:x'/><outline TEXT='ok' XMLURL='http://ok.example/'/>\(deep)<outline xmlUrl='https://deep.example/'/>"
        let read = try OPML(reading: Array(text.utf8))
        #expect(read.lines.first == OPML.Line(title: "ok", feed: "http://ok.example/"))
        #expect(read.lines.allSatisfy { $0.folders.count <= 16 })
        #expect(throws: Failure.self) { try OPML(reading: Array("<rss/>".utf8)) }
    }

    @Test(
        "addresses are resolved as RFC 3986, section 5.4 says",
        arguments: [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"), ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"), ("../../../g", "http://a/g"), ("//g", "http://g"),
            ("g;x=1/../y", "http://a/b/c/y"),
        ])
    func resolved(_ reference: String, _ expected: String) {
        #expect(WebAddress.safe(reference, base: "http://a/b/c/d;p?q") == expected)
    }

    @Test(
        "addresses that are not http, https or mailto are refused",
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:x", "\u{1}javascript:x", "java\tscript:x", "data:text/html,x",
            "vbscript:x", "file:///etc/passwd",
            "http:", "//", "", "about:blank", "blob:https://x/y",
        ])
    func unsafe(_ text: String) {
        #expect(WebAddress.safe(text) == nil)
    }
}
