import Foundation
import Kernel
import Testing

@testable import Feeds

@Suite("Hostile feeds")
struct HostileFeedTests {
    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = clock()
        try body()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }

    @Test("billion laughs: entities that call entities are not expanded") func laughs() throws {
        var text = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'ha'>"
        for level in 1...20 { text += "<!ENTITY a\(level) '" + String(repeating: "&a\(level - 1);", count: 10) + "'>" }
        text += "]><rss><channel><item><title>&a20; &a0;</title></item></channel></rss>"
        let feed = try FeedParser.parse(Array(text.utf8))
        #expect(feed.entries.first?.title == "&a20; ha")
    }

    @Test("an external entity reads no file") func external() throws {
        let text =
            "<!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY % p SYSTEM 'http://127.0.0.1/x'> %p;]><rss><channel><title>&f;</title></channel></rss>"
        #expect(try FeedParser.parse(Array(text.utf8)).title == "&f;")
    }

    @Test("a document over the limit is refused with its size") func large() {
        #expect(throws: Failure.self) {
            try FeedParser.parse(Array(repeating: 32, count: 101), limits: FeedLimits(bytes: 100))
        }
    }

    @Test("entries beyond the limit are passed over and said") func many() throws {
        let text = "<rss><channel>" + String(repeating: "<item><title>a</title></item>", count: 50) + "</channel></rss>"
        let feed = try FeedParser.parse(Array(text.utf8), limits: FeedLimits(entries: 10))
        #expect(feed.entries.count == 10 && feed.mended.contains("only the first 10 entries were read"))
    }

    @Test(
        "markup bombs cost little",
        arguments: [
            "<a>", "<a b='", "<!--", "<![CDATA[", "&", "&#", "<?", "<!", "</a>", "<item>", "<a x='1' y='2' z='3'>",
            "<a:b>",
            "<x xmlns:a='b'>", "<title><b>", "]]>", "<description>&lt;div>",
        ])
    func bombs(_ unit: String) throws {
        let text = "<rss><channel><title>t</title>" + String(repeating: unit, count: 2_000_000 / unit.utf8.count)
        var title: String?
        let cost = try seconds { title = try FeedParser.parse(Array(text.utf8)).title }
        #expect(title?.hasPrefix("t") == true)
        #expect(cost < 20, "\(unit) took \(cost) s")
    }

    @Test(
        "HTML bombs cost little and keep their words",
        arguments: [
            "<div>", "<b>", "<table>", "<a href=x>", "<font color=1>", "<p><b>", "<svg>", "<li>", "<select>",
            "<button>", "<!--",
        ])
    func markup(_ unit: String) {
        let html = String(repeating: unit, count: 500_000 / unit.utf8.count) + "mot"
        var text = RichText(plain: "")
        let cost = seconds { text = RichText(html: html) }
        #expect(cost < 10, "\(unit) took \(cost) s")
        #expect(text.pieces.count < 100_000)
    }

    @Test("formatting that is reopened in every paragraph stays within its budget") func reopened() {
        let html = (0..<300).map { "<font color=\($0)>" }.joined() + String(repeating: "<p>x", count: 20_000)
        let cost = seconds { #expect(RichText(html: html).plain.contains("x")) }
        #expect(cost < 10)
    }

    @Test("attributes without end or number do not stop the reader") func attributes() throws {
        let many = (0..<5_000).map { " a\($0)='x'" }.joined()
        let text =
            "<rss><channel><item\(many)><title>a</title></item><item x='\(String(repeating: "y", count: 200_000))'><title>b</title></item></channel></rss>"
        #expect(try FeedParser.parse(Array(text.utf8)).entries.contains { $0.title == "b" || $0.title == "a" })
    }
}
