import Crypto
import Foundation
import Kernel
import Logging
import Networks
import Opinion
import Storage
import Synchronization
import TestKit
import Wire

@testable import Listening

/// A house with one door: a database, a clock that tests move, an intake with the model that ships.
struct OriginHouse: Sendable {
    let database: Database
    let time: MovableClock
    let ids: IdentifierSource
    let intake: Intake
    let actions: OriginActions
    let http: HTTP
    let networks: NetworkReaders

    static let sealer = Sealer(key: SymmetricKey(size: .bits256))

    /// 2026-11-21T12:00:00Z
    static let noon = Instant(seconds: 1_795_262_400)

    init(
        _ database: Database, http: HTTP, networks: NetworkReaders? = nil, services: [CareService] = [],
        time: MovableClock = MovableClock(OriginHouse.noon)
    ) throws {
        self.database = database
        self.http = http
        self.time = time
        ids = IdentifierSource(clock: time.clock)
        self.networks = networks ?? .live(http, clock: time.clock, sealer: Self.sealer)
        intake = Intake(
            database: database, model: try ShippedModel.model.get(), clock: time.clock,
            zone: try DayZone("Europe/Paris", clock: time.clock), ids: ids,
            pseudonyms: Pseudonyms(key: SymmetricKey(data: Data(repeating: 7, count: 32))), services: { services })
        actions = OriginActions(
            database: database, http: http, networks: self.networks, clock: time.clock, ids: ids)
    }

    func jobs(publicAddress: String? = nil, intake other: Intake? = nil) -> OriginJobs {
        OriginJobs(
            database: database, http: http, networks: networks, intake: other ?? intake, clock: time.clock,
            publicAddress: publicAddress, logger: Logger(label: "test"))
    }

    @discardableResult
    func feed(_ address: String = "https://press.example/feed", days: Int = 365) async throws -> Origin {
        try await actions.add(
            OriginDraft(kind: .feed, address: address, label: "", purpose: "Connaître la presse", retentionDays: days),
            by: nil)
    }

    func count(_ table: String, _ condition: String = "1 = 1") async throws -> Int {
        try await database.read {
            try $0.one("SELECT COUNT(*) AS n FROM \(table) WHERE \(condition)", [])?.int("n") ?? -1
        }
    }

    func reload(_ origin: Origin) async throws -> Origin { try await actions.find(origin.id) }
}

/// The model that ships, read once for all tests.
enum ShippedModel {
    static let model = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Sources/CAssets/assets/opinion/model.bin")
        return try OpinionModel(bytes: [UInt8](try Data(contentsOf: file)))
    }
}

/// Answers in the web's place; a test changes what it says from one visit to the next.
final class FakeWeb: Sendable {
    typealias Reply = @Sendable (Fetch) throws -> Answer
    private let reply: Mutex<Reply>
    private let log = Mutex<[Fetch]>([])
    private let posts = Mutex<[ProtocolPost]>([])
    private let free = Mutex<Instant?>(nil)

    init(_ reply: @escaping Reply) { self.reply = Mutex(reply) }

    func say(_ reply: @escaping Reply) { self.reply.withLock { $0 = reply } }
    func block(until instant: Instant?) { free.withLock { $0 = instant } }
    var fetches: [Fetch] { log.withLock { $0 } }
    var sent: [ProtocolPost] { posts.withLock { $0 } }

    var http: HTTP {
        var http = HTTP.answering(
            accepted: { post in
                self.posts.withLock { $0.append(post) }
                return Document(body: [], finalURL: post.url)
            }
        ) { fetch in
            self.log.withLock { $0.append(fetch) }
            return try self.reply.withLock { $0 }(fetch)
        }
        http.availableAt = { _ in self.free.withLock { $0 } }
        return http
    }
}

/// An RSS feed of so many items about a hospital.
enum Feeding {
    static func rss(_ items: [(id: String, title: String)], extra: String = "") -> [UInt8] {
        let lines = items.map {
            "<item><guid isPermaLink=\"false\">urn:x:\($0.id)</guid><title>\($0.title)</title>"
                + "<link>https://press.example/\($0.id)</link>"
                + "<description>Le service des urgences du CHU vu par la presse, article \($0.id).</description>"
                + "<pubDate>Sat, 21 Nov 2026 08:00:00 GMT</pubDate></item>"
        }
        return Array(
            """
            <?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
            <title>La Gazette</title><link>https://press.example/</link>\(extra)\(lines.joined())</channel></rss>
            """.utf8)
    }

    static func fresh(_ body: [UInt8], _ headers: Headers = [:], moved: String? = nil) -> Answer {
        .fresh(
            Document(body: body, headers: headers, finalURL: moved ?? "https://press.example/feed", permanentURL: moved)
        )
    }
}
