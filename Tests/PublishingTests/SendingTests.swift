import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// What broke elsewhere (field study, section 3): posting once.
@Suite struct SendingTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    @Test("an approved post leaves once for each account, and says so on the trail")
    func leaves() async throws {
        try await each { house in
            let faces = [
                PostContent.Face(channel: try await house.connect(.facebook, "page")),
                PostContent.Face(channel: try await house.connect(.linkedin, "org"), text: "Portes ouvertes samedi."),
            ]
            let id = try await house.release(PublishingHouse.content(faces))
            try await house.work()
            try await house.work()
            #expect(Set(house.network.posts.map(\.text)) == [PublishingHouse.text, "Portes ouvertes samedi."])
            #expect(house.network.posts.count == 2)
            #expect(try await house.post(id).state == .published)
            let actions = try await house.database.read { try Audit.entries(in: $0).map(\.action) }
            #expect(actions.filter { $0 == "post.sent" }.count == 2 && actions.contains("post.approved"))
        }
    }

    @Test(
        "1: a network that takes a post and never answers is looked through; found is sent, and nothing is sent again")
    func timeout() async throws {
        try await each { house in
            house.network.behaves(.takesInSilence)
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            #expect(try await house.parcels(id).map(\.state) == [.unknown])
            house.time.move(31)
            try await house.work()
            #expect(try await house.parcels(id).map(\.state) == [.sent])
            #expect(house.network.attempts == 1 && house.network.posts.count == 1)
            #expect(try await house.post(id).state == .published)
        }
    }

    @Test("1: what is not found waits for a person, who may say that it left or send it again after one more look")
    func person() async throws {
        try await each { house in
            house.network.behaves(.silence)
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            for _ in 0..<4 {
                try await house.work()
                house.time.move(700)
            }
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .unknown && house.network.attempts == 1)
            try await SendingActions(desk: house.desk).send(parcel.id, by: try PublishingHouse.person("second"))
            try await house.work()
            #expect(house.network.attempts == 2 && house.network.posts.count == 1)
            #expect(try await house.parcels(id).map(\.state) == [.sent])
        }
    }

    @Test("a person who sends again what had left all the same publishes nothing twice")
    func foundBeforeAgain() async throws {
        try await each { house in
            house.network.behaves(.takesInSilence)
            house.network.hides()
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            house.time.move(31)
            try await house.work()
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .unknown)
            house.network.shows()
            try await SendingActions(desk: house.desk).send(parcel.id, by: try PublishingHouse.person("second"))
            try await house.work()
            #expect(house.network.attempts == 1 && house.network.posts.count == 1)
            #expect(try await house.parcels(id).first?.reason == .found)
        }
    }

    @Test("3: what fails after the network's yes does not publish again")
    func laterStep() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            // The job dies before it is completed, after everything was written down.
            try await house.work(finishing: false)
            house.time.move(200)
            try await house.work("other")
            #expect(house.network.attempts == 1)
            #expect(try await house.parcels(id).map(\.state) == [.sent])
        }
    }

    @Test("4: five workers start together; one sends")
    func fiveWorkers() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            let channel = try #require(try await house.parcels(id).first?.channel)
            let run = SendingRun(desk: house.desk)
            let job = try #require(
                try await house.queue.take(1, kinds: [SendingRun.kind], owner: "node").first)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 { group.addTask { try await run.handle(job) } }
                try await group.waitForAll()
            }
            #expect(house.network.posts.count == 1)
            #expect(channel > 0)
        }
    }

    @Test(
        "5: a node that dies while the network has the post leaves it unknown, and the next looks before anything else")
    func orphan() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            house.network.publishing {
                // The process is gone at this instant: whatever it would have written, it does not.
                throw Failure(.broken, "killed")
            }
            house.network.hides()
            try await house.work(finishing: false)
            house.network.publishing(nil)
            house.network.shows()
            house.time.move(200)
            try await house.work("other")
            house.time.move(40)
            try await house.work("other")
            #expect(house.network.attempts == 1 && house.network.posts.count == 1)
            #expect(try await house.parcels(id).map(\.state) == [.sent])
        }
    }

    @Test("6: pressing approve twice, and writing twice with one form, publishes one post")
    func twice() async throws {
        try await each { house in
            let face = PostContent.Face(channel: try await house.connect())
            let author = try PublishingHouse.person("communication")
            let actions = PostActions(desk: house.desk)
            let number = house.desk.newID()
            for _ in 0..<2 {
                try await actions.create(PublishingHouse.content([face]), service: nil, id: number, by: author)
            }
            let approval = ApprovalActions(desk: house.desk)
            try await approval.submit(number, seen: 1, when: .onceApproved, by: author)
            let reader = try PublishingHouse.person("second")
            try await approval.approve(number, seen: 1, by: reader)
            await #expect(throws: Failure.self) { try await approval.approve(number, seen: 1, by: reader) }
            try await house.work()
            #expect(house.network.posts.count == 1)
        }
    }

    @Test("8: a thread of three whose second part fails goes on at the second, never at the first")
    func thread() async throws {
        try await each { house in
            let face = PostContent.Face(
                channel: try await house.connect(.mastodon, "chu@social.example"), thread: ["Deux.", "Trois."])
            house.network.behaves(.takes, .refuses(Failure(.unusable, "422"), wait: nil))
            let id = try await house.release(PublishingHouse.content([face], "Un."))
            try await house.work()
            try await house.work()
            #expect(try await house.parcels(id).map(\.state) == [.sent, .refused, .held])
            #expect(try await house.post(id).state == .sending)
            let second = try await house.parcels(id)[1]
            try await SendingActions(desk: house.desk).again(second.id, by: try PublishingHouse.person("second"))
            for _ in 0..<3 { try await house.work() }
            #expect(house.network.posts.map(\.text) == ["Un.", "Deux.", "Trois."])
            #expect(house.network.posts.map(\.parent) == [nil, "n1", "n2"])
            #expect(try await house.post(id).state == .published)
        }
    }

    @Test("9: a yes without a number is unconfirmed, not published")
    func falseSuccess() async throws {
        try await each { house in
            house.network.behaves(.takesWithoutNumber)
            house.network.hides()
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            try await house.work()
            #expect(try await house.parcels(id).map(\.state) == [.unknown])
            #expect(try await house.post(id).state == .sending)
        }
    }

    @Test("published on one of two is partial, and says so; the other alone is tried again")
    func partial() async throws {
        try await each { house in
            let first = try await house.connect(.facebook, "page")
            let second = try await house.connect(.linkedin, "org")
            house.network.behaves(.takes, .refuses(Failure(.unusable, "400"), wait: nil))
            let id = try await house.release(
                PublishingHouse.content([.init(channel: first), .init(channel: second)]))
            try await house.work()
            try await house.work()
            #expect(try await house.post(id).state == .partial)
            let refused = try #require(try await house.parcels(id).first { $0.state == .refused })
            try await SendingActions(desk: house.desk).again(refused.id, by: try PublishingHouse.person("second"))
            try await house.work()
            #expect(house.network.posts.count == 2)
            #expect(try await house.post(id).state == .published)
        }
    }

    @Test("posts of one account leave in the order of their times, whatever the order in which they were approved")
    func order() async throws {
        try await each { house in
            let channel = try await house.connect()
            for minute in [3, 1, 2] {
                try await house.release(
                    PublishingHouse.content([.init(channel: channel)], "Message numéro \(minute) du jour."),
                    at: house.time.now.adding(seconds: Double(minute) * 60))
            }
            house.time.move(400)
            try await house.work()
            #expect(house.network.posts.map(\.text) == (1...3).map { "Message numéro \($0) du jour." })
        }
    }
}
