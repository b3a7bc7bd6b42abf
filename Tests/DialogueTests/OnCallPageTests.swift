import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Dialogue

@Suite struct OnCallPageTests {
    private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    @Test("the banner stands above every page of those who were told, and of nobody else, until it is closed")
    func banner() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician", second: "hearts")
            let said = OnCallHouse.danger(services: [1])
            try await house.house.conversation(said)
            try await house.hear([said])
            try await house.patrol()
            let id = try #require(try await house.calls().first).id
            let path = "/oncall/calls/\(id)"
            try await house.house.visit(as: "hearts") { page async throws in
                #expect(!(try await page.get("/oncall").text.contains("notice-call-\(id)")))
                #expect(try await page.get(path).status == 404)
                #expect(try await page.post("\(path)/take", [], from: "/oncall").status == 404)
            }
            try await house.house.visit(as: "clinician") { page async throws in
                let shown = try await page.get("/hours/replies").text
                #expect(shown.contains("Une personne est peut-être en danger") && shown.contains("Je m’en occupe"))
                let call = try await page.get(path).text
                #expect(call.contains("Je veux en finir ce soir") && call.contains("3977"))
                let mention = try await page.get("/oncall/mentions/\(said.id)")
                #expect(mention.location == path)
            }
            try await house.patrol(after: 900)
            try await house.house.visit(as: "hearts") { page async throws in
                // Told, she reads it, although it is another service's.
                #expect(try await page.get(path).text.contains("Je veux en finir ce soir"))
                #expect(try await page.post("\(path)/take", [], from: "/oncall").status == 303)
            }
            try await house.house.visit(as: "clinician") { page async throws in
                #expect(try await page.post("\(path)/take", [], from: "/oncall").status == 409)
                #expect(try await page.get("/oncall").text.contains("hearts s’en occupe"))
            }
            try await house.house.visit(as: "hearts") { page async throws in
                #expect(try await page.post("\(path)/close", [("note", "")], from: path).status == 400)
                let note = [("note", "Le 15 est parti <b>"), ("outcome", "acted")]
                #expect(try await page.post("\(path)/close", note, from: path).status == 303)
                let after = try await page.get("/oncall").text
                #expect(!after.contains("notice-call-\(id)") && after.contains("Le 15 est parti &lt;b&gt;"))
            }
            try await house.house.visit(as: "auditor") { page async throws in
                #expect(try await page.get("/oncall").status == 200)
                #expect(try await page.get(path).status == 403)
            }
        }
    }

    @Test("the roster says who, until when, and where it has gaps; only administrators set it")
    func roster() async throws {
        try await onCallOnBoth { house in
            try await house.house.visit(as: "administrator") { page async throws in
                #expect(try await page.get("/oncall").text.contains("Tant que le tableau est vide"))
                let person = try DialogueHouse.person("clinician").id
                let weekly = [
                    ("person", String(person)), ("second", String(try DialogueHouse.person("validator").id)),
                    ("starts", "2026-11-02T08:00"), ("ends", "2026-11-05T18:00"), ("weekly", "1"),
                ]
                #expect(try await page.post("/oncall/duties", weekly, from: "/oncall").status == 303)
                let shown = try await page.get("/oncall").text
                #expect(shown.contains("clinician, chaque semaine"))
                #expect(
                    shown.replacing("\u{202F}", with: " ").contains(
                        "Personne du jeudi 5 nov. à 18 h 00 au lundi 9 nov. à 8 h 00"))
                for wrong in [
                    [("person", "999"), ("starts", "2026-11-02T08:00"), ("ends", "2026-11-03T08:00")],
                    [("person", String(person)), ("starts", "2026-11-03T08:00"), ("ends", "2026-11-02T08:00")],
                    [
                        ("person", String(person)), ("second", String(person)), ("starts", "2026-11-02T08:00"),
                        ("ends", "2026-11-04T08:00"),
                    ],
                    [("person", String(person)), ("starts", "2026-10-01T08:00"), ("ends", "2026-10-02T08:00")],
                    [("person", String(person)), ("starts", "demain"), ("ends", "2026-11-04T08:00")],
                ] { #expect(try await page.post("/oncall/duties", wrong, from: "/oncall").status == 400) }
            }
            try await house.house.visit(as: "communication") { page async throws in
                #expect(try await page.post("/oncall/duties", [], from: "/oncall").status == 403)
                let swap = [("person", "100"), ("from", "2026-11-03T08:00")]
                #expect(try await page.post("/oncall/swap", swap, from: "/oncall").status == 403)
            }
            // Her own stretch she gives away: until it ends, the other one is on call.
            try await house.house.visit(as: "clinician") { page async throws in
                let other = try DialogueHouse.person("communication").id
                let swap = [("person", String(other)), ("from", "2026-11-02T12:00")]
                #expect(try await page.post("/oncall/swap", swap, from: "/oncall").status == 303)
            }
            let roster = try await DutyActions(desk: house.desk).roster(at: house.time.now)
            let now = house.time.now
            #expect(roster.shift(at: now)?.person == (try DialogueHouse.person("communication").id))
            #expect(roster.shift(at: now.adding(days: 7))?.person == (try DialogueHouse.person("clinician").id))
            let administrator = try DialogueHouse.person("administrator")
            for duty in roster.duties { try await DutyActions(desk: house.desk).remove(duty.id, by: administrator) }
            let empty = try await DutyActions(desk: house.desk).roster(at: now)
            #expect(empty.shift(at: now.adding(days: 7)) == nil)
        }
    }

    @Test("a weekly duty keeps its hour when clocks change; one-off duties go before weekly ones, later before earlier")
    func shifts() throws {
        let paris = try #require(TimeZone(identifier: "Europe/Paris"))
        let roster = Roster(
            duties: [
                Duty(
                    id: 1, person: 10, second: 11, starts: try instant("2026-10-19T16:00:00Z"),
                    ends: try instant("2026-10-20T06:00:00Z"), weekly: true, until: nil),
                Duty(
                    id: 2, person: 20, second: nil, starts: try instant("2026-10-26T20:00:00Z"),
                    ends: try instant("2026-10-26T22:00:00Z"), weekly: false, until: nil),
                Duty(
                    id: 3, person: 30, second: nil, starts: try instant("2026-10-26T21:00:00Z"),
                    ends: try instant("2026-10-26T23:00:00Z"), weekly: false, until: nil),
            ], zone: paris)
        // 18 h on the wall is 16 h UTC in summer, 17 h UTC in winter.
        #expect(roster.shift(at: try instant("2026-10-26T16:59:00Z")) == nil)
        let shifts = roster.shifts(from: try instant("2026-10-26T00:00:00Z"), to: try instant("2026-10-28T00:00:00Z"))
        #expect(shifts.map(\.person) == [10, 20, 30, 10])
        #expect(
            shifts.map(\.starts.iso8601) == [
                "2026-10-26T17:00:00Z", "2026-10-26T20:00:00Z", "2026-10-26T21:00:00Z", "2026-10-26T23:00:00Z",
            ])
        #expect(shifts.last?.ends == (try instant("2026-10-27T07:00:00Z")))
        let gaps = roster.gaps(
            from: try instant("2026-10-26T00:00:00Z"), to: try instant("2026-10-28T00:00:00Z"), open: [11, 30])
        // The closed account of a one-off duty is a gap; a second person is enough for the weekly one.
        #expect(
            gaps.map { [$0.from.iso8601, $0.to.iso8601] } == [
                ["2026-10-26T00:00:00Z", "2026-10-26T17:00:00Z"], ["2026-10-26T20:00:00Z", "2026-10-26T21:00:00Z"],
                ["2026-10-27T07:00:00Z", "2026-10-28T00:00:00Z"],
            ])
        #expect(roster.shift(at: try instant("2027-10-25T17:30:00Z"))?.person == 10)
    }

    @Test("an open page gets the banner when somebody is told, and loses it when it is closed")
    func live() async throws {
        try await onCallOnBoth { house in
            try await house.onCall("clinician")
            let live = OnCallLive(desk: house.desk, pace: .milliseconds(20))
            let person = try DialogueHouse.person("clinician")
            #expect(try await CallNotices(desk: house.desk).notices(for: person).isEmpty)
            try await live.look()
            try await house.hear([OnCallHouse.danger()])
            try await house.patrol()
            let notices = try await CallNotices(desk: house.desk).notices(for: person)
            #expect(notices.count == 1 && notices.first?.grave == true && notices.first?.action != nil)
            let id = try #require(try await house.calls().first).id
            try await house.actions.take(id, by: person)
            let mine = try await CallNotices(desk: house.desk).notices(for: person)
            #expect(mine.first?.action == nil && mine.first?.text == "hours.call_mine")
        }
    }
}
