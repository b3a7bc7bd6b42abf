import Foundation
public import Hummingbird
import HTTPTypes
public import Kernel
import NIOCore
public import ServiceLifecycle
import Synchronization

/// One server-sent event, as `web/live.js` reads them: a name and JSON.
public struct LiveEvent: Sendable {
    public let name: String
    /// JSON text.
    public let data: String
    /// Nil for everybody; else only those whose scope covers one of these services.
    public let services: Set<Int64>?

    public init(_ name: String, data: String, services: Set<Int64>? = nil) {
        self.name = name
        self.data = data
        self.services = services
    }

    /// WHATWG HTML, section 9.2.6: each line of the data has its own field.
    var text: String {
        let lines = data.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }.joined()
        return "event: \(name.filter { !$0.isNewline })\n\(lines)\n"
    }

    func concerns(_ scope: Scope) -> Bool {
        guard let services else { return scope != .nothing }
        return services.contains(where: scope.covers) || scope == .everything
    }
}

/// Tells open pages what happens, as it happens. A page that does not keep up misses the oldest events; nothing waits
/// for it, and its memory is bounded.
public final class Live: Sendable {
    private struct Listener {
        let scope: Scope
        let channel: AsyncStream<LiveEvent?>.Continuation
    }

    /// Open pages at most: each holds a connection.
    private let limit: Int
    private let listeners = Mutex<[Int: Listener]>([:])
    private let numbers = Mutex(0)

    public init(limit: Int = 1000) { self.limit = limit }

    public func publish(_ event: LiveEvent) {
        for listener in listeners.withLock({ Array($0.values) }) where event.concerns(listener.scope) {
            listener.channel.yield(event)
        }
    }

    /// Ends every stream, so that a server that stops does not wait for its readers.
    public func close() {
        for listener in listeners.withLock({ Array($0.values) }) { listener.channel.finish() }
    }

    public var count: Int { listeners.withLock { $0.count } }

    /// The endless answer of an events address. Throws `unavailable` when too many pages are open.
    public func response(_ scope: Scope, heartbeat: Duration = .seconds(20)) throws -> Response {
        let (stream, channel) = AsyncStream.makeStream(of: LiveEvent?.self, bufferingPolicy: .bufferingNewest(64))
        let number = numbers.withLock { number in
            number += 1
            return number
        }
        let accepted = listeners.withLock { all in
            guard all.count < limit else { return false }
            all[number] = Listener(scope: scope, channel: channel)
            return true
        }
        guard accepted else { throw Failure(.unavailable, "too many live pages") }
        channel.onTermination = { [weak self] _ in self?.listeners.withLock { _ = $0.removeValue(forKey: number) } }
        let body = ResponseBody { writer in
            try await Self.pump(stream, channel, heartbeat, into: &writer)
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
        ]
        return Response(status: .ok, headers: headers, body: body)
    }

    /// Writes events until the page closes; a comment now and then finds out that it has.
    @concurrent
    private static func pump(
        _ stream: AsyncStream<LiveEvent?>, _ channel: AsyncStream<LiveEvent?>.Continuation, _ heartbeat: Duration,
        into writer: inout any ResponseBodyWriter
    ) async throws {
        // Ends with this function: an `async let` is cancelled when its scope is left.
        async let pulse: Void = beat(heartbeat, channel)
        defer { channel.finish() }
        try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
        for await event in stream { try await writer.write(ByteBuffer(string: event?.text ?? ": \n\n")) }
        _ = await pulse
    }

    private static func beat(_ heartbeat: Duration, _ channel: AsyncStream<LiveEvent?>.Continuation) async {
        do {
            while !Task.isCancelled {
                try await Task.sleep(for: heartbeat)
                if case .terminated = channel.yield(nil) { return }
            }
        } catch { return }
    }
}

extension Live: Service {
    /// Waits for the server's end, then ends every stream.
    public func run() async throws {
        try await gracefulShutdown()
        close()
    }
}
