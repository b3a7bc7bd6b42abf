import Foundation
import HTTPTypes
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ImprovementCommitteeTests {
    /// October of a small house: praise, blame, somebody named, and actions in several states.
    private func october(_ house: DialogueHouse) async throws -> [String: Int64] {
        @Sendable func day(_ day: Int) -> Instant { Instant(day: LocalTimeDay.october(day)).adding(seconds: 43_200) }
        let blame = [HeardTheme(.waiting, .negative)]
        let praise = [HeardTheme(.welcome, .positive)]
        var made: [String: Int64] = [:]
        made["named"] = try await house.conversation(
            review(
                "Merci à Madame Durand, chambre 12, ma voisine de lit, née le 3 mars 1950, joignable au 06 12 34 56 78.",
                network: .own, at: day(28), polarity: .positive, themes: praise, services: [1]))
        made["praise"] = try await house.conversation(
            review(
                "L'équipe a pris le temps de tout expliquer, avec le sourire.", at: day(20), polarity: .positive,
                themes: praise, services: [1]))
        made["blame"] = try await house.conversation(
            review("L'attente est bien trop longue le soir.", at: day(12), themes: blame, services: [1]))
        made["mixed"] = try await house.conversation(
            review("Des soins parfaits, mais des repas froids.", at: day(5), polarity: .mixed, services: [2]))
        try await house.conversation(review("Hors du mois, et pourtant longuement dit.", at: day(33)))
        let answered = made["blame"] ?? 0
        try await house.database.write {
            try $0.execute("UPDATE conversation SET answered_at = $2 WHERE id = $1", [answered, day(13)])
            try $0.execute(
                """
                INSERT INTO hours_reply (conversation, month, network, asked_at, due_at, answered_at, waited, within)
                VALUES ($1, 202610, 'google', $2, $3, $3, 7200, 1)
                """, [answered, day(12), day(13)])
        }
        return made
    }

    private enum LocalTimeDay {
        /// 1 October 2026 is day 20727.
        static func october(_ day: Int) -> Int { 20_726 + day }
    }

    @Test("the sheet counts the month in the store: voices, themes, complaints, replies and actions")
    func figures() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voices = try await october(house)
            let person = try DialogueHouse.person("communication")
            let actions = ImprovementActions(desk: house.desk)
            let late = ImprovementDraft(title: "Réparer le four", service: 2, theme: .meals, dueDay: 20_740)
            _ = try await actions.create(late, asked: [voices["mixed"] ?? 0], by: person)
            let done = try await actions.create(
                ImprovementDraft(title: "Un tri dès l'entrée", service: 1), asked: [], by: person)
            try await actions.move(done, to: .made, madeDay: 20_750, seen: 0, by: person)
            // Both were opened in October: the clock of the house stands in November.
            try await database.write {
                try $0.execute(
                    "UPDATE improvement SET created_at = $1", [Instant(day: LocalTimeDay.october(2))])
            }
            let month = try #require(Month("2026-10"))
            let (start, end) = (
                Instant(day: LocalTimeDay.october(1)).adding(seconds: -7_200),
                Instant(day: LocalTimeDay.october(32)).adding(seconds: -3_600)
            )
            let figures = try await database.read {
                try CommitteeStore.figures(month, from: start, until: end, today: 20_759, in: $0)
            }
            #expect(
                figures.sources == [
                    .init(network: .google, voices: 3, positive: 1, negative: 1),
                    .init(network: .own, voices: 1, positive: 1, negative: 0),
                ])
            #expect(
                figures.subjects == [
                    .init(theme: .waiting, praise: 0, blame: 1), .init(theme: .welcome, praise: 2, blame: 0),
                ])
            #expect(figures.complaints == .init(received: 2, answered: 1, acted: 1))
            #expect(figures.replies == .init(answered: 1, promised: 1, within: 1, median: 7_200))
            #expect(figures.opened == 2)
            #expect(figures.made.map(\.draft.title) == ["Un tri dès l'entrée"])
            #expect(figures.overdue.map(\.draft.title) == ["Réparer le four"])
        }
    }

    @Test("nothing on the page or in the PDF's words names anybody, even where a title or a text did")
    func masked() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voices = try await october(house)
            let person = try DialogueHouse.person("communication")
            let actions = ImprovementActions(desk: house.desk)
            let id = try await actions.create(
                ImprovementDraft(title: "Rappeler Madame Lefebvre, chambre 214, au 06 98 76 54 32", service: 1),
                asked: [], by: person)
            try await actions.move(id, to: .made, madeDay: 20_750, seen: 0, by: person)
            try await CriticalityActions(desk: house.desk).note(5, on: voices["blame"] ?? 0, by: person)
            try await house.visit { visitor in
                let page = try await visitor.get("/improvements/committee?month=2026-10").text
                for planted in ["Durand", "Lefebvre", "06 12 34", "06 98 76", "1950", "chambre 12", "214"] {
                    #expect(!page.contains(planted), "\(planted) is on the sheet")
                }
                #expect(page.contains("octobre 2026"))
                #expect(page.contains("L&#39;attente est bien trop longue le soir."))
                #expect(page.contains("37,4"))
                #expect(!page.lowercased().contains("criticité"))
                let paper = try await visitor.get("/improvements/committee.pdf?month=2026-10")
                #expect(paper.status == 200)
                #expect(paper.headers[.contentType] == "application/pdf")
                #expect(paper.text.hasPrefix("%PDF-"))
            }
        }
    }

    @Test("verbatims are chosen among the masked ones, three at most, and kept for the month")
    func chosen() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voices = try await october(house)
            let mixed = String(voices["mixed"] ?? 0)
            try await house.visit { visitor in
                let page = "/improvements/committee?month=2026-10"
                let kept = try await visitor.post(
                    "/improvements/committee/verbatims", [("month", "2026-10"), ("verbatim", mixed)], from: page)
                #expect(kept.status == 303)
                let shown = try await visitor.get(page).text
                let quotes = shown.components(separatedBy: "committee-quotes").last ?? ""
                #expect(quotes.components(separatedBy: "</ul>")[0].contains("des repas froids"))
                #expect(!quotes.components(separatedBy: "</ul>")[0].contains("trop longue"))
                let four = try await visitor.post(
                    "/improvements/committee/verbatims",
                    [("month", "2026-10")] + (1...4).map { ("verbatim", String($0)) }, from: page)
                #expect(four.status == 400)
                let unknown = try await visitor.post(
                    "/improvements/committee/verbatims", [("month", "2026-10"), ("verbatim", "7")], from: page)
                #expect(unknown.status == 400)
            }
        }
    }

    @Test("a head of service does not see the sheet of the whole house")
    func head() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await house.visit(as: "emergencies") { visitor in
                let page = try await visitor.get("/improvements/committee")
                let paper = try await visitor.get("/improvements/committee.pdf")
                #expect(page.status == 403)
                #expect(paper.status == 403)
            }
        }
    }
}
