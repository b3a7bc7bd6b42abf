import Deontology
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ReplyApprovalTests {
    /// A reply of the clinician's that waits.
    private func submitted(_ database: Database, _ text: String, ask: Bool = false) async throws -> (ReplyBench, Int64)
    {
        let bench = try await ReplyBench(try DialogueHouse(database))
        #expect(try await bench.send(text, as: "clinician", ask: ask) == .waits)
        return (bench, try #require(try await bench.replies.first).id)
    }

    @Test("what waits leaves when it is approved, by name, on the trail, once")
    func approved() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let (bench, id) = try await submitted(database, ReplyBench.fine)
            try await bench.approve(id, as: "validator")
            let reply = try #require(try await bench.replies.first)
            #expect(reply.state == .approved)
            #expect(reply.approvedBy == (try DialogueHouse.person("validator").id))
            #expect(try await bench.leaving == 1)
            let trail = try await database.read {
                try Audit.entries(.init(subjectKind: "reply", subject: id), in: $0).map(\.action)
            }
            #expect(trail == ["reply.approved", "reply.submitted"])
            await #expect(throws: Failure.self) { try await bench.approve(id, as: "communication") }
            #expect(try await bench.leaving == 1)
        }
    }

    @Test("a rejected reply goes back to its author with the note, is edited and submitted again")
    func rejected() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let (bench, id) = try await submitted(database, ReplyBench.fine)
            let validator = try DialogueHouse.person("validator")
            await #expect(throws: Failure.self) { try await bench.decisions.reject(id, note: "!", by: validator) }
            try await bench.decisions.reject(id, note: "Plus chaleureux, s'il vous plaît", by: validator)
            let path = "/inbox/\(bench.conversation)/reply"
            let page = try await bench.house.visit(as: "clinician") { try await $0.get(path).text }
            #expect(page.contains("Plus chaleureux") && page.contains("merci pour ce message"))
            #expect(try await bench.send("Bonjour, un grand merci pour ce message.", as: "clinician") == .waits)
            #expect(try await bench.replies.map(\.id) == [id])
        }
    }

    @Test("a block is lifted by another person who may approve, by name and with a reason, and is on the trail")
    func lifted() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let (bench, id) = try await submitted(database, ReplyBench.betraying, ask: true)
            let validator = try DialogueHouse.person("validator")
            await #expect {
                try await bench.approve(id, as: "validator")
            } throws: { ($0 as? Failure)?.words == "replies.block_stands" }
            let blocks = try await bench.decisions.find(id, for: validator).checked.blocks
            #expect(!blocks.isEmpty)
            for block in blocks {
                await #expect(throws: Failure.self) {
                    try await bench.decisions.lift(
                        id, rule: block.rule, excerpt: block.excerpt, reason: "ok", by: validator)
                }
                await #expect(throws: Failure.self) {
                    try await bench.decisions.lift(
                        id, rule: block.rule, excerpt: block.excerpt, reason: "Citation d'un texte public",
                        by: try DialogueHouse.person("clinician"))
                }
                try await bench.decisions.lift(
                    id, rule: block.rule, excerpt: block.excerpt, reason: "Citation d'un texte public", by: validator)
            }
            try await bench.approve(id, as: "validator")
            let reply = try #require(try await bench.replies.first)
            #expect(reply.lifts.map(\.name) == blocks.map { _ in "validator" })
            let trail = try await database.read {
                try Audit.entries(.init(action: "reply.lifted"), in: $0).compactMap(\.after)
            }
            #expect(trail.count == blocks.count && trail.allSatisfy { $0.contains("Citation d'un texte public") })
            // What the outbox clears again passes with these lifts, and not without.
            let matter = try await bench.actions.matter(bench.conversation, for: validator)
            let draft = matter.draft(reply.text)
            let checker = bench.house.desk.checker
            let kept = try KeptLift.lifts(reply.lifts, of: checker.findings(draft))
            #expect(throws: Blocked.self) { try Deontology.clear(draft, by: checker) }
            #expect(try Deontology.clear(draft, by: checker, lifts: kept).lifted.count == blocks.count)
        }
    }

    @Test("what asks for a second reader leaves by another person than its author")
    func secondPerson() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let bench = try await ReplyBench(try DialogueHouse(database))
            #expect(try await bench.send(ReplyBench.betraying, as: "validator", ask: true) == .waits)
            let id = try #require(try await bench.replies.first).id
            await #expect {
                try await bench.approve(id, as: "validator")
            } throws: { ($0 as? Failure)?.words == "replies.second_person" }
            let page = try await bench.house.visit(as: "validator") { try await $0.get("/replies/\(id)").text }
            #expect(page.contains("Une autre personne doit décider"))
            #expect(!page.contains("Approuver et envoyer"))
            let way = ReplyRules.way(
                of: .review, by: try DialogueHouse.person("validator"),
                in: try await bench.actions.matter(bench.conversation, for: DialogueHouse.person("validator"))
                    .conversation)
            #expect(way == .waits)
        }
    }

    @Test("the queue is for those who may let replies out")
    func queue() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let (bench, id) = try await submitted(database, ReplyBench.fine)
            let house = bench.house
            #expect(try await house.visit(as: "clinician") { try await $0.get("/replies/waiting").status } == 403)
            #expect(try await house.visit(as: "emergencies") { try await $0.get("/replies/\(id)").status } == 403)
            let queue = try await house.visit(as: "validator") { try await $0.get("/replies/waiting").text }
            #expect(queue.contains("/replies/\(id)") && queue.contains("clinician"))
            let dialogue = Dialogue(house.desk)
            func counted(_ name: String) async throws -> Int? {
                try await dialogue.badges(for: DialogueHouse.person(name))["replies"]
            }
            #expect(try await counted("validator") == 1)
            #expect(try await counted("emergencies") == 0)
            let cardiology = Scope.services([2])
            #expect(try await database.read { try ReplyStore.waiting(cardiology, in: $0) } == 0)
            #expect(try await database.read { try ReplyStore.waiting(.services([1, 2]), in: $0) } == 1)
            let page = try await house.visit(as: "validator") { try await $0.get("/replies/\(id)").text }
            func field(_ name: String) throws -> String {
                let match = try #require(page.firstMatch(of: try Regex("name=\"\(name)\" value=\"([^\"]*)\"")))
                return String(match[1].substring ?? "")
            }
            let fields = [
                ("seen", try field("seen")), ("others", try field("others")), ("version", try field("version")),
            ]
            let done = try await house.visit(as: "validator") {
                try await $0.post("/replies/\(id)/approve", fields, from: "/replies/\(id)")
            }
            #expect(done.status == 303)
            #expect(try await bench.leaving == 1)
            #expect(try await counted("validator") == 0)
            let empty = try await house.visit(as: "validator") { try await $0.get("/replies/waiting").text }
            #expect(empty.contains("Rien n’attend"))
        }
    }
}
