import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ReviewJourneyTests {
    static let told = "Le Dr Martin m'a mal parlé, chambre 214, mon 06 12 34 56 78. Cinq heures d'attente."

    @Test("a review goes from the form to the public page, masked everywhere, with the hospital's answer below")
    func journey() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let sent = try await door.give(
                Self.told, [("service", "1"), ("feeling", "bad"), ("month", "2026-10"), ("theme", "waiting")])
            #expect(sent.page.status == 200)
            let link = try #require(sent.link)
            let review = try await door.one()
            #expect(review.service == 1 && review.feeling == .bad && review.themes == [.waiting])
            #expect(
                !(try await door.page("/avis").text.contains("attente")), "nothing is public before a person reads it")
            try await door.work()
            #expect(house.shelf.heard.map(\.id) == [review.externalID])
            #expect(!house.shelf.heard.contains { $0.text.contains("Martin") })

            try await door.publish()
            try await database.write { connection in
                try ReviewAnswers.publish(
                    text: "Nous avons renforcé l'équipe.", answering: review.externalID, reply: 7,
                    at: house.time.clock.now(), in: connection)
                try ReviewAnswers.publish(
                    text: "Nous avons renforcé l'équipe.", answering: review.externalID, reply: 7,
                    at: house.time.clock.now(), in: connection)
            }
            for path in ["/avis", "/avis?service=1&order=month", "/avis/flux.atom", "/avis?lang=en"] {
                let page = try await door.page(path).text
                #expect(page.contains("attente"), "\(path)")
                for secret in ["Martin", "214", "06 12"] { #expect(!page.contains(secret), "\(secret) at \(path)") }
                #expect(page.components(separatedBy: "renforcé l").count == 2, "the answer stands once at \(path)")
            }
            #expect(!(try await door.page("/avis?service=2").text.contains("attente")))
            let private_ = try await door.page(link).text
            #expect(private_.contains("Martin") && private_.contains("renforcé"))
        }
    }

    @Test("a refusal needs a reason of the list, and its author reads it on the private link")
    func refusal() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let link = try #require(try await door.give("Vous êtes tous nuls.").link)
            let review = try await door.one()
            let path = "/reviews/moderation/\(review.id)"
            let (bare, refused) = try await house.visit { visitor in
                (
                    try await visitor.post(path + "/refuse", [("version", "1"), ("note", "non")], from: path),
                    try await visitor.post(
                        path + "/refuse", [("version", "1"), ("reason", "insult"), ("note", "Merci de rester poli.")],
                        from: path)
                )
            }
            #expect(bare.status == 400)
            #expect(refused.status == 303)
            let page = try await door.page(link).text
            #expect(page.contains("Insulte") && page.contains("Merci de rester poli."))
            #expect(!(try await door.page("/avis").text.contains("nuls")))
        }
    }

    @Test("an author changes, takes back and erases a review, and each time the public page follows at once")
    func rights() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let link = try #require(try await door.give("Un bon accueil à la maternité.").link)
            try await door.work()
            try await door.publish()
            #expect(try await door.page("/avis").text.contains("bon accueil"))
            try await house.visit(as: "") { visitor in
                let edited = try await visitor.post(link + "/modifier", [("text", "Un accueil moyen.")], from: "/avis")
                #expect(edited.status == 303)
            }
            #expect(try await door.one().state == .waiting)
            #expect(!(try await door.page("/avis").text.contains("accueil à")))
            try await door.work()
            #expect(house.shelf.heard.map(\.text) == ["Un accueil moyen."])
            try await door.publish()
            try await house.visit(as: "") { _ = try await $0.post(link + "/retirer", [], from: "/avis") }
            #expect(!(try await door.page("/avis").text.contains("moyen")))
            let id = try await door.one().externalID
            #expect(house.shelf.forgotten.contains(id))
            try await house.visit(as: "") { _ = try await $0.post(link + "/oublier", [], from: "/avis") }
            let gone = try await door.one()
            #expect(gone.text.isEmpty && gone.publicText.isEmpty && gone.state == .forgotten)
            #expect(try await door.page(link).status == 200)
            #expect(try await database.read { try ReviewFairness.read(in: $0).decided } == 1)
        }
    }

    @Test("what is older than the hospital keeps is erased everywhere, once, and what is younger stays")
    func retention() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let link = try #require(try await door.give("Un bon accueil à la maternité.").link)
            try await door.work()
            try await door.publish()
            let retention = ReviewRetention(desk: house.desk)
            house.time.move(3 * 365 * 86_400 - 60)
            #expect(try await retention.sweep() == 0)
            try await house.visit { visitor in
                let page = try await visitor.post(
                    "/reviews/settings", [("on", "on"), ("years", "11")], from: "/reviews/settings")
                #expect(page.status == 400)
                let kept = try await visitor.post(
                    "/reviews/settings", [("on", "on"), ("years", "2")], from: "/reviews/settings")
                #expect(kept.status == 303)
            }
            #expect(try await door.page("/avis/regles").text.contains("après 2 ans"))
            try await door.give("Le parking est trop petit pour tout le monde.")
            #expect(try await retention.sweep() == 1)
            #expect(try await retention.sweep() == 0)
            #expect(!(try await door.page("/avis").text.contains("maternité")))
            #expect(!(try await door.page(link).text.contains("maternité")))
            #expect(house.shelf.forgotten.count == 1)
            let trail = try await database.read { try Audit.entries(.init(action: "review.expired"), in: $0) }
            #expect(trail.count == 1 && trail.allSatisfy { $0.who == nil })
            let texts = try await database.read {
                try $0.query("SELECT text FROM review ORDER BY submitted_at").map { try $0.text("text") }
            }
            #expect(texts == ["", "Le parking est trop petit pour tout le monde."])
        }
    }

    @Test("a node that dies between keeping and hearing loses nothing, and hears once")
    func killed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            try await door.give("Très propre.")
            let queue = JobQueue(database, clock: house.time.clock)
            let taken = try await queue.take(1, kinds: [ReviewActions.hearing], owner: "dead")
            #expect(taken.count == 1 && house.shelf.heard.isEmpty)
            house.time.move(130)
            try await door.work()
            #expect(house.shelf.heard.count == 1)
            try await door.work()
            #expect(house.shelf.heard.count == 1)
        }
    }

    @Test("what its author takes back before it is heard is never heard")
    func early() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let link = try #require(try await door.give("Finalement non.").link)
            try await house.visit(as: "") { _ = try await $0.post(link + "/retirer", [], from: "/avis") }
            try await door.work()
            #expect(house.shelf.heard.isEmpty)
        }
    }

    @Test("the private link is hard to guess, and the store holds its hash alone")
    func token() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let link = try #require(try await door.give("Bien.").link)
            let secret = try #require(link.split(separator: "/").last.map { String($0) })
            #expect(secret.count >= 22)
            let rows = try await database.read { connection in
                try connection.query("SELECT token_hash FROM review").map { try $0.bytes("token_hash") }
            }
            #expect(rows == [ReviewGate.hash(secret)])
            #expect(!rows.contains(Array(secret.utf8)))
            #expect(try await door.page("/avis/suivi/AAAAAAAAAAAAAAAAAAAAAAAAAAA").status == 404)
        }
    }

    @Test("200,000 emoji get one clear line, and come back in the form")
    func emoji() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let text = String(repeating: "😀", count: 200_000)
            let sent = try await ReviewDoor(house: house).give(text)
            #expect(sent.page.status == 413)
            #expect(sent.page.text.contains("10 000") || sent.page.text.contains("10\u{202F}000"))
            #expect(sent.page.text.contains(text))
            #expect(try await ReviewDoor(house: house).reviews().isEmpty)
        }
    }

    @Test("the same long text a second time is folded under the first, and heard once")
    func folded() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let text = "Nous avons attendu cinq heures sans aucune explication de personne."
            try await door.give(text)
            try await door.give(text + " ")
            try await door.work()
            #expect(try await door.reviews().map(\.state) == [.waiting, .folded])
            #expect(house.shelf.heard.count == 1)
        }
    }

    @Test("words of danger show who helps at once, and are heard as they were written")
    func danger() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let sent = try await door.give("Depuis ma sortie je veux mourir. Chambre 214.")
            for number in ["15", "112", "114", "3114", "119", "3919", "3977"] {
                #expect(sent.page.text.contains("tel:\(number)\""))
            }
            try await door.work()
            #expect(house.shelf.heard.first?.text.contains("214") == true)
            #expect(!(try await door.give("Très bon repas.").page.text.contains("tel:3114")))
        }
    }
}
