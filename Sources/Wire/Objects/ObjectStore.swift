import Crypto
import Foundation
public import Kernel

/// An S3-compatible store: files put whole, read by parts, listed and removed. Keys are those under the place's prefix.
public struct ObjectStore: Sendable {
    public struct Entry: Sendable, Equatable {
        public let key: String
        public let bytes: Int64
        public let changed: Instant
    }

    /// Over this a file goes in parts of this size.
    public static let part: Int64 = 16 << 20

    public let place: ObjectPlace
    let carrier: ObjectCarrier

    /// - Parameter settings: the administrator named the store: its host is let through, wherever it is.
    public init(
        _ place: ObjectPlace, _ settings: WireSettings, clock: Clock = .system,
        pause: @escaping @Sendable (_ attempt: Int, _ asked: Double?) async throws -> Void = Self.patience
    ) throws {
        var settings = settings
        settings.addresses.exemptions.append(try Exemption(place.authority))
        // The hospital's proxy leads to the Internet; a store stands where the nodes are.
        (settings.proxy, settings.perHost) = (nil, 8)
        self.place = place
        carrier = ObjectCarrier(
            place: place, clock: clock, addresses: settings.addresses, connections: Connections(settings),
            userAgent: settings.userAgent, pause: pause)
    }

    /// Half a second, then two; longer where the store asked for it, never over half a minute.
    public static let patience: @Sendable (Int, Double?) async throws -> Void = { attempt, asked in
        try await Task.sleep(for: .seconds(min(30, max(asked ?? 0, attempt == 1 ? 0.5 : 2))))
    }

    /// Size of an object; nil when there is none.
    public func bytes(_ key: String) async throws -> Int64? {
        let answer = try await carrier.send(
            ObjectCarrier.Request(method: "HEAD", key: place.prefix + key, reading: [404]))
        guard answer.status != 404 else { return nil }
        guard let bytes = answer.headers["content-length"].flatMap({ Int64($0) }) else {
            throw Failure(.unavailable, "\(place.endpoint.authority): an object without a length")
        }
        return bytes
    }

    /// A part of an object.
    /// - Throws: `.notFound` where there is none; `.unavailable` where less came than was asked for.
    public func read(_ key: String, _ range: Range<Int64>) async throws -> [UInt8] {
        guard !range.isEmpty else { return [] }
        let request = ObjectCarrier.Request(
            method: "GET", key: place.prefix + key,
            headers: [("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")], most: range.count + 1)
        let answer = try await carrier.send(request)
        let isWhole = answer.status == 200 && range.lowerBound == 0
        guard answer.status == 206 || isWhole, answer.body.count == range.count else {
            throw Failure(.unavailable, "\(place.endpoint.authority): an object came cut short, or is another one")
        }
        return answer.body
    }

    public func remove(_ key: String) async throws {
        _ = try await carrier.send(
            ObjectCarrier.Request(method: "DELETE", key: place.prefix + key, reading: [404]))
    }

    /// A thousand objects at most, in the order of their keys, after one.
    public func list(after key: String? = nil) async throws -> [Entry] {
        var query = [("list-type", "2"), ("prefix", place.prefix), ("max-keys", "1000")]
        if let key { query.append(("start-after", place.prefix + key)) }
        let answer = try await carrier.send(
            ObjectCarrier.Request(method: "GET", key: "", query: query.map { (name: $0.0, value: $0.1) }, most: 8 << 20)
        )
        return try ObjectText(answer.body).parts("Contents").map { part in
            guard let name = part["Key"], name.hasPrefix(place.prefix), let bytes = part["Size"].flatMap({ Int64($0) }),
                let changed = part["LastModified"].flatMap({ Instant(iso8601: $0) })
            else { throw Failure(.unavailable, "\(place.endpoint.authority): a list that cannot be read") }
            return Entry(key: String(name.dropFirst(place.prefix.count)), bytes: bytes, changed: changed)
        }
    }
}
