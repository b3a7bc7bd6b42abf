import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Channels
@testable import Dialogue

@Suite("What people do in the inbox")
struct InboxPageTests {
    func state(_ id: Int64, _ house: DialogueHouse) async throws -> Conversation {
        try #require(try await house.database.read { try ConversationStore.find(id, in: $0) })
    }

    @Test("The list shows what is to be read, people in danger above every filter, and counts by view")
    func list() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await house.conversation(review("Les repas étaient froids", network: .google, services: [1]))
            try await house.conversation(
                review("Je n'en peux plus, je veux mourir", network: .x, kind: .post, urgency: .distress, services: [2])
            )
            let page = try await house.visit { try await $0.get("/inbox?network=google&q=froids") }
            #expect(page.status == 200)
            #expect(page.text.contains("Les repas étaient froids"))
            let danger = try #require(page.text.range(of: "Je n&#39;en peux plus"), "danger is shown under any filter")
            let first = try #require(page.text.range(of: "Les repas étaient froids"))
            #expect(danger.lowerBound < first.lowerBound)
            let empty = try await house.visit { try await $0.get("/inbox?network=bluesky") }
            #expect(empty.text.contains("Rien avec ces filtres"))
        }
    }

    @Test("Filters of the address narrow the list, one by one and together")
    func filters() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let wanted = try await house.conversation(
                review(
                    "Attente aux urgences", network: .facebook, kind: .comment,
                    themes: [HeardTheme(.waiting, .negative)], services: [1]))
            try await house.conversation(
                review("Belle équipe", polarity: .positive, themes: [HeardTheme(.welcome, .positive)], services: [2]))
            let person = try DialogueHouse.person("communication")
            try await InboxActions(desk: house.desk).give(wanted, to: person.id, seen: 0, by: person)
            try await database.write {
                try $0.execute(
                    "UPDATE conversation SET due_at = $1 WHERE id = $2",
                    [DialogueHouse.noon.adding(seconds: -1), wanted])
            }
            let conditions = [
                "network=facebook", "service=1", "theme=waiting", "polarity=negative", "person=me", "overdue=1",
                "q=urgences", "order=due", "view=all&person=\(person.id)",
                "network=facebook&service=1&theme=waiting&polarity=negative&person=me&overdue=1&q=attente&order=due",
            ]
            for condition in conditions {
                let page = try await house.visit { try await $0.get("/inbox?\(condition)") }.text
                #expect(page.contains("Attente aux urgences"), "\(condition)")
                #expect(!page.contains("Belle équipe"), "\(condition)")
            }
            let nobody = try await house.visit { try await $0.get("/inbox?person=nobody") }.text
            #expect(nobody.contains("Belle équipe") && !nobody.contains("Attente aux urgences"))
        }
    }

    @Test("Pages follow one another by key, forwards and backwards, without a gap or a repeat")
    func pages() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            for number in 0..<95 {
                // Three a second, so that times alone do not tell them apart.
                let at = DialogueHouse.noon.adding(seconds: -Double(number / 3) - 10)
                try await house.conversation(review("Avis numéro \(number).", id: Int64(1_000 + number), at: at))
            }
            let walked = try await house.visit { visitor in
                var walked: [[String]] = []
                var path: String? = "/inbox"
                while let next = path {
                    let text = try await visitor.get(next).text
                    walked.append(text.matches(of: /data-open>Avis numéro (\d+)\./).map { String($0.1) })
                    path = text.firstMatch(of: /rel="next" href="([^"]+)"/)
                        .map { String($0.1).replacing("&amp;", with: "&") }
                }
                return walked
            }
            #expect(walked.map(\.count) == [40, 40, 15])
            #expect(Set(walked.flatMap { $0 }).count == 95)
        }
    }

    @Test(
        "A head of service sees hers alone: list, search, danger, count, page, bulk; and nothing once the role is gone")
    func heads() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let mine = try await house.conversation(review("Merci aux urgences", services: [1]))
            let theirs = try await house.conversation(review("Merci à la cardiologie", services: [2]))
            let nobodys = try await house.conversation(
                review("Un avis sans service, urgence", kind: .post, urgency: .distress))
            let list = try await house.visit(as: "emergencies") { try await $0.get("/inbox?view=all") }.text
            #expect(list.contains("Merci aux urgences"))
            #expect(!list.contains("cardiologie") && !list.contains("sans service"))
            let search = try await house.visit(as: "emergencies") { try await $0.get("/inbox?q=Merci") }.text
            #expect(!search.contains("Merci à la cardiologie"))
            for id in [theirs, nobodys] {
                let page = try await house.visit(as: "emergencies") { try await $0.get("/inbox/\(id)") }
                #expect(page.status == 404)
                let act = try await house.visit(as: "emergencies") {
                    try await $0.post(
                        "/inbox/\(id)/state", [("state", "archived"), ("seen", "0")], from: "/inbox")
                }
                #expect(act.status == 404)
            }
            let bulk = try await house.visit(as: "emergencies") {
                try await $0.post(
                    "/inbox/bulk", [("c", "\(mine).0"), ("c", "\(theirs).0"), ("act", "archived")], from: "/inbox")
            }
            #expect(bulk.status == 400 && bulk.text.contains("1 faites. 1 ont changé"))
            #expect(try await state(mine, house).state == .archived)
            #expect(try await state(theirs, house).state == .unread)
            let unread = try await database.read { connection in
                [
                    try InboxReading.unread(.services([1]), in: connection),
                    try InboxReading.unread(.services([2]), in: connection),
                    try InboxReading.unread(.everything, in: connection),
                    try InboxReading.unread(.services([]), in: connection),
                ]
            }
            #expect(unread == [0, 1, 2, 0])
            let nobody = try await house.visit(as: "nobody") { try await $0.get("/inbox") }
            #expect(nobody.status == 403)
            let auditor = try await house.visit(as: "auditor") { try await $0.get("/inbox/\(mine)") }
            #expect(auditor.status == 403)
        }
    }

    @Test("Two people act at once: the second is told, and nothing of the first is lost")
    func conflict() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await house.conversation(review("Deux à la fois"))
            let first = try await house.visit(as: "communication") {
                try await $0.post("/inbox/\(id)/state", [("state", "resolved"), ("seen", "0")], from: "/inbox")
            }
            #expect(first.status == 303)
            let second = try await house.visit(as: "validator") {
                try await $0.post("/inbox/\(id)/state", [("state", "archived"), ("seen", "0")], from: "/inbox")
            }
            #expect(second.status == 400 && second.text.contains("a changé pendant que vous la regardiez"))
            #expect(try await state(id, house).state == .resolved)
        }
    }

    @Test("Opening a page makes it read, once, and leaves what others have on their screens good")
    func opening() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await house.conversation(review("À lire"))
            let page = try await house.visit { try await $0.get("/inbox/\(id)") }
            #expect(page.status == 200 && page.text.contains("À lire"))
            let after = try await state(id, house)
            #expect(after.state == .open && after.version == 0)
        }
    }

    @Test("A note is kept apart from all that is sent, with a form of its own, and told to the trail without its words")
    func notes() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await house.conversation(review("Avec une note"))
            let secret = "Vu avec la famille, à rappeler jeudi"
            let kept = try await house.visit {
                try await $0.post("/inbox/\(id)/notes", [("note", secret)], from: "/inbox")
            }
            #expect(kept.status == 303)
            #expect(try await house.visit { try await $0.get("/inbox/\(id)") }.text.contains(secret))
            let (replies, trail) = try await database.read { connection in
                (
                    try connection.one("SELECT COUNT(*) AS n FROM reply", [])?.int("n"),
                    try Audit.entries(Audit.Filter(subjectKind: "conversation", subject: id), in: connection)
                )
            }
            #expect(replies == 0)
            #expect(trail.contains { $0.action == "conversation.noted" })
            #expect(!trail.contains { ($0.after ?? "").contains("famille") })
            let empty = try await house.visit {
                try await $0.post("/inbox/\(id)/notes", [("note", " ")], from: "/inbox")
            }
            #expect(empty.status == 400)
        }
    }
}
