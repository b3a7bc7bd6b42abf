import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Wire

@testable import Channels
@testable import Dialogue

@Suite struct DeliveryTests {
    @Test("an approved reply leaves once, in the thread, and everything that follows is written with it")
    func leaves() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve()
            try await here.work()
            #expect(here.network.posts.count == 1)
            let fields = try #require(here.network.posts.first?.fields)
            #expect(fields["status"] == "@patient@elsewhere.example " + DeliveryHouse.text)
            #expect(fields["in_reply_to_id"] == "7" && fields["visibility"] == "unlisted" && fields["language"] == "fr")
            let delivery = try #require(try await here.delivery(reply))
            #expect(delivery.state == .sent && delivery.networkID == "https://social.example/users/chu/statuses/100")
            #expect(try await here.reply(reply).state == .sent)
            let talk = try await database.read {
                try ConversationStore.find(here.conversation, scope: .everything, in: $0)
            }
            #expect(talk.answeredAt != nil && talk.state == .waiting)
            #expect(try await here.trail("reply.sent").count == 1)
            let events = try await database.read {
                try $0.query("SELECT subject FROM event WHERE kind = 'reply.sent'", []).map { try $0.int64("subject") }
            }
            #expect(events == [reply])
            // Whatever job comes again finds nothing to do.
            try await database.write { try Outbox.carry(reply, in: $0) }
            try await here.work()
            #expect(here.network.posts.count == 1)
        }
    }

    @Test("two people press send, five workers start together: one message leaves")
    func once() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve()
            await #expect(throws: Failure.self) {
                try await database.write { try Outbox.enqueue(reply, at: DialogueHouse.noon, in: $0) }
            }
            let run = DeliveryRun(desk: here.house.desk)
            let job = try #require(try await here.queue.take(5, kinds: [Outbox.kind], owner: "node").first)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 { group.addTask { try await run.handle(job) } }
                try await group.waitForAll()
            }
            #expect(here.network.posts.count == 1)
            #expect(try await here.delivery(reply)?.state == .sent)
        }
    }

    @Test("while one attempt is under way, another worker neither sends nor takes it for lost")
    func busy() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve()
            let run = DeliveryRun(desk: here.house.desk)
            here.network.publishing {
                try await database.write { try Outbox.carry(reply, in: $0) }
                let second = try await here.queue.take(5, kinds: [Outbox.kind], owner: "other")
                for job in second { try await run.handle(job) }
                #expect(try await here.delivery(reply)?.state == .armed)
            }
            let job = try #require(try await here.queue.take(1, kinds: [Outbox.kind], owner: "node").first)
            try await run.handle(job)
            #expect(here.network.posts.count == 1)
            #expect(try await here.delivery(reply)?.state == .sent)
        }
    }

    @Test("no answer after the network took it: unknown, never sent again by itself, and found by looking")
    func silence() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            here.network.behaves(.takesInSilence)
            let reply = try await here.approve()
            try await here.work()
            #expect(try await here.delivery(reply)?.state == .unknown)
            #expect(try await here.trail("reply.unknown").count == 1)
            here.house.time.move(40)
            try await here.work()
            let delivery = try #require(try await here.delivery(reply))
            #expect(delivery.state == .sent && delivery.reason == .found)
            #expect(here.network.posts.count == 1)
            #expect(try await here.reply(reply).state == .sent)
        }
    }

    @Test("a yes without a number is not a yes")
    func falseSuccess() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            here.network.behaves(.takesWithoutNumber)
            let reply = try await here.approve()
            try await here.work()
            let delivery = try #require(try await here.delivery(reply))
            #expect(delivery.state == .unknown)
            #expect(delivery.error == "the server said yes without saying what it published")
        }
    }

    @Test("what was not found is shown with two choices, and is sent again only by a person, by name")
    func choices() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            here.network.behaves(.silence)
            let reply = try await here.approve()
            for _ in 0..<30 {
                try await here.work()
                here.house.time.move(60)
            }
            #expect(try await here.delivery(reply)?.state == .unknown)
            #expect(here.network.posts.isEmpty)
            here.network.behaves(.takes)
            try await here.house.visit(as: "validator") { visitor in
                let page = try await visitor.get("/deliveries/\(reply)")
                #expect(page.status == 200)
                // A no-break space stands before the colon.
                #expect(page.text.contains("Elle n’est pas partie") && page.text.contains(": renvoyer"))
                #expect(page.text.contains("Elle est partie"))
                let sent = try await visitor.post("/deliveries/\(reply)/send", [], from: "/deliveries/\(reply)")
                #expect(sent.status == 303)
            }
            try await here.work()
            #expect(here.network.posts.count == 1)
            #expect(try await here.delivery(reply)?.state == .sent)
            let released = try await here.trail("delivery.released")
            #expect(released.map(\.who) == [try DialogueHouse.person("validator").id])
        }
    }

    @Test("a person who sends again what had left after all finds it sent, once")
    func sentAfterAll() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            here.network.behaves(.takesInSilence)
            let reply = try await here.approve()
            try await here.work()
            try await DeliveryActions(desk: here.house.desk).send(reply, by: try DialogueHouse.person("validator"))
            here.network.behaves(.takes)
            try await here.work()
            #expect(here.network.posts.count == 1)
            #expect(try await here.delivery(reply)?.reason == .found)
        }
    }

    @Test("a node that dies in the middle leaves an attempt in doubt, which the next one looks for and never repeats")
    func lost() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve()
            let job = try #require(try await here.queue.take(1, kinds: [Outbox.kind], owner: "dead").first)
            // The network said yes, and the node died before it could write it down.
            _ = try await database.write { connection in
                let delivery = try #require(try DeliveryStore.find(reply, in: connection))
                let channel = try #require(try ChannelStore.all(in: connection).first)
                #expect(
                    try DeliveryStore.arm(
                        delivery, channel: channel.id, holder: job.lease, at: here.house.time.clock.now(),
                        in: connection))
            }
            here.house.time.move(61)
            try await here.work("other")
            #expect(here.network.posts.isEmpty)
            #expect(try await here.delivery(reply)?.state == .unknown)
        }
    }

    @Test(
        "asked to wait, it waits as asked, from a second to an hour",
        arguments: [(30.0, 30.0), (0, 1), (-5, 1), (1e12, 3_600), (.infinity, 3_600), (7_200, 3_600)])
    func waits(_ asked: Double, _ kept: Double) async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            here.network.behaves(.refuses(429, wait: asked, said: "slow down"))
            let reply = try await here.approve()
            try await here.work()
            let delivery = try #require(try await here.delivery(reply))
            #expect(delivery.state == .ready && delivery.armedAt == nil)
            #expect(abs(delivery.dueAt.seconds(since: DialogueHouse.noon) - kept) < 0.01)
            here.network.behaves(.takes)
            try await here.work()
            #expect(here.network.posts.isEmpty)
            here.house.time.move(kept + 1)
            try await here.work()
            #expect(here.network.posts.count == 1)
        }
    }

    @Test("refused by the network: the reason is readable, and the reply is its author's again")
    func refused() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            here.network.behaves(.refuses(422, wait: nil, said: "Validation failed: no links"))
            let reply = try await here.approve()
            try await here.work()
            let delivery = try #require(try await here.delivery(reply))
            #expect(delivery.state == .refused && delivery.error == "Validation failed: no links")
            let back = try await here.reply(reply)
            #expect(back.state == .rejected && back.rejection == "Validation failed: no links")
            // Approved anew, it is another publication.
            here.network.behaves(.takes)
            try await database.write { connection in
                try connection.execute("UPDATE reply SET state = 'approved' WHERE id = $1", [reply])
                try Outbox.enqueue(reply, at: DialogueHouse.noon, in: connection)
            }
            try await here.work()
            #expect(here.network.posts.count == 1)
            #expect(try await here.delivery(reply)?.key != delivery.key)
        }
    }
}
