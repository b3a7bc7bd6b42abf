import Deontology
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Channels
@testable import Dialogue

/// What a test does with replies: the form as a page would have given it.
struct ReplyBench: Sendable {
    let house: DialogueHouse
    let conversation: Int64
    var actions: ReplyActions { ReplyActions(desk: house.desk) }
    var decisions: ReplyDecisions { ReplyDecisions(desk: house.desk) }

    /// A conversation about the emergencies, and an office to write to.
    init(_ house: DialogueHouse, _ heard: Heard = review("Deux heures d'attente.", services: [1])) async throws {
        self.house = house
        conversation = try await house.conversation(heard)
        try await ReplyContactRoutes(desk: house.desk).keep(
            ReplyContact(email: "usagers@chu.example"), by: try DialogueHouse.person("communication"))
    }

    static let fine = "Bonjour, merci pour ce message. Il est transmis aux équipes."
    static let betraying = "Bonjour, lors de votre séjour aux urgences, l'équipe a fait de son mieux."

    func form(_ text: String, as name: String) async throws -> ReplyForm {
        let person = try DialogueHouse.person(name)
        let matter = try await actions.matter(conversation, for: person)
        let conversation = conversation
        let others = try await house.database.read {
            try ReplyStore.others(conversation, than: person.id, in: $0)
        }
        return ReplyForm(
            reply: house.desk.newID(), text: text, answers: matter.message.id, seen: matter.seen, others: others)
    }

    @discardableResult
    func send(_ text: String, as name: String, ask: Bool = false) async throws -> ReplyActions.Sending {
        var form = try await form(text, as: name)
        form.ask = ask
        return try await actions.send(form, in: conversation, by: try DialogueHouse.person(name))
    }

    var replies: [Reply] {
        get async throws {
            let conversation = conversation
            return try await house.database.read { try ReplyStore.all(conversation, in: $0) }
        }
    }

    var leaving: Int {
        get async throws {
            try await house.database.read { try $0.one("SELECT COUNT(*) AS n FROM delivery", [])?.int("n") ?? 0 }
        }
    }

    func approve(_ id: Int64, as name: String) async throws {
        let person = try DialogueHouse.person(name)
        let waiting = try await decisions.find(id, for: person)
        try await decisions.approve(
            id, seen: waiting.matter.seen, others: waiting.others, version: waiting.reply.version, by: person)
    }
}

@Suite struct ReplyTests {
    @Test("“lors de votre séjour” is stopped with the reason, and the better sentence leaves")
    func secrecy() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let bench = try await ReplyBench(try DialogueHouse(database))
            let person = try DialogueHouse.person("communication")
            let (_, checked) = try await bench.actions.read(
                ReplyBench.betraying, in: bench.conversation, answers: nil, by: person)
            let finding = try #require(checked.findings.first { $0.rule == "SECRET-REPLY" })
            #expect(finding.severity == .block)
            #expect(finding.message.fr.contains("soignée ici"))
            let better = try #require(checked.better)
            #expect(better.hasPrefix("Bonjour, le secret") && better.contains("usagers@chu.example"))
            await #expect(throws: Failure.self) { try await bench.send(ReplyBench.betraying, as: "communication") }
            #expect(try await bench.leaving == 0)
            #expect(try await bench.send(better, as: "communication") == .left)
            #expect(try await bench.leaving == 1)
        }
    }

    @Test("what communication writes leaves at once, what a head of service or a clinician writes waits")
    func who() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            for (name, done) in [
                ("communication", ReplyActions.Sending.left), ("validator", .left), ("administrator", .left),
                ("emergencies", .waits), ("clinician", .waits),
            ] {
                let bench = try await ReplyBench(house)
                #expect(try await bench.send(ReplyBench.fine, as: name) == done, "\(name)")
            }
        }
    }

    @Test("a head of service outside her service finds nothing, and others may not answer")
    func scope() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let bench = try await ReplyBench(house)
            for path in ["/inbox/\(bench.conversation)/reply", "/inbox/\(bench.conversation)/suggestions"] {
                #expect(try await house.visit(as: "hearts") { try await $0.get(path).status } == 404)
                #expect(try await house.visit(as: "emergencies") { try await $0.get(path).status } == 200)
                #expect(try await house.visit(as: "auditor") { try await $0.get(path).status } == 403)
            }
            let hearts = try DialogueHouse.person("hearts")
            let form = try await bench.form(ReplyBench.fine, as: "emergencies")
            await #expect(throws: Failure.self) {
                try await bench.actions.send(form, in: bench.conversation, by: hearts)
            }
            #expect(try await bench.replies.isEmpty)
        }
    }

    @Test("a right that is lost between writing and sending stops the reply")
    func lostRight() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let bench = try await ReplyBench(try DialogueHouse(database))
            let before = try DialogueHouse.person("emergencies")
            let form = try await bench.form(ReplyBench.fine, as: "emergencies")
            _ = try await bench.actions.save(form, in: bench.conversation, by: before)
            let after = Person(id: before.id, name: before.name, email: before.email, grants: [], tongue: .french)
            await #expect(throws: Failure.self) {
                try await bench.actions.send(form, in: bench.conversation, by: after)
            }
            #expect(try await bench.replies.map(\.state) == [.draft])
        }
    }

    @Test("pressing send twice sends once, even at the same moment")
    func twice() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let bench = try await ReplyBench(try DialogueHouse(database))
            let person = try DialogueHouse.person("communication")
            let form = try await bench.form(ReplyBench.fine, as: "communication")
            let done = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask { (try? await bench.actions.send(form, in: bench.conversation, by: person)) == .left }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(done >= 1)
            #expect(try await bench.leaving == 1)
            #expect(try await bench.actions.send(form, in: bench.conversation, by: person) == .left)
            #expect(try await bench.replies.count == 1)
        }
    }

    @Test("two people press send at once: one reply leaves, the other is asked to read it first")
    func twoPeople() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let bench = try await ReplyBench(try DialogueHouse(database))
            let names = ["communication", "validator"]
            var forms: [(ReplyForm, Person)] = []
            for name in names {
                forms.append((try await bench.form(ReplyBench.fine, as: name), try DialogueHouse.person(name)))
            }
            let words = await withTaskGroup(of: String?.self) { group in
                for (form, person) in forms {
                    group.addTask {
                        do {
                            _ = try await bench.actions.send(form, in: bench.conversation, by: person)
                            return nil
                        } catch let failure as Failure { return failure.words ?? failure.cause } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(words.filter { $0 == nil }.count == 1)
            #expect(words.compactMap { $0 } == ["replies.other_left"])
            #expect(try await bench.leaving == 1)
            // Having read the other's, one may confirm: the page then names it.
            let late = try #require(try await bench.replies.first { $0.state == .draft })
            let name = late.author == forms[0].1.id ? names[0] : names[1]
            #expect(try await bench.send(ReplyBench.fine, as: name) == .left)
            #expect(try await bench.leaving == 2)
        }
    }

    @Test("a reply to a message that was changed since stops until it is read again")
    func edited() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let bench = try await ReplyBench(house, review("Deux heures d'attente.", id: 77, services: [1]))
            let form = try await bench.form(ReplyBench.fine, as: "communication")
            house.shelf.put(review("Finalement, très bien.", id: 77, services: [1]))
            let person = try DialogueHouse.person("communication")
            await #expect {
                try await bench.actions.send(form, in: bench.conversation, by: person)
            } throws: { ($0 as? Failure)?.words == "replies.message_changed" }
            #expect(try await bench.send(ReplyBench.fine, as: "communication") == .left)
        }
    }

    @Test("a reply of a megabyte is refused in one line, and nothing of it is kept")
    func megabyte() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let bench = try await ReplyBench(house)
            let path = "/inbox/\(bench.conversation)"
            let text = String(repeating: "a ", count: 450_000)
            for (door, button) in [("check", ""), ("draft", ""), ("reply", "send")] {
                let page = try await house.visit { visitor in
                    try await visitor.post("\(path)/\(door)", [("text", text), ("do", button)], from: "\(path)/reply")
                }
                #expect(page.status == 413, "\(door)")
                #expect(page.text.utf8.count < 60_000, "\(door)")
            }
            #expect(try await bench.replies.isEmpty)
        }
    }

    @Test("a reply is taken back before it leaves, and not after")
    func withdrawn() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let bench = try await ReplyBench(try DialogueHouse(database))
            let person = try DialogueHouse.person("communication")
            try await bench.send(ReplyBench.fine, as: "communication")
            let id = try #require(try await bench.replies.first).id
            try await bench.actions.withdraw(id, by: person)
            #expect(try await bench.replies.map(\.state) == [.draft])
            #expect(try await bench.leaving == 0)
            try await bench.send(ReplyBench.fine, as: "communication")
            let again = try #require(try await bench.replies.first).id
            _ = try await database.write { try $0.execute("UPDATE delivery SET state = 'armed'", []) }
            await #expect {
                try await bench.actions.withdraw(again, by: person)
            } throws: { ($0 as? Failure)?.words == "replies.has_left" }
        }
    }

    @Test("a person keeps one draft a conversation, and others are told that she writes")
    func drafts() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let bench = try await ReplyBench(house)
            let person = try DialogueHouse.person("emergencies")
            for text in ["Bonjour,", "Bonjour, merci"] {
                try await bench.actions.save(
                    try await bench.form(text, as: "emergencies"), in: bench.conversation, by: person)
            }
            #expect(try await bench.replies.map(\.text) == ["Bonjour, merci"])
            let path = "/inbox/\(bench.conversation)/reply"
            let hers = try await house.visit(as: "emergencies") { try await $0.get(path).text }
            #expect(hers.contains("Bonjour, merci") && !hers.contains("écrit aussi une réponse"))
            let other = try await house.visit { try await $0.get(path).text }
            #expect(other.contains("emergencies écrit aussi une réponse") && !other.contains("Bonjour, merci"))
        }
    }

    @Test("when a conversation turns out to be part of another, whoever writes in both goes on with one draft")
    func joined() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let (part, whole) = (try await ReplyBench(house), try await ReplyBench(house))
            let person = try DialogueHouse.person("clinician")
            for (bench, text) in [(part, "Merci à vous."), (whole, "Bonjour.")] {
                try await bench.actions.save(
                    try await bench.form(text, as: "clinician"), in: bench.conversation, by: person)
            }
            let (one, other) = (part.conversation, whole.conversation)
            try await database.write { try ReplyStore.join(one, into: other, in: $0) }
            #expect(try await whole.replies.map(\.text) == ["Bonjour.\n\nMerci à vous."])
            #expect(try await part.replies.isEmpty)
        }
    }
}
