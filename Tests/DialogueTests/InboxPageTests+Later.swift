import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Channels
@testable import Dialogue

/// Putting aside, putting together, being there, many at once, and what floods.
extension InboxPageTests {
    @Test("Snoozed until tomorrow morning, it comes back unread then and not before")
    func snooze() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
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
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
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
