import Foundation
import HTTPTypes
import Kernel
import Storage
import TestKit
import Testing

@testable import Publishing

/// The press list: twice asked, left with one press, nothing kept without a yes.
@Suite struct PressListTests {
    private static func ticket(_ page: String) throws -> String {
        String(try #require(page.firstMatch(of: /name="ticket" value="([^"]+)"/)?.1))
    }

    private static func link(_ letter: Letter) throws -> String {
        let found = try #require(letter.text.firstMatch(of: /https:\/\/resonance\.chu\.example(\/press\/confirm\/\S+)/))
        return String(found.1)
    }

    /// Fills in the public form.
    private static func ask(
        _ press: PressHouse, _ email: String, _ more: [(String, String)] = [("agree", "1")]
    ) async throws -> Visitor.Page {
        let page = try await press.stroll { try await $0.get("/press/subscribe?lang=fr").text }
        let ticket = try Self.ticket(page)
        press.house.time.move(5)
        return try await press.stroll { visitor in
            try await visitor.post(
                "/press/subscribe?lang=fr",
                [("ticket", ticket), ("email", email), ("name", "Léa"), ("topic", "care")] + more)
        }
    }

    @Test("a journalist asks, presses the button behind the mail's link, and is listed with the proof of it")
    func confirms() async throws {
        try await PressHouse.each { press in
            #expect(try await Self.ask(press, "Lea@journal.example").status == 200)
            try await press.work()
            let letter = try #require(press.post.letters.first)
            #expect(letter.to.email == "Lea@journal.example" && press.post.letters.count == 1)
            let link = try Self.link(letter)
            // A scanner that follows links confirms nothing.
            #expect(try await press.stroll { try await $0.get(link).status } == 200)
            #expect(try await press.subscriber("lea@journal.example")?.state == .pending)
            #expect(try await press.stroll { try await $0.post(link, []).status } == 200)
            let found = try #require(try await press.subscriber("lea@journal.example"))
            #expect(found.state == .confirmed && found.form == .public && found.topics == [.care])
            #expect(found.wording.contains("CHU d'essai") && found.confirmedAt != nil)
            #expect(try await press.stroll { try await $0.post(link, []).status } == 200)
            let page = try await press.visit { try await $0.get("/press/list").text }
            #expect(page.contains("Lea@journal.example") && page.contains("CHU d&#39;essai"))
        }
    }

    @Test("what was not confirmed within 48 hours is erased, and its link confirms nothing")
    func forgets() async throws {
        try await PressHouse.each { press in
            _ = try await Self.ask(press, "lea@journal.example")
            try await press.work()
            let link = try Self.link(try #require(press.post.letters.first))
            press.house.time.move(48 * 3_600 + 1)
            #expect(try await press.stroll { try await $0.post(link, []).status } == 410)
            try await PressServices(desk: press.desk).look()
            let rows = try await press.database.read {
                try $0.one("SELECT COUNT(*) AS n FROM press_subscriber", [])?.int("n")
            }
            #expect(rows == 0)
        }
    }

    @Test("a link that was changed, or made for another, is worth nothing")
    func forged() async throws {
        try await PressHouse.each { press in
            let one = try await press.listed("a@journal.example")
            let links = PressLink(desk: press.desk)
            let good = links.token(.leave, one)
            for bad in [
                "\(good)x", String(good.dropLast(3)), "1.0.AAAA", "", "9999999", links.token(.confirm, one),
                String(repeating: "9", count: 5_000),
            ] {
                #expect(try await press.stroll { try await $0.post("/press/leave/\(bad)", []).status } != 200, "\(bad)")
            }
            #expect(try await press.subscriber("a@journal.example")?.state == .confirmed)
        }
    }

    @Test("one press leaves the list, from a mail program or the page, and the data are gone")
    func leaves() async throws {
        try await PressHouse.each { press in
            let one = try await press.listed("a@journal.example")
            let path = "/press/leave/" + PressLink(desk: press.desk).token(.leave, one)
            #expect(try await press.stroll { try await $0.get(path).status } == 200)
            #expect(try await press.subscriber("a@journal.example")?.state == .confirmed)
            for _ in 0..<2 {
                let page = try await press.stroll {
                    try await $0.post(path, [("List-Unsubscribe", "One-Click")])
                }
                #expect(page.status == 200 && page.text.contains("désinscrit"), "\(page.text)")
            }
            let left = try #require(try await press.subscriber("a@journal.example"))
            #expect(left.state == .left)
            #expect(left.email == nil)
            #expect(left.name.isEmpty && left.wording.isEmpty)
            // Nobody brings them in again by hand.
            await #expect(throws: Failure.self) {
                try await SubscriberActions(desk: press.desk).add(
                    SubscriberDraft(email: "a@journal.example"), wording: "w",
                    by: try PublishingHouse.person("communication"))
            }
        }
    }

    @Test("somebody brought in by hand gets the same mail, and is not listed before they say yes")
    func byHand() async throws {
        try await PressHouse.each { press in
            let status = try await press.visit { visitor in
                try await visitor.post(
                    "/press/list", [("email", "b@journal.example"), ("tongue", "en")], from: "/press/list"
                ).status
            }
            #expect(status == 303)
            try await press.work()
            let letter = try #require(press.post.letters.first)
            #expect(letter.text.contains("To confirm") && letter.to.tongue == .english)
            let found = try #require(try await press.subscriber("b@journal.example"))
            #expect(found.state == .pending && found.form == .staff && found.addedBy == 101)
        }
    }

    @Test("the page says the same whether an address is listed or not, and a victim gets few mails")
    func quiet() async throws {
        try await PressHouse.each { press in
            _ = try await press.listed("a@journal.example")
            press.post.forget()
            let known = try await Self.ask(press, "a@journal.example")
            let new = try await Self.ask(press, "c@journal.example")
            #expect(known.status == new.status && known.text == new.text)
            try await press.work()
            #expect(press.post.letters.count == 2)
            for _ in 0..<8 {
                press.house.time.move(700)
                _ = try await Self.ask(press, "a@journal.example")
                _ = try await Self.ask(press, "c@journal.example")
                try await press.work()
            }
            #expect(press.post.letters.count { $0.to.email == "a@journal.example" } == 1)
            #expect(press.post.letters.count { $0.to.email == "c@journal.example" } <= 3)
        }
    }

    @Test("a script, a stale form, a flood, a bad address and a missing yes are refused, and nothing typed is lost")
    func gate() async throws {
        try await PressHouse.each { press in
            let bare = try await press.stroll {
                try await $0.post("/press/subscribe", [("email", "x@journal.example"), ("agree", "1")])
            }
            #expect(bare.status == 400 && bare.text.contains("x@journal.example"))
            #expect(try await Self.ask(press, "x@journal.example", []).status == 400)
            #expect(try await Self.ask(press, "no address", [("agree", "1")]).status == 400)
            #expect(try await Self.ask(press, "x@journal.example", [("agree", "1"), ("website", "x")]).status == 400)
            let huge = String(repeating: "a", count: 40_000)
            #expect(try await Self.ask(press, huge).status == 413)
            var statuses: [Int] = []
            for number in 0..<12 { statuses.append(try await Self.ask(press, "f\(number)@journal.example").status) }
            #expect(statuses.filter { $0 == 200 }.count == PressDoor.most && statuses.last == 429)
        }
    }
}
