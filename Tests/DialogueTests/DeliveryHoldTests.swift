import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct DeliveryHoldTests {
    @Test(
        "a restored backup sends nothing: what was on its way is held, and looked for before a person's word sends it")
    func restored() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve()
            #expect(try await Dialogue.restored(database, at: DialogueHouse.noon) == 1)
            try await here.work()
            #expect(here.network.posts.isEmpty)
            let delivery = try #require(try await here.delivery(reply))
            #expect(delivery.state == .held && delivery.reason == .restored)
            #expect(try await here.trail("reply.held").count == 1)
            // The original had sent it: releasing it finds that out instead of sending it again.
            let other = try await DeliveryHouse(try await Self.twin(), network: here.network)
            _ = try await other.approve()
            try await other.work()
            #expect(here.network.posts.count == 1)
            try await DeliveryActions(desk: here.house.desk).send(reply, by: try DialogueHouse.person("validator"))
            try await here.work()
            #expect(here.network.posts.count == 1)
            #expect(try await here.delivery(reply)?.reason == .found)
        }
    }

    private static func twin() async throws -> Database {
        try await Database.inMemory(Dialogue.migrations + ChannelServices.migrations)
    }

    @Test("after half an hour of silence, as of a copy that was carried elsewhere, nothing leaves by itself")
    func silence() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            try await DeliveryServices(desk: here.house.desk).plan()
            let reply = try await here.approve()
            try await database.write {
                try $0.execute("UPDATE delivery SET due_at = $1", [DialogueHouse.noon.adding(seconds: 3_000)])
            }
            here.house.time.move(1_700)
            try await DeliveryServices(desk: here.house.desk).plan()
            #expect(try await here.delivery(reply)?.state == .ready)
            here.house.time.move(1_900)
            try await DeliveryServices(desk: here.house.desk).plan()
            #expect(try await here.delivery(reply)?.state == .held)
            try await here.work()
            #expect(here.network.posts.isEmpty)
        }
    }

    @Test("what has waited for over half an hour is late: offered to a person, not sent")
    func late() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve()
            here.house.time.move(1_801)
            try await here.work()
            #expect(here.network.posts.isEmpty)
            #expect(try await here.delivery(reply)?.reason == .late)
            try await DeliveryActions(desk: here.house.desk).send(reply, by: try DialogueHouse.person("validator"))
            try await here.work()
            #expect(here.network.posts.count == 1)
        }
    }

    @Test("a network that is away is tried again and again, and after half an hour a person is asked")
    func away() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            here.network.behaves(.isAway)
            let reply = try await here.approve()
            for _ in 0..<40 {
                try await here.work()
                here.house.time.move(60)
            }
            #expect(try await here.delivery(reply)?.state == .held)
            #expect(here.network.posts.isEmpty)
        }
    }

    @Test("the stop button holds everything at once, and what is resumed leaves; both are on the trail")
    func stop() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            try await here.house.visit(as: "validator") { visitor in
                let seen = try await visitor.post("/deliveries/stop", [], from: "/deliveries")
                #expect(seen.status == 303)
            }
            let reply = try await here.approve()
            try await here.work()
            #expect(here.network.posts.isEmpty)
            try await here.house.visit(as: "validator") { visitor in
                let page = try await visitor.get("/deliveries")
                #expect(page.text.contains("Rien ne part"))
                #expect(try await visitor.post("/deliveries/resume", [], from: "/deliveries").status == 303)
            }
            try await here.work()
            #expect(here.network.posts.count == 1)
            #expect(try await here.delivery(reply)?.state == .sent)
            #expect(try await here.trail("delivery.stopped").count == 1)
            #expect(try await here.trail("delivery.resumed").count == 1)
        }
    }

    @Test("stopped while it is about to leave: the arming itself refuses")
    func stoppedInTime() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve()
            let desk = here.house.desk
            let step = try await database.read { try Outgoing.step(reply, desk, in: $0) }
            guard case .leave(let outgoing) = step, let channel = outgoing.channel else {
                throw Failure(.broken, "it does not leave: \(step)")
            }
            try await DeliveryActions(desk: desk).stop(by: try DialogueHouse.person("validator"))
            #expect(try await DeliverySettling(desk: desk).arm(outgoing, by: channel, holder: "1 1 x") == nil)
            #expect(try await here.delivery(reply)?.state == .ready)
        }
    }

    @Test("what the check blocks at the last moment stays, with the rules that block it")
    func blocked() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve("Lors de votre séjour chez nous en cardiologie, tout allait bien.")
            try await here.work()
            let delivery = try #require(try await here.delivery(reply))
            #expect(delivery.state == .held && delivery.reason == .blocked)
            #expect(delivery.error?.contains("SECRET") == true)
            #expect(here.network.posts.isEmpty)
        }
    }

    @Test("nobody answers words that were changed or taken back since the reply was approved")
    func changed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let first = try await here.approve()
            let message = here.message
            here.house.shelf.put(
                Heard(
                    id: message.id, network: message.network, kind: message.kind, externalID: message.externalID,
                    text: "Finalement tout va bien", publishedAt: message.publishedAt,
                    collectedAt: message.collectedAt))
            try await here.work()
            #expect(try await here.delivery(first)?.reason == .changed)
            let gone = try await DeliveryHouse(try await Self.twin())
            let second = try await gone.approve()
            gone.network.losesMessage()
            try await gone.work()
            #expect(try await gone.delivery(second)?.reason == .gone)
            #expect(here.network.posts.isEmpty && gone.network.posts.isEmpty)
        }
    }

    @Test("a text longer than the server takes is refused before anything leaves, and goes back to its author")
    func tooLong() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve(String(repeating: "Merci beaucoup. ", count: 20))
            try await here.work()
            #expect(here.network.posts.isEmpty)
            #expect(try await here.reply(reply).state == .rejected)
        }
    }

    @Test("without an account that answers there, a reply is held; those of other services do not see it")
    func noChannel() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            try await database.write { try $0.execute("UPDATE channel SET state = 'removed'", []) }
            let reply = try await here.approve()
            try await here.work()
            #expect(try await here.delivery(reply)?.reason == .channel)
            try await here.house.visit(as: "validator") { visitor in
                let seen = try await visitor.get("/deliveries")
                #expect(seen.text.contains("Aucun compte connecté"))
            }
            try await here.house.visit(as: "clinician") { visitor in
                let (list, one) = (
                    try await visitor.get("/deliveries"), try await visitor.get("/deliveries/\(reply)")
                )
                #expect(list.status == 403)
                #expect(one.status == 403)
            }
        }
    }

    @Test("a reply that is not sent goes back to its author, and can be taken back while it waits")
    func dropped() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let reply = try await here.approve()
            here.house.time.move(1_801)
            try await here.work()
            try await DeliveryActions(desk: here.house.desk).drop(reply, by: try DialogueHouse.person("validator"))
            #expect(try await here.delivery(reply)?.reason == .dropped)
            #expect(try await here.reply(reply).state == .rejected)
            let other = try await DeliveryHouse(try await Self.twin())
            let second = try await other.approve()
            #expect(try await other.house.database.write { try Outbox.withdraw(second, in: $0) })
            #expect(try await other.house.database.write { try Outbox.withdraw(second, in: $0) } == false)
            try await other.work()
            #expect(other.network.posts.isEmpty)
        }
    }
}
