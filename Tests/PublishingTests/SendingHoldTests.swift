import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// What keeps a message here: time, rates, tokens, people.
@Suite struct SendingHoldTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    @Test("16: a token that is taken no more marks the account; nothing is attempted again, the history stays")
    func deadToken() async throws {
        try await each { house in
            let channel = try await house.connect()
            let id = try await house.release(PublishingHouse.content([.init(channel: channel)]))
            house.network.dies()
            try await house.work()
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .held && parcel.reason == .token && house.network.attempts == 0)
            let seen = try await house.database.read { try ChannelStore.find(channel, in: $0) }
            #expect(seen.state == .expired && seen.error != nil)
        }
    }

    @Test("24: the server was down from 08:50 to 10:10: what was due at nine is offered, not sent")
    func late() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]),
                at: house.time.now.adding(seconds: 600))
            house.time.move(600 + 4_200)
            try await house.work()
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .held && parcel.reason == .late && house.network.attempts == 0)
            try await SendingActions(desk: house.desk).send(parcel.id, by: try PublishingHouse.person("second"))
            try await house.work()
            #expect(house.network.posts.count == 1)
        }
    }

    @Test(
        "40: whatever a network asks us to wait, it is between a second and an hour",
        arguments: [(0.0, 1.0), (30, 30), (-5, 1), (1e12, 3_600), (.infinity, 3_600), (.nan, 3_600)])
    func waits(_ asked: Double, _ expected: Double) async throws {
        try await each { house in
            house.network.behaves(.refuses(Failure(.tooMany, "429"), wait: asked))
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .ready && parcel.reason == .waiting)
            #expect(parcel.waitUntil.map { $0.seconds(since: house.time.now) } == expected)
            house.time.move(expected + 1)
            try await house.work()
            #expect(house.network.posts.count == 1 && house.network.attempts == 2)
        }
    }

    @Test(
        "41 and 45: what was rejected before any effect is tried again, anything else is not",
        arguments: [
            (Failure.Kind.tooMany, Parcel.State.ready), (.unavailable, .ready), (.unusable, .refused),
            (.conflict, .refused), (.tooLarge, .refused),
        ])
    func kinds(_ kind: Failure.Kind, _ state: Parcel.State) async throws {
        try await each { house in
            house.network.behaves(.refuses(Failure(kind, "the network's no"), wait: nil))
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            #expect(try await house.parcels(id).map(\.state) == [state])
            house.time.move(900)
            try await house.work()
            #expect(house.network.posts.count == (state == .ready ? 1 : 0))
        }
    }

    @Test("26: a network that is still at work on a video is waited for, and its upload is kept")
    func processing() async throws {
        try await each { house in
            house.network.works(2)
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .ready && parcel.prepared?.values == ["media": "m1"])
            for _ in 0..<2 {
                house.time.move(6)
                try await house.work()
            }
            #expect(house.network.posts.count == 1)
        }
    }

    @Test("46: four megabytes of an error page are one line of 300 characters")
    func hugeError() async throws {
        try await each { house in
            let page = String(repeating: "<p>Sorry\n</p>", count: 400_000)
            house.network.behaves(.refuses(Failure(.unusable, page), wait: nil))
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            let error = try #require(try await house.parcels(id).first?.error)
            #expect(error.count <= 300 && !error.contains("\n"))
        }
    }

    @Test("50: the stop button pressed during a send lets the call end, and nothing else begins")
    func stop() async throws {
        try await each { house in
            let channel = try await house.connect()
            let ids = [
                try await house.release(PublishingHouse.content([.init(channel: channel)], "Premier message.")),
                try await house.release(PublishingHouse.content([.init(channel: channel)], "Second message.")),
            ]
            let desk = house.desk
            house.network.publishing {
                try await SendingActions(desk: desk).stop(
                    reason: "Deuil", by: try PublishingHouse.person("communication"))
            }
            try await house.work()
            #expect(house.network.posts.map(\.text) == ["Premier message."])
            #expect(try await house.parcels(ids[0]).map(\.state) == [.sent])
            #expect(try await house.parcels(ids[1]).map(\.state) == [.ready])
            house.network.publishing(nil)
            try await SendingActions(desk: desk).resume(by: try PublishingHouse.person("communication"))
            try await house.work()
            #expect(house.network.posts.count == 2)
        }
    }

    @Test("44: the twenty-sixth post with a link is held when five dollars are set aside for X")
    func budget() async throws {
        try await each { house in
            try await house.database.write { try Budget.set(.x, 500_000, in: $0) }
            let channel = try await house.connect(.x, "chu_x")
            for number in 1...26 {
                try await house.release(
                    PublishingHouse.content(
                        [.init(channel: channel)],
                        "Conférence ouverte à tous : https://www.chu-valmont.fr/conferences/\(number)"))
            }
            for _ in 0..<4 { try await house.work() }
            #expect(house.network.posts.count == 25)
            let held = try await house.database.read { try ParcelStore.waiting(in: $0) }
            #expect(held.map(\.reason) == [.budget])
        }
    }

    @Test("on hold parks the whole post, on every account")
    func parked() async throws {
        try await each { house in
            let faces = [
                PostContent.Face(channel: try await house.connect(.facebook, "page")),
                PostContent.Face(channel: try await house.connect(.linkedin, "org")),
            ]
            let id = try await house.release(
                PublishingHouse.content(faces), at: house.time.now.adding(seconds: 60))
            let actions = PostActions(desk: house.desk)
            try await actions.park(id, reason: "Attendons", by: try PublishingHouse.person("second"))
            house.time.move(120)
            try await house.work()
            #expect(house.network.attempts == 0)
            #expect(try await house.parcels(id).allSatisfy { $0.reason == .parked })
            try await actions.unpark(id, by: try PublishingHouse.person("second"))
            try await house.work()
            #expect(house.network.posts.count == 2)
        }
    }

    @Test("a restored backup sends no old post")
    func restored() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]),
                at: house.time.now.adding(seconds: 60))
            let held = try await PublishingServices.restored(house.database, at: house.time.now)
            house.time.move(120)
            try await house.work()
            #expect(held == 1 && house.network.attempts == 0)
            #expect(try await house.parcels(id).first?.reason == .restored)
        }
    }

    @Test("a text that the check blocks is submitted to nobody, and one that is blocked since does not leave")
    func blocked() async throws {
        try await each { house in
            let channel = try await house.connect()
            let author = try PublishingHouse.person("communication")
            let text = "Bravo à Mme Jeanne Lefèvre, opérée hier d'un cancer du sein dans notre service, chambre 214."
            let id = try await PostActions(desk: house.desk).create(
                PublishingHouse.content([.init(channel: channel)], text), service: nil, by: author)
            await #expect(throws: Failure.self) {
                try await ApprovalActions(desk: house.desk).submit(id, seen: 1, when: .onceApproved, by: author)
            }
            #expect(try await house.post(id).state == .draft)
        }
    }
}
