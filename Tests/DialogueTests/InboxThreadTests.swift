import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite("How what is heard becomes conversations")
struct InboxThreadTests {
    @Test("All 120 orders of arrival of a thread end in the same conversations")
    func orders() async throws {
        // Our post; a comment; our answer to it; an answer to that; and another's comment.
        let under = [
            said(1, own: true, kind: .post), said(2, 1, hour: 1, services: [1]), said(3, 2, own: true, hour: 2),
            said(4, 3, hour: 3, services: [2]), said(5, 1, hour: 4, urgency: .high),
        ]
        // Somebody's post, a ladder below it, and an answer of ours at its end.
        let ladder = [
            said(11, kind: .post), said(12, 11, hour: 1), said(13, 12, hour: 2), said(14, 13, hour: 3),
            said(15, 14, own: true, hour: 4),
        ]
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            for (thread, expected) in [(under, 2), (ladder, 1)] {
                var seen: Set<Set<Shape>> = []
                let orders =
                    database.engine == .sqlite ? permutations(thread) : permutations(thread).shuffled().suffix(24)
                for order in orders {
                    try await clear(house)
                    try await hear(order, in: house)
                    seen.insert(try await shapes(house))
                }
                #expect(seen.count == 1)
                #expect(seen.first?.count == expected)
            }
        }
    }

    private func clear(_ house: DialogueHouse) async throws {
        house.shelf.empty()
        try await house.database.write { connection in
            try connection.execute("UPDATE conversation SET merged_into = NULL", [])
            try connection.execute("DELETE FROM conversation", [])
        }
    }

    @Test("Each comment under our post is a conversation that points at it; our post opens none")
    func underOurPost() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await hear([said(1, own: true, kind: .post), said(2, 1), said(3, 1), said(4, 2)], in: house)
            let found = try await shapes(house).sorted { $0.root < $1.root }
            #expect(found.map(\.root) == [2, 3])
            #expect(found.map(\.post) == [1, 1])
            #expect(found.map(\.messages) == [[2, 4], [3]])
        }
    }

    @Test("Our echoes are never inbound: they answer, and reopen nothing")
    func echoes() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await hear([said(1, kind: .review)], in: house)
            #expect(try await shapes(house).first?.state == "unread")
            try await hear([said(2, 1, own: true, hour: 1)], in: house)
            let answered = try #require(try await shapes(house).first)
            #expect(answered.state == "waiting")
            #expect(answered.answered != nil)
            #expect(answered.last == answered.first, "the last word from outside is not ours")
            try await set("resolved", house)
            try await hear([said(3, 1, own: true, hour: 2)], in: house)
            #expect(try await shapes(house).first?.state == "resolved")
        }
    }

    private func set(_ state: String, _ house: DialogueHouse) async throws {
        try await house.database.write { try $0.execute("UPDATE conversation SET state = $1, handled = 1", [state]) }
    }

    @Test("The same events ten times change nothing: no row, no version, no event")
    func replay() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let thread = [
                said(1, own: true, kind: .post), said(2, 1, services: [1]), said(3, 2, own: true), said(4, 3),
            ]
            try await hear(thread, in: house)
            let before = try await shapes(house)
            let events = try await count("event", in: house)
            let versions = try await database.read {
                try $0.query("SELECT version FROM conversation ORDER BY id", []).map { try $0.int64("version") }
            }
            for _ in 0..<10 { try await take([4, 3, 2, 1], in: house) }
            #expect(try await shapes(house) == before)
            #expect(try await count("event", in: house) == events)
            let after = try await database.read {
                try $0.query("SELECT version FROM conversation ORDER BY id", []).map { try $0.int64("version") }
            }
            #expect(after == versions)
        }
    }

    @Test(
        "A new word from outside makes a resolved or snoozed conversation unread; an archived one stays, but for danger"
    )
    func reopens() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await hear([said(1, kind: .review)], in: house)
            for (index, state) in ["resolved", "waiting", "open"].enumerated() {
                try await set(state, house)
                try await database.write {
                    try $0.execute("UPDATE conversation SET snoozed_until = $1", [DialogueHouse.noon.adding(days: 9)])
                }
                try await hear([said(Int64(10 + index), 1, hour: Double(index) + 1)], in: house)
                #expect(try await shapes(house).first?.state == "unread", "from \(state)")
                let snoozed = try await database.read {
                    try $0.one("SELECT snoozed_until FROM conversation", [])?.optionalInt64("snoozed_until")
                }
                #expect(snoozed == nil)
            }
            try await set("archived", house)
            try await hear([said(20, 1, hour: 5)], in: house)
            #expect(try await shapes(house).first?.state == "archived")
            try await hear([said(21, 1, hour: 6, urgency: .distress)], in: house)
            #expect(try await shapes(house).first?.state == "unread")
        }
    }

    @Test(
        "What its author changes comes back unread; what is taken back stands as such, and archives what holds nothing else"
    )
    func editsAndDeletions() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await hear([said(1, kind: .review), said(2, 1, hour: 1)], in: house)
            try await set("resolved", house)
            try await hear([said(1, kind: .review, text: "Bonjour, et j'ajoute ceci")], in: house)
            #expect(try await shapes(house).first?.state == "unread")
            let id = try #require(
                try await database.read { try $0.one("SELECT id FROM conversation", [])?.int64("id") })
            try await InboxActions(desk: house.desk).note(
                id, "À rappeler", by: try DialogueHouse.person("communication"))

            func gone(_ id: Int64, _ parent: Int64?) -> Heard {
                let was = said(id, nil)
                return Heard(
                    id: id, network: .facebook, kind: .comment, externalID: was.externalID, text: "",
                    publishedAt: was.publishedAt, collectedAt: was.collectedAt, erased: true)
            }
            try await hear([gone(2, 1)], in: house)
            #expect(try await shapes(house).first?.state == "unread", "one of two is left")
            try await hear([gone(1, nil)], in: house)
            let shape = try #require(try await shapes(house).first)
            #expect(shape.state == "archived")
            #expect(shape.messages == [1, 2], "the places of what was said stay")
            #expect(try await count("conversation_note", in: house) == 1)
        }
    }

    @Test("Work that was done survives when two conversations turn out to be one")
    func joined() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let (root, link, leaf) = (said(1, kind: .post, text: "Que faire ?"), said(2, 1), said(3, 2, hour: 1))
            try await hear([leaf, root], in: house)
            #expect(try await shapes(house).count == 2)
            let part = try #require(
                try await database.read { try $0.one("SELECT id FROM conversation WHERE root = 3", [])?.int64("id") })
            let person = try DialogueHouse.person("communication")
            let actions = InboxActions(desk: house.desk)
            try await actions.note(part, "Vu avec le cadre", by: person)
            let version = try await database.read { try ConversationStore.find(part, in: $0)?.version } ?? -1
            try await actions.give(part, to: person.id, seen: version, by: person)
            try await hear([link], in: house)
            let whole = try #require(try await shapes(house).first)
            #expect(try await shapes(house).count == 1)
            #expect(whole.messages == [1, 2, 3])
            #expect(whole.root == 1)
            let (notes, holder) = try await database.read { connection in
                let id = try connection.one("SELECT id FROM conversation WHERE root = 1", [])?.int64("id") ?? 0
                return (
                    try Note.all(of: id, in: connection).map(\.text),
                    try ConversationStore.find(id, in: connection)?.person
                )
            }
            #expect(notes == ["Vu avec le cadre"])
            #expect(holder == person.id)
        }
    }

    @Test("Articles open nothing; a post that takes no side and asks nothing is put aside, a question is not")
    func noise() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await hear(
                [
                    said(1, kind: .article), said(2, 1), said(3, kind: .post, polarity: .neutral),
                    said(4, kind: .post, text: "Où se garer ?", polarity: .neutral),
                    said(5, kind: .review, polarity: .neutral),
                ], in: house)
            let states = Dictionary(uniqueKeysWithValues: try await shapes(house).map { ($0.root, $0.state) })
            #expect(states == [2: "unread", 3: "archived", 4: "unread", 5: "unread"])
        }
    }

    @Test("The past becomes conversations in batches: answered ones are settled, old ones archived, recent ones unread")
    func past() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let old = DialogueHouse.noon.adding(days: -60)
            let heard = [
                review("Ancien", id: 1, at: old), review("Ancien et répondu", id: 2, at: old),
                review("Merci", id: 3, at: old.adding(seconds: 60), parent: "ext-2", own: true),
                review("Récent", id: 4),
            ]
            for each in heard { house.shelf.put(each) }
            let services = InboxServices(desk: house.desk)
            try await services.plan()
            while try await services.pastBatch() {}
            let states = Dictionary(uniqueKeysWithValues: try await shapes(house).map { ($0.root, $0.state) })
            #expect(states == [1: "archived", 2: "resolved", 4: "unread"])
            #expect(try await database.read { try Settings.value(InboxServices.pastSetting, in: $0) } == "\"done\"")
        }
    }

    @Test("A ring of answers, and a ladder of 300, end in one conversation each")
    func hostile() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await hear([said(1, 3), said(2, 1), said(3, 2)], in: house)
            #expect(try await shapes(house).map(\.messages) == [[1, 2, 3]])
            try await clear(house)
            let ladder = (1...300).map { (rung: Int64) -> Heard in
                said(rung, rung == 1 ? nil : rung - 1, hour: Double(rung) / 100)
            }
            for each in ladder { house.shelf.put(each) }
            try await take(ladder.map(\.id), in: house)
            #expect(try await shapes(house).reduce(0) { $0 + $1.messages.count } == 300)
        }
    }
}
