import Channels
import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Publishing

/// The look at a post some minutes before it leaves.
@Suite struct ForesightTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    @Test("a token that died is told ten minutes before; connected anew, the post leaves at its hour by itself")
    func token() async throws {
        try await each { house in
            let channel = try await house.connect()
            let id = try await house.release(
                PublishingHouse.content([.init(channel: channel)]), at: house.time.now.adding(seconds: 3_600))
            let foresight = Foresight(desk: house.desk)
            try await foresight.look()
            #expect(try await house.parcels(id).first?.state == .ready)
            try await house.database.write {
                try $0.execute("UPDATE channel SET state = 'expired' WHERE id = $1", [channel])
            }
            house.time.move(3_100)
            try await foresight.look()
            // Looked at twice, by two nodes, it is told once.
            try await foresight.look()
            var parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .held && parcel.reason == .token && house.network.attempts == 0)
            let told = try await house.database.read {
                try Audit.entries(limit: 100, in: $0).count { $0.action == "post.held" }
            }
            #expect(told == 1)
            _ = try await house.connect()
            try await foresight.look()
            parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .ready && parcel.reason == nil)
            try await house.work()
            #expect(house.network.attempts == 0)
            house.time.move(501)
            try await house.work()
            #expect(house.network.posts.count == 1 && house.network.attempts == 1)
        }
    }

    @Test("a limit that was lowered stops it before its hour, and a silent network stops nothing")
    func limit() async throws {
        try await each { house in
            let channel = try await house.connect(.mastodon, "chu@social.example")
            let id = try await house.release(
                PublishingHouse.content([.init(channel: channel)]), at: house.time.now.adding(seconds: 300))
            house.network.takes([.textMax: .number(5)])
            let known = try await house.database.read { try ChannelStore.find(channel, in: $0) }
            try await ChannelCheck(desk: house.desk.channels).check(known)
            try await Foresight(desk: house.desk).look()
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .held && parcel.reason == .blocked && house.network.attempts == 0)
            house.network.takes([.textMax: .number(500)])
            let again = try await house.database.read { try ChannelStore.find(channel, in: $0) }
            try await ChannelCheck(desk: house.desk.channels).check(again)
            try await Foresight(desk: house.desk).look()
            #expect(try await house.parcels(id).first?.state == .ready)
        }
    }

    @Test("what a person holds, and what a backup brought back, is not set going by a look")
    func people() async throws {
        try await each { house in
            let due = house.time.now.adding(seconds: 300)
            let faces = [PostContent.Face(channel: try await house.connect())]
            let parked = try await house.release(PublishingHouse.content(faces), at: due)
            let other = "Conférence n° 7 ouverte à tous, jeudi à 18 h, dans le hall de l’hôpital."
            let restored = try await house.release(PublishingHouse.content(faces, other), at: due)
            let foresight = Foresight(desk: house.desk)
            try await foresight.look()
            try await PostActions(desk: house.desk).park(
                parked, reason: "Deuil", by: try PublishingHouse.person("second"))
            _ = try await PublishingServices.restored(house.database, at: house.time.now)
            try await foresight.look()
            for id in [parked, restored] {
                let parcel = try #require(try await house.parcels(id).first)
                #expect(parcel.state == .held && parcel.reason == .restored)
            }
            house.time.move(301)
            try await house.work()
            #expect(house.network.attempts == 0)
        }
    }
}
