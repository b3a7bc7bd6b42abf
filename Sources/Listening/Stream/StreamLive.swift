import Foundation
import HTTPTypes
import Hummingbird
import Kernel
public import Logging
public import ServiceLifecycle
import Storage
import Synchronization

/// Tells open streams that mentions which they would show have arrived: a number, never text that moves under the
/// reader's eyes. One look at the event log every two seconds serves all pages, and none when no page is open.
public final class StreamLive: Service {
    private struct Listener {
        let filter: StreamFilter
        let scope: Scope
        var place: Int64
        let channel: AsyncStream<String?>.Continuation
    }

    /// What the pages of one question at one place ask together.
    private struct Question: Hashable {
        let address: String
        let scope: Scope
        let place: Int64
    }

    private let desk: Desk
    private let logger: Logger
    private let limit: Int
    private let pace: Duration
    private let heartbeat: Duration
    private let listeners = Mutex<[Int: Listener]>([:])
    private let numbers = Atomic<Int>(0)
    /// A notice counts no further: an import of a million lines is "plus de 1 000".
    static let most = 1_000

    /// `limit` is the number of pages that may be open at once.
    public init(
        desk: Desk, logger: Logger, limit: Int = 500, pace: Duration = .seconds(2), heartbeat: Duration = .seconds(20)
    ) {
        self.desk = desk
        self.logger = logger
        self.limit = limit
        self.pace = pace
        self.heartbeat = heartbeat
    }

    /// Pages open now.
    var count: Int { listeners.withLock { $0.count } }

    /// Looks until the server stops, then ends every page's stream, so that nothing is waited for.
    public func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            var beat = ContinuousClock.now + heartbeat
            while (try? await Task.sleep(for: pace)) != nil {
                do { try await look() } catch { logger.error("live streams: \(error)") }
                guard ContinuousClock.now >= beat else { continue }
                beat = .now + heartbeat
                for listener in listeners.withLock({ Array($0.values) }) { listener.channel.yield(nil) }
            }
        }
        for listener in listeners.withLock({ Array($0.values) }) { listener.channel.finish() }
    }

    /// The endless answer of `/stream/live`. `last` is where the page was cut off, as its browser says.
    func response(_ filter: StreamFilter, scope: Scope, last: String?) async throws -> Response {
        guard count < limit else { throw Failure(.unavailable, "too many live pages") }
        let end = try await EventLog(desk.database).end()
        let place = last.flatMap { Int64($0) }.map { max(0, min($0, end)) } ?? end
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [self] writer in
                let (stream, channel) = AsyncStream.makeStream(of: String?.self, bufferingPolicy: .bufferingNewest(16))
                let number = numbers.add(1, ordering: .relaxed).newValue
                listeners.withLock {
                    $0[number] = Listener(filter: filter, scope: scope, place: place, channel: channel)
                }
                defer { listeners.withLock { _ = $0.removeValue(forKey: number) } }
                try await writer.write(ByteBuffer(string: "retry: 5000\nid: \(place)\n\n"))
                // A comment now and then finds out that the page has gone.
                for await text in stream { try await writer.write(ByteBuffer(string: text ?? ": \n\n")) }
                try await writer.finish(nil)
            })
    }

    /// Gives every open page the number of its own mentions among those that arrived since it last looked.
    func look() async throws {
        let open = listeners.withLock { $0 }
        guard let first = open.values.map(\.place).min() else { return }
        let arrived = try await EventLog(desk.database).events(after: first, limit: 200).map { entry in
            (place: entry.place, mentions: try Self.mentions(entry.event))
        }
        guard let last = arrived.last?.place else { return }
        var counts: [Question: Int] = [:]
        for (number, listener) in open {
            let question = Question(address: listener.filter.address, scope: listener.scope, place: listener.place)
            let known = counts[question]
            let found = if let known { known } else { try await count(arrived, for: listener) }
            counts[question] = found
            listeners.withLock { $0[number]?.place = max(last, listener.place) }
            if found > 0 {
                let data = "{\"count\":\(found),\"most\":\(Self.most)}"
                listener.channel.yield("id: \(last)\nevent: arrived\ndata: \(data)\n\n")
            }
        }
    }

    private func count(
        _ arrived: [(place: Int64, mentions: [Int64])], for listener: Listener
    ) async throws -> Int {
        let ids = arrived.filter { $0.place > listener.place }.flatMap(\.mentions).prefix(Self.most)
        let zone = desk.zone
        return try await desk.database.read { connection in
            var found = 0
            for start in stride(from: ids.startIndex, to: ids.endIndex, by: 400) {
                let part = Array(ids[start..<min(start + 400, ids.endIndex)])
                found += try MentionStore.count(
                    listener.filter, scope: listener.scope, limit: part.count, zone: zone, among: part, in: connection)
            }
            return found
        }
    }

    private static func mentions(_ event: Event) throws -> [Int64] {
        guard event.kind == MentionsArrived.kind else { return [] }
        return try JSONDecoder().decode(MentionsArrived.self, from: Data(event.payload.utf8)).mentions
    }
}
