import Kernel
import Synchronization

/// Listens to a server-sent event stream for as long as it is asked to, across cuts.
public struct EventStream: Sendable {
    private let http: HTTP
    private let fetch: Fetch
    private let pauses: ClosedRange<Double>

    /// `pauses`: the shortest and the longest wait before connecting again, in seconds; it doubles at each cut without
    /// any event in between.
    public init(_ http: HTTP, _ fetch: Fetch, pauses: ClosedRange<Double> = 1...300) {
        self.http = http
        self.fetch = fetch
        self.pauses = pauses
    }

    /// Hands every event to `handle`, one after the other, and connects again after a cut, with `Last-Event-ID`.
    ///
    /// Ends by throwing: `CancellationError` when the task is cancelled, what `handle` throws, or a `Failure` that
    /// waiting cannot mend (`.forbidden`, `.notFound`, `.unusable`: wrong address, refused, not an event stream).
    public func listen(
        after lastID: String? = nil, _ handle: @escaping @Sendable (ServerEvent) async throws -> Void
    ) async throws -> Never {
        let progress = Progress(lastID: lastID)
        var pause = pauses.lowerBound
        while true {
            let before = progress.received
            do {
                try await connect(progress, handle)
            } catch let error as Failure where Self.isPassing(error) && !progress.handlerFailed {
                // A cut, a slow server, a host that asks us to wait: the pause below is the answer.
            }
            try Task.checkCancellation()
            pause = progress.received > before ? pauses.lowerBound : min(pause * 2, pauses.upperBound)
            let asked = progress.retrySeconds ?? 0
            let wait = min(max(pause * Double.random(in: 0.8...1.2), asked), max(pauses.upperBound, pause))
            try await Task.sleep(for: .seconds(wait))
        }
    }

    private func connect(
        _ progress: Progress, _ handle: @escaping @Sendable (ServerEvent) async throws -> Void
    ) async throws {
        var request = fetch
        request.accept = "text/event-stream"
        if let id = progress.lastID, !id.isEmpty { request.headers.append(("last-event-id", id)) }
        progress.restart()
        try await http.stream(request) { piece in
            switch piece {
            case .head(let headers, _):
                let kind = headers["content-type"]?.lowercased() ?? ""
                guard kind.hasPrefix("text/event-stream") else {
                    throw Failure(
                        .unusable, "the address does not answer with an event stream", words: "wire.not_a_stream")
                }
            case .bytes(let bytes):
                for event in progress.parse(bytes) {
                    do { try await handle(event) } catch {
                        progress.blameHandler()
                        throw error
                    }
                }
            }
        }
    }

    private static func isPassing(_ failure: Failure) -> Bool {
        switch failure.kind {
        case .unavailable, .tooMany, .tooLarge, .broken: true
        default: false
        }
    }
}

/// What one listening has seen so far, across connections.
private final class Progress: Sendable {
    private struct State {
        var parser: ServerEventParser
        var received = 0
        var handlerFailed = false
    }
    private let state: Mutex<State>

    init(lastID: String?) { state = Mutex(State(parser: ServerEventParser(lastID: lastID))) }

    var received: Int { state.withLock { $0.received } }
    var lastID: String? { state.withLock { $0.parser.lastID } }
    var handlerFailed: Bool { state.withLock { $0.handlerFailed } }
    var retrySeconds: Double? { state.withLock { $0.parser.retry.map { Double($0) / 1000 } } }

    func restart() { state.withLock { $0.parser.restart() } }
    func blameHandler() { state.withLock { $0.handlerFailed = true } }

    func parse(_ bytes: [UInt8]) -> [ServerEvent] {
        state.withLock { state in
            let events = state.parser.parse(bytes)
            state.received += events.count
            return events
        }
    }
}
