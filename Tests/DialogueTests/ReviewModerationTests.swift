import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ReviewModerationTests {
    @Test("a mask is lifted with a reason that stays on the trail, and never without")
    func lifting() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            try await door.give("Merci à Sophie pour tout.")
            let review = try await door.one()
            #expect(review.publicText == "Merci à [nom] pour tout.")
            let actions = ModerationActions(desk: house.desk)
            let person = try DialogueHouse.person("validator")
            await #expect(throws: Failure.self) {
                try await actions.mask(review.id, version: 1, .init(styles: [0: .shown]), by: person)
            }
            try await actions.mask(review.id, version: 1, .init(styles: [0: .initial]), by: person)
            #expect(try await door.one().publicText == "Merci à S… pour tout.")
            try await actions.mask(
                review.id, version: 2, .init(styles: [0: .shown], reason: "C'est le nom du pavillon"), by: person)
            #expect(try await door.one().publicText == "Merci à Sophie pour tout.")
            let trail = try await database.read {
                try Audit.entries(.init(action: "review.masked"), in: $0).compactMap(\.after)
            }
            #expect(trail.contains { $0.contains("pavillon") })
        }
    }

    @Test("heads of service read theirs alone and decide nothing; two moderators do not overwrite each other")
    func rights() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            try await door.give("Bien aux urgences.", [("service", "1")])
            let review = try await door.one()
            let path = "/reviews/moderation/\(review.id)"
            #expect(try await door.page(path, as: "emergencies").status == 200)
            #expect(try await door.page(path, as: "hearts").status == 404)
            #expect(try await door.page(path, as: "clinician").status == 403)
            #expect(try await door.page("/reviews/moderation", as: "hearts").text.contains("Bien aux") == false)
            let pressed = try await house.visit(as: "emergencies") {
                try await $0.post(path + "/publish", [("version", "1")], from: path)
            }
            #expect(pressed.status == 403)
            let (first, second) = try await house.visit { visitor in
                (
                    try await visitor.post(path + "/publish", [("version", "1")], from: path),
                    try await visitor.post(
                        path + "/refuse", [("version", "1"), ("reason", "insult")], from: path)
                )
            }
            #expect(first.status == 303)
            #expect(second.status == 400 && second.text.contains("entre-temps"))
            #expect(try await door.one().state == .published)
        }
    }

    @Test("a review that waits for more than 72 hours is said to be late")
    func late() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            try await door.give("Rien à dire.")
            #expect(!(try await door.page("/reviews/moderation", as: "communication").text.contains("En retard")))
            house.time.move(73 * 3_600)
            #expect(try await door.page("/reviews/moderation", as: "communication").text.contains("En retard"))
        }
    }

    @Test("a flag is read by a moderator who takes the review off with a reason; a reply stands below it, masked")
    func claims() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            try await door.give("On m'a mal reçu à l'accueil.")
            try await door.publish()
            let review = try await door.one()
            let path = "/avis/\(review.id)/signaler"
            try await house.visit(as: "") { visitor in
                let gate = try await ReviewDoor.ticket(visitor, at: path)
                let bare = try await visitor.post(path, [("kind", "flag")] + gate, from: "/avis")
                #expect(bare.status == 400)
                let reply = try await visitor.post(
                    path,
                    [("kind", "reply"), ("text", "Ici Sophie, j'étais seule."), ("contact", "poste 12")] + gate,
                    from: "/avis")
                #expect(reply.status == 303)
                let flag = try await ReviewDoor.ticket(visitor, at: path)
                _ = try await visitor.post(path, [("kind", "flag"), ("reason", "insult")] + flag, from: "/avis")
            }
            let actions = ClaimActions(desk: house.desk)
            let person = try DialogueHouse.person("communication")
            let claims = try await actions.list(for: person).map(\.claim)
            #expect(claims.map(\.kind) == [.reply, .flag])
            try await actions.decide(claims[0].id, upheld: true, reason: nil, note: "Fondé", by: person)
            let page = try await door.page("/avis").text
            #expect(page.contains("Ici [nom], j"))
            #expect(
                try await actions.list(for: person).map(\.claim).allSatisfy {
                    $0.id != claims[0].id || $0.contact.isEmpty
                })
            await #expect(throws: Failure.self) {
                try await actions.decide(claims[1].id, upheld: true, reason: nil, note: "Oui", by: person)
            }
            try await actions.decide(claims[1].id, upheld: true, reason: .insult, note: "Fondé", by: person)
            #expect(!(try await door.page("/avis").text.contains("mal reçu")))
        }
    }

    @Test("a printed link opens the form with its service; a renewed one still opens it, without")
    func links() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let person = try DialogueHouse.person("communication")
            let link = try await database.write { try ReviewLinks.open(for: 2, desk: house.desk, in: $0) }
            let same = try await database.write { try ReviewLinks.open(for: 2, desk: house.desk, in: $0) }
            #expect(link == same)
            #expect(try await door.page(link.path).text.contains("Cardiologie · Hôpital Saint-Aubin"))
            try await door.give("Bien soigné.", [("code", link.code)])
            #expect(try await door.one().service == 2)
            try await database.write { try ReviewLinks.renew(2, by: person, desk: house.desk, in: $0) }
            let stale = try await door.page(link.path)
            #expect(stale.status == 200 && stale.text.contains("plus à jour"))
            #expect(try await database.read { try ReviewLinks.find(2, in: $0)?.code } != link.code)
        }
    }

    @Test("a hospital that takes no reviews says so, and keeps showing those it published")
    func closed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            try await door.give("Tout était parfait.")
            try await door.publish()
            let saved = try await house.visit {
                try await $0.post("/reviews/settings", [("officer", "dpo@chu.example")], from: "/reviews/settings")
            }
            #expect(saved.status == 303)
            #expect(!(try await door.page("/avis/nouveau").text.contains("<textarea")))
            #expect(try await door.page("/avis").text.contains("parfait"))
            #expect(try await door.page("/avis/regles").text.contains("dpo@chu.example"))
        }
    }
}
