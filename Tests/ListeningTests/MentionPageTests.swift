import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct MentionPageTests {
    @Test("whoever may no longer judge no longer reads the author of a case that they opened")
    func rightLost() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let id = try await house.hear(Said(author: "Jeanne Kerviel", text: "Je ne dors plus", services: [1]))
            let now = house.time.now
            for name in ["communication", "emergencies", "clinician"] {
                let person = try StreamHouse.person(name).id
                try await database.write {
                    try $0.execute(
                        "INSERT INTO opened_case (mention, person, reason, opened_at) VALUES ($1, $2, 'Aider', $3)", id,
                        person, now)
                }
                let page = try await house.visit(as: name) { try await $0.get("/mentions/\(id)") }
                #expect(page.status == 200 && page.text.contains("Kerviel") == (name != "clinician"), "\(name)")
            }
        }
    }

    @Test("the author stays a pseudonym until the case is opened with a reason, to that person alone, and it is kept")
    func opens() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let id = try await house.hear(Said(author: "Jeanne Kerviel", text: "Je ne dors plus", services: [1]))
            let hidden = try await house.visit { try await $0.get("/mentions/\(id)") }
            #expect(
                hidden.status == 200 && !hidden.text.contains("Kerviel") && hidden.text.contains("Ouvrir le dossier"))
            let refused = try await house.visit { try await $0.post("/mentions/\(id)/open", [("reason", " ")]) }
            #expect(refused.status == 400)
            let opened = try await house.visit {
                try await $0.post("/mentions/\(id)/open", [("reason", "Proposer un rendez-vous")])
            }
            #expect(opened.status == 303)
            #expect(try await house.visit { try await $0.get("/mentions/\(id)") }.text.contains("Jeanne Kerviel"))
            #expect(
                try await !house.visit(as: "emergencies") { try await $0.get("/mentions/\(id)") }.text.contains(
                    "Kerviel"))
            #expect(try await !house.visit { try await $0.get("/stream") }.text.contains("Kerviel"))
            let trail = try await database.read { try Audit.entries(Audit.Filter(action: "case.opened"), in: $0) }
            #expect(trail.count == 1 && trail.first?.after?.contains("Proposer un rendez-vous") == true)
            #expect(
                try await house.visit(as: "clinician") {
                    try await $0.post("/mentions/\(id)/open", [("reason", "Curiosité")])
                }.status == 403)
            #expect(
                try await house.visit(as: "hearts") {
                    try await $0.post("/mentions/\(id)/open", [("reason", "Curiosité")])
                }.status == 404)
        }
    }

    @Test("a conversation is shown around the mention: what it answers, and what answered it, on the same network")
    func thread() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let keys = try await house.hear([
                Said(id: "1", hoursAgo: 9, network: .x, text: "le début"),
                Said(id: "2", hoursAgo: 8, network: .x, text: "le milieu", parent: "1"),
                Said(id: "3", hoursAgo: 7, network: .x, text: "la fin", parent: "2"),
                Said(id: "4", hoursAgo: 6, network: .x, text: "notre mot", parent: "2", own: true),
                Said(id: "5", hoursAgo: 5, network: .facebook, text: "ailleurs", parent: "2"),
            ])
            let page = try await house.visit { try await $0.get("/mentions/\(keys[1])") }.text
            #expect(page.contains("En réponse à") && page.contains("le début") && page.contains("la fin"))
            #expect(page.contains("Notre réponse") && !page.contains("ailleurs"))
        }
    }

    @Test("copies lead to their original and it to them; the history says who changed what")
    func copies() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        let dispatch =
            "La maternité de Valmont rouvre ses portes lundi après six semaines de travaux, avec huit chambres neuves, une salle nature et une équipe au complet, annonce la direction qui invite les futurs parents à visiter"
        let keys = try await house.hear([
            Said(id: "a", hoursAgo: 5, network: .web, kind: .article, text: dispatch, polarity: .positive),
            Said(id: "b", hoursAgo: 4, network: .web, kind: .article, text: dispatch, polarity: .positive),
        ])
        let page = try await house.visit { try await $0.get("/mentions/\(keys[0])") }.text
        #expect(page.contains("repris par 1 autre") && page.contains("/mentions/\(keys[1])"))
        #expect(try await house.visit { try await $0.get("/mentions/\(keys[1])") }.text.contains("C’est une copie de"))
        let listed = try await house.visit { try await $0.get("/stream?copies=\(keys[0])") }.text
        #expect(listed.contains("data-voice=\"\(keys[1])\"") && !listed.contains("data-voice=\"\(keys[0])\""))
        _ = try await house.visit {
            try await $0.post(
                "/mentions/\(keys[0])/correct",
                [
                    ("seen", "0"), ("groups", "theme"), ("groups", "service"), ("theme", "welcome"), ("theme", "room"),
                    ("service", "3"), ("polarity", "mixed"),
                ])
        }
        let after = try await house.visit { try await $0.get("/mentions/\(keys[0])") }.text
        #expect(
            after.contains("Tonalité\u{A0}: Positif → Mitigé")
                && after.contains("Thèmes\u{A0}: rien → Accueil et relation, Chambre et bruit"))
        #expect(after.contains("Services\u{A0}: rien → Maternité") && after.contains("<strong>communication</strong>"))
    }

    @Test("the form of corrections stands alone for a browser without scripts, and as a part for one with them")
    func amend() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        let id = try await house.hear(Said(themes: [.pain], services: [2]))
        let whole = try await house.visit { try await $0.get("/mentions/\(id)/amend") }.text
        #expect(
            whole.contains("<html") && whole.contains("value=\"pain\" checked") && whole.contains("value=\"2\" checked")
        )
        let part = try await house.visit { try await $0.get("/mentions/\(id)/amend?fragment=1") }.text
        #expect(!part.contains("<html") && part.contains("name=\"groups\" value=\"theme\""))
        #expect(try await house.visit(as: "clinician") { try await $0.get("/mentions/\(id)/amend") }.status == 403)
    }

    @Test("there is no page for a mention that does not exist")
    func missing() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        for path in ["/mentions/1", "/mentions/abc", "/mentions/-4"] {
            #expect(try await house.visit { try await $0.get(path) }.status == 404)
        }
    }
}
