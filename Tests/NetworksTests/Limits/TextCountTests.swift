import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct TextCountTests {
    @Test(
        "30: on Threads an accented letter counts one and an emoji its UTF-8 bytes",
        arguments: [
            ("é", 1), ("e\u{301}", 1), ("\u{1F469}\u{200D}\u{2695}\u{FE0F}", 13), ("😀", 4), ("❤️", 6), ("1️⃣", 7),
            ("🇫🇷", 8), ("👍🏽", 8), ("santé", 5), ("©", 1), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 28), ("日", 1), ("", 0),
        ])
    func threads(text: String, count: Int) { #expect(TextCount.count(text, as: .emojiAsBytes) == count) }

    @Test("30: YouTube's description is in bytes: 2,500 accented letters fit and one more does not")
    func youtube() throws {
        let full = String(repeating: "é", count: 2_500)
        #expect(TextCount.count(full, as: .utf8Bytes) == 5_000)
        let face = PreflightFace(network: .youtube, title: "Visite", text: full, media: [LimitsFixture.video()])
        #expect(try LimitsFixture.codes(face) == [])
        var longer = face
        longer.text += "e"
        let finding = try #require(try LimitsFixture.check(longer).first)
        #expect(finding.code == "text_too_heavy" && finding.field == .text && finding.severity == .block)
        #expect(finding.figures["count"] == .bytes(5_001) && finding.figures["max"] == .bytes(5_000))
    }

    @Test("Bluesky counts what a reader sees as one character, and bytes beside")
    func bluesky() throws {
        let family = "👨‍👩‍👧‍👦"
        #expect(TextCount.count(String(repeating: family, count: 300), as: .graphemes) == 300)
        let heavy = PreflightFace(network: .bluesky, text: String(repeating: family, count: 121))
        // 121 graphemes of 25 bytes.
        let finding = try #require(try LimitsFixture.check(heavy).first)
        #expect(finding.code == "text_too_heavy" && finding.figures["count"] == .bytes(3_025))
        let light = PreflightFace(network: .bluesky, text: String(repeating: family, count: 120))
        #expect(try LimitsFixture.check(light) == [])
        #expect(
            try LimitsFixture.codes(PreflightFace(network: .bluesky, text: String(repeating: "e\u{301}", count: 301)))
                == ["text_too_long"])
    }

    @Test(
        "Mastodon counts an address 23 and of a remote mention the name alone",
        arguments: [
            ("Bonjour", 7), ("https://chu-exemple.fr/une/tres/longue/adresse?avec=tout", 23), ("http://a.fr", 23),
            // Without its scheme it is counted as it is written.
            ("chu-exemple.fr", 14), ("(https://chu-exemple.fr/a_(b))", 25), ("https://chu-exemple.fr.", 24),
            ("@zoe@mastodon.example", 4), ("@zoe", 4), ("a@b.example", 11), ("=@zoe@b.example", 15),
            ("@zoe@b.example, @luc@c.example !", 4 + 2 + 4 + 2), ("@zoe@", 5), ("https://m.fr/@zoe@b.example", 23),
            ("👨‍👩‍👧", 1), ("https://no-tld", 14), ("@@zoe@b.example", 5),
        ])
    func mastodon(text: String, count: Int) {
        #expect(TextCount.count(text, as: .mastodon(url: 23)) == count)
    }

    @Test("Mastodon counts the warning with the text")
    func warning() throws {
        var face = PreflightFace(
            network: .mastodon, text: String(repeating: "a", count: 251),
            contentWarning: String(repeating: "b", count: 250))
        #expect(try LimitsFixture.codes(face) == ["text_too_long"])
        face.text.removeLast()
        #expect(try LimitsFixture.codes(face) == [])
    }

    @Test("the other networks are taken to count Unicode scalars")
    func scalars() {
        #expect(TextCount.count("e\u{301}👍🏽", as: .scalars) == 4)
        #expect(TextCount.count("👍🏽", as: .utf16Units) == 4)
    }

    @Test(
        "X: an emoji of any year counts two, and signs that are text by default one",
        arguments: [
            ("😀", 2), ("🫩", 2), ("\u{1FAC6}", 2), ("👩🏽‍⚕️", 2), ("🏳️‍🌈", 2), ("🇫🇷", 2), ("🇽🇽", 4), ("🇫", 2),
            ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("#️⃣", 2), ("7⃣", 2), ("7", 1), ("©", 1), ("©️", 2), ("☺︎", 4), ("☺️", 2), ("👋🏽👋", 4),
            ("e\u{301}", 1), ("한", 2), ("’", 1), ("…", 2), ("«", 1), ("œ", 1), ("€", 2), ("\u{202F}", 2),
        ])
    func emoji(text: String, count: Int) { #expect(TextCount.count(text, as: .weighted) == count) }

    @Test(
        "texts that are made to cost time cost what others do",
        arguments: [
            "a.", "a-", "a_b.com_", "a.co/(", "http://", "@a@", "#1", "$A", "\u{200D}👩", "e\u{301}", "http://é漢.",
            "?=&", "((",
        ])
    func hostile(piece: String) {
        // A hundred thousand characters: a walk that looked back at each of them would not end.
        let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
        for rule: CountingRule in [.weighted, .mastodon(url: 23), .emojiAsBytes, .graphemes] {
            #expect(TextCount.count(text, as: rule) > 0)
        }
        #expect(XText.hashtags(in: text).count + BlueskyFacets.detect(text).count <= text.utf8.count)
    }

    @Test(
        "labels of host names are as long as on the wire (RFC 3492)",
        arguments: [
            ("bücher", 13), ("exemple", 7), ("ü", 7), ("中国", 10), ("рф", 8), ("他们为什么不说中文", 28), ("abæcdöef", 16),
        ])
    func punycode(label: String, length: Int) { #expect(Punycode.length(Array(label.unicodeScalars)[...]) == length) }

    @Test("29: an address in parentheses, a family and split accents, together")
    func together() {
        // 1 + 4 ("été " composed) + 2 + 1 + 2×2 + 1 + (1 + 23 + 1)
        let text = "e\u{301}te\u{301} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} 健康 (http://a.fr)"
        #expect(TextCount.count(text, as: .weighted) == 4 + 2 + 1 + 4 + 1 + 25)
    }
}
