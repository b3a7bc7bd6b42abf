import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ChannelTests {
    private static let token = "token-of-the-hospital"

    @Test("an account is connected by its own server's page: the state serves once, for the one who began")
    func signIn() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let network = FakeMastodon()
            let house = try DialogueHouse(database, http: network.http)
            try await house.visit(as: "administrator") { visitor in
                let begun = try await visitor.post(
                    "/channels/connect", [("server", "@chu@social.example")], from: "/channels")
                #expect(begun.status == 303)
                let leaving = try await visitor.get(begun.location ?? "")
                #expect(leaving.text.contains("https://social.example/oauth/authorize?response_type=code"))
                #expect(!leaving.text.contains("s1-secret"))
                let state = (begun.location ?? "").split(separator: "/").last.map(String.init) ?? ""
                let forged = try await visitor.get("/channels/callback?code=the-code&state=\(state)x")
                #expect(forged.status == 400)
                let done = try await visitor.get("/channels/callback?code=the-code&state=\(state)")
                #expect(done.status == 303 && done.location?.hasPrefix("/channels/") == true)
                #expect(try await visitor.get("/channels/callback?code=the-code&state=\(state)").status == 400)
                let page = try await visitor.get("/channels")
                #expect(page.text.contains("@chu@social.example") && !page.text.contains(Self.token))
                let one = try await visitor.get(done.location ?? "")
                #expect(one.status == 200 && !one.text.contains(Self.token))
            }
            let callback = network.forms.first?["redirect_uris"]
            #expect(callback == "https://resonance.chu.example/channels/callback")
        }
    }

    @Test("the state of another person opens nothing, and neither does one that is a quarter of an hour old")
    func stranger() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database, http: FakeMastodon().http)
            let signIn = ChannelSignIn(desk: house.desk.channels)
            let mine = try DialogueHouse.person("administrator")
            let state = try await signIn.begin(
                .mastodon, server: "social.example", callback: "https://x.example/c", by: mine)
            let other = Person(
                id: 999, name: "other", email: "o@chu.example", grants: [Grant(.administrator)], tongue: .french)
            await #expect(throws: Failure.self) {
                try await signIn.finish(state, code: "the-code", callback: "https://x.example/c", by: other)
            }
            house.time.move(901)
            await #expect(throws: Failure.self) {
                try await signIn.finish(state, code: "the-code", callback: "https://x.example/c", by: mine)
            }
        }
    }

    @Test("a token lies sealed, and is in no page, no trail and no event")
    func sealed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let kept = try await database.read { connection -> String in
                let channel = try #require(try ChannelStore.all(in: connection).first)
                #expect(channel.sealed.map(Sealer.isSealed) == true)
                let audit = try Audit.entries(in: connection).map { "\($0)" }.joined()
                let events = try connection.query("SELECT payload FROM event", []).map { try $0.text("payload") }
                let rows = String(decoding: channel.sealed ?? [], as: UTF8.self)
                return audit + events.joined() + rows
            }
            #expect(!kept.contains(Self.token))
            try await here.house.visit(as: "administrator") { visitor in
                let wrong = try await visitor.post(
                    "/channels/token", [("own_server", "social.example"), ("token", "not-the-right-token")],
                    from: "/channels")
                #expect(wrong.status == 400 && !wrong.text.contains("not-the-right-token"))
            }
        }
    }

    @Test("servers inside the hospital, and servers without encryption, are refused")
    func guarded() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database, http: FakeMastodon().http)
            let actions = ChannelActions(desk: house.desk.channels)
            let person = try DialogueHouse.person("administrator")
            for server in ["http://social.example", "intranet", "ftp://a.example", "https://u:p@a.example/", ""] {
                await #expect(throws: Failure.self, "\(server)") {
                    try await actions.connect(server: server, token: Self.token, by: person)
                }
            }
            await #expect(throws: Failure.self) {
                try await actions.connect(server: "10.0.0.1", token: Self.token, by: person)
            }
            #expect(try await actions.list().isEmpty)
        }
    }

    @Test("who may only gather sees channels and connects none; others see nothing")
    func rights() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            try await here.house.visit(as: "communication") { visitor in
                let page = try await visitor.get("/channels")
                #expect(page.status == 200 && !page.text.contains("/channels/token"))
                let tried = try await visitor.post(
                    "/channels/token", [("own_server", "social.example"), ("token", Self.token)], from: "/channels")
                #expect(tried.status == 403)
            }
            try await here.house.visit(as: "clinician") { visitor in
                let seen = try await visitor.get("/channels")
                #expect(seen.status == 403)
            }
        }
    }

    @Test("a token that is taken no more expires the account once; sending waits, history stays, reconnecting resumes")
    func expired() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let channel = try #require(try await ChannelActions(desk: here.house.desk.channels).list().first)
            here.network.changesToken()
            let check = ChannelCheck(desk: here.house.desk.channels)
            try await check.check(channel)
            try await check.check(channel)
            #expect(try await here.trail("channel.expired").count == 1)
            let reply = try await here.approve()
            try await here.work()
            #expect(try await here.delivery(reply)?.reason == .token)
            try await here.house.visit(as: "administrator") { visitor in
                let seen = try await visitor.get("/channels")
                #expect(seen.text.contains("Jeton expiré"))
            }
            let again = try await ChannelActions(desk: here.house.desk.channels).connect(
                server: "social.example", token: "another-token-altogether",
                by: try DialogueHouse.person("administrator"))
            #expect(again == channel.id)
            try await DeliveryActions(desk: here.house.desk).send(reply, by: try DialogueHouse.person("validator"))
            try await here.work()
            #expect(here.network.posts.count == 1)
        }
    }

    @Test("a server that does not answer expires nothing")
    func blip() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let here = try await DeliveryHouse(database)
            let channel = try #require(try await ChannelActions(desk: here.house.desk.channels).list().first)
            let deaf = try DialogueHouse(database)
            try await ChannelCheck(desk: deaf.desk.channels).check(channel)
            let now = try #require(try await ChannelActions(desk: here.house.desk.channels).list().first)
            #expect(now.state == .connected && now.error == "no network here")
        }
    }
}
