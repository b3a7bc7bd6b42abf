import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ReplySuggestionTests {
    /// A reply that has left, to a review of before.
    private func answered(_ house: DialogueHouse, _ heard: Heard, _ text: String) async throws -> Int64 {
        let conversation = try await house.conversation(heard)
        let id = house.desk.newID()
        let voices = house.desk.voices
        let now = DialogueHouse.noon
        try await house.database.write { connection in
            try connection.execute(
                """
                INSERT INTO reply (id, conversation, answers, author, text, state, created_at, changed_at)
                VALUES ($1, $2, $3, 1, $4, 'sent', $5, $5)
                """, [id, conversation, heard.id, text, now])
            try ReplyMemory.remember(id, voices: voices, in: connection)
        }
        return id
    }

    private func suggested(_ bench: ReplyBench) async throws -> [ReplySuggestion] {
        let matter = try await bench.actions.matter(
            bench.conversation, for: try DialogueHouse.person("communication"))
        return try await ReplySuggestions(desk: bench.house.desk).find(for: matter)
    }

    private static let parking = "Le parking est complet dès huit heures, impossible de se garer pour la consultation."
    private static let answer =
        "Bonjour, merci pour cette remarque sur le stationnement. Elle est transmise aux équipes techniques."

    @Test("the past reply to the nearest review comes first, and says why")
    func near() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let mine = try await answered(house, review("Impossible de se garer, parking complet !"), Self.answer)
            _ = try await answered(
                house, review("Le repas était froid et sans goût."),
                "Bonjour, merci. La remarque est transmise à la restauration.")
            let bench = try await ReplyBench(house, review(Self.parking))
            let found = try await suggested(bench)
            #expect(found.first?.key == "r\(mine)")
            guard case .past(_, let likeness)? = found.first?.why else { Issue.record("no past reply"); return }
            #expect((0.3...1).contains(likeness))
            #expect(!found.contains { $0.text.contains("restauration") })
            let page = try await house.visit {
                try await $0.get("/inbox/\(bench.conversation)/suggestions").text
            }
            #expect(page.contains("Réponse à un avis proche du 2 novembre 2026 (ressemblance 0,"))
        }
    }

    @Test(
        "a past reply with a name, a date, a number or an address is never proposed",
        arguments: [
            "Bonjour Madame Martine Dubois, merci pour cette remarque sur le stationnement.",
            "Bonjour, merci pour ce message du 12 mars sur le stationnement.",
            "Bonjour, merci pour ce message du 12/03 sur le stationnement.",
            "Bonjour, merci pour cette remarque. Appelez le 06 12 34 56 78.",
            "Bonjour, merci pour cette remarque. Écrivez à martine.dubois@wanadoo.fr.",
            "Bonjour, merci pour cette remarque. Bien à vous, Communication.",
            "Bonjour, lors de votre séjour le parking était en travaux.",
        ])
    func identifiers(_ text: String) async throws {
        try await onSQLite(Dialogue.migrations + ChannelServices.migrations) { database, _ in
            let house = try DialogueHouse(database)
            _ = try await answered(house, review("Impossible de se garer, parking complet !"), text)
            let bench = try await ReplyBench(house, review(Self.parking))
            #expect(try await suggested(bench).filter { $0.key.hasPrefix("r") } == [])
        }
    }

    @Test("when the review is erased, what is remembered of it goes too")
    func forgotten() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let heard = review("Impossible de se garer, parking complet !", id: 501)
            _ = try await answered(house, heard, Self.answer)
            let voices = house.desk.voices
            #expect(try await rows(database) > 0)
            house.shelf.put(
                Heard(
                    id: 501, network: .google, kind: .review, externalID: "ext-501", text: "",
                    publishedAt: heard.publishedAt, collectedAt: heard.collectedAt, erased: true))
            try await database.write {
                try EventLog.append(
                    "mentions.erased", subject: 501, payload: "{\"mentions\":[501]}", at: DialogueHouse.noon, in: $0)
            }
            try await EventLog(database).consume(as: "replies.memory") { event, connection in
                try ReplyMemory.take(event, voices: voices, in: connection)
            }
            #expect(try await rows(database) == 0)
        }
    }

    private func rows(_ database: Database) async throws -> Int {
        try await database.read { connection in
            let tables = ["reply_memory", "reply_memory_word"]
            return try tables.reduce(0) { sum, table in
                sum + (try connection.one("SELECT COUNT(*) AS n FROM \(table)", [])?.int("n") ?? 0)
            }
        }
    }

    @Test("a person in danger is answered with the numbers, before anything else")
    func danger() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await ModelReplyActions(desk: house.desk).giveStarters()
            let bench = try await ReplyBench(
                house, review("Je n'en peux plus, j'ai envie de mourir.", urgency: .distress))
            let found = try await suggested(bench)
            #expect(!found.isEmpty && found.allSatisfy { $0.text.contains("3114") && $0.text.contains("15") })
            let page = try await house.visit { try await $0.get("/inbox/\(bench.conversation)/reply").text }
            #expect(page.contains("3977") && page.contains("prévenez l’astreinte"))
            await #expect {
                try await bench.send(ReplyBench.fine, as: "communication")
            } throws: { ($0 as? Failure)?.words == "replies.stopped" }
        }
    }

    @Test("models fit their theme, polarity and language, and lack nothing that they name")
    func models() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await ModelReplyActions(desk: house.desk).giveStarters()
            let bench = try await ReplyBench(
                house, review(Self.parking, themes: [HeardTheme(.access, .negative)]))
            let found = try await suggested(bench)
            #expect(found.first?.why == .model("Stationnement et accès"))
            #expect(found.allSatisfy { !$0.text.contains("{{") })
            #expect(!found.contains { $0.why == .model("Merci pour un message positif") })
        }
    }
}
