import Foundation
import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// Who said what, where, and for how long that is known.
@Suite struct AfterRecordTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    @Test("the record says who wrote, approved, corrected and took back, and the words as they left")
    func record() async throws {
        try await each { house in
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            try await house.work()
            try await house.withdraw(id)
            try await house.work()
            try await house.visit { visitor in
                let page = try await visitor.get("/posts/\(id)/record")
                #expect(page.status == 200 && !page.text.contains("⟦"))
                for words in [
                    "samedi matin", "dimanche matin", "Le jour était faux", "Une erreur grave", "second",
                    "network.example/n1", "gardée 10",
                ] {
                    #expect(page.text.contains(words))
                }
                let file = try await visitor.get("/posts/\(id)/record.json")
                let json = try #require(
                    try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any])
                let message = try #require((json["messages"] as? [[String: Any]])?.first)
                #expect(message["textAsSent"] as? String == PublishingHouse.text)
                #expect(message["text"] as? String == PublishingHouse.corrected)
                #expect(message["state"] as? String == "withdrawn" && message["id"] as? String == "n1")
                #expect((message["changes"] as? [[String: Any]])?.count == 2)
                #expect((json["versions"] as? [Any])?.count == 2 && (json["verdicts"] as? [Any])?.count == 3)
            }
        }
    }

    @Test("the page of a correction keeps what was typed, and the page of the post offers it to somebody else")
    func pages() async throws {
        try await each { house in
            let channel = try await house.connect()
            let id = try await house.published(PublishingHouse.content([.init(channel: channel)]))
            let fields = [
                ("seen", "1"), ("text", PublishingHouse.corrected), ("face", String(channel)), ("do", "keep"),
            ]
            try await house.visit { visitor in
                let path = "/posts/\(id)/correct"
                #expect(try await visitor.get(path).text.contains(PublishingHouse.text))
                let bare = try await visitor.post(path, fields, from: path)
                #expect(bare.status == 400 && bare.text.contains("dimanche matin"))
                #expect(try await visitor.post(path, fields + [("why", "Jour faux")], from: path).status == 303)
                let own = try await visitor.get("/posts/\(id)").text
                #expect(!own.contains("/correction/approve") && own.contains("/correction/drop"))
            }
            try await house.visit(as: "second") { visitor in
                let page = try await visitor.get("/posts/\(id)").text
                #expect(page.contains("/correction/approve") && page.contains("Jour faux") && !page.contains("⟦"))
                let approve = "/posts/\(id)/correction/approve"
                #expect(try await visitor.post(approve, [("seen", "1")], from: "/posts/\(id)").status == 303)
                let again = try await visitor.post(approve, [("seen", "1")], from: "/posts/\(id)")
                #expect(again.status == 400 && again.text.contains("entre-temps"))
            }
            try await house.work()
            #expect(house.network.after.acts.count == 1)
        }
    }

    @Test("a record is erased ten years after its last change, or when the archive rule says, and not before")
    func retention() async throws {
        try await each { house in
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            house.network.after.counts { sent in
                Dictionary(uniqueKeysWithValues: sent.map { ($0.id, PostFigures(views: 5)) })
            }
            house.time.move(3_601)
            for _ in 0..<2 { try await house.work() }
            let kept = RecordRetention(desk: house.desk)
            house.time.move(3_600 * 86_400)
            #expect(try await kept.sweep() == 0)
            house.time.move(100 * 86_400)
            try await house.database.write { try Settings.set(RecordRetention.setting, "30", in: $0) }
            #expect(try await kept.sweep() == 0)
            try await house.database.write { try Settings.set(RecordRetention.setting, nil, in: $0) }
            #expect(try await kept.sweep() == 1)
            await #expect(throws: Failure.self) { try await house.post(id) }
            let left = try await house.database.read { connection in
                try ["sending", "sending_change", "sending_figures", "post_version", "post_correction"].map {
                    try connection.one("SELECT COUNT(*) AS n FROM \($0)", [])?.int("n") ?? -1
                }
            }
            #expect(left == [0, 0, 0, 0, 0])
            #expect(try await house.trail().contains("post.expired"))
        }
    }

    @Test("49: somebody leaves: her posts keep her name, and what waited to leave is approved again")
    func leaving() async throws {
        try await each { house in
            let channel = try await house.connect()
            let gone = try await house.published(PublishingHouse.content([.init(channel: channel)]))
            let waiting = try await house.release(
                PublishingHouse.content([.init(channel: channel)], "Une autre annonce."),
                at: house.time.now.adding(seconds: 7_200))
            let author = try PublishingHouse.person("communication").id
            let now = house.time.now
            try await house.database.write { try EventLog.append("account.closed", subject: author, at: now, in: $0) }
            for _ in 0..<2 {
                _ = try await EventLog(house.database).consume(as: Leaving.name) { try Leaving().hear($0, in: $1) }
            }
            #expect(try await house.post(gone).state == .published)
            #expect(try await house.post(waiting).state == .review)
            house.time.move(3_600)
            let second = try PublishingHouse.person("second")
            try await ApprovalActions(desk: house.desk).approve(waiting, seen: 1, by: second)
            #expect(try await house.post(waiting).state == .scheduled)
            house.time.move(3_601)
            for _ in 0..<2 { try await house.work() }
            #expect(house.network.posts.map(\.text) == [PublishingHouse.text, "Une autre annonce."])
            try await house.visit(as: "second") { visitor in
                let page = try await visitor.get("/posts/\(waiting)").text
                #expect(page.contains("communication"))
            }
            #expect(try await house.trail().contains("post.unapproved"))
        }
    }
}
