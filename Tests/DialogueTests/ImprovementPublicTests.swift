import Foundation
import HTTPTypes
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ImprovementPublicTests {
    private let said = "L'attente aux urgences est trop longue le soir."
    private let done = "Une infirmière d'accueil de plus travaille de 17 heures à minuit."

    /// An action that is made, and asked for by these conversations.
    private func made(
        _ house: DialogueHouse, asked: [Int64] = [], service: Int64? = 1
    ) async throws -> Int64 {
        let person = try DialogueHouse.person("communication")
        let actions = ImprovementActions(desk: house.desk)
        let draft = ImprovementDraft(title: "Titre interne", service: service, theme: .waiting)
        let id = try await actions.create(draft, asked: asked, by: person)
        try await actions.move(id, to: .made, madeDay: 20_700, seen: 0, by: person)
        return id
    }

    @Test("what identifies somebody stops the text, with the reason, and nothing is published")
    func stopped() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await made(house)
            let wrong = "Le service a changé grâce à Mme Durand, chambre 12."
            await #expect(throws: Failure.self) {
                try await PublicationActions(desk: house.desk).publish(
                    id, said: said, done: wrong, by: DialogueHouse.person("communication"))
            }
            try await house.visit { visitor in
                let page = try await visitor.post(
                    "/improvements/\(id)/publish", [("said", said), ("done", wrong)], from: "/improvements/\(id)")
                #expect(page.status == 400)
                #expect(page.text.contains("<mark>"))
                #expect(page.text.contains("Durand"))
                #expect(page.text.contains("Cela permet de reconnaître une personne."))
                #expect(page.text.contains("L. 1110-4"))
            }
            try await house.visit(as: "") { visitor in
                let page = try await visitor.get("/nous-avons-fait").text
                #expect(!page.contains("Durand"))
                #expect(
                    page.contains("Rien à montrer pour l’instant") || page.contains("Rien à montrer pour l&#39;instant")
                )
            }
        }
    }

    @Test("the public reads what was said and done, in the page and in the feed, and nothing of the inside")
    func published() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voice = try await house.conversation(review("Paroles du patient.", services: [1]))
            let id = try await made(house, asked: [voice])
            let person = try DialogueHouse.person("communication")
            try await CriticalityActions(desk: house.desk).note(5, on: voice, by: person)
            try await house.visit { visitor in
                let sent = try await visitor.post(
                    "/improvements/\(id)/publish", [("said", said), ("done", done)], from: "/improvements/\(id)")
                #expect(sent.location?.contains("said_published") == true)
            }
            try await house.visit(as: "") { visitor in
                let page = try await visitor.get("/nous-avons-fait").text
                let english = try await visitor.get("/nous-avons-fait?lang=en").text
                let feed = try await visitor.get("/nous-avons-fait.atom")
                #expect(english.contains("You said, we did"))
                #expect(feed.headers[.contentType]?.contains("application/atom+xml") == true)
                for text in [page, feed.text, english] {
                    #expect(text.contains("Une infirmière d&#39;accueil de plus"))
                    #expect(text.contains("Urgences"))
                    #expect(!text.contains("Titre interne"))
                    #expect(!text.contains("Paroles du patient"))
                    #expect(!text.lowercased().contains("criti" + "cité"))
                    #expect(!text.lowercased().contains("criticality"))
                }
                let text1 = try await visitor.get("/nous-avons-fait?service=2").text
                #expect(!text1.contains("infirmière"))
            }
            let kinds = try await database.read {
                try $0.query("SELECT kind FROM event WHERE subject = $1 ORDER BY id", [id]).map { try $0.text("kind") }
            }
            #expect(kinds == ["improvement.opened", "improvement.made", "improvement.published"])
        }
    }

    @Test("a head of service may not publish; what is published is withdrawn before it is taken up again")
    func withdrawn() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await made(house)
            let publications = PublicationActions(desk: house.desk)
            let validator = try DialogueHouse.person("validator")
            let head = try DialogueHouse.person("emergencies")
            await #expect(throws: Failure.self) {
                try await publications.publish(id, said: said, done: done, by: head)
            }
            try await publications.publish(id, said: said, done: done, by: validator)
            await #expect(throws: Failure.self) {
                try await ImprovementActions(desk: house.desk).move(id, to: .inProgress, seen: 2, by: head)
            }
            try await publications.withdraw(id, by: validator)
            try await house.visit(as: "") { visitor in
                let text2 = try await visitor.get("/nous-avons-fait").text
                #expect(!text2.contains("infirmière"))
            }
            try await ImprovementActions(desk: house.desk).move(id, to: .inProgress, seen: 3, by: head)
        }
    }

    @Test("the share counts the answered concerns of a year that led to a change, and says a percentage from 20 on")
    func share() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            var answered: [Int64] = []
            for index in 0..<24 {
                let id = try await house.conversation(
                    review("Non.", at: DialogueHouse.noon.adding(days: -10 * index), services: [1]))
                if index < 21 { answered.append(id) }
            }
            let old = try await house.conversation(
                review("Vieux.", at: DialogueHouse.noon.adding(days: -400), services: [1]))
            let praise = try await house.conversation(review("Merci.", polarity: .positive, services: [1]))
            let settled = answered + [old, praise]
            try await database.write { connection in
                for id in settled {
                    try connection.execute("UPDATE conversation SET answered_at = 1 WHERE id = $1", [id])
                }
            }
            let start = DialogueHouse.noon.adding(days: -365)
            _ = try await made(house, asked: Array(answered.prefix(5)) + [old, praise])
            let share = try await database.read { try PublicStore.share(since: start, in: $0) }
            #expect(share == ConcernShare(answered: 21, changed: 5))
            #expect(share.share == 5.0 / 21)
            #expect(ConcernShare(answered: 19, changed: 5).share == nil)
            try await house.visit(as: "") { visitor in
                let page = try await visitor.get("/nous-avons-fait").text
                #expect(page.contains("24\u{202F}%"))
                #expect(page.contains("5 critiques sur 21"))
            }
        }
    }

    @Test("the author of one of our own reviews sees what was done, once it is published")
    func author() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voice = try await house.conversation(review("Trop long.", id: 77, network: .own, services: [1]))
            let id = try await made(house, asked: [voice])
            func seen() async throws -> [PublicAction] {
                try await database.read {
                    try ImprovementStore.publicActions(forReview: "ext-77", voices: house.desk.voices, in: $0)
                }
            }
            #expect(try await seen().isEmpty)
            try await PublicationActions(desk: house.desk).publish(
                id, said: said, done: done, by: DialogueHouse.person("communication"))
            #expect(try await seen().map(\.done) == [done])
            let none = try await database.read {
                try ImprovementStore.publicActions(forReview: "ext-78", voices: house.desk.voices, in: $0)
            }
            #expect(none.isEmpty)
        }
    }

    @Test("a strong criticality tells the communication team once, and a head of service notes hers alone")
    func criticality() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voice = try await house.conversation(review("On m'a oublié.", services: [1]))
            let actions = CriticalityActions(desk: house.desk)
            let head = try DialogueHouse.person("emergencies")
            await #expect(throws: Failure.self) {
                try await actions.note(3, on: voice, by: DialogueHouse.person("hearts"))
            }
            await #expect(throws: Failure.self) { try await actions.note(6, on: voice, by: head) }
            let handlers = ImprovementServices(desk: house.desk).handlers
            try await actions.note(3, on: voice, by: head)
            try await house.runJobs(handlers)
            #expect(house.postbox.sent.isEmpty)
            try await actions.note(4, on: voice, by: head)
            try await house.runJobs(handlers)
            try await actions.note(2, on: voice, by: head)
            try await actions.note(5, on: voice, by: head)
            try await house.runJobs(handlers)
            #expect(house.postbox.sent.map(\.to.name) == ["communication"])
            #expect(house.postbox.sent.first?.text.contains("/inbox/\(voice)") == true)
            #expect(house.postbox.sent.first?.text.contains("oublié") == false)
        }
    }
}
