import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// What a network asks for, and what stands in the way of what is done to published messages.
@Suite struct AfterLimitsTests {
    private func each(
        _ body: @escaping @Sendable (PublishingHouse, Int64) async throws -> Void
    ) async throws {
        try await onBothEngines(PublishingHouse.migrations) { database in
            let house = try PublishingHouse(database)
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await body(house, id)
        }
    }

    @Test("40: a network that asks for a year is asked again after an hour")
    func clamped() async throws {
        try await each { house, id in
            house.network.after.behaves(.refuses(Failure(.tooMany, "429"), wait: 31_536_000))
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            try await house.work()
            let wait = try #require(try await house.changes(id).first?.waitUntil)
            #expect(wait.seconds(since: house.time.now) == 3_600)
            house.time.move(3_500)
            try await house.work()
            #expect(house.network.after.acts.count == 1)
            house.time.move(101)
            try await house.work()
            #expect(house.network.after.acts.count == 2)
            #expect(try await house.changes(id).map(\.state) == [.done])
        }
    }

    @Test("46: four megabytes of an error page are one line, for an edit and for a withdrawal")
    func hugeError() async throws {
        try await each { house, id in
            let page = String(repeating: "<p>Sorry\n</p>", count: 400_000)
            house.network.after.behaves(
                .refuses(Failure(.unusable, page), wait: nil), .refuses(Failure(.unusable, page), wait: nil))
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            try await house.work()
            try await house.withdraw(id)
            try await house.work()
            let errors = try await house.changes(id).filter { $0.kind == .withdraw || $0.error != nil }
                .compactMap(\.error)
            #expect(errors.count == 2)
            #expect(errors.allSatisfy { $0.count <= 300 && !$0.contains("\n") })
        }
    }

    @Test("50: while everything is stopped nothing is corrected, and what does harm is still taken back")
    func stopped() async throws {
        try await each { house, id in
            let other = try await house.published(
                PublishingHouse.content(
                    [.init(channel: try await house.parcels(id)[0].channel)], "Une autre annonce."))
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            let sending = SendingActions(desk: house.desk)
            let second = try PublishingHouse.person("second")
            try await sending.stop(reason: "Deuil", by: second)
            try await house.withdraw(other)
            for _ in 0..<2 { try await house.work() }
            #expect(house.network.after.acts == [.delete("n2")])
            try await sending.resume(by: second)
            try await house.work()
            #expect(house.network.after.acts == [.delete("n2"), .edit("n1", PublishingHouse.corrected)])
        }
    }

    @Test("a token that is taken no more holds the change, and says so once on the account")
    func token() async throws {
        try await each { house, id in
            house.network.after.behaves(.refuses(Failure(.forbidden, "401"), wait: nil))
            try await house.withdraw(id)
            house.network.dies()
            try await house.work()
            let change = try #require(try await house.changes(id).first)
            #expect(change.state == .held && change.why == .token)
            let channel = try await house.database.read { try ChannelStore.find(change.channel, in: $0) }
            #expect(channel.state == .expired)
            #expect(try await house.post(id).state == .published)
        }
    }

    @Test("five workers start together; one of them takes a message back")
    func fiveWorkers() async throws {
        try await each { house, id in
            try await house.withdraw(id)
            let run = SendingRun(desk: house.desk)
            let job = try #require(try await house.queue.take(1, kinds: [SendingRun.kind], owner: "node").first)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 { group.addTask { try await run.handle(job) } }
                try await group.waitForAll()
            }
            #expect(house.network.after.acts == [.delete("n1")])
        }
    }

    @Test("a restored backup repeats no change: people look at each")
    func restored() async throws {
        try await each { house, id in
            try await house.correct(id) { $0.text = PublishingHouse.corrected }
            let held = try await PublishingServices.restored(house.database, at: house.time.now)
            try await house.work()
            #expect(held == 1 && house.network.after.acts.isEmpty)
            #expect(try await house.changes(id).first?.why == .restored)
            #expect(try await PublishingServices.held(in: house.database) == 1)
        }
    }
}
