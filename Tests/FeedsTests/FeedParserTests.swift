import Foundation
import Kernel
import Testing

@testable import Feeds

@Suite("Feeds")
struct FeedParserTests {
    private func parse(_ text: String, type: String? = nil, at location: String? = nil) throws -> Feed {
        try FeedParser.parse(Array(text.utf8), contentType: type, location: location)
    }

    @Test("RSS 2.0 is read with its module fields") func rss() throws {
        let feed = try parse(
            """
            <?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
             xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
             xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom">
            <channel><title>H&ocirc;pital &amp; nous</title><link>https://h.example/</link><language>fr</language>
            <ttl>30</ttl><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
            <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://h.example/rss"/>
            <item><title>Un &lt;b&gt;mot&lt;/b&gt;</title><link>/a</link><guid isPermaLink="false">7</guid>
            <dc:creator>Léa</dc:creator><pubDate>Mon, 06 Jan 2025 10:00:00 +0100</pubDate><category>soins</category>
            <description>court</description><content:encoded><![CDATA[<p>Long <a href="b">texte</a></p>]]></content:encoded>
            <enclosure url="son.mp3" length="12" type="audio/mpeg"/><slash:comments>4</slash:comments></item>
            </channel></rss>
            """, at: "https://h.example/rss")
        #expect(feed.format == .rss20)
        #expect(feed.title == "Hôpital & nous")
        #expect(feed.hubs == ["https://hub.example/"] && feed.selfLink == "https://h.example/rss")
        #expect(feed.ttl == 30 && feed.updatePeriod == 43_200)
        let entry = try #require(feed.entries.first)
        #expect(entry.title == "Un mot" && entry.link == "https://h.example/a" && entry.id == "7")
        #expect(entry.authors.first?.name == "Léa" && entry.categories == ["soins"] && entry.commentCount == 4)
        #expect(entry.published?.iso8601 == "2025-01-06T09:00:00Z")
        #expect(entry.content?.plain == "Long texte" && entry.summary?.plain == "court")
        #expect(entry.content?.html.contains("href=\"https://h.example/b\"") == true)
        #expect(entry.enclosures == [Enclosure(url: "https://h.example/son.mp3", type: "audio/mpeg", length: 12)])
        let arrival = entry.arrival(in: feed, collectedAt: Instant(seconds: 1_800_000_000))
        #expect(arrival.id == "https://h.example/rss#7" && arrival.language == "fr" && arrival.text == "Long texte")
    }

    @Test("Atom 1.0 is read with xml:base, xhtml and threading") func atom() throws {
        let feed = try parse(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/" xml:lang="fr"
             xmlns:thr="http://purl.org/syndication/thread/1.0"><title type="text">1 &lt; 2</title><id>urn:f</id>
            <updated>2024-02-29T12:00:00Z</updated><author><name>Ana</name><email>ana@a.example</email></author>
            <link rel="alternate" href="../"/><entry><id>urn:e</id><title>T</title><link href="e"/>
            <published>2024-02-29T12:00:00.5+02:00</published><thr:in-reply-to ref="urn:other"/>
            <source><title>Autre</title><id>urn:s</id></source>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt;i&gt; <em>b</em></p></div></content>
            </entry></feed>
            """)
        #expect(feed.format == .atom10 && feed.title == "1 < 2" && feed.link == "https://a.example/")
        #expect(feed.author == FeedPerson(name: "Ana", email: "ana@a.example"))
        let entry = try #require(feed.entries.first)
        #expect(entry.id == "urn:e" && entry.title == "T" && entry.link == "https://a.example/x/e")
        #expect(entry.inReplyTo == "urn:other" && entry.language == "fr")
        #expect(entry.content?.html == "<p>a &lt;i&gt; <em>b</em></p>")
        #expect(entry.published?.iso8601 == "2024-02-29T10:00:00Z")
    }

    @Test("RDF, Atom 0.3 and JSON Feed give the same form") func dialects() throws {
        let rdf = try parse(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
            <channel rdf:about="https://r.example/"><title>R</title></channel>
            <item rdf:about="https://r.example/1"><title>un</title><link>https://r.example/1</link></item></rdf:RDF>
            """)
        #expect(rdf.format == .rss10 && rdf.entries.first?.id == "https://r.example/1")
        let old = try parse(
            "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='escaped' type='text/html'>a&amp;lt;b</title></entry></feed>"
        )
        #expect(old.format == .atom03 && old.entries.first?.title == "a<b")
        let json = try parse(
            #"{"version":"https://jsonfeed.org/version/1.1","title":"J","hubs":[{"type":"WebSub","url":"https://h.example/"}],"items":[{"id":5,"content_html":"<p>oui<script>x()</script>","date_published":"2025-01-01T00:00:00Z"}]}"#
        )
        #expect(json.format == .json11 && json.hubs == ["https://h.example/"] && json.entries.first?.id == "5")
        #expect(json.entries.first?.text == "oui")
    }

    @Test(
        "a feed with broken tags keeps every entry",
        arguments: [
            "<rss><channel><item><title>a</title><description><p>x<br>y</description></item><item><title>b</title></item></channel></rss>",
            "<rss><channel><item><title>a</title></p></p></p></item><item><title>b</title></item></channel></rss>",
            "<rss><channel><item><title>a</title><item><title>b</title>",
            "<rss><channel><item><title>a</title></item></channel></rss><item><title>b</title></item>",
            "<rss><channel><item><title>a</title></item><item><title>b</title><description><![CDATA[fin",
        ])
    func broken(_ text: String) throws {
        let feed = try parse(text)
        #expect(feed.entries.map(\.title) == ["a", "b"])
        #expect(!feed.mended.isEmpty)
    }

    @Test("stray ampersands, angles, controls and HTML entities are text") func mending() throws {
        let feed = try parse(
            "<rss><channel><item><title>R&D &eacute; 1 < 2 \u{1} &bogus; &#x92;</title></item></channel></rss>")
        #expect(feed.entries.first?.title == "R&D é 1 < 2 &bogus; ’")
    }

    @Test("an entry without an identifier keeps the same one from one reading to the next") func identity() throws {
        let text = "<rss><channel><item><title>x</title></item><item><title>y</title></item></channel></rss>"
        let ids = try parse(text).entries.map(\.id)
        #expect(ids == (try parse(text).entries.map(\.id)))
        #expect(Set(ids).count == 2 && ids.allSatisfy { $0.hasPrefix("urn:resonance:entry:") })
    }

    @Test("a date in the future becomes the moment of collection") func future() throws {
        let feed = try parse(
            "<rss><channel><item><pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate></item><item><pubDate>1 Jan 2100</pubDate></item></channel></rss>"
        )
        let now = Instant(seconds: 1_750_000_000)
        #expect(feed.entries.map { $0.arrival(in: feed, collectedAt: now).publishedAt } == [now, now])
        #expect(feed.entries[0].published == nil)
    }

    @Test("a feed survives its own JSON") func codable() throws {
        let feed = try parse(
            "<rss version='2.0'><channel><item><title>a</title><description>&lt;ul&gt;&lt;li&gt;x&lt;/ul&gt;</description></item></channel></rss>"
        )
        #expect(try JSONDecoder().decode(Feed.self, from: JSONEncoder().encode(feed)) == feed)
    }

    @Test(
        "what is no feed is refused in one line",
        arguments: ["", "  ", "{}", "[1]", "hello", "<!DOCTYPE html><html><p>x", "<a/>", "\u{0}\u{0}"])
    func refused(_ text: String) {
        #expect {
            try parse(text)
        } throws: { error in
            (error as? Failure)?.kind == .unusable && !"\(error)".contains("\n")
        }
    }
}
