import Kernel
import Networks
import Storage
import Synchronization
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// What broke elsewhere (field study, section 3): tokens.
@Suite struct RenewalTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    private static func credentials(_ house: PublishingHouse, _ id: Int64) async throws -> Credentials {
        let sealer = house.desk.channels.sealer
        let channel = try await house.database.read { try ChannelStore.find(id, in: $0) }
        return try #require(try channel.credentials(sealer))
    }

    private static func channel(_ house: PublishingHouse, _ id: Int64) async throws -> Channel {
        try await house.database.read { try ChannelStore.find(id, in: $0) }
    }

    private static func application(_ house: PublishingHouse, _ network: Network = .linkedin) async throws {
        try await NetworkApplications(desk: house.desk.channels).keep(
            network, NetworkApplication(id: "app", secret: "app-secret"), by: 100)
    }

    @Test("10: connecting again keeps the refresh token that the network does not give anew")
    func keepsRefresh() async throws {
        try await each { house in
            let id = try await house.connect(.linkedin, "org", refresh: "refresh-1", expires: 3_600)
            let again = try await house.connect(.linkedin, "org", refresh: "", expires: 7_200)
            #expect(again == id)
            let kept = try await Self.credentials(house, id)
            #expect(kept.refresh == "refresh-1")
        }
    }

    @Test("11: a blip during a renewal does not disconnect; only the network's own no does")
    func blip() async throws {
        try await each { house in
            try await Self.application(house)
            let id = try await house.connect(.linkedin, "org", refresh: "refresh-1", expires: 300)
            house.network.refreshing { _ in throw Failure(.unavailable, "no answer") }
            let channel = try await Self.channel(house, id)
            _ = try await ChannelRenewal(desk: house.desk.channels).freshened(channel)
            #expect(try await Self.channel(house, id).state == .connected)
            house.network.refreshing { _ in
                throw Failure(.forbidden, "invalid_grant", words: "networks.sign_in_again")
            }
            await #expect(throws: Failure.self) {
                try await ChannelRenewal(desk: house.desk.channels).freshened(channel)
            }
            #expect(try await Self.channel(house, id).state == .expired)
        }
    }

    @Test("12: one notice, not two, for a token that cannot be renewed")
    func oneNotice() async throws {
        try await each { house in
            try await Self.application(house)
            let id = try await house.connect(.linkedin, "org", refresh: "refresh-1", expires: 300)
            house.network.refreshing { _ in
                throw Failure(.forbidden, "invalid_grant", words: "networks.sign_in_again")
            }
            let channel = try await Self.channel(house, id)
            for _ in 0..<3 {
                _ = try? await ChannelRenewal(desk: house.desk.channels).freshened(channel)
                try await ChannelCheck(desk: house.desk.channels).check(channel)
            }
            let told = try await house.database.read { connection in
                try Audit.entries(in: connection).filter { $0.action == "channel.expired" }.count
            }
            #expect(told == 1)
        }
    }

    @Test("13, 14 and 42: a token near its end, or past it, is renewed before it is used, and only then")
    func ahead() async throws {
        try await each { house in
            try await Self.application(house)
            let now = house.time.clock
            house.network.refreshing { old in
                Credentials(access: old.access + "+", expiresAt: now.now().adding(seconds: 3_600))
            }
            let id = try await house.connect(.linkedin, "org", refresh: "refresh-1", expires: 7_200)
            try await house.release(
                PublishingHouse.content([.init(channel: id)]), at: house.time.now.adding(seconds: 6 * 3_600))
            house.time.move(6 * 3_600 + 10)
            try await house.work()
            #expect(house.network.posts.count == 1 && house.network.refreshes == 1)
            #expect(try await Self.credentials(house, id).access == "token-of-org+")
            #expect(try await Self.credentials(house, id).refresh == "refresh-1")
            // Fifty posts more do not renew fifty times (test 42).
            for number in 0..<50 {
                try await house.release(PublishingHouse.content([.init(channel: id)], "Message numéro \(number)."))
            }
            for _ in 0..<4 { try await house.work() }
            #expect(house.network.posts.count == 51 && house.network.refreshes == 1)
        }
    }

    @Test("15: a token said to last for decades without a way to renew it is refused")
    func farFuture() async throws {
        try await each { house in
            await #expect(throws: Failure.self) {
                try await house.connect(.linkedin, "org", refresh: "", expires: 32 * 365 * 86_400)
            }
            let known = try await ChannelActions(desk: house.desk.channels).list()
            #expect(known.isEmpty)
        }
    }

    @Test("17: nothing is connected before one of several accounts is chosen, and it is the page, never the person")
    func choice() async throws {
        try await each { house in
            try await Self.application(house, .facebook)
            let person = try PublishingHouse.person("administrator")
            let signIn = ChannelSignIn(desk: house.desk.channels)
            let state = try await signIn.begin(.facebook, server: "", callback: "https://c.example", by: person)
            let finished = try await signIn.finish(state, code: "code", callback: "https://c.example", by: person)
            guard case .choose(let choice) = finished else { throw Failure(.broken, "no choice was offered") }
            #expect(try await ChannelActions(desk: house.desk.channels).list().isEmpty)
            await #expect(throws: Failure.self) { try await signIn.choose("person", choice, by: person) }
            let id = try await signIn.choose("page-2", choice, by: person)
            #expect(try await Self.credentials(house, id).subject == "page-2")
            #expect(try await Self.credentials(house, id).access == "t-page-2")
            await #expect(throws: Failure.self) { try await signIn.choose("page-1", choice, by: person) }
        }
    }

    @Test("two nodes that need a new token at once renew it once, and both go on with it")
    func together() async throws {
        try await each { house in
            try await Self.application(house)
            let now = house.time.clock
            house.network.refreshing { _ in
                Credentials(access: "new", refresh: "refresh-2", expiresAt: now.now().adding(seconds: 3_600))
            }
            let id = try await house.connect(.linkedin, "org", refresh: "refresh-1", expires: 60)
            let channel = try await Self.channel(house, id)
            let renewal = ChannelRenewal(desk: house.desk.channels)
            let both = try await withThrowingTaskGroup(of: Channel.self) { group in
                for _ in 0..<2 { group.addTask { try await renewal.freshened(channel) } }
                return try await group.reduce(into: [Channel]()) { $0.append($1) }
            }
            #expect(house.network.refreshes == 1)
            // A node that read the account before it was renewed does not renew it with the old token.
            #expect(try await renewal.freshened(channel).credentials(house.desk.channels.sealer)?.access == "new")
            #expect(house.network.refreshes == 1)
            let sealer = house.desk.channels.sealer
            #expect(try both.allSatisfy { try $0.credentials(sealer)?.access == "new" })
        }
    }

    @Test("48: what opens an account is printed by nothing: its last four characters at most")
    func printed() throws {
        let credentials = Credentials(access: "secret-access-token-1234", refresh: "secret-refresh", subject: "page")
        #expect("\(credentials)" == "credentials that end in …1234")
        #expect(!"\(NetworkApplication(id: "app", secret: "app-secret"))".contains("app-secret"))
    }
}
