import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import ServiceLifecycle
import Storage
import Synchronization
import Web

/// The banner above every page of those who were told of a call.
struct CallNotices: Sendable {
    let desk: DialogueDesk

    func notices(for person: Person) async throws -> [Notice] {
        let calls = try await CallActions(desk: desk).concerning(person)
        if calls.isEmpty { return [] }
        let names = try await desk.staff.names()
        return calls.map { call in
            let read = Notice.Link("/oncall/calls/\(call.id)", "hours.call_read")
            guard let taker = call.takenBy else {
                return Notice(
                    id: "call-\(call.id)", title: "hours.call_title",
                    text: desk.letters.leave ? "hours.call_waits" : "hours.call_waits_mailless", since: call.openedAt,
                    action: Notice.Link("/oncall/calls/\(call.id)/take", "hours.call_take"), links: [read])
            }
            let mine = taker == person.id
            return Notice(
                id: "call-\(call.id)", title: "hours.call_title", text: mine ? "hours.call_mine" : "hours.call_theirs",
                values: ["name": names[taker] ?? "?"], since: call.openedAt, links: [read], grave: mine)
        }
    }
}

/// Puts the banner on pages that are open already. One look at the open calls every two seconds serves all pages, and
/// none when no page is open.
final class OnCallLive: Service {
    private struct Listener {
        let person: Person
        let context: SignedInContext
        var shown: [Notice]
        let channel: AsyncStream<String?>.Continuation
    }

    private static let limit = 1_000
    private static let heartbeat = 10

    private let desk: DialogueDesk
    private let pace: Duration
    private let listeners = Mutex<[Int: Listener]>([:])
    private let numbers = Atomic<Int>(0)
    private let logger = Mutex<Logger?>(nil)

    init(desk: DialogueDesk, pace: Duration = .seconds(2)) {
        self.desk = desk
        self.pace = pace
    }

    /// Says where to write what goes wrong, before it runs.
    func logging(to logger: Logger) -> OnCallLive {
        self.logger.withLock { $0 = logger }
        return self
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            var beats = 0
            while (try? await Task.sleep(for: pace)) != nil {
                do { try await look() } catch { logger.withLock { $0 }?.error("notices on open pages: \(error)") }
                beats += 1
                guard beats % Self.heartbeat == 0 else { continue }
                // A comment now and then finds out that a page has gone.
                for listener in listeners.withLock({ Array($0.values) }) { listener.channel.yield(nil) }
            }
        }
        for listener in listeners.withLock({ Array($0.values) }) { listener.channel.finish() }
    }

    /// The endless answer: what concerns this person now, then each change of it.
    func response(_ context: SignedInContext) async throws -> Response {
        guard listeners.withLock({ $0.count }) < Self.limit else {
            throw Failure(.unavailable, "too many live pages")
        }
        let first = try await CallNotices(desk: desk).notices(for: context.person)
        let begin = try Self.event(first, context)
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [self] writer in
                let (stream, channel) = AsyncStream.makeStream(of: String?.self, bufferingPolicy: .bufferingNewest(8))
                let number = numbers.add(1, ordering: .relaxed).newValue
                let listener = Listener(person: context.person, context: context, shown: first, channel: channel)
                listeners.withLock { $0[number] = listener }
                defer { listeners.withLock { _ = $0.removeValue(forKey: number) } }
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n" + begin))
                for await text in stream { try await writer.write(ByteBuffer(string: text ?? ": \n\n")) }
                try await writer.finish(nil)
            })
    }

    /// Gives every open page the notices that changed. Whoever has left is shown nothing more.
    func look() async throws {
        let open = listeners.withLock { $0 }
        if open.isEmpty { return }
        let calls = try await desk.database.read { try CallStore.open(in: $0) }
        if calls.isEmpty, open.values.allSatisfy({ $0.shown.isEmpty }) { return }
        let people = Set(try await desk.staff.people().map(\.id))
        var known: [Int64: [Notice]] = [:]
        for (number, listener) in open {
            guard people.contains(listener.person.id) else {
                listener.channel.finish()
                continue
            }
            var notices = known[listener.person.id]
            if notices == nil { notices = try await CallNotices(desk: desk).notices(for: listener.person) }
            known[listener.person.id] = notices
            guard let notices, notices != listener.shown else { continue }
            listeners.withLock { $0[number]?.shown = notices }
            listener.channel.yield(try Self.event(notices, listener.context))
        }
    }

    private struct Replacement: Encodable {
        let target = "notices"
        let html: String
    }

    private static func event(_ notices: [Notice], _ context: SignedInContext) throws -> String {
        let html = try Page.notices(notices, context)
        let data = String(decoding: try JSONEncoder().encode(Replacement(html: html)), as: UTF8.self)
        return "event: replace\ndata: \(data)\n\n"
    }
}
