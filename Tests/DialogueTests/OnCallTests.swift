import Deontology
import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Dialogue

@Suite struct OnCallTests {
    @Test("whoever is on call is told at once, once, by a letter with the numbers and without a word of the patient")
    func atOnce() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician", second: "validator")
            let said = OnCallHouse.danger()
            try await house.hear([said, review("Merci à tous.")])
            try await house.hear([said], kind: "mentions.judged")
            try await house.listen(as: "another")
            try await house.work()
            let call = try #require(try await house.calls().first)
            #expect(try await house.calls().count == 1)
            #expect(call.mention == said.id && call.rung == .first)
            #expect(try await house.told(call.id) == ["clinician"])
            let letters = house.house.postbox.sent
            #expect(letters.map(\.to.name) == ["clinician"])
            let text = try #require(letters.first).text
            for number in ["15", "112", "114", "3114", "119", "3919", "3977", "/oncall/calls/\(call.id)"] {
                #expect(text.contains(number), "\(number)")
            }
            for word in ["finir", "Dupont", "Patient"] { #expect(!text.contains(word)) }
            try await house.patrol(after: 60)
            #expect(house.house.postbox.sent.count == 1)
            #expect(try await house.trail() == ["call.opened", "call.told"])
        }
    }

    @Test("our own words, copies, taken-back words and archives call nobody")
    func nobody() async throws {
        try await onCallOnBoth { house in
            let old = review(
                "Je veux en finir.", at: house.time.now.adding(days: -8), urgency: .distress)
            let own = review("Appelez le 3114.", urgency: .distress, own: true)
            try await house.hear([old, own, review("Attente de trois heures.", urgency: .high)])
            #expect(try await house.calls().isEmpty)
        }
    }

    @Test("a quarter of an hour without a taker tells the second, then the team, then the administrators, each once")
    func ladder() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician", second: "validator")
            try await house.hear([OnCallHouse.danger()])
            try await house.patrol()
            let id = try #require(try await house.calls().first).id
            try await house.patrol(after: 899)
            #expect(try await house.told(id) == ["clinician"])
            try await house.patrol(after: 1)
            #expect(try await house.told(id) == ["clinician", "validator"])
            try await house.patrol(after: 900)
            #expect(try await house.told(id) == ["clinician", "validator", "communication"])
            try await house.patrol(after: 900)
            let all = ["clinician", "validator", "communication", "administrator"]
            #expect(try await house.told(id) == all)
            for _ in 0..<5 { try await house.patrol(after: 3_600) }
            #expect(try await house.told(id) == all)
            #expect(house.house.postbox.sent.map(\.to.name) == all)
            #expect(Set(house.house.postbox.sent.map(\.id)).count == 4)
            #expect(try await house.trail() == ["call.opened"] + Array(repeating: "call.told", count: 4))
            #expect(try await house.calls().first?.isOpen == true)
        }
    }

    @Test("an empty roster, or a gap in it, tells the communication team at once")
    func gap() async throws {
        try await onCallOnBoth { house in
            try await house.hear([OnCallHouse.danger()])
            try await house.patrol()
            let first = try #require(try await house.calls().first).id
            #expect(try await house.told(first) == ["communication"])
            try await house.onCall("clinician", hours: 2)
            house.time.move(3 * 3_600)
            let later = review("Je veux en finir.", at: house.time.now, urgency: .distress)
            try await house.hear([later])
            try await house.patrol()
            let second = try #require(try await house.calls().last).id
            #expect(first != second)
            #expect(try await house.told(second) == ["communication"])
        }
    }

    @Test("a closed account is passed over at once, before and after it was told")
    func closedAccount() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician", second: "validator")
            house.closed.close("clinician")
            try await house.hear([OnCallHouse.danger()])
            try await house.patrol()
            let id = try #require(try await house.calls().first).id
            #expect(try await house.told(id) == ["validator"])
            house.closed.close("validator")
            try await house.patrol(after: 1)
            #expect(try await house.told(id) == ["validator", "communication"])
            try await house.actions.take(id, by: DialogueHouse.person("communication"))
            house.closed.close("communication")
            try await house.patrol(after: 1)
            #expect(try await house.told(id).last == "administrator")
            #expect(try await house.calls().first?.takenBy == nil)
            #expect(try await house.trail().contains("call.released"))
        }
    }

    @Test("of two who take it at the same moment one wins; it climbs no further, and is reminded of after an hour")
    func twoTakers() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician", second: "validator")
            try await house.hear([OnCallHouse.danger()])
            try await house.patrol()
            try await house.patrol(after: 900)
            let id = try #require(try await house.calls().first).id
            let actions = house.actions
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for name in ["clinician", "validator"] {
                    group.addTask {
                        do {
                            try await actions.take(id, by: DialogueHouse.person(name))
                            return true
                        } catch { return (error as? Failure)?.kind != .conflict }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.sorted { !$0 && $1 } == [false, true])
            let taker = try #require(try await house.calls().first?.takenBy)
            let sent = house.house.postbox.sent.count
            try await house.patrol(after: 3_599)
            #expect(house.house.postbox.sent.count == sent)
            try await house.patrol(after: 1)
            #expect(house.house.postbox.sent.count == sent + 1 && house.house.postbox.sent.last?.to.id == taker)
            try await house.patrol(after: 60)
            #expect(house.house.postbox.sent.count == sent + 1)
            try await house.patrol(after: 3_600)
            #expect(house.house.postbox.sent.count == sent + 2)
        }
    }

    @Test("closing needs a word, once; a false alarm is one, and is on the trail")
    func closing() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician")
            try await house.hear([OnCallHouse.danger()])
            try await house.patrol()
            let id = try #require(try await house.calls().first).id
            let clinician = try DialogueHouse.person("clinician")
            try await house.actions.take(id, by: clinician)
            let silent = await #expect(throws: Failure.self) {
                try await house.actions.close(id, .acted, note: "  ", by: clinician)
            }
            #expect(silent?.kind == .unusable)
            try await house.actions.close(id, .falseAlarm, note: "Une citation de film.", by: clinician)
            let again = await #expect(throws: Failure.self) {
                try await house.actions.close(id, .acted, note: "Encore.", by: clinician)
            }
            #expect(again?.kind == .conflict)
            try await house.patrol(after: 90_000)
            #expect(house.house.postbox.sent.count == 1)
            let closed = try await house.desk.database.read { try CallStore.find(id, in: $0) }
            #expect(closed.outcome == .falseAlarm && closed.closedBy == clinician.id)
            #expect(try await house.trail().suffix(2) == ["call.taken", "call.closed"])
            // The same person in danger later is another call.
            try await house.hear([review("Je recommence.", at: house.time.now, urgency: .distress)])
            #expect(try await house.calls().count == 1)
        }
    }

    @Test("who speaks again in the same conversation joins the call, and its taker is told")
    func joined() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician")
            let first = OnCallHouse.danger(5_001)
            try await house.hear([first])
            try await house.patrol()
            let id = try #require(try await house.calls().first).id
            try await house.actions.take(id, by: DialogueHouse.person("clinician"))
            try await house.hear([OnCallHouse.danger(5_002, parent: first.externalID)])
            try await house.work()
            #expect(try await house.calls().map(\.id) == [id])
            #expect(try await house.told(id) == ["clinician", "clinician reminded"])
            let opened = try await house.actions.open(id, for: DialogueHouse.person("clinician"))
            #expect(opened.said.map(\.id) == [5_001, 5_002])
        }
    }

    @Test("a clock that is set back delays nobody's call")
    func clockSetBack() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician", second: "validator", hours: 48)
            try await house.hear([OnCallHouse.danger()])
            try await house.patrol()
            let id = try #require(try await house.calls().first).id
            house.time.move(-2 * 3_600)
            try await DutyActions(desk: house.desk).add(
                person: DialogueHouse.person("clinician").id, second: DialogueHouse.person("validator").id,
                starts: house.time.now.adding(seconds: -60), ends: house.time.now.adding(days: 1), weekly: false,
                by: DialogueHouse.person("administrator"))
            try await house.patrol()
            // By an hour that is told twice, the second was told before the first.
            #expect(Set(try await house.told(id)) == ["clinician", "validator"])
        }
    }

    @Test("a node that dies between telling and writing leaves the letters to the next one, and no letter leaves twice")
    func killed() async throws {
        try await onCallOnBoth { house in
            try await house.hear([OnCallHouse.danger()])
            // The event was read and its job lost with the node: the patrol of another one finds the call.
            try await house.desk.database.write { _ = try $0.execute("DELETE FROM job", []) }
            try await house.watch.patrol()
            let id = try #require(try await house.calls().first).id
            #expect(try await house.told(id) == ["communication"])
            // Another node looks at the same moment: nothing more.
            try await house.watch.patrol()
            house.closed.refuse("communication")
            await #expect(throws: Failure.self) { try await house.work() }
            #expect(house.house.postbox.sent.isEmpty)
            house.closed.accept("communication")
            house.time.move(120)
            try await house.work()
            #expect(house.house.postbox.sent.count == 1)
            try await house.desk.database.write { connection in
                try JobQueue.enqueue(CallWatch.mailJob, key: "again", payload: "{\"call\":\(id)}", in: connection)
            }
            try await house.work()
            #expect(house.house.postbox.sent.count == 1)
        }
    }

    @Test("without a mail server people are told on screen, and the pages say so")
    func mailless() async throws {
        try await onCallOnBoth(mail: false) { house in
            try await house.onCall("clinician")
            try await house.hear([OnCallHouse.danger()])
            try await house.patrol()
            let id = try #require(try await house.calls().first).id
            #expect(try await house.told(id) == ["clinician"])
            #expect(house.house.postbox.sent.isEmpty)
            let notices = try await CallNotices(desk: house.desk).notices(for: DialogueHouse.person("clinician"))
            #expect(notices.map(\.text) == ["hours.call_waits_mailless"])
        }
    }

    @Test("the ready replies pass the check of every answer to somebody in danger")
    func readyReplies() throws {
        let checker = try HouseChecker.wordings.get()
        let words = try Words.embedded()
        for kind in ["suicide", "violence", "emergency"] {
            for tongue in [Tongue.french, .english] {
                let text = words("hours.ready_\(kind)", tongue)
                let findings = checker.findings(
                    Draft(
                        text, kind: .reply, author: .hospital, network: "google",
                        inReplyTo: "Je suis sorti hier, j'ai toutes mes boîtes devant moi et plus envie de vivre."))
                #expect(!findings.contains { $0.severity == .block }, "\(kind) \(tongue) \(findings)")
            }
        }
    }
}
