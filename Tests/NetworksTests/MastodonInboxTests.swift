import Foundation
import Kernel
import Synchronization
import TestKit
import Testing
import Wire

@testable import Networks

/// A server with lists that can be paged through by `max_id`, and statuses that change and go.
private final class PagedServer: Sendable {
    struct Status: Sendable {
        let id: Int
        var text: String
        var account = "2"
        var answers: Int?
        var visibility = "public"
    }
    private let state = Mutex<(statuses: [Status], asked: [String], page: Int)>(([], [], 40))
    private let moment: Instant

    init(_ moment: Instant, page: Int = 40) {
        self.moment = moment
        state.withLock { $0.page = page }
    }

    var asked: [String] { state.withLock { $0.asked } }
    func say(_ status: Status) { state.withLock { $0.statuses.append(status) } }
    func take(_ id: Int) { state.withLock { state in state.statuses.removeAll { $0.id == id } } }
    func change(_ id: Int, _ text: String) {
        state.withLock { state in
            for index in state.statuses.indices where state.statuses[index].id == id {
                state.statuses[index].text = text
            }
        }
    }

    private func json(_ status: Status) -> String {
        let answers = status.answers.map { #""\#($0)""# } ?? "null"
        let at = moment.adding(seconds: Double(status.id)).iso8601
        return
            #"{"id":"\#(status.id)","uri":"https://s.example/\#(status.id)","visibility":"\#(status.visibility)","#
            + #""created_at":"\#(at)","content":"<p>\#(status.text)</p>","in_reply_to_id":\#(answers),"#
            + #""account":{"id":"\#(status.account)","acct":"\#(status.account == "1" ? "chu" : "ann@a.example")"}}"#
    }

    var http: HTTP {
        .answering { fetch in
            let (statuses, size) = self.state.withLock { state -> ([Status], Int) in
                state.asked.append(fetch.url)
                return (state.statuses, state.page)
            }
            let parts = try #require(URLComponents(string: fetch.url))
            let before = parts.queryItems?.first { $0.name == "max_id" }?.value.flatMap { Int($0) } ?? .max
            func page(_ statuses: [Status], _ draw: (Status) -> String) -> String {
                let part = statuses.filter { $0.id < before }.sorted { $0.id > $1.id }.prefix(size)
                return "[" + part.map(draw).joined(separator: ",") + "]"
            }
            let body: String
            switch parts.path {
            case "/api/v1/accounts/verify_credentials": body = #"{"id":"1","acct":"chu"}"#
            case "/api/v1/accounts/1/statuses": body = page(statuses.filter { $0.account == "1" }, self.json)
            case "/api/v1/notifications":
                body = page(statuses.filter { $0.account != "1" }) { status in
                    let at = self.moment.adding(seconds: Double(status.id)).iso8601
                    return
                        #"{"id":"\#(status.id)","type":"mention","created_at":"\#(at)","status":\#(self.json(status))}"#
                }
            default:
                guard let id = parts.path.split(separator: "/").last.flatMap({ Int($0) }),
                    let found = statuses.first(where: { $0.id == id })
                else { throw Failure(.notFound, "s.example answered HTTP 404", words: "wire.not_found") }
                body = self.json(found)
            }
            return .fresh(Document(body: Array(body.utf8), finalURL: fetch.url))
        }
    }
}

@Suite struct MastodonInboxTests {
    private let start = Instant(seconds: 1_795_262_400 - 86_400)

    private func inbox(_ server: PagedServer, at clock: Clock = noon) throws -> MastodonInbox {
        try MastodonInbox(on: "https://s.example", token: "t", http: server.http, clock: clock)
    }

    /// Everything that waits, page after page.
    private func all(_ inbox: MastodonInbox, since cursor: String?) async throws -> (arrivals: [Arrival], page: Page) {
        var page = try await inbox.fetch(since: cursor)
        var arrivals = page.arrivals
        while page.hasMore {
            page = try await inbox.fetch(since: page.cursor)
            arrivals += page.arrivals
        }
        return (arrivals, page)
    }

    @Test("what is said to us comes under what it answers, and what we say is ours")
    func thread() async throws {
        let server = PagedServer(start)
        server.say(.init(id: 10, text: "Notre message", account: "1"))
        server.say(.init(id: 11, text: "Merci, mais le parking", answers: 10))
        server.say(.init(id: 12, text: "Notre réponse", account: "1", answers: 11))
        server.say(.init(id: 13, text: "Pour vous seul", answers: 10, visibility: "direct"))
        let (arrivals, _) = try await all(try inbox(server), since: nil)
        let by = Dictionary(uniqueKeysWithValues: arrivals.map { ($0.id, $0) })
        #expect(by.count == 3)
        #expect(by["https://s.example/10"]?.own == true && by["https://s.example/12"]?.own == true)
        #expect(by["https://s.example/11"]?.own == false)
        #expect(by["https://s.example/11"]?.parent == "https://s.example/10")
        #expect(by["https://s.example/12"]?.parent == "https://s.example/11")
    }

    @Test("an answer to a message that is on no page any more is looked up, once")
    func oldParent() async throws {
        let server = PagedServer(start, page: 1)
        server.say(.init(id: 10, text: "Ancien", account: "1"))
        let reader = try inbox(server)
        let (_, page) = try await all(reader, since: nil)
        for id in 20..<23 { server.say(.init(id: id, text: "Réponse \(id)", answers: 10)) }
        let (arrivals, _) = try await all(reader, since: page.cursor)
        #expect(arrivals.count == 3)
        #expect(arrivals.allSatisfy { $0.parent == "https://s.example/10" })
    }

    @Test("34: three hours without us: the gap is filled, page after page, and nothing comes twice")
    func gap() async throws {
        let server = PagedServer(start, page: 5)
        server.say(.init(id: 1, text: "Avant"))
        let reader = try inbox(server)
        let (_, page) = try await all(reader, since: nil)
        for id in 2..<60 { server.say(.init(id: id, text: "Message \(id)")) }
        let (arrivals, last) = try await all(reader, since: page.cursor)
        #expect(Set(arrivals.map(\.id)) == Set((2..<60).map { "https://s.example/\($0)" }))
        #expect(arrivals.count == 58)
        #expect(try await all(reader, since: last.cursor).arrivals.isEmpty)
    }

    @Test("37: what its author changes or takes back is followed")
    func followed() async throws {
        let server = PagedServer(start)
        server.say(.init(id: 1, text: "Trois heures d'attente"))
        server.say(.init(id: 2, text: "Inadmissible"))
        let time = MovableClock(noon.now())
        let reader = try inbox(server, at: time.clock)
        let (_, page) = try await all(reader, since: nil)
        #expect(page.edited.isEmpty && page.removed.isEmpty)
        server.change(1, "Deux heures d'attente")
        server.take(2)
        time.move(600)
        let next = try await reader.fetch(since: page.cursor)
        #expect(next.edited.map(\.text) == ["Deux heures d'attente"])
        #expect(next.removed == ["https://s.example/2"])
        time.move(600)
        let quiet = try await reader.fetch(since: next.cursor)
        #expect(quiet.edited.isEmpty && quiet.removed.isEmpty && quiet.arrivals.isEmpty)
    }

    @Test("the user stream tells what is said to us and what we say, and nothing of those whom we follow")
    func stream() async throws {
        let server = PagedServer(start)
        server.say(.init(id: 10, text: "Notre message", account: "1"))
        let api = API(http: server.http, base: "https://s.example", token: "t")
        let thread = try MastodonThread(api: api, own: "1", now: noon.now(), plainText: Markup.plain)
        func status(_ id: Int, _ account: String, _ text: String) -> String {
            let at = start.adding(seconds: Double(id)).iso8601
            return
                #"{"id":"\#(id)","uri":"https://s.example/\#(id)","visibility":"public","created_at":"\#(at)","#
                + #""content":"\#(text)","in_reply_to_id":"10","account":{"id":"\#(account)","acct":"x"}}"#
        }
        func change(_ name: String, _ data: String) async throws -> Change? {
            try await thread.change(ServerEvent(name: name, data: data), now: noon.now())
        }
        #expect(try await change("update", status(20, "9", "Un ami")) == nil)
        guard case .arrived(let ours)? = try await change("update", status(21, "1", "Nous")) else {
            throw Failure(.broken, "our own word is not told")
        }
        #expect(ours.own && ours.parent == "https://s.example/10")
        let mention = #"{"type":"mention","status":\#(status(22, "2", "À vous"))}"#
        guard case .arrived(let said)? = try await change("notification", mention) else {
            throw Failure(.broken, "a mention is not told")
        }
        #expect(!said.own)
        #expect(try await change("notification", #"{"type":"favourite","status":\#(status(23, "2", "x"))}"#) == nil)
        guard case .edited? = try await change("status.update", status(22, "2", "À vous deux")) else {
            throw Failure(.broken, "an edit is not told")
        }
        #expect(try await change("delete", "22") == .removed(id: "https://s.example/22"))
        #expect(try await change("delete", "20") == nil)
    }
}
