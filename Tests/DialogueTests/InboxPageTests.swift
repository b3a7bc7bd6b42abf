import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Dialogue

@Suite("What people do in the inbox")
struct InboxPageTests {
    private func state(_ id: Int64, _ house: DialogueHouse) async throws -> Conversation {
        try #require(try await house.database.read { try ConversationStore.find(id, in: $0) })
    }

    @Test("The list shows what is to be read, people in danger above every filter, and counts by view")
    func list() async throws {
        try await onBothEngines(Dialogue.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations) { database in
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

    @Test("Snoozed until tomorrow morning, it comes back unread then and not before")
    func snooze() async throws {
        try await onBothEngines(Dialogue.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await house.conversation(review("Plus tard"))
            let put = try await house.visit {
                try await $0.post("/inbox/\(id)/snooze", [("until", "tomorrow"), ("seen", "0")], from: "/inbox")
            }
            #expect(put.status == 303)
            let snoozed = try await state(id, house)
            #expect(snoozed.state == .waiting)
            #expect(snoozed.snoozedUntil?.iso8601 == "2026-11-03T07:00:00Z", "eight o'clock in Paris")
            let queue = JobQueue(database, clock: house.time.clock)
            #expect(try await queue.take(1, kinds: [InboxServices.wakeJob], owner: "test").isEmpty)
            house.time.move(86_400)
            let job = try #require(try await queue.take(1, kinds: [InboxServices.wakeJob], owner: "test").first)
            try await InboxActions(desk: house.desk).wake(job)
            #expect(try await state(id, house).state == .unread)
            #expect(try await state(id, house).snoozedUntil == nil)
        }
    }

    @Test("Put together, two are read as one, and news of the part reopen the whole; parted, both are as they were")
    func merging() async throws {
        try await onBothEngines(Dialogue.migrations) { database in
            let house = try DialogueHouse(database)
            let whole = try await house.conversation(review("Sur Google", id: 71, services: [1]))
            let part = try await house.conversation(review("Sur Facebook", id: 72, network: .facebook, services: [2]))
            let done = try await house.visit {
                try await $0.post("/inbox/\(part)/merge", [("into", "/inbox/\(whole)"), ("seen", "0")], from: "/inbox")
            }
            #expect(done.location?.hasPrefix("/inbox/\(whole)") == true)
            let page = try await house.visit { try await $0.get("/inbox/\(whole)") }.text
            #expect(page.contains("Sur Google") && page.contains("Sur Facebook"))
            #expect(try await state(whole, house).services == [1, 2])
            let list = try await house.visit { try await $0.get("/inbox?view=all") }.text
            #expect(!list.contains("data-talk=\"\(part)\""))
            let hearts = try await house.visit(as: "hearts") { try await $0.get("/inbox?view=all") }.text
            #expect(hearts.contains("data-talk=\"\(whole)\""))

            try await database.write {
                try $0.execute("UPDATE conversation SET state = 'resolved', handled = 1 WHERE id = $1", [whole])
            }
            let answer = review("Et encore", id: 73, network: .facebook, kind: .comment, parent: "ext-72")
            house.shelf.put(answer)
            let desk = house.desk
            try await database.write { try Threading(desk: desk, in: $0).take([73]) }
            #expect(try await state(whole, house).state == .unread)
            #expect(try await state(whole, house).messages == 3)

            let parted = try await house.visit { try await $0.post("/inbox/\(part)/unmerge", [], from: "/inbox") }
            #expect(parted.status == 303)
            #expect(try await state(whole, house).messages == 1)
            #expect(try await state(whole, house).services == [1])
            #expect(try await state(part, house).mergedInto == nil)
            #expect(try await state(part, house).messages == 2)
            let itself = try await house.visit {
                try await $0.post("/inbox/\(whole)/merge", [("other", "\(whole)"), ("seen", "99")], from: "/inbox")
            }
            #expect(itself.status == 400)
        }
    }

    @Test("Somebody who writes is seen by the others, and gone a minute after they left")
    func presence() async throws {
        try await onBothEngines(Dialogue.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await house.conversation(review("Qui est là ?"))
            let alone = try await house.visit(as: "validator") {
                try await $0.post("/inbox/\(id)/here", [("writing", "1")], from: "/inbox")
            }
            #expect(alone.text == "{\"here\":\"\"}")
            let two = try await house.visit {
                try await $0.post("/inbox/\(id)/here", [("writing", "0")], from: "/inbox")
            }
            #expect(two.text == "{\"here\":\"validator écrit\"}")
            #expect(try await house.visit { try await $0.get("/inbox") }.text.contains("validator écrit"))
            house.time.move(60)
            let later = try await house.visit { try await $0.post("/inbox/\(id)/here", [], from: "/inbox") }
            #expect(later.text == "{\"here\":\"\"}")
            let outside = try await house.visit(as: "hearts") {
                try await $0.post("/inbox/\(id)/here", [], from: "/inbox")
            }
            #expect(outside.status == 404)
        }
    }

    @Test("Many at once: state, person and snooze; one that is given to somebody who may not answer it is refused")
    func bulk() async throws {
        try await onBothEngines(Dialogue.migrations) { database in
            let house = try DialogueHouse(database)
            var ids: [Int64] = []
            for number in 0..<5 { ids.append(try await house.conversation(review("Lot \(number)", services: [1]))) }
            let chosen = ids
            @Sendable func ticked(_ version: Int) -> [(String, String)] { chosen.map { ("c", "\($0).\(version)") } }
            let given = try await house.visit {
                try await $0.post("/inbox/bulk", ticked(0) + [("act", "mine")], from: "/inbox")
            }
            #expect(given.status == 303)
            let me = try DialogueHouse.person("communication").id
            for id in ids { #expect(try await state(id, house).person == me) }
            let slept = try await house.visit {
                try await $0.post("/inbox/bulk", ticked(1) + [("act", "snooze"), ("until", "monday")], from: "/inbox")
            }
            #expect(slept.status == 303)
            for id in ids { #expect(try await state(id, house).snoozedUntil?.iso8601 == "2026-11-09T07:00:00Z") }
            let hearts = try DialogueHouse.person("hearts").id
            let wrong = try await house.visit {
                try await $0.post(
                    "/inbox/bulk", ticked(2) + [("act", "give"), ("person", "\(hearts)")], from: "/inbox")
            }
            #expect(wrong.status == 400 && wrong.text.contains("ne peut pas répondre"))
            let nothing = try await house.visit {
                try await $0.post("/inbox/bulk", [("act", "archived")], from: "/inbox")
            }
            #expect(nothing.status == 400)
        }
    }

    @Test("A text of a script is shown as text, and one of 200,000 emoji does not fill the page")
    func hostile() async throws {
        try await onBothEngines(Dialogue.migrations) { database in
            let house = try DialogueHouse(database)
            let script = try await house.conversation(review("<script>alert(1)</script>"))
            let flood = try await house.conversation(review(String(repeating: "😀", count: 200_000)))
            let page = try await house.visit { try await $0.get("/inbox/\(script)") }.text
            #expect(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert(1)"))
            let list = try await house.visit { try await $0.get("/inbox") }.text
            #expect(!list.contains("<script>alert(1)") && list.utf8.count < 200_000)
            let long = try await house.visit { try await $0.get("/inbox/\(flood)") }
            #expect(long.status == 200 && long.text.utf8.count < 500_000)
        }
    }
}
