import Kernel
import Testing

@testable import Listening

@Suite struct OriginPaceTests {
    @Test("the interval halves while news come, grows by half in the quiet, between five minutes and a day")
    func adapts() {
        #expect(VisitPace.interval(after: 3_600, new: 3, floor: nil, hubIsLive: false) == 1_800)
        #expect(VisitPace.interval(after: 3_600, new: 0, floor: nil, hubIsLive: false) == 5_400)
        #expect(VisitPace.interval(after: 400, new: 1, floor: nil, hubIsLive: false) == VisitPace.shortest)
        #expect(VisitPace.interval(after: 80_000, new: 0, floor: nil, hubIsLive: false) == VisitPace.longest)
    }

    @Test("what the publisher asks for is a floor, up to a day")
    func floors() {
        #expect(VisitPace.interval(after: 3_600, new: 9, floor: 7_200, hubIsLive: false) == 7_200)
        #expect(VisitPace.interval(after: 3_600, new: 9, floor: 1e12, hubIsLive: false) == VisitPace.longest)
        #expect(VisitPace.interval(after: 3_600, new: 9, floor: -5, hubIsLive: false) == 1_800)
        #expect(VisitPace.interval(after: 3_600, new: 9, floor: nil, hubIsLive: true) == VisitPace.underHub)
    }

    @Test(
        "max-age is read where the answer may be kept",
        arguments: [
            ("max-age=600", 600.0), ("public, max-age=60, must-revalidate", 60), ("Max-Age=\"30\"", 30),
            ("no-store, max-age=600", nil), ("no-cache", nil), ("max-age=-4", nil), ("max-age=abc", nil), (nil, nil),
        ] as [(String?, Double?)])
    func maxAge(_ header: String?, _ expected: Double?) { #expect(VisitPace.maxAge(header) == expected) }

    @Test("failures are waited out twice as long each time, a day at most")
    func waits() {
        #expect((1...4).map(VisitPace.wait(afterFailures:)) == [300, 600, 1_200, 2_400])
        #expect(VisitPace.wait(afterFailures: 1_000) == VisitPace.longest)
    }

    @Test(
        "each kind of address has one spelling",
        arguments: [
            (Origin.Kind.mastodonAccount, "CHU@Sante.Social", "@chu@sante.social"),
            (.mastodonTag, "#Hôpital@mastodon.social", "#hôpital@mastodon.social"),
            (.mastodonSearch, "CHU Exemple@mastodon.social", "CHU Exemple@mastodon.social"),
            (.blueskyAuthor, "@CHU.bsky.social", "chu.bsky.social"),
            (.feed, "HTTPS://Press.Example:443/a b#x", "https://press.example/a%20b"),
        ])
    func spelling(_ kind: Origin.Kind, _ typed: String, _ expected: String) throws {
        #expect(try OriginAddress.checked(typed, kind) == expected)
    }

    @Test(
        "addresses of another form are refused with a word",
        arguments: [
            (Origin.Kind.feed, "ftp://a.example/"), (.feed, "http://user:pw@a.example/"), (.mastodonTag, "hopital"),
            (.mastodonTag, "#a b@c.example"), (.mastodonAccount, "@chu"), (.mastodonAccount, "@a@b/c"),
            (.blueskyAuthor, "chu"), (.page, "javascript:alert(1)"),
        ])
    func refused(_ kind: Origin.Kind, _ typed: String) {
        #expect(throws: Failure.self) { try OriginAddress.checked(typed, kind) }
    }

    @Test("what somebody types is recognised")
    func guesses() {
        #expect(OriginAddress.guess("@chu@sante.social")?.kind == .mastodonAccount)
        #expect(OriginAddress.guess("#hopital@mastodon.social")?.kind == .mastodonTag)
        #expect(OriginAddress.guess("chu.bsky.social")?.kind == .blueskyAuthor)
        #expect(OriginAddress.guess("www.chu.example") == nil)
        #expect(OriginAddress.guess("https://sante.social/@chu") == nil)
        #expect(OriginAddress.web("www.chu.example") == "https://www.chu.example")
    }
}
