import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// What broke elsewhere (field study, section 3), as far as posts go and no other suite says it.
@Suite struct FailureTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    @Test("2: an error after the step that publishes: the post is looked for, found, and never called failed")
    func afterwards() async throws {
        try await each { house in
            // What a connector makes of such an error is that nobody can tell (`InstagramOutcomeTests`: 4/2207051).
            house.network.behaves(.takesInSilence)
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            #expect(try await house.post(id).state != .failed)
            house.time.move(31)
            try await house.work()
            #expect(try await house.post(id).state == .published && house.network.attempts == 1)
        }
    }

    @Test("7: each attempt at a post has the same key, and after an hour nothing is sent again by itself")
    func key() async throws {
        try await each { house in
            house.network.behaves(.silence)
            house.network.hides()
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect(.mastodon, "chu@social.example"))]))
            let before = try #require(try await house.parcels(id).first?.key)
            for _ in 0..<5 {
                try await house.work()
                house.time.move(1_800)
            }
            #expect(house.network.attempts == 1)
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .unknown && parcel.key == before)
            try await SendingActions(desk: house.desk).send(parcel.id, by: try PublishingHouse.person("second"))
            try await house.work()
            #expect(house.network.posts.map(\.key) == [before])
        }
    }

    @Test("23: a post for later waits here, not on the network's own schedule")
    func schedule() async throws {
        try await each { house in
            let channel = try await house.connect(.mastodon, "chu@social.example")
            for number in 1...26 {
                try await house.release(
                    PublishingHouse.content([.init(channel: channel)], "Message numéro \(number)."),
                    at: house.time.now.adding(seconds: 120 + Double(number)))
            }
            try await house.work()
            #expect(house.network.attempts == 0)
            house.time.move(200)
            for _ in 0..<2 { try await house.work() }
            #expect(house.network.posts.count == 26)
        }
    }

    @Test("31: what a picture shows stays through an edit and a copy of the post")
    func alt() async throws {
        try await each { house in
            let author = try PublishingHouse.person("communication")
            var content = PublishingHouse.content([.init(channel: try await house.connect())])
            content.media = [.init(media: 77, alt: "La façade du pavillon, de nuit")]
            let actions = PostActions(desk: house.desk)
            let id = try await actions.create(content, service: nil, by: author)
            content.text += " Venez nombreux."
            try await actions.save(id, content, seen: 1, by: author)
            #expect(try await house.post(id).content.media == content.media)
            let copy = try await house.visit { visitor async throws -> Int64 in
                let said = try await visitor.post("/posts/\(id)/copy", [], from: "/posts/\(id)")
                let number = said.location?.firstMatch(of: /posts\/([0-9A-Za-z-]+)\/edit/).map { String($0.1) }
                return try #require(number.flatMap { Int64($0) }, "\(said.location ?? "")")
            }
            #expect(copy != id)
            #expect(try await house.post(copy).content.media == content.media)
        }
    }

    @Test("41: an upload that is refused for now is made again, and the post leaves once")
    func upload() async throws {
        try await each { house in
            house.network.preparing(fails: Failure(.tooMany, "429"))
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            #expect(try await house.parcels(id).map(\.state) == [.ready] && house.network.attempts == 0)
            house.network.preparing(fails: nil)
            house.time.move(900)
            try await house.work()
            #expect(house.network.attempts == 1 && house.network.posts.count == 1)
        }
    }

    @Test(
        "45: of all kinds of no, those that say \"not now\" are tried again, and no other",
        arguments: [
            Failure.Kind.unusable, .signedOut, .forbidden, .notFound, .conflict, .tooLarge, .tooMany, .broken,
            .unavailable,
        ])
    func kinds(_ kind: Failure.Kind) async throws {
        try await each { house in
            house.network.behaves(.refuses(Failure(kind, "the network's no"), wait: nil))
            try await house.release(PublishingHouse.content([.init(channel: try await house.connect())]))
            for _ in 0..<3 {
                try await house.work()
                house.time.move(700)
            }
            #expect(house.network.attempts == ([.tooMany, .unavailable].contains(kind) ? 2 : 1))
        }
    }
}
