import Foundation
public import Kernel
public import Storage

/// What holds everything that leaves: the stop button, and the pulse by which a store knows that it was carried elsewhere.
public enum Gate {
    private static let stop = "delivery.stopped"
    /// Seconds without a sign of life after which nobody knows what happened to the store meanwhile.
    public static let silence = 1_800.0

    /// Since when nothing leaves, and who said so; nil while things leave.
    public static func stopped(in connection: any Connection) throws -> Stop? {
        try Settings.value(stop, in: connection).map { text in
            do { return try JSONDecoder().decode(Stop.self, from: Data(text.utf8)) } catch {
                throw Failure(.broken, "the setting \(stop) cannot be read")
            }
        }
    }

    public struct Stop: Codable, Sendable, Equatable {
        public let person: Int64
        /// Microseconds, UTC.
        public let at: Int64
        /// What the person said: a disaster, a strike, mourning.
        public var reason: String?
    }

    /// Stops everything, once. False when it was stopped already.
    public static func close(
        by person: Int64, reason: String? = nil, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        guard try stopped(in: connection) == nil else { return false }
        let stop = Stop(person: person, at: now.microseconds, reason: reason)
        try Settings.set(self.stop, String(decoding: try JSONEncoder().encode(stop), as: UTF8.self), in: connection)
        try record("delivery.stopped", person, at: now, connection)
        return true
    }

    /// Lets things leave again. False when nothing was stopped.
    public static func open(by person: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        guard try stopped(in: connection) != nil else { return false }
        try Settings.set(stop, nil, in: connection)
        try record("delivery.resumed", person, at: now, connection)
        return true
    }

    private static func record(
        _ action: String, _ person: Int64, at now: Instant, _ connection: any Connection
    ) throws {
        try Audit.record(who: person, action: action, subject: "organisation", id: nil, at: now, in: connection)
        try EventLog.append(action, subject: 0, at: now, in: connection)
    }

    /// Says that a server works on this store. True after half an hour of silence (a machine that stood still, a copy that
    /// was carried elsewhere): what waited must be held.
    /// - Parameter room: who asks; each room that sends has a pulse of its own, and holds what is its own.
    public static func beat(_ room: String, at now: Instant, in connection: any Connection) throws -> Bool {
        let alive = "\(room).alive"
        let last = try Settings.value(alive, in: connection).flatMap { Int64($0) }.map { Instant(microseconds: $0) }
        try Settings.set(alive, String(now.microseconds), in: connection)
        return last.map { now.seconds(since: $0) > silence } ?? false
    }
}
