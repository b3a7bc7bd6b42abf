import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ImprovementTests {
    private func draft(_ title: String = "Deux brancardiers de plus le soir", service: Int64? = 1) -> ImprovementDraft {
        ImprovementDraft(title: title, service: service, theme: .waiting, owner: 101, dueDay: 20_780, cost: 12_000)
    }

    @Test("an action opened from a conversation keeps the link, the trail and the event")
    func opened() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voice = try await house.conversation(review("Trois heures d'attente.", services: [1]))
            let actions = ImprovementActions(desk: house.desk)
            let person = try DialogueHouse.person("communication")
            let id = try await actions.create(draft(), asked: [voice], by: person)
            let (item, kinds, trail, asked) = try await database.read { connection in
                (
                    try ImprovementStore.find(id, scope: .everything, in: connection),
                    try connection.query("SELECT kind, payload FROM event WHERE subject = $1", [id]).map {
                        try $0.text("kind") + " " + $0.text("payload")
                    },
                    try Audit.entries(.init(subjectKind: "improvement", subject: id), in: connection).map(\.action),
                    try ImprovementStore.list(askedBy: voice, scope: .everything, in: connection).map(\.id)
                )
            }
            #expect(item.state == .proposed)
            #expect(item.voices == 1)
            #expect(item.draft == draft())
            #expect(kinds == ["improvement.opened {\"voices\":1}"])
            #expect(trail == ["improvement.opened"])
            #expect(asked == [id])
        }
    }

    @Test("an action goes from proposed to made, never from made to given up, and giving up needs a reason")
    func states() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let actions = ImprovementActions(desk: house.desk)
            let person = try DialogueHouse.person("communication")
            let id = try await actions.create(draft(), asked: [], by: person)
            try await actions.move(id, to: .inProgress, seen: 0, by: person)
            await #expect(throws: Failure.self) { try await actions.move(id, to: .made, seen: 0, by: person) }
            await #expect(throws: Failure.self) {
                try await actions.move(id, to: .abandoned, reason: " ", seen: 1, by: person)
            }
            await #expect(throws: Failure.self) {
                try await actions.move(id, to: .made, madeDay: 30_000, seen: 1, by: person)
            }
            try await actions.move(id, to: .made, seen: 1, by: person)
            await #expect(throws: Failure.self) {
                try await actions.move(id, to: .abandoned, reason: "plus besoin", seen: 2, by: person)
            }
            let item = try await database.read { try ImprovementStore.find(id, scope: .everything, in: $0) }
            #expect(item.state == .made)
            #expect(item.madeDay == 20_759)
        }
    }

    @Test("a head of service sees and opens actions of her services alone")
    func scope() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let actions = ImprovementActions(desk: house.desk)
            let head = try DialogueHouse.person("emergencies")
            let team = try DialogueHouse.person("communication")
            let mine = try await actions.create(draft("Un tri dès l'entrée"), asked: [], by: head)
            let hers = try await actions.create(draft("Un fauteuil par chambre", service: 2), asked: [], by: team)
            let whole = try await actions.create(draft("Un parking de plus", service: nil), asked: [], by: team)
            await #expect(throws: Failure.self) { try await actions.create(draft(service: 2), asked: [], by: head) }
            await #expect(throws: Failure.self) { try await actions.create(draft(service: nil), asked: [], by: head) }
            await #expect(throws: Failure.self) { try await actions.move(hers, to: .planned, seen: 0, by: head) }
            try await house.visit(as: "emergencies") { visitor in
                let board = try await visitor.get("/improvements").text
                #expect(board.contains("Un tri dès l&#39;entrée"))
                #expect(!board.contains("Un fauteuil par chambre"))
                #expect(!board.contains("Un parking de plus"))
                #expect(try await visitor.get("/improvements/\(mine)").status == 200)
                #expect(try await visitor.get("/improvements/\(hers)").status == 404)
                #expect(try await visitor.get("/improvements/\(whole)").status == 404)
            }
        }
    }

    @Test("the board puts what is overdue first and filters by state, service, theme, owner and criticality")
    func board() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let actions = ImprovementActions(desk: house.desk)
            let person = try DialogueHouse.person("communication")
            var late = draft("En retard")
            late.dueDay = 20_700
            var meals = draft("Des repas chauds", service: 2)
            (meals.theme, meals.owner) = (.meals, 100)
            let voice = try await house.conversation(review("Dangereux.", services: [1]))
            _ = try await actions.create(draft("À l'heure"), asked: [], by: person)
            _ = try await actions.create(late, asked: [voice], by: person)
            _ = try await actions.create(meals, asked: [], by: person)
            try await CriticalityActions(desk: house.desk).note(5, on: voice, by: person)
            func titles(_ set: (inout ImprovementFilter) -> Void) async throws -> [String] {
                var filter = ImprovementFilter()
                set(&filter)
                let wanted = filter
                return try await database.read {
                    try ImprovementStore.list(wanted, scope: .everything, in: $0).map(\.draft.title)
                }
            }
            #expect(try await titles { _ in } == ["En retard", "À l'heure", "Des repas chauds"])
            #expect(try await titles { $0.service = 2 } == ["Des repas chauds"])
            #expect(try await titles { $0.theme = .meals } == ["Des repas chauds"])
            #expect(try await titles { $0.owner = 100 } == ["Des repas chauds"])
            #expect(try await titles { $0.state = .made } == [])
            #expect(try await titles { $0.criticality = 4 } == ["En retard"])
            try await house.visit { visitor in
                let page = try await visitor.get("/improvements?theme=meals&state=proposed").text
                #expect(page.contains("Des repas chauds"))
                #expect(!page.contains("À l&#39;heure"))
            }
        }
    }

    @Test("from a conversation's form to the page, with evidence, and the voice is taken off again")
    func pages() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voice = try await house.conversation(
                review("Trois heures.", themes: [HeardTheme(.waiting, .negative)], services: [1]))
            try await house.visit { visitor in
                let form = try await visitor.get("/improvements/new?conversation=\(voice)")
                #expect(form.text.contains("<option value=\"waiting\" selected>"))
                #expect(form.text.contains("<option value=\"1\" selected>"))
                let made = try await visitor.post(
                    "/improvements",
                    [
                        ("title", "Un tri dès l'entrée"), ("service", "1"), ("theme", "waiting"), ("owner", "101"),
                        ("due", "2026-12-01"), ("cost", "3 500"), ("conversation", String(voice)),
                    ], from: "/improvements/new")
                let page = try #require(made.location?.split(separator: "?").first.map(String.init))
                let shown = try await visitor.get(page).text
                #expect(shown.contains("Trois heures."))
                #expect(shown.contains("3\u{202F}500\u{202F}€"))
                let wrong = try await visitor.post(
                    "\(page)/evidence", [("text", "Photo"), ("link", "javascript:1")], from: page)
                #expect(wrong.status == 400)
                _ = try await visitor.post(
                    "\(page)/evidence", [("text", "Compte rendu du 3"), ("link", "https://chu.example/cr")], from: page)
                #expect(try await visitor.get(page).text.contains("href=\"https://chu.example/cr\""))
                _ = try await visitor.post("\(page)/unlink", [("conversation", String(voice))], from: page)
                #expect(try await visitor.get(page).text.contains("0 voix"))
                let empty = try await visitor.post("/improvements", [("title", " ")], from: "/improvements/new")
                #expect(empty.status == 400)
            }
        }
    }

    @Test("the owner is reminded a week before and on the day, once each, and a new day due is a new reminder")
    func reminders() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let person = try DialogueHouse.person("communication")
            var plan = draft()
            plan.dueDay = 20_765
            let id = try await ImprovementActions(desk: house.desk).create(plan, asked: [], by: person)
            func pass(_ hours: Int) async throws {
                for _ in 0..<hours {
                    try await house.runJobs(ImprovementServices(desk: house.desk).handlers)
                    house.time.move(3_600)
                }
            }
            try await ImprovementServices(desk: house.desk).plan()
            try await pass(24)
            #expect(house.postbox.sent.map(\.id) == ["improvement-\(id)-week-20765"])
            try await pass(24 * 7)
            #expect(
                house.postbox.sent.map(\.id) == ["improvement-\(id)-week-20765", "improvement-\(id)-due-20765"])
            #expect(house.postbox.sent.allSatisfy { $0.to.id == 101 && $0.text.contains("/improvements/\(id)") })
            plan.dueDay = 20_790
            try await ImprovementActions(desk: house.desk).edit(id, plan, seen: 0, by: person)
            try await pass(24 * 18)
            #expect(house.postbox.sent.map(\.id).last == "improvement-\(id)-week-20790")
            #expect(house.postbox.sent.count == 3)
        }
    }
}
