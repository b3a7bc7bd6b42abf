import Channels
import Foundation
import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Publishing

/// Servers that take smaller pictures than their network says.
@Suite(.enabled(if: LibraryAtelier.isEquipped, LibraryAtelier.wanted)) struct SmallerPictureTests {
    @Test("25: a picture that the network takes and a server refuses is made smaller for it, once, and leaves")
    func smaller() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await Self.noise(house, atelier)
            let channel = try await house.connect(.bluesky, "chu")
            var content = PublishingHouse.content([.init(channel: channel)])
            content.media = [.init(media: item.id, alt: item.alt)]
            house.network.takesFiles(of: 1_000_000)
            let first = try await house.release(content)
            try await house.work()
            #expect(try await house.post(first).state == .published && house.network.attempts == 1)
            let bytes = try #require(house.network.shown.first)
            // Made smaller by its coding alone: it keeps its points.
            #expect(bytes <= 1_000_000 && bytes > 300_000 && house.network.shown.count == 1)
            let small = try await house.database.read {
                try LibraryStore.rendition(item.id, "bluesky@1000000", in: $0)
            }
            #expect(small?.width == item.width && small?.bytes == bytes)
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/\(item.id)").text
                #expect(page.contains("Bluesky (≤ 1") && !page.contains("⟦"))
            }
            // Another server says it when the post is made.
            house.network.takesFiles(of: nil)
            house.network.behaves(
                .refuses(Failure(.tooLarge, "BlobTooLarge", words: "networks.media_too_large"), wait: nil))
            let second = try await house.release(content)
            try await house.work()
            house.time.move(600)
            try await house.work()
            #expect(try await house.post(second).state == .published)
            #expect(house.network.shown == [bytes, bytes] && house.network.posts.count == 2)
            // One that takes not even that much: a person is told, and it is not tried over and over.
            house.network.takesFiles(of: 1_000)
            let third = try await house.release(content)
            for _ in 0..<3 { try await house.work() }
            let parcel = try #require(try await house.parcels(third).first)
            #expect(parcel.state == .held && parcel.reason == .media && house.network.posts.count == 2)
        }
    }

    @Test("a server that says how little it takes is given a picture of that size, before anything is approved")
    func asked() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await Self.noise(house, atelier)
            let channel = try await house.connect(.mastodon, "chu")
            house.network.takes([.imagesMaxBytes: .number(500_000)])
            let known = try await house.database.read { try ChannelStore.find(channel, in: $0) }
            try await ChannelCheck(desk: house.desk.channels).check(known)
            var content = PublishingHouse.content([.init(channel: channel)])
            content.media = [.init(media: item.id, alt: item.alt)]
            try await PostActions(desk: house.desk).create(
                content, service: nil, by: try PublishingHouse.person("communication"))
            for _ in 0..<2 {
                try await LibraryServices(desk: house.desk).look()
                try await house.work()
            }
            // Both are there; nothing is left to make.
            try await LibraryServices(desk: house.desk).look()
            #expect(try await house.work() == 0)
            let id = try await house.release(content)
            try await house.work()
            #expect(try await house.post(id).state == .published)
            #expect(house.network.shown.allSatisfy { $0 <= 500_000 } && house.network.shown.count == 1)
        }
    }

    /// More than a million bytes as JPEG, and fewer than two.
    private static func noise(_ house: PublishingHouse, _ atelier: LibraryAtelier) async throws -> LibraryItem {
        for band in 1...3 {
            try atelier.run("vips", ["gaussnoise", "\(band).v", "720", "720", "--sigma", "45", "--seed", "\(band)"])
        }
        try atelier.run("vips", ["bandjoin", "1.v 2.v 3.v", "noise.v"])
        try atelier.run("vips", ["cast", "noise.v", "bytes.v", "uchar"])
        try atelier.run("vips", ["copy", "bytes.v", "srgb.v", "--interpretation", "srgb"])
        try atelier.run("vips", ["copy", "srgb.v", "noise.jpg[Q=97]"])
        let item = try await house.describe(try await house.brought(try atelier.bytes("noise.jpg"), as: "noise.jpg"))
        #expect((1_000_001..<2_000_000).contains(item.bytes))
        return item
    }
}
