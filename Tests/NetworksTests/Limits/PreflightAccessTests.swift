import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct PreflightAccessTests {
    private typealias Fixture = LimitsFixture

    private func face(_ network: Network, _ media: PreflightMedia, isPublic: Bool = false) -> PreflightFace {
        PreflightFace(network: network, title: "Visite", text: "Bonjour", media: [media], isPublicHospital: isPublic)
    }

    @Test(
        "an image without a description stops a public hospital and warns the others",
        arguments: [
            Network.facebook, .instagram, .threads, .x, .linkedin, .mastodon, .bluesky, .google,
        ])
    func missing(network: Network) throws {
        var image = Fixture.image()
        image.alt = " \n"
        let held = try Fixture.check(face(network, image, isPublic: true))
        #expect(held.map(\.code) == ["alt_missing"] && held.first?.severity == .block && held.first?.field == .alt(0))
        #expect(try Fixture.check(face(network, image)).map(\.severity) == [.warn])
    }

    @Test("a description is no longer than the network takes", arguments: [(Network.x, 1_000), (.mastodon, 1_500)])
    func long(network: Network, most: Int) throws {
        var image = Fixture.image()
        image.alt = String(repeating: "é", count: most)
        #expect(try Fixture.codes(face(network, image)) == [])
        image.alt = String(repeating: "é", count: most + 1)
        let findings = try Fixture.check(face(network, image))
        #expect(findings.map(\.code) == ["alt_too_long"] && findings.first?.field == .alt(0))
    }

    @Test("a figure that nobody has checked warns instead of stopping", arguments: [Network.instagram, .threads])
    func memory(network: Network) throws {
        var image = Fixture.image()
        image.alt = String(repeating: "a", count: 1_001)
        let finding = try #require(try Fixture.check(face(network, image)).first)
        #expect(finding.code == "alt_too_long" && finding.severity == .warn && finding.figure?.confidence == .memory)
    }

    @Test("LinkedIn takes 4,086 characters and recommends 120")
    func linkedin() throws {
        var image = Fixture.image()
        image.alt = String(repeating: "a", count: 121)
        #expect(try Fixture.codes(face(.linkedin, image), .advice) == ["alt_long"])
        image.alt = String(repeating: "a", count: 4_087)
        #expect(try Fixture.codes(face(.linkedin, image)) == ["alt_too_long"])
    }

    @Test("where the network shows no description, the text should say it")
    func hidden() throws {
        #expect(try Fixture.codes(face(.google, Fixture.image()), .advice) == ["alt_not_shown"])
        #expect(try Fixture.codes(face(.instagram, Fixture.video()), .advice) == ["alt_not_shown"])
        #expect(try Fixture.check(face(.bluesky, Fixture.video())) == [])
    }

    @Test("a video asks for captions and a transcript")
    func captions() throws {
        var video = Fixture.video()
        (video.hasCaptions, video.hasTranscript) = (false, false)
        let others = try Fixture.check(face(.bluesky, video))
        #expect(others.map(\.code) == ["captions_missing", "transcript_missing"])
        #expect(others.map(\.severity) == [.warn, .advice])
        #expect(try Fixture.check(face(.bluesky, video, isPublic: true)).map(\.severity) == [.warn, .warn])
        #expect(try Fixture.codes(face(.x, Fixture.animation(), isPublic: true)) == [])
    }

    @Test(
        "Instagram and Threads fetch files from an address that the world can reach",
        arguments: [
            Network.instagram, .threads,
        ])
    func transport(network: Network) throws {
        var image = Fixture.image()
        image.pulledFrom = nil
        #expect(try Fixture.codes(face(network, image)) == ["media_needs_address"])
        image.pulledFrom = "https://10.0.0.4/m/1"
        #expect(try Fixture.codes(face(network, image)) == ["media_address_private"])
        #expect(try Fixture.codes(face(.facebook, image)) == [])
    }

    @Test(
        "private addresses are told from public ones by their looks",
        arguments: [
            ("https://relais.chu-exemple.fr/m", true), ("http://relais.chu-exemple.fr/m", false),
            ("https://localhost/m", false),
            ("https://intranet/m", false), ("https://a.local/m", false), ("https://a.home.arpa/m", false),
            ("https://127.0.0.1/m", false), ("https://169.254.169.254/m", false), ("https://172.16.0.1/m", false),
            ("https://172.32.0.1/m", true), ("https://192.168.1.1/m", false), ("https://8.8.8.8/m", true),
            ("https://2130706433/m", false), ("https://0x7f.0.0.1/m", false), ("https://0177.0.0.1/m", false),
            ("https://[::1]/m", false), ("https://[fe80::1]/m", false), ("https://[::ffff:10.0.0.1]/m", false),
            ("https://[2001:41d0::1]/m", true), ("https://user@chu-exemple.fr/m", false),
            ("ftp://chu-exemple.fr/m", false),
            ("", false), ("https://", false), ("https://chu-exemple.fr./m", false),
        ])
    func addresses(address: String, isPublic: Bool) { #expect(PublicAddress.isReachable(address) == isPublic) }

    @Test("23: the network's own clock: where there is one, not too soon and not too late")
    func schedule() throws {
        func ahead(_ network: Network, _ seconds: Double) throws -> [String] {
            let media = network == .youtube ? [Fixture.video()] : network == .instagram ? [Fixture.image()] : []
            return try Fixture.codes(
                PreflightFace(network: network, title: "Visite", text: "Bonjour", media: media, scheduledIn: seconds))
        }
        for network in [Network.instagram, .x, .linkedin, .bluesky, .threads] {
            #expect(try ahead(network, 3_600) == ["schedule_unsupported"])
        }
        #expect(try ahead(.facebook, 599) == ["schedule_too_soon"] && ahead(.facebook, 600) == [])
        #expect(try ahead(.facebook, 2_592_000) == [] && ahead(.facebook, 2_592_001) == ["schedule_too_late"])
        #expect(try ahead(.mastodon, 299) == ["schedule_too_soon"] && ahead(.mastodon, 300) == [])
        #expect(try ahead(.mastodon, .nan) == ["schedule_too_soon"] && ahead(.mastodon, -1) == ["schedule_too_soon"])
        #expect(try ahead(.youtube, 60) == [] && ahead(.google, 60) == [])
    }

    @Test("who may see it: only what the network knows")
    func visibility() throws {
        var post = PreflightFace(network: .mastodon, text: "Bonjour", visibility: "followers")
        #expect(try Fixture.codes(post) == [])
        post.network = .bluesky
        #expect(try Fixture.codes(post) == ["visibility_unsupported"])
        post.visibility = "everybody"
        #expect(try Fixture.codes(post) == [])
        post = PreflightFace(
            network: .youtube, title: "Visite", text: "", media: [Fixture.video()], visibility: "unlisted",
            scheduledIn: 60)
        #expect(try Fixture.codes(post) == ["schedule_visibility"])
    }

    @Test("the gravest is said first, then in the order of the post")
    func order() throws {
        var image = Fixture.image("image/png")
        image.alt = nil
        let post = PreflightFace(network: .instagram, text: "Voir a.fr #octobrerose", media: [image])
        let findings = try Fixture.check(post)
        #expect(findings.map(\.severity) == [.block, .warn, .advice, .advice])
        #expect(findings.map(\.code) == ["image_format", "alt_missing", "links_not_clickable", "hashtag_capitals"])
        #expect(findings.allSatisfy { $0.figures["network"] == .text("Instagram (professional account)") })
    }
}
