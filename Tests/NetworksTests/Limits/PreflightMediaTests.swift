import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct PreflightMediaTests {
    private typealias Fixture = LimitsFixture

    private func face(_ network: Network, _ media: PreflightMedia...) -> PreflightFace {
        PreflightFace(network: network, title: "Visite", text: "Bonjour", media: media)
    }

    @Test("28: Instagram without a file is refused, with a file it is not")
    func instagram() throws {
        let findings = try Fixture.check(face(.instagram))
        #expect(findings.map(\.code) == ["media_required"] && findings.first?.severity == .block)
        #expect(findings.first?.figure?.name == .imagesRequired)
        #expect(try Fixture.check(face(.instagram, Fixture.image())) == [])
        #expect(try Fixture.codes(face(.instagram, Fixture.video())) == [])
    }

    @Test("28: YouTube without a video is refused, and so is an image in its place")
    func youtube() throws {
        #expect(try Fixture.codes(face(.youtube)) == ["video_required"])
        #expect(try Fixture.codes(face(.youtube, Fixture.image())) == ["video_required", "images_refused"])
        #expect(try Fixture.codes(face(.youtube, Fixture.video())) == [])
    }

    @Test(
        "28: a video with images is refused on X, LinkedIn and Facebook, and a PNG where JPEG alone is taken",
        arguments: [
            Network.x, .linkedin, .facebook, .bluesky,
        ])
    func mixed(network: Network) throws {
        #expect(try Fixture.codes(face(network, Fixture.video(), Fixture.image())) == ["mix_refused"])
        #expect(try Fixture.codes(face(network, Fixture.video())) == [])
        // TikTok, which refuses PNG, is none of our networks; Instagram refuses it too.
        #expect(try Fixture.codes(face(.instagram, Fixture.image("image/png"))) == ["image_format"])
    }

    @Test("most Mastodon servers refuse a video among other files: this warns")
    func mastodonMix() throws {
        #expect(try Fixture.codes(face(.mastodon, Fixture.video(), Fixture.image()), .warn) == ["mix_uncertain"])
    }

    @Test(
        "32: an animated GIF with an image is refused on X and Bluesky, alone it is not",
        arguments: [
            Network.x, .bluesky,
        ])
    func animation(network: Network) throws {
        let findings = try Fixture.check(face(network, Fixture.animation(), Fixture.image()))
        #expect(findings.map(\.code) == ["animation_alone"] && findings.first?.severity == .block)
        #expect(try Fixture.codes(face(network, Fixture.animation())) == [])
        // One of the two counts of videos says it first when there are two animations.
        #expect(try Fixture.codes(face(network, Fixture.animation(), Fixture.animation())).contains("animation_alone"))
        #expect(try Fixture.codes(face(.mastodon, Fixture.animation(), Fixture.image())) == [])
    }

    @Test(
        "as many images as the network takes, and not one more",
        arguments: [
            (Network.facebook, 10), (.instagram, 10), (.x, 4), (.bluesky, 4), (.mastodon, 4), (.linkedin, 20),
            (.google, 1),
            (.threads, 20),
        ])
    func count(network: Network, most: Int) throws {
        var post = PreflightFace(
            network: network, text: "Bonjour", media: Array(repeating: Fixture.image(), count: most))
        #expect(try Fixture.codes(post) == [])
        post.media.append(Fixture.image())
        let findings = try Fixture.check(post).filter { $0.severity == .block }
        #expect(findings.map(\.code) == ["images_too_many"])
        #expect(findings.first?.figures["count"] == .number(most + 1) && findings.first?.field == .whole)
    }

    @Test("one video, none on Google, and a carousel holds as many files as of one kind")
    func videos() throws {
        #expect(try Fixture.codes(face(.x, Fixture.video(), Fixture.video())) == ["videos_too_many"])
        #expect(try Fixture.codes(face(.google, Fixture.video())) == ["videos_refused"])
        let carousel = Array(repeating: Fixture.image(), count: 12) + Array(repeating: Fixture.video(), count: 9)
        let post = PreflightFace(network: .threads, text: "Bonjour", media: carousel)
        #expect(try Fixture.codes(post) == ["media_too_many"])
    }

    @Test(
        "images are weighed: the safe figure stops, Bluesky's old one warns",
        arguments: [
            (Network.facebook, 4_000_000), (.instagram, 8_000_000), (.x, 5_000_000), (.linkedin, 5_000_000),
            (.threads, 8_000_000), (.mastodon, 16_777_216), (.bluesky, 2_000_000), (.google, 5_000_000),
        ] as [(Network, Int64)])
    func weight(network: Network, most: Int64) throws {
        #expect(try Fixture.codes(face(network, Fixture.image(bytes: most))) == [])
        let findings = try Fixture.check(face(network, Fixture.image(bytes: most + 1)))
        #expect(findings.first?.code == "image_too_heavy" && findings.first?.field == .media(0))
        #expect(findings.first?.figures["max"] == .bytes(most))
    }

    @Test("images between one and two megabytes may meet an older Bluesky server")
    func bluesky() throws {
        let findings = try Fixture.check(face(.bluesky, Fixture.image(bytes: 1_400_000)))
        #expect(findings.map(\.code) == ["image_heavy"] && findings.first?.severity == .warn)
        #expect(try Fixture.check(face(.bluesky, Fixture.image(bytes: 1_000_000))) == [])
    }

    @Test("X weighs an animation by its own figure")
    func gif() throws {
        var animation = Fixture.animation()
        animation.bytes = 15_000_000
        #expect(try Fixture.codes(face(.x, animation)) == [])
        animation.bytes += 1
        #expect(try Fixture.codes(face(.x, animation)) == ["image_too_heavy"])
    }

    @Test("Google: from 10 kB, from 400 × 300 pixels, JPEG or PNG")
    func google() throws {
        #expect(try Fixture.codes(face(.google, Fixture.image(bytes: 9_999))) == ["image_too_light"])
        #expect(
            try Fixture.codes(face(.google, Fixture.image("image/jpeg", bytes: 20_000, 400, 299)))
                == ["image_too_small"])
        #expect(try Fixture.codes(face(.google, Fixture.image("image/webp"))) == ["image_format"])
        // Where nobody knows the size, nothing is said of it.
        #expect(try Fixture.codes(face(.google, Fixture.image("image/jpeg", bytes: 20_000, 0, 0))) == [])
    }

    @Test("formats are known by content, whatever their media type is called")
    func formats() throws {
        #expect(try Fixture.codes(face(.instagram, Fixture.image("image/jpg"))) == [])
        #expect(try Fixture.codes(face(.mastodon, Fixture.image("image/heif"))) == [])
        #expect(try Fixture.codes(face(.bluesky, Fixture.image("image/avif"))) == [])
        let findings = try Fixture.check(face(.threads, Fixture.image("image/webp; q=1")))
        #expect(findings.first?.figures["format"] == .text("webp"))
        #expect(findings.first?.figures["formats"] == .text("jpeg, png"))
        var video = Fixture.video()
        video.mime = "video/quicktime"
        #expect(try Fixture.codes(face(.bluesky, video)) == ["video_format"])
    }

    @Test("Instagram: shapes from 4:5 to 1.91:1; widths out of its range are scaled, which warns")
    func shapes() throws {
        for (width, height) in [(1_080, 1_350), (1_080, 566), (1_080, 1_080)] {
            #expect(try Fixture.check(face(.instagram, Fixture.image("image/jpeg", bytes: 9_000, width, height))) == [])
        }
        for (width, height) in [(1_080, 1_920), (1_200, 600)] {
            let findings = try Fixture.check(face(.instagram, Fixture.image("image/jpeg", bytes: 9_000, width, height)))
            #expect(findings.map(\.code) == ["image_shape"])
        }
        #expect(
            try Fixture.codes(face(.instagram, Fixture.image("image/jpeg", bytes: 9_000, 4_000, 3_000)), .warn)
                == ["image_resized"])
    }

    @Test("pixels are counted on LinkedIn and Mastodon")
    func pixels() throws {
        let large = Fixture.image("image/jpeg", bytes: 900_000, 8_000, 6_000)
        #expect(try Fixture.codes(face(.linkedin, large)) == ["image_too_large"])
        #expect(try Fixture.codes(face(.mastodon, large)) == ["image_too_large"])
        #expect(try Fixture.codes(face(.facebook, large)) == [])
    }
}
