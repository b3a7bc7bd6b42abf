import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// Words that were published are put right, each network asked once.
@Suite struct AfterCorrectionTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    @Test("a correction that somebody else approves edits the accounts whose words change, and no other")
    func onlyWhatChanges() async throws {
        try await each { house in
            let faces = [
                PostContent.Face(channel: try await house.connect(.facebook, "page")),
                PostContent.Face(channel: try await house.connect(.linkedin, "org"), text: "Portes ouvertes."),
            ]
            let id = try await house.published(PublishingHouse.content(faces))
            let touched = try #require(house.network.posts.first { $0.text == PublishingHouse.text }).id
            try await house.propose(id) { $0.text = PublishingHouse.corrected }
            await #expect(throws: Failure.self) {
                try await CorrectionActions(desk: house.desk).approve(
                    id, seen: 1, by: try PublishingHouse.person("communication"))
            }
            try await house.work()
            #expect(house.network.after.acts.isEmpty)
            let second = try PublishingHouse.person("second")
            try await CorrectionActions(desk: house.desk).approve(id, seen: 1, by: second)
            await #expect(throws: Failure.self) {
                try await CorrectionActions(desk: house.desk).approve(id, seen: 1, by: second)
            }
            for _ in 0..<3 { try await house.work() }
            #expect(house.network.after.acts == [.edit(touched, PublishingHouse.corrected)])
            #expect(house.network.posts.count == 2)
            let post = try await house.post(id)
            #expect(post.version == 2 && post.state == .published)
            let texts = try await house.parcels(id).map(\.text)
            #expect(Set(texts) == [PublishingHouse.corrected, "Portes ouvertes."])
            let trail = try await house.trail()
            #expect(trail.contains("post.corrected") && trail.contains("post.edited"))
        }
    }

    @Test("a shorter thread takes its last part back, a new comment leaves under the post")
    func threads() async throws {
        try await each { house in
            let face = PostContent.Face(
                channel: try await house.connect(.mastodon, "chu@social.example"), thread: ["Deux.", "Trois."])
            let id = try await house.published(PublishingHouse.content([face], "Un."))
            try await house.correct(id) { content in
                content.faces[0].thread = ["Deux, corrigé."]
                content.faces[0].comment = "Inscription sur place."
            }
            for _ in 0..<4 { try await house.work() }
            #expect(house.network.after.acts == [.delete("n3"), .edit("n2", "Deux, corrigé.")])
            #expect(house.network.posts.last?.text == "Inscription sur place.")
            #expect(house.network.posts.last?.parent == "n1")
            #expect(try await house.post(id).state == .published)
        }
    }

    @Test("where a network edits nothing: taken back, published anew and noted, in that order and each once")
    func repost() async throws {
        try await each { house in
            house.network.after.behaves(
                .refuses(Failure(.unusable, "edits nothing", words: "networks.no_edit"), wait: nil), .silence)
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            try await house.work()
            let refused = try #require(try await house.changes(id).first)
            #expect(refused.state == .refused && refused.error == "edits nothing")
            let second = try PublishingHouse.person("second")
            let reposts = Reposts(desk: house.desk)
            try await reposts.repost(refused.id, note: "Jour corrigé le 2 novembre", by: second)
            await #expect(throws: Failure.self) {
                try await reposts.repost(refused.id, note: "Jour corrigé", by: second)
            }
            for _ in 0..<3 { try await house.work() }
            // Nobody knows whether the old one is gone: nothing new leaves.
            #expect(house.network.posts.count == 1)
            let withdrawal = try #require(try await house.changes(id).last)
            #expect(withdrawal.state == .unknown && withdrawal.reason == "Jour corrigé le 2 novembre")
            try await ChangeActions(desk: house.desk).again(withdrawal.id, by: second)
            for _ in 0..<3 { try await house.work() }
            #expect(house.network.posts.map(\.text) == [PublishingHouse.text, PublishingHouse.corrected])
            #expect(house.network.after.acts.suffix(2) == [.delete("n1"), .delete("n1")])
            #expect(try await house.parcels(id).map(\.state) == [.withdrawn, .sent])
            let post = try await house.post(id)
            #expect(post.version == 3 && post.state == .published)
        }
    }

    @Test("an edit that was taken in silence is found there, and not made again")
    func silent() async throws {
        try await each { house in
            house.network.after.behaves(.takesInSilence)
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            try await house.work()
            #expect(try await house.changes(id).map(\.state) == [.unknown])
            house.time.move(31)
            try await house.work()
            #expect(try await house.changes(id).map(\.state) == [.done])
            #expect(try await house.parcels(id).map(\.text) == [PublishingHouse.corrected])
            #expect(house.network.after.acts.count == 1)
        }
    }

    @Test("an edit that nobody can tell of waits for a person, and an attempt of a dead node is not made again")
    func lost() async throws {
        try await each { house in
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            let change = try #require(try await house.changes(id).first)
            let now = house.time.now
            _ = try await house.database.write { try ChangeStore.arm(change, holder: "0 1 gone", at: now, in: $0) }
            for _ in 0..<4 {
                try await house.work()
                house.time.move(700)
            }
            #expect(try await house.changes(id).map(\.state) == [.unknown])
            #expect(house.network.after.acts.isEmpty)
            let second = try PublishingHouse.person("second")
            try await ChangeActions(desk: house.desk).again(change.id, by: second)
            try await house.work()
            #expect(house.network.after.acts.count == 1)
            #expect(try await house.changes(id).map(\.state) == [.done])
        }
    }

    @Test("words that the check blocks are proposed to nobody; a newer correction takes the place of an older one")
    func checked() async throws {
        try await each { house in
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            await #expect(throws: Failure.self) {
                try await house.propose(id) {
                    $0.text = "Bravo à Mme Jeanne Lefèvre, opérée hier d'un cancer du sein, chambre 214."
                }
            }
            await #expect(throws: Failure.self) { try await house.propose(id) { _ in } }
            try await house.propose(id) { $0.text = "Portes ouvertes lundi." }
            try await house.propose(id) { $0.text = PublishingHouse.corrected }
            let second = try PublishingHouse.person("second")
            await #expect(throws: Failure.self) {
                try await CorrectionActions(desk: house.desk).approve(id, seen: 1, by: second)
            }
            try await CorrectionActions(desk: house.desk).approve(id, seen: 2, by: second)
            try await house.work()
            #expect(house.network.after.acts == [.edit("n1", PublishingHouse.corrected)])
        }
    }
}
