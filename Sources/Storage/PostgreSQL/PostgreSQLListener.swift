import CLibpq
import Dispatch
import Foundation
import Logging
import Synchronization

/// Hears `NOTIFY` on a connection of its own, from the first listener on. When the line breaks it comes back by
/// itself and wakes everybody, since something may have been said meanwhile.
final class PostgreSQLListener: Sendable {
    private let url: String
    private let logger: Logger
    private let wakeUps = WakeUps()
    private let queue = DispatchQueue(label: "resonance.postgresql.listener")
    private let state = Mutex<State>(.idle)

    private enum State { case idle, listening, stopped }

    /// How long the line may be silent before the loop looks whether it must stop, in milliseconds.
    private static let glance: Int32 = 250

    init(url: String, logger: Logger) {
        self.url = url
        self.logger = logger
    }

    func stream(_ topic: WakeTopic) -> AsyncStream<Void> {
        let stream = wakeUps.stream(topic)
        let first = state.withLock { state in
            guard state == .idle else { return false }
            state = .listening
            return true
        }
        if first { queue.async { [weak self] in Self.loop { self } } }
        return stream
    }

    func stop() {
        state.withLock { $0 = .stopped }
        wakeUps.finish()
    }

    /// Holds the listener only while it looks, so that a database that nobody holds any more ends its thread.
    private static func loop(_ listener: () -> PostgreSQLListener?) {
        var connection: OpaquePointer?
        var wait: UInt32 = 0
        defer { PQfinish(connection) }
        while let listener = listener(), listener.state.withLock({ $0 != .stopped }) {
            if connection == nil {
                connection = listener.connect()
                wait = connection == nil ? min(5_000_000, max(100_000, wait * 2)) : 0
                if connection == nil {
                    usleep(wait)
                    continue
                }
                WakeTopic.allCases.forEach(listener.wakeUps.wake)
            }
            if !listener.hear(connection) {
                listener.logger.warning("the line that hears other nodes broke; connecting again")
                PQfinish(connection)
                connection = nil
            }
        }
    }

    private func connect() -> OpaquePointer? {
        let options: KeyValuePairs = ["dbname": url, "connect_timeout": "5", "application_name": "resonance listener"]
        let connection = CStrings.pairs(options) { PQconnectdbParams($0, $1, 1) }
        let listened = PQexec(connection, "LISTEN resonance_events; LISTEN resonance_jobs")
        defer { PQclear(listened) }
        if PQresultStatus(listened) == PGRES_COMMAND_OK { return connection }
        PQfinish(connection)
        return nil
    }

    /// Waits a moment for notifications; false when the line is broken.
    private func hear(_ connection: OpaquePointer?) -> Bool {
        var poller = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        guard poll(&poller, 1, Self.glance) >= 0 || errno == EINTR else { return false }
        guard PQconsumeInput(connection) == 1 else { return false }
        while let notification = PQnotifies(connection) {
            let channel = String(cString: notification.pointee.relname)
            PQfreemem(notification)
            if let topic = WakeTopic(rawValue: String(channel.dropFirst("resonance_".count))) { wakeUps.wake(topic) }
        }
        return true
    }
}
