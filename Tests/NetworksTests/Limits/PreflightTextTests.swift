import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct PreflightTextTests {
    private func a(_ count: Int) -> String { String(repeating: "a", count: count) }

    @Test(
        "each text fits at the network's own length and not one character later",
        arguments: [
            (Network.facebook, 63_206), (.threads, 500), (.x, 280), (.google, 1_500), (.mastodon, 500), (.bluesky, 300),
            (.linkedin, 3_000),
        ])
    func longest(network: Network, most: Int) throws {
        #expect(try LimitsFixture.codes(PreflightFace(network: network, text: a(most))) == [])
        let findings = try LimitsFixture.check(PreflightFace(network: network, text: a(most + 1)))
        let finding = try #require(findings.first)
        #expect(finding.code == "text_too_long" && finding.severity == .block && finding.field == .text)
        #expect(finding.figures["count"] == .number(most + 1) && finding.figures["max"] == .number(most))
        #expect(finding.figure?.name == .textMax && finding.figure?.sources.isEmpty == false)
    }

    @Test("Instagram's captions have 2,200 characters")
    func caption() throws {
        let face = PreflightFace(network: .instagram, text: a(2_201), media: [LimitsFixture.image()])
        #expect(try LimitsFixture.codes(face) == ["text_too_long"])
    }

    @Test("where sources disagree the higher line stops and the lower one warns")
    func conflicts() throws {
        let facebook = try LimitsFixture.check(PreflightFace(network: .facebook, text: a(5_001)))
        #expect(facebook.map(\.code) == ["text_long"] && facebook.first?.severity == .warn)
        #expect(facebook.first?.figures["max"] == .number(5_000) && facebook.first?.figure?.confidence == .conflict)
        #expect(try LimitsFixture.check(PreflightFace(network: .facebook, text: a(5_000))) == [])
        // LinkedIn's help gives 2,000 with something attached.
        var linkedin = PreflightFace(network: .linkedin, text: a(2_001), media: [LimitsFixture.image()])
        #expect(try LimitsFixture.codes(linkedin, .warn) == ["text_long"])
        linkedin.media = []
        #expect(try LimitsFixture.check(linkedin) == [])
        func mentions(_ count: Int) -> PreflightFace {
            let text = (0..<count).map { "@compte\($0)" }.joined(separator: " ")
            return PreflightFace(network: .instagram, text: text, media: [LimitsFixture.image()])
        }
        #expect(try LimitsFixture.check(mentions(3)) == [])
        #expect(try LimitsFixture.codes(mentions(4), .warn) == ["mentions_many"])
        #expect(try LimitsFixture.codes(mentions(20), .warn) == ["mentions_many"])
        #expect(try LimitsFixture.codes(mentions(21)) == ["mentions_too_many"])
    }

    @Test("a post without words or files is no post", arguments: [Network.x, .facebook, .linkedin, .bluesky])
    func empty(network: Network) throws {
        #expect(try LimitsFixture.codes(PreflightFace(network: network, text: " \n")) == ["text_empty"])
        let face = PreflightFace(network: network, text: "", media: [LimitsFixture.image()])
        #expect(try LimitsFixture.codes(face) == [])
    }

    @Test("YouTube: a title of 100 characters at most, and no angle brackets anywhere")
    func youtube() throws {
        var face = PreflightFace(network: .youtube, title: a(100), text: "Visite", media: [LimitsFixture.video()])
        #expect(try LimitsFixture.codes(face) == [])
        face.title = a(101)
        #expect(try LimitsFixture.codes(face) == ["title_too_long"])
        face.title = " "
        #expect(try LimitsFixture.codes(face) == ["title_missing"])
        face.title = "Soin <b>"
        face.text = "a > b"
        let findings = try LimitsFixture.check(face)
        #expect(findings.map(\.code) == ["text_forbidden", "text_forbidden"])
        #expect(findings.map(\.field) == [.title, .text])
    }

    @Test("Google refuses telephone numbers, also in a sentence")
    func telephone() throws {
        let face = PreflightFace(network: .google, text: "Prenez rendez-vous au 02 40 08 33 33.")
        let finding = try #require(try LimitsFixture.check(face).first)
        #expect(finding.code == "phone_number" && finding.severity == .block && finding.field == .text)
        #expect(finding.figures["found"] == .text("02 40 08 33 33"))
        #expect(try LimitsFixture.check(PreflightFace(network: .facebook, text: face.text)) == [])
    }

    @Test("X refuses characters that nobody sees")
    func invisible() throws {
        #expect(try LimitsFixture.codes(PreflightFace(network: .x, text: "a\u{FEFF}b")) == ["text_invisible"])
    }

    @Test("each part of a thread is counted, and networks without threads take one part")
    func thread() throws {
        let face = PreflightFace(network: .x, text: "Un", thread: ["Deux", a(281), ""])
        let findings = try LimitsFixture.check(face)
        #expect(findings.map(\.code) == ["text_too_long", "thread_part_empty"])
        #expect(findings.map(\.field) == [.thread(1), .thread(2)])
        for network in [Network.facebook, .linkedin, .google] {
            let face = PreflightFace(network: network, text: "Un", thread: ["Deux"])
            #expect(try LimitsFixture.codes(face) == ["thread_unsupported"])
        }
    }

    @Test("a first comment is counted as the network counts it")
    func comment() throws {
        var face = PreflightFace(network: .linkedin, text: "Un", firstComment: a(1_251))
        #expect(try LimitsFixture.codes(face) == ["comment_too_long"])
        face.firstComment = a(1_250)
        #expect(try LimitsFixture.codes(face) == [])
        face.firstComment = " "
        #expect(try LimitsFixture.codes(face) == ["comment_empty"])
        face = PreflightFace(network: .bluesky, text: "Un", firstComment: a(301))
        #expect(try LimitsFixture.check(face).map(\.field) == [.firstComment])
        #expect(
            try LimitsFixture.codes(PreflightFace(network: .google, text: "Un", firstComment: "Deux"))
                == ["comment_unsupported"])
    }

    @Test("links: five on Threads, none that opens on Instagram")
    func links() throws {
        let five = (0..<5).map { "https://a\($0).fr" }.joined(separator: " ")
        #expect(try LimitsFixture.check(PreflightFace(network: .threads, text: five)) == [])
        // The figure is from memory: it warns.
        #expect(
            try LimitsFixture.codes(PreflightFace(network: .threads, text: five + " https://b.fr"), .warn)
                == ["links_too_many"])
        #expect(try LimitsFixture.check(PreflightFace(network: .threads, text: five + " https://a1.fr")) == [])
        let face = PreflightFace(network: .instagram, text: "Voir https://a.fr", media: [LimitsFixture.image()])
        #expect(try LimitsFixture.codes(face, .advice) == ["links_not_clickable"])
    }

    @Test("every sentence is said by some check, and every check has its sentence")
    func sentences() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(
                path: "Sources/Networks/Limits/Preflight")
        var said: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix("Rules.swift")
        {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            said.formUnion(text.matches(of: /"([a-z]+(?:_[a-z]+)+)"/).map { String($0.1) })
        }
        let others: Set<String> = ["all_media", "public_url", "min_width", "min_height"]
        #expect(said.subtracting(others) == Set(try LimitsFixture.words().keys))
    }
}
