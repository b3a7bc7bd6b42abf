import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct AskedLimitsTests {
    private let moment = Instant(seconds: 1_795_262_400)

    @Test("what a Mastodon server says of itself takes the place of what was read, with the moment")
    func mastodon() throws {
        let answer = AskedLimits.mastodon(
            at: moment, characters: 5_000, perURL: 30, files: 6, description: 5_000, image: (10_000_000, 1_000_000),
            video: (40_000_000, nil), formats: ["image/png", "image/avif", "video/webm", "audio/ogg"])
        let limits = try LimitsFixture.limits(.mastodon).asked(answer)
        #expect(limits[.textMax]?.value.int == 5_000 && limits[.altMax]?.value.int == 5_000)
        #expect(limits[.imagesMaxCount]?.value.int == 6 && limits[.imagesMaxBytes]?.value.int == 10_000_000)
        #expect(limits[.imagesMaxPixels]?.value.int == 1_000_000 && limits[.videoMaxBytes]?.value.int == 40_000_000)
        #expect(limits[.imagesFormats]?.value.list == ["png", "avif"] && limits[.videoFormats]?.value.list == ["webm"])
        #expect(limits.counting == .mastodon(url: 30))
        let figure = try #require(limits[.textMax])
        #expect(figure.askedAt == moment && figure.confidence == .official && figure.unit == "characters")
        #expect(figure.sources.map(\.place) == ["GET /api/v2/instance"] && figure.age(on: moment.adding(days: 2)) == 2)
        // What was not said stays as it was read.
        #expect(limits[.videoMaxCount]?.askedAt == nil && limits[.videoMaxPixels] == nil)
    }

    @Test("answers that cannot be are left out", arguments: [-1.0, .nan, .infinity, 1e14])
    func impossible(number: Double) throws {
        let read = try LimitsFixture.limits(.mastodon)
        let answer = AskedLimits(
            at: moment, endpoint: "GET /x", values: [.textMax: .number(number), .altMax: .list([])])
        #expect(read.asked(answer) == read)
    }

    @Test("a server with more room lets a longer text through, and one with less stops it")
    func room() throws {
        let text = String(repeating: "a", count: 600)
        let face = PreflightFace(network: .mastodon, text: text)
        #expect(try LimitsFixture.codes(face) == ["text_too_long"])
        #expect(try LimitsFixture.codes(face, asked: .mastodon(at: moment, characters: 5_000)) == [])
        let short = PreflightFace(network: .mastodon, text: String(repeating: "a", count: 300))
        #expect(try LimitsFixture.codes(short, asked: .mastodon(at: moment, characters: 250)) == ["text_too_long"])
    }

    @Test("a full quota warns and does not stop: the post waits")
    func quota() throws {
        let face = PreflightFace(network: .instagram, text: "Bonjour", media: [LimitsFixture.image()])
        let full = AskedLimits.instagramQuota(at: moment, used: 50, total: 50)
        let findings = try LimitsFixture.check(face, asked: full)
        #expect(findings.map(\.code) == ["quota_used"] && findings.first?.severity == .warn)
        #expect(findings.first?.figure?.askedAt == moment)
        #expect(try LimitsFixture.check(face, asked: .instagramQuota(at: moment, used: 49, total: 50)) == [])
        // Where the network does not say of how many, the figure of the book holds: 50.
        #expect(
            try LimitsFixture.codes(face, .warn, asked: .instagramQuota(at: moment, used: 50, total: nil)).count == 1)
        let threads = PreflightFace(network: .threads, text: "Bonjour")
        #expect(
            try LimitsFixture.codes(threads, .warn, asked: .threadsQuota(at: moment, used: 250, total: nil))
                == ["quota_used"])
    }

    @Test("Bluesky's answer on videos holds for videos alone")
    func video() throws {
        let face = PreflightFace(network: .bluesky, text: "Bonjour", media: [LimitsFixture.video()])
        let none = AskedLimits.blueskyVideo(at: moment, canUpload: false)
        #expect(try LimitsFixture.codes(face, asked: none) == ["video_not_allowed"])
        let used = AskedLimits.blueskyVideo(at: moment, canUpload: true, videosLeft: 0, bytesLeft: 1)
        #expect(try LimitsFixture.codes(face, .warn, asked: used) == ["videos_used"])
        let small = AskedLimits.blueskyVideo(at: moment, canUpload: true, videosLeft: 3, bytesLeft: 1_000)
        #expect(try LimitsFixture.codes(face, .warn, asked: small) == ["videos_used"])
        let free = AskedLimits.blueskyVideo(at: moment, canUpload: true, videosLeft: 3, bytesLeft: 90_000_000)
        #expect(try LimitsFixture.check(face, asked: free) == [])
        #expect(try LimitsFixture.check(PreflightFace(network: .bluesky, text: "Bonjour"), asked: none) == [])
    }
}
