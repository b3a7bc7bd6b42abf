import Foundation
import Kernel
import Testing

@testable import Networks

/// Videos, documents, and files that say absurd things of themselves.
@Suite struct PreflightVideoTests {
    private typealias Fixture = LimitsFixture

    private func face(_ network: Network, _ media: PreflightMedia...) -> PreflightFace {
        PreflightFace(network: network, title: "Visite", text: "Bonjour", media: media)
    }

    @Test(
        "videos are timed and weighed",
        arguments: [
            (Network.x, 140.0, 512_000_000), (.instagram, 900, 300_000_000), (.linkedin, 1_800, 500_000_000),
            (.bluesky, 180, 100_000_000), (.threads, 300, 1_000_000_000), (.facebook, 14_400, 1_073_741_824),
            (.youtube, 43_200, 256_000_000_000),
        ] as [(Network, Double, Int64)])
    func timed(network: Network, seconds: Double, bytes: Int64) throws {
        #expect(try Fixture.codes(face(network, Fixture.video(seconds, bytes: bytes))) == [])
        #expect(try Fixture.codes(face(network, Fixture.video(seconds + 1))) == ["video_too_long"])
        #expect(try Fixture.codes(face(network, Fixture.video(60, bytes: bytes + 1))) == ["video_too_heavy"])
    }

    @Test("videos too short or too light are refused where the network says so")
    func short() throws {
        #expect(try Fixture.codes(face(.x, Fixture.video(0.4))) == ["video_too_short"])
        #expect(try Fixture.codes(face(.linkedin, Fixture.video(2))) == ["video_too_short"])
        #expect(try Fixture.codes(face(.linkedin, Fixture.video(60, bytes: 74_999))) == ["video_too_light"])
    }

    @Test("over 15 minutes YouTube wants a verified channel: this warns")
    func unverified() throws {
        #expect(try Fixture.codes(face(.youtube, Fixture.video(901)), .warn) == ["video_unverified"])
    }

    @Test("a document goes alone, to LinkedIn, in its formats, with a title of 400 characters at most")
    func documents() throws {
        var pdf = PreflightMedia(.document, mime: "application/pdf", bytes: 100_000_000)
        #expect(try Fixture.check(face(.linkedin, pdf)) == [])
        #expect(try Fixture.codes(face(.linkedin, pdf, Fixture.image())) == ["document_alone"])
        #expect(try Fixture.codes(face(.facebook, pdf)) == ["document_refused"])
        pdf.bytes += 1
        pdf.mime = "text/csv"
        #expect(try Fixture.codes(face(.linkedin, pdf)) == ["document_format", "document_too_heavy"])
        pdf = PreflightMedia(
            .document, mime: "application/vnd.openxmlformats-officedocument.presentationml.presentation", bytes: 9_000)
        var post = face(.linkedin, pdf)
        post.title = String(repeating: "a", count: 401)
        #expect(try Fixture.codes(post) == ["title_too_long"])
    }

    @Test("what says absurd things of itself is judged like the rest")
    func absurd() throws {
        let odd = PreflightMedia(
            .video, mime: "", bytes: .max, width: .max, height: .max, seconds: .infinity, alt: nil, pulledFrom: "x")
        for network in [Network.x, .linkedin, .bluesky, .threads, .mastodon] {
            #expect(try Fixture.codes(face(network, odd, odd)).contains("video_too_heavy"))
        }
        let image = PreflightMedia(.image, mime: "/", bytes: .min, width: .max, height: .min, seconds: .nan)
        #expect(try Fixture.codes(face(.google, image)).contains("image_format"))
        let many = PreflightFace(network: .x, text: "a", media: Array(repeating: odd, count: 5_000))
        #expect(try Fixture.check(many).count < 1_000)
    }
}
