import Channels
import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Publishing

/// What a network says of its limits at run time.
@Suite struct QuotaTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    @Test(
        "43: the quota of a day is asked of the network before a post leaves: the fifty-first waits, and leaves when there is room"
    )
    func quota() async throws {
        try await each { house in
            let channel = try await house.connect(.threads)
            house.network.takes([.postsUsed: .number(50), .postsPerDay: .number(50)])
            let id = try await house.release(PublishingHouse.content([.init(channel: channel)]))
            try await house.work()
            var parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .ready && parcel.reason == .waiting && house.network.attempts == 0)
            #expect(parcel.error?.contains("50") == true)
            // An hour later there is none yet, and nobody calls it late.
            house.time.move(3_601)
            try await house.work()
            parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .ready && house.network.attempts == 0)
            house.network.takes([.postsUsed: .number(49), .postsPerDay: .number(50)])
            house.time.move(3_601)
            try await house.work()
            #expect(house.network.posts.count == 1)
        }
    }

    @Test("43: a network that does not say how much is left holds nothing back")
    func silent() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect(.threads))]))
            try await house.work()
            #expect(try await house.parcels(id).first?.state == .sent && house.network.asked == 1)
        }
    }

    @Test("the daily check asks a server for its own limits, and every check of a post counts with them")
    func own() async throws {
        try await each { house in
            let channel = try await house.connect(.mastodon)
            house.network.takes([.textMax: .number(20)])
            let before = try await house.database.read { try ChannelStore.find(channel, in: $0) }
            try await ChannelCheck(desk: house.desk.channels).check(before)
            let after = try await house.database.read { try ChannelStore.find(channel, in: $0) }
            let limit = house.desk.limits(of: after)?[.textMax]
            #expect(limit?.value == .number(20) && limit?.askedAt == house.time.now)
            // What is left of a day is not believed a day later; the length of a text is.
            house.network.takes([.textMax: .number(30), .postsUsed: .number(9), .postsPerDay: .number(9)])
            try await ChannelCheck(desk: house.desk.channels).check(after)
            house.time.move(86_400)
            let old = try await house.database.read { try ChannelStore.find(channel, in: $0) }
            let kept = house.desk.limits(of: old)
            #expect(kept?[.textMax]?.value == .number(30) && kept?[.postsUsed]?.askedAt == nil)
        }
    }
}
