import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ProtectionReportTests {
    private func prepared(
        _ house: DialogueHouse, ground: NetworkReport.Ground = .defamation,
        at: Instant = DialogueHouse.noon.adding(days: -50),
        facts: String = "Le message impute un délit sans aucune preuve."
    ) async throws -> (id: Int64?, faults: [String]) {
        let conversation = try await house.conversation(review("Ce service vole les gens.", id: 5_001, at: at))
        return try await ReportActions(desk: house.desk).prepare(
            .init(mention: 5_001, ground: ground, facts: facts), of: conversation,
            by: try DialogueHouse.person("communication"))
    }

    @Test("a report counts three months from publication for a press offence, and says nothing for the others")
    func deadline() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try #require(try await prepared(house).id)
            let report = try await database.read { try ReportStore.find(id, in: $0) }
            #expect(report.deadline.map(Deadline.text) == "2026-12-13")
            #expect(report.text.contains("articles 29 (alinéa 1) et 32"))
            #expect(report.text.contains("13 septembre 2026"))
            #expect(!report.text.contains("vole les gens"))
            #expect(NetworkReport.deadline(.harassment, publishedOn: report.publishedOn) == nil)
            #expect(NetworkReport.deadline(.hatred, publishedOn: report.publishedOn).map(Deadline.text) == "2027-09-13")
        }
    }

    @Test(
        "words that break secrecy or name somebody are not put in a report",
        arguments: [
            "Madame Martine Dupont, née le 12/03/1954, ment : elle est partie sans payer.",
            "Lors de votre séjour dans notre service, vous avez été opéré par nos équipes.",
        ])
    func secrecy(_ facts: String) async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let (id, faults) = try await prepared(house, facts: facts)
            #expect(id == nil)
            #expect(!faults.isEmpty)
            let count = try await database.read {
                try $0.one("SELECT count(*) AS n FROM network_report", [])?.int("n")
            }
            #expect(count == 0)
        }
    }

    @Test("people are written to once at thirty days and once at seven, and never about what is over")
    func reminders() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try #require(try await prepared(house).id)
            let services = ProtectionServices(desk: house.desk)
            func lettersAfter(_ days: Double) async throws -> Int {
                house.time.move(days * 86_400)
                try await services.work()
                try await services.work()
                let queue = JobQueue(database, clock: house.time.clock)
                for job in try await queue.take(10, kinds: [DeadlineLetters.kind], owner: "test") {
                    try await DeadlineLetters(desk: house.desk).send(job)
                    try await database.write { try JobQueue.complete(job, in: $0) }
                }
                return house.postbox.sent.count
            }
            // The last day is 13 December; it is 2 November.
            #expect(try await lettersAfter(0) == 0)
            #expect(try await lettersAfter(11) == 1)
            #expect(try await lettersAfter(5) == 1)
            #expect(try await lettersAfter(18) == 2)
            #expect(try await lettersAfter(1) == 2)
            let letter = try #require(house.postbox.sent.last)
            #expect(letter.to.name == "communication")
            #expect(letter.subject.contains("7 jours"))
            #expect(letter.text.contains("/protection/reports/\(id)"))
            #expect(!letter.text.contains("vole"))
            #expect(try await lettersAfter(30) == 2)
        }
    }

    @Test("a report whose content was removed is not written about")
    func removed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try #require(try await prepared(house).id)
            let actions = ReportActions(desk: house.desk)
            let person = try DialogueHouse.person("communication")
            try await actions.move(
                id, version: 1, to: .sent, on: "2026-11-02", reference: "G-12", note: nil, by: person)
            try await actions.move(
                id, version: 2, to: .removed, on: "2026-11-02", reference: nil, note: nil, by: person)
            house.time.move(20 * 86_400)
            try await ProtectionServices(desk: house.desk).work()
            let jobs = try await JobQueue(database, clock: house.time.clock).take(
                10, kinds: [DeadlineLetters.kind], owner: "test")
            #expect(jobs.isEmpty)
            let (report, steps) = try await actions.find(id, for: person)
            #expect(report.state == .removed)
            #expect(report.reference == "G-12")
            #expect(steps.map(\.state) == [.sent, .removed])
        }
    }

    @Test("a report moves only where it may, by whoever saw its last state, on a day that has come")
    func moves() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try #require(try await prepared(house).id)
            let actions = ReportActions(desk: house.desk)
            let person = try DialogueHouse.person("communication")
            func move(_ version: Int64, _ state: NetworkReport.State, _ day: String, _ note: String? = nil) async throws
            {
                try await actions.move(id, version: version, to: state, on: day, reference: nil, note: note, by: person)
            }
            await #expect(throws: Failure.self) { try await move(1, .removed, "2026-11-01") }
            await #expect(throws: Failure.self) { try await move(1, .sent, "2026-11-03") }
            await #expect(throws: Failure.self) { try await move(1, .escalated, "2026-11-02") }
            try await move(1, .sent, "2026-11-02")
            await #expect(throws: Failure.self) { try await move(1, .refused, "2026-11-02") }
            try await move(2, .escalated, "2026-11-02", "Notification à l'hébergeur")
            #expect(try await actions.find(id, for: person).0.state == .escalated)
        }
    }

    @Test("from the page: the form, the text to copy, and red in the last two weeks")
    func pages() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let conversation = try await house.conversation(
                review("Injures", id: 5_002, at: DialogueHouse.noon.adding(days: -85)))
            try await house.visit { visitor in
                let form = "/protection/reports/new?conversation=\(conversation)"
                #expect(try await visitor.get(form).text.contains("Langage grossier"))
                let fields = [("conversation", String(conversation)), ("mention", "5002")]
                let empty = try await visitor.post("/protection/reports", fields, from: form)
                #expect(empty.status == 400)
                let made = try await visitor.post(
                    "/protection/reports",
                    fields + [("ground", "insult"), ("facts", "Des termes outrageants visent une équipe.")], from: form)
                let path = try #require(made.location?.split(separator: "?").first.map(String.init))
                let page = try await visitor.get(path).text
                #expect(page.contains("pill bad"))
                #expect(page.contains("il reste"))
                #expect(page.contains("alinéa 2"))
            }
            let hidden = try await house.visit(as: "emergencies") {
                try await $0.get("/protection/reports/new?conversation=\(conversation)").status
            }
            #expect(hidden == 403)
        }
    }
}
