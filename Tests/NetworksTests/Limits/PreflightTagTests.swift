import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct PreflightTagTests {
    private typealias Fixture = LimitsFixture

    private func tags(_ count: Int) -> String { (0..<count).map { "#soin\($0)" }.joined(separator: " ") }

    @Test("Instagram takes five hashtags, Threads one, LinkedIn shows fewer people a post with six")
    func hashtags() throws {
        var post = PreflightFace(network: .instagram, text: tags(5), media: [Fixture.image()])
        #expect(try Fixture.check(post) == [])
        post.text = tags(6)
        let finding = try #require(try Fixture.check(post).first)
        #expect(
            finding.code == "hashtags_too_many" && finding.severity == .block && finding.figure?.confidence == .conflict
        )
        #expect(try Fixture.codes(PreflightFace(network: .threads, text: tags(2))) == ["hashtags_too_many"])
        #expect(
            try Fixture.codes(PreflightFace(network: .threads, text: tags(1), tags: ["soin"])) == ["hashtags_too_many"])
        #expect(try Fixture.codes(PreflightFace(network: .linkedin, text: tags(6)), .advice) == ["hashtags_many"])
        #expect(try Fixture.check(PreflightFace(network: .facebook, text: tags(40))) == [])
    }

    @Test("X takes one ticker, Bluesky eight tags beside the text, of 64 characters each")
    func fields() throws {
        #expect(try Fixture.codes(PreflightFace(network: .x, text: "$AB et $CD")) == ["cashtags_too_many"])
        let nine = (0..<9).map { "t\($0)" }
        #expect(try Fixture.codes(PreflightFace(network: .bluesky, text: "a", tags: nine)) == ["tags_too_many"])
        let long = String(repeating: "é", count: 65)
        #expect(try Fixture.codes(PreflightFace(network: .bluesky, text: "a", tags: [long])) == ["tag_too_long"])
        #expect(try Fixture.codes(PreflightFace(network: .bluesky, text: "#" + long)) == ["tag_too_long"])
    }

    @Test("YouTube counts its tags together, with their commas and quotation marks")
    func keywords() throws {
        #expect(Inspection.videoTags(["soin", "don du sang"]) == 4 + 1 + 13 && Inspection.videoTags([]) == 0)
        let words = Array(repeating: String(repeating: "a", count: 99), count: 5)
        var post = PreflightFace(network: .youtube, title: "Visite", text: "", media: [Fixture.video()], tags: words)
        #expect(try Fixture.codes(post) == [])
        post.tags[0] += "ab"
        #expect(try Fixture.codes(post) == ["tags_too_long"])
    }

    @Test(
        "a hashtag of several words is spelt with capitals where the words are sure",
        arguments: [
            ("octobrerose", "OctobreRose"), ("Octobrerose", "OctobreRose"), ("OCTOBREROSE", "OctobreRose"),
            ("dondusang", "DonDuSang"), ("santementale", "SanteMentale"), ("santémentale", "SantéMentale"),
            ("moissanstabac", "MoisSansTabac"), ("dondorganes", "DonDOrganes"), ("octobrerose2026", "OctobreRose2026"),
            ("hopitalpublic", "HopitalPublic"), ("gestespremierssecours", "GestesPremiersSecours"),
        ])
    func capitals(tag: String, better: String) { #expect(HashtagSpelling.of(tag, among: []) == .better(better)) }

    @Test("the words of the text are believed before the list")
    func written() {
        #expect(
            HashtagSpelling.of("chuvaldemer", among: HashtagSpelling.words(of: "Au CHU Val de Mer, demain"))
                == .better("ChuValDeMer"))
        #expect(HashtagSpelling.of("chuvaldemer", among: HashtagSpelling.words(of: "Au CHU de la mer")) == .fine)
    }

    @Test(
        "single words, short ones, and those that have their capitals are left alone",
        arguments: [
            "cardiologie", "OctobreRose", "octobre_rose", "CHU", "soin", "movember", "anesthesiologie",
            "hospitalisation",
            "handicap", "psychopathologie", "日本語日本語日本語", "2026202620", "Octobre",
        ])
    func fine(tag: String) { #expect(HashtagSpelling.of(tag, among: []) == .fine) }

    @Test(
        "where the words are not sure, only the question is asked",
        arguments: [
            "zgrubluxbarnadoum", "mavilleamoiquejaime",
        ])
    func unsure(tag: String) { #expect(HashtagSpelling.of(tag, among: []) == .unsure) }

    @Test("spelling is advice, said once, where the hashtag stands")
    func advice() throws {
        let post = PreflightFace(network: .mastodon, text: "#octobrerose #octobrerose", thread: ["#dondusang"])
        let findings = try Fixture.check(post)
        #expect(findings.map(\.code) == ["hashtag_capitals", "hashtag_capitals"])
        #expect(findings.map(\.field) == [.text, .thread(0)] && findings.map(\.severity) == [.advice, .advice])
        #expect(findings.first?.figures["suggestion"] == .text("#OctobreRose"))
        #expect(findings.first?.figures["tag"] == .text("#octobrerose"))
    }

    @Test("a hashtag made to cost time costs little")
    func hostile() throws {
        for tag in [
            String(repeating: "de", count: 50), String(repeating: "a", count: 100),
            String(repeating: "et", count: 5_000),
        ] {
            #expect(
                HashtagSpelling.of(tag, among: HashtagSpelling.words(of: String(repeating: "de ", count: 2_000)))
                    != .better(""))
        }
        let many = PreflightFace(network: .mastodon, text: String(repeating: "#octobrerosebleu ", count: 5_000))
        #expect(try Fixture.check(many).filter { $0.code == "hashtag_capitals" }.count == 1)
    }

    @Test(
        "telephone numbers are found as people write them",
        arguments: [
            ("Tél. 02 40 08 33 33", "02 40 08 33 33"), ("02.40.08.33.33", "02.40.08.33.33"),
            ("0240083333", "0240083333"),
            ("+33 2 40 08 33 33", "+33 2 40 08 33 33"), ("+33 (0)2 40 08 33 33", "+33 (0)2 40 08 33 33"),
            ("0033240083333", "0033240083333"), ("0 800 12 34 56", "0 800 12 34 56"), ("0800 123 456", "0800 123 456"),
            ("(555) 123-4567", "555) 123-4567"),
            ("appelez le 06\u{202F}12\u{202F}34\u{202F}56\u{202F}78 !", "06\u{202F}12\u{202F}34\u{202F}56\u{202F}78"),
        ])
    func telephone(text: String, found: String) { #expect(PhoneNumbers.first(in: text) == found) }

    @Test(
        "dates, prices, registers and addresses are no telephone numbers",
        arguments: [
            "Le 01/02/2026 à 14 h 30", "01.02.2026 14", "1 234 567 890 €", "n° 440 000 289 FINESS", "3114", "15 ou 112",
            "https://chu-exemple.fr/0240083333", "2026-11-23 08:00", "SIRET 264 400 136 00013", "de 08 00 à 20 00", "",
            "FR76 3000 4000 0312 3456 7890 143", "+12 000 000", "01 02 03 04 05 06 07",
        ])
    func noTelephone(text: String) { #expect(PhoneNumbers.first(in: text) == nil) }
}
