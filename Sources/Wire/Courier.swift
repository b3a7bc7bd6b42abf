import AsyncHTTPClient
import Foundation
import Kernel
import NIOCore
import NIOHTTP1

/// Carries one request through: checks each hop's address, waits its turn, connects to the checked address, follows
/// redirects, and reads the body within its limits.
final class Courier: Sendable {
    private let settings: WireSettings
    private let connections: Connections
    private let politeness: Politeness
    private let clock: Clock

    init(_ settings: WireSettings, clock: Clock) {
        self.settings = settings
        self.clock = clock
        connections = Connections(settings)
        politeness = Politeness(perHost: settings.perHost, pause: settings.pause, clock: clock)
    }

    func availableAt(_ url: String) async -> Instant? {
        guard let address = try? WebAddress(url) else { return nil }
        return await politeness.availableAt(address.authority)
    }

    func fetch(_ fetch: Fetch) async throws -> Answer {
        try await follow(fetch, holdsTurn: true) { response, trail, dog in
            switch Int(response.status.code) {
            case 304 where fetch.entityTag != nil || fetch.lastModified != nil: return .notModified
            case 410: return .gone
            case 200..<300:
                let body = try await BodyReader(fetch.limits).read(response, dog)
                return .fresh(
                    Document(
                        body: body, headers: Headers(response.headers), finalURL: trail.here.text,
                        permanentURL: trail.permanent?.text))
            default: throw Refusal.failure(trail.here, Int(response.status.code))
            }
        }
    }

    func stream(_ fetch: Fetch, _ receive: @escaping @Sendable (Piece) async throws -> Void) async throws {
        try await follow(fetch, holdsTurn: false) { response, trail, dog in
            guard (200..<300).contains(Int(response.status.code)) else {
                throw Refusal.failure(trail.here, Int(response.status.code))
            }
            try await receive(.head(Headers(response.headers), finalURL: trail.here.text))
            try await BodyReader(fetch.limits).read(response, dog) { try await receive(.bytes($0)) }
        }
    }

    func submit(_ post: ProtocolPost) async throws -> Document {
        let address = try WebAddress(post.url)
        var request = HTTPClientRequest(url: address.text)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: post.body))
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        addCommonHeaders(&request, accept: post.accept)
        let prepared = request
        return try await hop(address, prepared, post.limits, holdsTurn: true, retriesNextAddress: false) { response, dog in
            let status = Int(response.status.code)
            guard (200..<300).contains(status) else { throw Refusal.failure(address, status) }
            let body = try await BodyReader(post.limits).read(response, dog)
            return Document(body: body, headers: Headers(response.headers), finalURL: address.text)
        }
    }
}

// MARK: - Redirects

extension Courier {
    private enum Step<T: Sendable>: Sendable {
        case arrived(T)
        case elsewhere(status: Int, location: String?)
    }

    private func follow<T: Sendable>(
        _ fetch: Fetch, holdsTurn: Bool,
        _ receive: @escaping @Sendable (HTTPClientResponse, Trail, Watchdog) async throws -> T
    ) async throws -> T {
        var trail = Trail(start: try WebAddress(fetch.url), most: fetch.limits.redirects)
        while true {
            let here = trail
            let step: Step<T> = try await hop(
                here.here, request(for: fetch, at: here), fetch.limits, holdsTurn: holdsTurn, retriesNextAddress: true
            ) { response, dog in
                let status = Int(response.status.code)
                if [301, 302, 303, 307, 308].contains(status) {
                    return .elsewhere(status: status, location: response.headers.first(name: "location"))
                }
                return .arrived(try await receive(response, here, dog))
            }
            switch step {
            case .arrived(let result): return result
            case .elsewhere(let status, let location): try trail.step(status: status, location: location)
            }
        }
    }

    private func request(for fetch: Fetch, at trail: Trail) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: trail.here.text)
        addCommonHeaders(&request, accept: fetch.accept)
        if let tag = fetch.entityTag { request.headers.add(name: "if-none-match", value: Self.headerSafe(tag)) }
        if let moment = fetch.lastModified {
            request.headers.add(name: "if-modified-since", value: Self.headerSafe(moment))
        }
        if trail.here.origin == trail.start.origin {
            for (name, value) in fetch.headers { request.headers.add(name: name, value: Self.headerSafe(value)) }
        }
        return request
    }

    private func addCommonHeaders(_ request: inout HTTPClientRequest, accept: String) {
        request.headers.add(name: "user-agent", value: settings.userAgent)
        request.headers.add(name: "accept", value: Self.headerSafe(accept))
        request.headers.add(name: "accept-encoding", value: "gzip, deflate")
    }

    /// What servers told us to send back may hold anything: control characters never reach a header.
    private static func headerSafe(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }
}

// MARK: - One hop

extension Courier {
    private func hop<T: Sendable>(
        _ address: WebAddress, _ request: HTTPClientRequest, _ limits: Limits, holdsTurn: Bool, retriesNextAddress: Bool,
        _ receive: @escaping @Sendable (HTTPClientResponse, Watchdog) async throws -> T
    ) async throws -> T {
        let host = address.authority
        try await politeness.enter(host)
        if !holdsTurn { await politeness.leave(host) }
        let result: Result<T, any Error>
        do {
            result = .success(
                try await Watchdog.guarding(total: limits.total) { dog in
                    dog.phase("\(host) did not answer within \(Int(limits.head)) seconds", seconds: limits.head)
                    return try await self.attempt(address, request, limits, retriesNextAddress, dog, receive)
                })
        } catch {
            result = .failure(Refusal.readable(error, host: host))
        }
        if holdsTurn { await politeness.leave(host) }
        return try result.get()
    }

    private func attempt<T: Sendable>(
        _ address: WebAddress, _ request: HTTPClientRequest, _ limits: Limits, _ retries: Bool, _ dog: Watchdog,
        _ receive: @escaping @Sendable (HTTPClientResponse, Watchdog) async throws -> T
    ) async throws -> T {
        var keys = try await keys(for: address)
        if !retries { keys = Array(keys.prefix(1)) }
        var last: any Error = Failure(.unavailable, "\(address.host): no address", words: "wire.unknown-host")
        for key in keys.prefix(4) {
            do {
                return try await connections.with(key) { client in
                    let response = try await Refusal.marking { try await client.execute(request, timeout: .seconds(3_600)) }
                    await self.learn(from: response, address)
                    return try await receive(response, dog)
                }
            } catch let error as Refusal.Unconnected {
                last = error.cause
            }
        }
        throw last
    }

    private func keys(for address: WebAddress) async throws -> [Connections.Key] {
        guard settings.proxy == nil else {
            try settings.addresses.checkLiteral(address)
            return [Connections.Key(host: address.host, address: nil)]
        }
        return try await settings.addresses.check(address).map { ip in
            // AsyncHTTPClient looks an address literal up with its brackets.
            let host = address.host.contains(":") ? "[\(address.host)]" : address.host
            return Connections.Key(host: host, address: ip)
        }
    }

    private func learn(from response: HTTPClientResponse, _ address: WebAddress) async {
        let wait = RetryAfter.seconds(Headers(response.headers), now: clock.now())
        await politeness.note(address.authority, status: Int(response.status.code), wait: wait)
    }
}

extension Headers {
    init(_ headers: HTTPHeaders) { self.init(headers.map { ($0.name, $0.value) }) }
}
