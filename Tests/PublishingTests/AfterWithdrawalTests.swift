import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// What was published is taken back at once, and nothing of it is forgotten.
@Suite struct AfterWithdrawalTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    @Test("withdrawn everywhere: the last part of a thread first, each once, and the post is withdrawn")
    func everywhere() async throws {
        try await each { house in
            let face = PostContent.Face(
                channel: try await house.connect(.mastodon, "chu@social.example"), comment: "Au fond du parc.",
                thread: ["Deux."])
            let id = try await house.published(PublishingHouse.content([face], "Un."))
            #expect(house.network.posts.count == 3)
            try await house.withdraw(id)
            try await house.withdraw(id)
            for _ in 0..<2 { try await house.work() }
            #expect(house.network.after.acts == [.delete("n3"), .delete("n2"), .delete("n1")])
            #expect(try await house.parcels(id).allSatisfy { $0.state == .withdrawn })
            #expect(try await house.post(id).state == .withdrawn)
            await #expect(throws: Failure.self) { try await house.withdraw(id) }
            let trail = try await house.trail()
            #expect(trail.filter { $0 == "post.withdrawn" }.count == 3 && trail.contains("post.withdrawal"))
        }
    }

    @Test("withdrawn from one network of two, the page says where it still stands")
    func partly() async throws {
        try await each { house in
            let page = try await house.connect(.facebook, "page")
            let organisation = try await house.connect(.linkedin, "org")
            let id = try await house.published(
                PublishingHouse.content([.init(channel: page), .init(channel: organisation)]))
            try await house.withdraw(id, [page])
            for _ in 0..<2 { try await house.work() }
            #expect(house.network.after.acts.count == 1)
            #expect(try await house.post(id).state == .published)
            try await house.visit(as: "second") { visitor in
                let text = try await visitor.get("/posts/\(id)").text
                #expect(text.contains("Retirée en partie") && text.contains("LinkedIn · CHU org"))
                #expect(!text.contains("⟦"))
                let bare = try await visitor.post("/posts/\(id)/withdraw", [("reason", "Assez")], from: "/posts/\(id)")
                #expect(bare.status == 400 && bare.text.contains("Choisissez un compte"))
                let fields = [("everywhere", "1"), ("reason", "Assez")]
                let all = try await visitor.post("/posts/\(id)/withdraw", fields, from: "/posts/\(id)")
                #expect(all.status == 303)
            }
            for _ in 0..<2 { try await house.work() }
            #expect(try await house.post(id).state == .withdrawn)
        }
    }

    @Test("it takes the right to approve and a reason, and no approval")
    func rights() async throws {
        try await each { house in
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            let actions = Withdrawals(desk: house.desk)
            for (name, reason) in [("clinician", "Une erreur grave"), ("second", " ")] {
                await #expect(throws: Failure.self) {
                    try await actions.withdraw(
                        id, channels: [], because: reason, by: try PublishingHouse.person(name))
                }
            }
            #expect(try await house.changes(id).isEmpty)
            // Its own author may: harm waits for nobody.
            try await actions.withdraw(
                id, channels: [], because: "Une erreur grave", by: try PublishingHouse.person("communication"))
            try await house.work()
            #expect(try await house.post(id).state == .withdrawn)
        }
    }

    @Test("what nobody knew to have left is taken back once it is found")
    func foundLater() async throws {
        try await each { house in
            let first = try await house.connect(.facebook, "page")
            let second = try await house.connect(.linkedin, "org")
            house.network.behaves(.takes, .takesInSilence)
            house.network.hides()
            let id = try await house.published(
                PublishingHouse.content([.init(channel: first), .init(channel: second)]))
            #expect(Set(try await house.parcels(id).map(\.state)) == [.sent, .unknown])
            try await house.withdraw(id)
            house.network.shows()
            for _ in 0..<4 {
                try await house.work()
                house.time.move(40)
            }
            #expect(house.network.after.acts.count == 2 && house.network.posts.count == 2)
            #expect(try await house.post(id).state == .withdrawn)
        }
    }

    @Test("an outcome that nobody knows is looked at: what still stands waits for a person, and is not tried by itself")
    func unknown() async throws {
        try await each { house in
            house.network.after.behaves(.silence, .takesInSilence)
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.withdraw(id)
            try await house.work()
            house.time.move(31)
            try await house.work()
            let still = try #require(try await house.changes(id).first)
            #expect(still.state == .held && still.why == .found && house.network.after.acts.count == 1)
            let second = try PublishingHouse.person("second")
            try await ChangeActions(desk: house.desk).again(still.id, by: second)
            for _ in 0..<3 {
                try await house.work()
                house.time.move(700)
            }
            // It is not among the latest any more, which proves nothing.
            #expect(try await house.changes(id).map(\.state) == [.unknown])
            #expect(house.network.after.acts.count == 2)
            try await ChangeActions(desk: house.desk).confirm(still.id, by: second)
            #expect(try await house.post(id).state == .withdrawn)
            let trail = try await house.trail()
            #expect(trail.contains("change.again") && trail.contains("change.confirmed"))
        }
    }

    @Test("asked by the house, an account by which nothing has left is left alone")
    func asked() async throws {
        try await each { house in
            let first = try await house.connect(.facebook, "page")
            let second = try await house.connect(.linkedin, "org")
            house.network.behaves(.takes, .refuses(Failure(.tooMany, "429"), wait: 3_000))
            let id = try await house.published(
                PublishingHouse.content([.init(channel: first), .init(channel: second)]))
            let (desk, now) = (house.desk, house.time.now)
            for _ in 0..<2 {
                try await house.database.write {
                    try Withdrawals.ask(id, because: "Autorisation retirée", by: nil, at: now, desk: desk, in: $0)
                }
            }
            try await house.work()
            #expect(house.network.after.acts.count == 1)
            #expect(Set(try await house.parcels(id).map(\.state)) == [.withdrawn, .ready])
            #expect(try await house.changes(id).map(\.person) == [nil])
        }
    }
}
