import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import Storage
import Synchronization
import TestKit
import Testing
import Wire

@testable import Listening

/// A real server on a free loopback port, for the length of a test.
func serving(_ router: Router<BasicRequestContext>, _ body: @escaping @Sendable (Int) async throws -> Void) async throws
{
    let (ports, bell) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in bell.yield(channel.localAddress?.port ?? 0) }, logger: Logger(label: "server"))
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        group.addTask {
            for await port in ports {
                try await body(port)
                return
            }
        }
        defer { group.cancelAll() }
        try await group.next()
    }
}

/// A client that may reach these loopback ports.
func loopback(_ ports: Int..., clock: Kernel.Clock) throws -> HTTP {
    .live(
        WireSettings(
            contact: "https://chu.example",
            addresses: AddressGuard(exemptions: try ports.map { try Exemption("127.0.0.1:\($0)") }), pause: 0,
            connect: 3),
        clock: clock)
}

@Suite struct OriginServerTests {
    private static func reply(_ status: HTTPResponse.Status, _ headers: HTTPFields = [:], _ body: [UInt8] = [])
        -> Response
    {
        Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static func router(_ hits: Notes) -> Router<BasicRequestContext> {
        let router = Router()
        let rss = Feeding.rss([("1", "Un"), ("2", "Deux")])
        router.get("feed") { request, _ in
            let tag = request.headers[.ifNoneMatch]
            hits.note("feed \(tag ?? "-")")
            if tag == "\"v1\"" { return reply(.notModified, [.eTag: "\"v1\""]) }
            return reply(.ok, [.eTag: "\"v1\"", .contentType: "application/rss+xml"], rss)
        }
        router.get("moved") { _, _ in reply(.movedPermanently, [.location: "/feed"]) }
        router.get("found") { _, _ in reply(.found, [.location: "/feed"]) }
        router.get("inside") { _, _ in reply(.found, [.location: "http://127.0.0.1:1/feed"]) }
        router.get("gone") { _, _ in reply(.gone) }
        router.get("busy") { _, _ in reply(.tooManyRequests, [.retryAfter: "7200"]) }
        router.get("page") { _, _ in
            reply(.ok, [.contentType: "text/html"], Array("<html><body>Bonjour</body></html>".utf8))
        }
        router.get("huge") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/rss+xml"],
                body: .init { writer in
                    let piece = ByteBuffer(repeating: UInt8(ascii: " "), count: 1 << 20)
                    for _ in 0..<64 { try await writer.write(piece) }
                    try await writer.finish(nil)
                })
        }
        return router
    }

    @Test("redirects, ETag, 410, 429, pages and endless feeds, from a real server")
    func real() async throws {
        let hits = Notes()
        try await serving(Self.router(hits)) { port in
            let database = try await Database.inMemory(ListeningSchema.migrations)
            let time = MovableClock(OriginHouse.noon)
            let house = try OriginHouse(database, http: try loopback(port, clock: time.clock), time: time)
            let base = "http://127.0.0.1:\(port)"
            let feed = try await house.feed("\(base)/feed")
            let found = try await house.feed("\(base)/found")
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.count("mention") == 2)
            #expect(try await house.reload(found).address == "\(base)/found")
            house.time.move(90_000)
            _ = try await house.jobs().visitAllDue()
            #expect(hits.all.filter { $0 == "feed \"v1\"" }.count == 2)
            #expect(try await house.reload(feed).lastError == nil)
            try await house.actions.remove(feed.id, mentions: .keep, by: nil)
            let moved = try await house.feed("\(base)/moved")
            let gone = try await house.feed("\(base)/gone")
            let inside = try await house.feed("\(base)/inside")
            let page = try await house.feed("\(base)/page")
            let huge = try await house.feed("\(base)/huge")
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.reload(moved).address == "\(base)/feed")
            #expect(try await house.reload(gone).state == .dead)
            for failed in [inside, page, huge] {
                let seen = try await house.reload(failed)
                #expect(seen.failures == 1 && seen.state == .active)
                #expect(seen.lastError?.isEmpty == false && seen.lastError?.contains("\n") == false)
            }
            #expect(try await house.reload(page).lastError == "a web page, not a feed")
            let busy = try await house.feed("\(base)/busy")
            _ = try await house.jobs().visitAllDue()
            let waiting = try await house.reload(busy)
            #expect(waiting.failures == 0 && waiting.nextAt.seconds(since: house.time.now) >= 7_190)
        }
    }

    /// Flask-WebSub in `.venv`; nil where `pip install Flask-WebSub celery` was not run.
    private static let python: String? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let python = root.appending(path: ".venv/bin/python").path
        let probe = Process()
        probe.executableURL = URL(filePath: python)
        probe.arguments = ["-c", "import flask_websub, celery"]
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else { return nil }
        probe.waitUntilExit()
        return probe.terminationStatus == 0 ? python : nil
    }()

    @Test(
        "a hub that others wrote verifies us, and tells us of a new article at once",
        .enabled(if: python != nil, "install Flask-WebSub and celery into .venv"))
    func hub() async throws {
        let python = try #require(Self.python)
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let port = Int.random(in: 20_000..<30_000)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [root.appending(path: "interop/websub_hub.py").path, String(port)]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        defer { process.terminate() }
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let http = try loopback(port, clock: .system)
        let house = try OriginHouse(database, http: http)
        let site = try OriginSite(house)
        try await Self.answered { try await http.fetch(Fetch("http://127.0.0.1:\(port)/state")) }
        let (ports, bell) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: site.router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { bell.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "server"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                for await ours in ports {
                    try await Self.listen(house, http, hub: port, ours: ours)
                    return
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func listen(_ house: OriginHouse, _ http: HTTP, hub port: Int, ours: Int) async throws {
        let origin = try await house.feed("http://127.0.0.1:\(port)/feed")
        _ = try await house.jobs(publicAddress: "http://127.0.0.1:\(ours)").visitAllDue()
        #expect(try await house.count("mention") == 1)
        let hub = try #require(try await house.reload(origin).hub)
        #expect(hub.isLive(at: house.time.now) && hub.error == nil, "\(hub)")
        _ = try await http.submit(
            ProtocolPost("http://127.0.0.1:\(port)/say", fields: [("title", "Les urgences rouvrent")]))
        let queue = JobQueue(house.database, clock: house.time.clock)
        let job = try #require(try await queue.take(1, kinds: [HubCallback.jobKind], owner: "a").first)
        try await HubDeliveries(database: house.database, intake: house.intake, clock: house.time.clock).handle(job)
        #expect(try await house.count("mention", "title = 'Les urgences rouvrent'") == 1)
        #expect(try await house.count("mention") == 2)
    }

    private static func answered(_ body: () async throws -> Answer) async throws {
        for _ in 0..<100 {
            if (try? await body()) != nil { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the hub does not start")
    }
}

/// Lines noted by a server's handlers.
final class Notes: Sendable {
    private let lines = Mutex<[String]>([])
    func note(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}
