import CGumbo
import Foundation
import Testing

@testable import Feeds

@Suite("Rich text")
struct RichTextTests {
    @Test(
        "formatting is kept, everything else becomes words",
        arguments: [
            ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
            ("a<br>b", "<p>a<br>b</p>"), ("<h2>T</h2>x", "<h2>T</h2><p>x</p>"),
            ("<ul><li>a<li>b</ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
            ("<blockquote>q</blockquote>", "<blockquote><p>q</p></blockquote>"),
            ("<pre>\n a\n  b</pre>", "<pre>\n a\n  b</pre>"), ("<img src=x alt='une photo'>", "<p>une photo</p>"),
            (
                "<a href='https://e.example/?a=1&amp;b=2'>l</a>",
                "<p><a href=\"https://e.example/?a=1&amp;b=2\" rel=\"nofollow noopener noreferrer ugc\">l</a></p>"
            ),
            ("<a href='javascript:alert(1)'>l</a>", "<p>l</p>"), ("<a href=' java\nscript:x'>l</a>", "<p>l</p>"),
            ("<a href='data:text/html,x'>l</a>", "<p>l</p>"), ("<script>x()</script>y<style>z</style>", "<p>y</p>"),
            ("<svg><p>x</p></svg>y", "<p>y</p>"), ("<p onclick=x()>y", "<p>y</p>"),
            ("1 < 2 && 3 > 2", "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>"),
            ("<b><p>a</b>b", "<p><strong>a</strong>b</p>"), ("  <p> </p>  ", ""),
            ("a\u{202E}b\u{200B}c\u{FEFF}", "<p>abc</p>"),
            ("<table><tr><td>a<td>b<tr><td>c</table>", "<p>a b</p><p>c</p>"), ("<q>x</q>", "<p>«\u{A0}x\u{A0}»</p>"),
        ])
    func reduced(_ html: String, _ expected: String) {
        #expect(RichText(html: html).html == expected)
    }

    @Test("plain text has a line for what had a line") func plain() {
        let text = RichText(html: "<p>a<br>b</p><ul><li>c</li><li>d</li></ul><p>e</p>")
        #expect(text.plain == "a\nb\n\n• c\n• d\n\ne")
        #expect(RichText(plain: "a\nb\n\nc").html == "<p>a<br>b</p><p>c</p>")
    }

    @Test("our own HTML reads back as the same text") func stable() throws {
        // The end of a block, when the mark that follows its last words holds none.
        let ends = ["<listing>t\r<I>\r<listing>", "<p>a <b> </b></p>", "<p>a<br> <i> </i></p>", "<pre>a\n\n<b></b>"]
        for source in try Samples.markup() + ends {
            let once = RichText(html: source)
            #expect(RichText(html: once.html) == once, "\(source.prefix(200))")
        }
    }

    @Test("simple markup reads the same by either road") func roads() throws {
        for source in try Samples.markup() {
            let budget = MarkupBudget(.standard)
            let bytes = Array(source.utf8)[...]
            let plain = RichTextReader.read(bytes, base: nil, budget: budget)
            let full = RichTextReader.read(bytes, base: nil, budget: budget, allowingPlain: false)
            #expect(plain == full, "\(source.prefix(300))")
        }
    }

    @Test("no payload of DOMPurify's suite survives when our HTML is parsed again") func purified() throws {
        let allowed: Set<String> = [
            "html", "head", "body", "p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "ul", "ol", "li", "a",
            "em",
            "strong", "code", "br",
        ]
        for source in try Samples.markup() {
            let page = try HTMLPage(
                Array(RichText(html: source).html.utf8), contentType: "text/html; charset=utf-8", limits: .standard)
            var walker = GumboWalker(page.root)
            while let step = walker.next() {
                guard case .enter(let element, _) = step else { continue }
                let name = MarkupTags.name(of: element)
                #expect(allowed.contains(name), "\(name) from \(source.prefix(200))")
                let expected: UInt32 = name == "a" ? 2 : 0
                #expect(element.pointee.attributes.length == expected)
                guard name == "a" else { continue }
                let href = try #require(MarkupTags.attribute("href", of: element))
                #expect(href.hasPrefix("http://") || href.hasPrefix("https://") || href.hasPrefix("mailto:"), "\(href)")
            }
        }
    }

    @Test("a hundred thousand nested elements do not overflow the stack") func deep() async {
        let text = await Task.detached {
            RichText(
                html: String(repeating: "<div>", count: 100_000) + "fond" + String(repeating: "</div>", count: 100_000))
        }.value
        #expect(text.plain.contains("fond"))
    }
}

/// HTML to try things on: DOMPurify's payloads and the field's feeds where they are at hand, and our own always.
enum Samples {
    static let own = [
        "", "x", "<p>a</p>", "<p>a&eacute;&#233;&#xE9;&amp;lt;</p>",
        "<ul><li><b>a</b> b</li><li><ol><li>c</li></ol></li></ul>",
        "<div><p>a <a href=\"https://e.example/?x=1&amp;y=2\">b <em>c</em></a></p><!-- n --><p>d</p></div>",
        "<b> &amp;x</b>",
        "a<br/>b<img src='x' alt='é &amp; &lt;'/>", "<p>a<p>b", "<b><i>a</b>b</i>", "<h1><h2>x</h2></h1>",
        "<p><div>x</div></p>",
        "<a href='http://a.example/'>x<a href='http://b.example/'>y</a></a>", "<span>a</span> <span> b</span>",
        "<q>a</q>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<pre> a\n b </pre>",
        "<blockquote><blockquote>a</blockquote>b</blockquote>c<hr>d", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\u{0}<p>\u{0}a", "<p\u{0}>",
        "a\u{3}b\u{FFFD}\u{92}\u{7F}c",
        String(decoding: [0x61, 0xEF, 0xBF, 0xBF, 0xF0, 0x9F, 0xBF, 0xBE, 0x62], as: UTF8.self),
        "<pre>\na\n\n b<b>c</b>\n</pre>x<script>var a = '1';</script>y<s>z</s><style>b{}</style>", "<pre>\r\na</pre>",
        String(repeating: "<ul>", count: 40) + "x", String(repeating: "<blockquote><ul>", count: 20) + "x",
        String(repeating: "<ul><li>", count: 30) + "x<ul>y<b>z",
        "\u{FFFD}\u{85}", "<p>&#127;&#146;&#1;</p>",
    ]

    static func markup() throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var all = own
        for base in [root.appending(path: "../shared"), root.appending(path: "../../shared")] {
            guard let data = try? Data(contentsOf: base.appending(path: "suites/dompurify-expect.json")),
                let cases = try JSONSerialization.jsonObject(with: data) as? [[String: Any]]
            else { continue }
            for test in cases {
                if let payload = test["payload"] as? String { all.append(payload) }
                all += (test["expected"] as? [String]) ?? [(test["expected"] as? String) ?? ""]
            }
            return all
        }
        print("skipped: ../shared/suites/dompurify-expect.json is not there; only our own samples were tried")
        return all
    }
}
