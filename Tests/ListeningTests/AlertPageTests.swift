import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct AlertPageTests {
    private func onBoth(_ test: @escaping (AlertHouse) async throws -> Void) async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in try await test(try await AlertHouse(database))
        }
    }

    @Test("an alert is read, taken and closed from its page; a hostile word stays a word")
    func page() async throws {
        try await onBoth { house in
            #expect(try await house.visit { try await $0.get("/alerts") }.status == 200)
            try await house.watch(71, "scandale")
            try await house.hear([
                Said(id: "d", hoursAgo: 1, services: [1], urgency: .distress),
                Said(id: "k", hoursAgo: 1, text: "scandale <script>alert(1)</script>"),
            ])
            let danger = try #require(try await house.alerts(.distress).first).id
            try await house.visit { page async throws in
                let shown = try await page.get("/alerts")
                #expect(shown.text.contains("Une personne est peut-être en danger"))
                #expect(shown.text.contains("3114"))
                #expect(shown.text.contains("Nouvelle mention\u{A0}: Veille scandale"))
                #expect(!shown.text.contains("<script>alert"))
                #expect(try await page.post("/alerts/\(danger)/take", [], from: "/alerts").status == 303)
                #expect(try await page.post("/alerts/\(danger)/take", [], from: "/alerts").status == 409)
                #expect(try await page.get("/alerts").text.contains("Suivi par communication"))
                #expect(try await page.post("/alerts/\(danger)/close", [("note", "")], from: "/alerts").status == 400)
                let closed = try await page.post(
                    "/alerts/\(danger)/close", [("note", "Le 15 est appelé")], from: "/alerts")
                #expect(closed.status == 303)
                #expect(try await page.get("/alerts").text.contains("Le 15 est appelé"))
            }
        }
    }

    @Test("those who may not judge read alerts and cannot take them; heads of other services find none")
    func rights() async throws {
        try await onBoth { house in
            try await house.hear([Said(id: "d", hoursAgo: 1, services: [1], urgency: .distress)])
            let id = try #require(try await house.alerts().first).id
            try await house.visit(as: "clinician") { page async throws in
                let shown = try await page.get("/alerts")
                #expect(shown.text.contains("Une personne est peut-être en danger"))
                #expect(!shown.text.contains("/alerts/\(id)/take"))
                #expect(try await page.post("/alerts/\(id)/take", [], from: "/alerts").status == 403)
            }
            try await house.visit(as: "hearts") { page async throws in
                #expect(!(try await page.get("/alerts").text.contains("/alerts/\(id)")))
                #expect(try await page.post("/alerts/\(id)/take", [], from: "/alerts").status == 404)
            }
            try await house.visit(as: "emergencies") { page async throws in
                #expect(try await page.post("/alerts/\(id)/take", [], from: "/alerts").status == 303)
            }
        }
    }

    @Test("the ladder is shown and changed on its page, in bounds, and only by those who gather")
    func ladder() async throws {
        try await onBoth { house in
            try await house.visit { page async throws in
                let shown = try await page.get("/alerts/ladder")
                #expect(shown.text.contains("delay_monitor") && shown.text.contains("value=\"1440\""))
                let wrong = [("level", "monitor"), ("delay_monitor", "x"), ("template_monitor", "Lire tout")]
                #expect(try await page.post("/alerts/ladder", wrong, from: "/alerts/ladder").status == 400)
                let right = [
                    ("level", "monitor"), ("delay_monitor", "45"), ("template_monitor", "Lire tout"),
                    ("person_monitor", "100"),
                ]
                #expect(try await page.post("/alerts/ladder", right, from: "/alerts/ladder").status == 303)
                #expect(try await page.get("/alerts/ladder").text.contains("value=\"45\""))
                #expect(
                    try await page.post("/alerts/ladder", [("level", "panic")], from: "/alerts/ladder").status == 400)
            }
            #expect(try await house.actions.rungs().first?.person == 100)
            try await house.visit(as: "clinician") { page async throws in
                let refused = try await page.post("/alerts/ladder", [("level", "monitor")], from: "/alerts")
                #expect(refused.status == 403)
            }
        }
    }

    @Test("who is called at night is told by name; addresses are for administrators, and others cannot undo them")
    func addresses() async throws {
        try await onBoth { house in
            let rung = AlertRung(
                level: .engage, person: 200, email: "astreinte@maison.example", delayMinutes: 30, template: "Appeler")
            let administrator = Person(
                id: 5, name: "A", email: "a@b.fr", grants: [Grant(.administrator)], tongue: .french)
            try await house.actions.keep(rung, by: administrator)
            for name in ["clinician", "emergencies", "communication"] {
                let shown = try await house.visit(as: name) { try await $0.get("/alerts/ladder") }
                #expect(shown.status == 200 && !shown.text.contains("maison.example"), "\(name)")
                let form = "<form method=\"post\" action=\"/alerts/ladder\""
                #expect(shown.text.contains(form) == (name == "communication"))
            }
            let read = try await house.visit(as: "clinician") { try await $0.get("/alerts/ladder").text }
            #expect(read.contains("Une boîte d’astreinte") && read.contains("Appeler"))
            try await house.visit { page async throws in
                let form = [
                    ("level", "engage"), ("delay_engage", "45"), ("template_engage", "Appeler"),
                    ("email_engage", "moi@ailleurs.example"),
                ]
                #expect(try await page.post("/alerts/ladder", form, from: "/alerts/ladder").status == 303)
            }
            let kept = try #require(try await house.actions.rungs().first { $0.level == .engage })
            #expect(kept.email == "astreinte@maison.example" && kept.delayMinutes == 45)
        }
    }

    @Test("regular mails are chosen and given up on the page")
    func digests() async throws {
        try await onBoth { house in
            try await house.visit { page async throws in
                #expect(try await page.post("/alerts/digests", [("daily", "1")], from: "/alerts").status == 303)
                #expect(try await page.get("/alerts").text.contains("checked"))
                #expect(try await page.post("/alerts/digests", [], from: "/alerts").status == 303)
                #expect(!(try await page.get("/alerts").text.contains("checked")))
            }
            #expect(try await house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'digest.chosen'") == 2)
        }
    }
}
