import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import NIOCore
import Storage
import TestKit
import Testing
import Wire

@testable import Listening
@testable import Web

@Suite struct OriginHubTests {
    private static let link = Headers([
        ("link", "<https://hub.example/>; rel=\"hub\", <https://press.example/feed>; rel=\"self\"")
    ])

    private static func house(_ database: Database) throws -> (OriginHouse, FakeWeb) {
        let web = FakeWeb { _ in Feeding.fresh(Feeding.rss([("1", "Premier")]), link) }
        return (try OriginHouse(database, http: web.http), web)
    }

    private static func subscribed(_ database: Database) async throws -> (OriginHouse, FakeWeb, Origin, String, String)
    {
        let (house, web) = try Self.house(database)
        let origin = try await house.feed()
        _ = try await house.jobs(publicAddress: "https://resonance.chu.example/").visitAllDue()
        let post = try #require(web.sent.first)
        let fields = Dictionary(uniqueKeysWithValues: post.fields.map { ($0.name, $0.value) })
        let callback = try #require(fields["hub.callback"])
        #expect(post.url == "https://hub.example/")
        #expect(fields["hub.mode"] == "subscribe" && fields["hub.topic"] == "https://press.example/feed")
        let path = try #require(callback.firstRange(of: "/websub/").map { String(callback[$0.lowerBound...]) })
        return (house, web, origin, path, try #require(fields["hub.secret"]))
    }

    private static func signature(_ body: String, _ secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return "sha256=" + code.map { String(format: "%02x", $0) }.joined()
    }

    @Test("without a public address no hub is asked")
    func local() async throws {
        let (house, web) = try Self.house(try await Database.inMemory(ListeningSchema.migrations))
        try await house.feed()
        _ = try await house.jobs().visitAllDue()
        #expect(web.sent.isEmpty)
    }

    @Test("our intent is confirmed for what we asked, and for nothing else")
    func verification() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, _, origin, path, _) = try await Self.subscribed(database)
            try await OriginSite(house).run { client in
                let topic = Query.encode("https://press.example/feed")
                let ask = "hub.mode=subscribe&hub.topic=\(topic)&hub.challenge=a%2Bb&hub.lease_seconds=864000"
                #expect(try await client.page("\(path)?\(ask)").text == "a+b")
                let live = try await house.reload(origin).hub
                #expect(live?.until == house.time.now.adding(days: 10))
                for wrong in [
                    "\(path)?hub.mode=subscribe&hub.topic=https%3A%2F%2Fevil.example&hub.challenge=x",
                    "\(path)?hub.mode=unsubscribe&hub.topic=\(topic)&hub.challenge=x",
                    "\(path)?hub.mode=subscribe&hub.topic=\(topic)",
                    "\(path)0?\(ask)", "/websub/\(origin.id)?\(ask)",
                    "/websub/\(origin.id)-\(String(repeating: "0", count: 32))?\(ask)",
                ] {
                    #expect(try await client.page(wrong).status == 404, "\(wrong)")
                }
                house.time.move(2 * 86_400)
                #expect(try await client.page("\(path)?\(ask)").status == 404)
                #expect(
                    try await client.page("\(path)?hub.mode=denied&hub.topic=\(topic)&hub.reason=non").status == 200)
                let denied = try await house.reload(origin).hub
                #expect(denied?.until == nil && denied?.error == "the hub refused: non")
            }
        }
    }

    @Test("a signed delivery is taken in once; a forged one is ignored without a word")
    func delivery() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, _, origin, path, secret) = try await Self.subscribed(database)
            let body = String(decoding: Feeding.rss([("1", "Premier"), ("2", "Second")]), as: UTF8.self)
            try await OriginSite(house).run { client in
                func post(_ body: String, _ signature: String?) async throws -> Int {
                    var headers: HTTPFields = [.contentType: "application/rss+xml"]
                    if let name = HTTPField.Name("X-Hub-Signature"), let signature { headers[name] = signature }
                    return try await client.execute(
                        uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)
                    ) { $0.status.code }
                }
                let unsigned = try await post(body, nil)
                let changed = try await post(body, Self.signature(body + " ", secret))
                let forged = try await post(body, Self.signature(body, "another"))
                #expect(unsigned == 202 && changed == 202 && forged == 202)
                let ignored = try await house.count("job", "kind = 'origin.delivery'")
                let signed = try await post(body, Self.signature(body, secret))
                let queued = try await house.count("job", "kind = 'origin.delivery'")
                #expect(ignored == 0 && signed == 202 && queued == 1)
            }
            let queue = JobQueue(database, clock: house.time.clock)
            let deliveries = HubDeliveries(database: database, intake: house.intake, clock: house.time.clock)
            let job = try #require(try await queue.take(1, kinds: [HubCallback.jobKind], owner: "a").first)
            house.time.move(60)
            try await deliveries.handle(job)
            #expect(try await house.count("mention") == 2)
            #expect(try await house.count("job") == 0)
            #expect(try await house.reload(origin).lastHeardAt == house.time.now)
            // The node that lost its lease finishes late: nothing twice.
            await #expect(throws: Failure.self) { try await deliveries.handle(job) }
            #expect(try await house.count("mention") == 2)
        }
    }

    @Test(
        "while the lease lives polling is rare; it is renewed before its end, and asked for again when the hub is silent"
    )
    func lease() async throws {
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let (house, web, origin, path, _) = try await Self.subscribed(database)
        let jobs = house.jobs(publicAddress: "https://resonance.chu.example")
        try await OriginSite(house).run { client in
            let ask =
                "hub.mode=subscribe&hub.topic=\(Query.encode("https://press.example/feed"))&hub.challenge=c&hub.lease_seconds=864000"
            let confirmed = try await client.page("\(path)?\(ask)")
            #expect(confirmed.status == 200)
        }
        house.time.move(4_000)
        _ = try await jobs.visitAllDue()
        #expect(try await house.reload(origin).intervalSeconds == VisitPace.underHub)
        #expect(web.sent.count == 1)
        house.time.move(9.5 * 86_400)
        _ = try await jobs.visitAllDue()
        #expect(web.sent.count == 2)
        #expect(web.sent[0].fields.map(\.value) == web.sent[1].fields.map(\.value))
        // It stays silent, and the lease ends.
        house.time.move(86_400)
        _ = try await jobs.visitAllDue()
        #expect(web.sent.count == 3)
        #expect(try await house.reload(origin).hub?.isLive(at: house.time.now) == false)
    }

    @Test("a delivery to a source that is paused is answered with 410, and larger ones with 413 and a visit")
    func refused() async throws {
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let (house, _, origin, path, _) = try await Self.subscribed(database)
        try await OriginSite(house).run { client in
            let large = ByteBuffer(repeating: 32, count: HubCallback.limit + 1)
            let status = try await client.execute(
                uri: path, method: .post, headers: [.contentLength: String(large.readableBytes)], body: large
            ) { $0.status.code }
            #expect(status == 413)
            #expect(try await house.reload(origin).nextAt == house.time.now)
            try await house.actions.pause(origin.id, by: nil)
            #expect(
                try await client.execute(uri: path, method: .post, body: ByteBuffer(string: "x")) { $0.status.code }
                    == 410)
        }
    }
}
