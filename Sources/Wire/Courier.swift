import AsyncHTTPClient
import Foundation
import Kernel
import NIOCore
import NIOHTTP1

/// Carries one request through: checks each hop's address, waits its turn, connects to the checked address, follows
/// redirects, and reads the body within its limits.
final class Courier: Sendable {
    let settings: WireSettings
    let politeness: Politeness
    /// Kept for one request only: what publishes never takes a connection that may be closing.
    let passing: Connections
    private let connections: Connections
    private let clock: Clock

    init(_ settings: WireSettings, clock: Clock) {
        self.settings = settings
        self.clock = clock
        connections = Connections(settings)
        passing = Connections(settings, idle: 0)
        politeness = Politeness(perHost: settings.perHost, pause: settings.pause, clock: clock)
    }

    var now: Instant { clock.now() }

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
            case let status:
                let refused = Refusal.failure(trail.here, status)
                return .fresh(try await Self.said(response, status, trail.here, fetch.reading, refused, dog))
            }
        }
    }

    func stream(_ fetch: Fetch, _ receive: @escaping @Sendable (Piece) async throws -> Void) async throws {
        try await follow(fetch, holdsTurn: false) { response, trail, dog in
            guard (200..<300).contains(Int(response.status.code)) else {
                throw Refusal.failure(trail.here, Int(response.status.code))
            }
            let hand: @Sendable (Piece) async throws -> Void = { piece in
                do { try await receive(piece) } catch { throw Refusal.Foreign(cause: error) }
            }
            try await hand(.head(Headers(response.headers), finalURL: trail.here.text))
            try await BodyReader(fetch.limits).read(response, dog) { try await hand(.bytes($0)) }
        }
    }

    func submit(_ post: ProtocolPost) async throws -> Document {
        let address = try WebAddress(post.url)
        let request = try RequestForm.post(post, to: address, userAgent: settings.userAgent)
        let plan = Plan(limits: post.limits, holdsTurn: true, hasEffect: true)
        return try await hop(address, request, plan) { response, dog in
            let status = Int(response.status.code)
            guard (200..<300).contains(status) else {
                let refused = Refusal.failure(address, status)
                return try await Self.said(response, status, address, post.reading, refused, dog)
            }
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
        var plan = Plan(limits: fetch.limits, holdsTurn: holdsTurn, hasEffect: false)
        while true {
            let here = trail
            let request = RequestForm.get(fetch, at: here, userAgent: settings.userAgent)
            let (step, took): (Step<T>, Double) = try await hop(here.here, request, plan) { response, dog in
                let status = Int(response.status.code)
                if [301, 302, 303, 307, 308].contains(status) {
                    return (.elsewhere(status: status, location: response.headers.first(name: "location")), dog.elapsed)
                }
                return (.arrived(try await receive(response, here, dog)), dog.elapsed)
            }
            switch step {
            case .arrived(let result): return result
            case .elsewhere(let status, let location): try trail.step(status: status, location: location)
            }
            plan.limits.total -= took
        }
    }
}

// MARK: - One hop

extension Courier {
    /// How one hop is to be done.
    private struct Plan: Sendable {
        var limits: Limits
        /// Whether it keeps its place among the host's few until the end of the body.
        let holdsTurn: Bool
        /// Asked once, of one address, and not again when nobody can tell whether it was done.
        let hasEffect: Bool
    }

    private func hop<T: Sendable>(
        _ address: WebAddress, _ request: HTTPClientRequest, _ plan: Plan,
        _ receive: @escaping @Sendable (HTTPClientResponse, Watchdog) async throws -> T
    ) async throws -> T {
        let host = address.authority
        try await politeness.enter(host)
        if !plan.holdsTurn { await politeness.leave(host) }
        let result: Result<T, any Error>
        do {
            result = .success(
                try await Watchdog.guarding(total: plan.limits.total) { dog in
                    let head = plan.limits.head
                    dog.phase("\(host) did not answer within \(Int(head)) seconds", seconds: head)
                    return try await self.attempt(address, request, plan, dog, receive)
                })
        } catch {
            result = .failure(Refusal.readable(error, host: host))
        }
        if plan.holdsTurn { await politeness.leave(host) }
        return try result.get()
    }

    private func attempt<T: Sendable>(
        _ address: WebAddress, _ request: HTTPClientRequest, _ plan: Plan, _ dog: Watchdog,
        _ receive: @escaping @Sendable (HTTPClientResponse, Watchdog) async throws -> T
    ) async throws -> T {
        let keys = try await keys(for: address)
        var last: any Error = Failure(.unavailable, "\(address.host): no address", words: "wire.unknown_host")
        for key in keys.prefix(plan.hasEffect ? 1 : 4) {
            do {
                return try await connections.with(key) { client in
                    let response = try await self.execute(request, client, again: !plan.hasEffect)
                    await self.learn(from: response, address)
                    return try await receive(response, dog)
                }
            } catch let error as Refusal.Unconnected {
                last = error.cause
            }
        }
        throw last
    }

    private func execute(
        _ request: HTTPClientRequest, _ client: HTTPClient, again: Bool
    ) async throws -> HTTPClientResponse {
        do {
            return try await Refusal.marking { try await client.execute(request, timeout: .hours(24)) }
        } catch is Refusal.Dropped where again {
            return try await Refusal.marking { try await client.execute(request, timeout: .hours(24)) }
        }
    }

    func keys(for address: WebAddress) async throws -> [Connections.Key] {
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

    /// Gives the seconds that the answer asks us to wait, if it does.
    @discardableResult
    func learn(from response: HTTPClientResponse, _ address: WebAddress) async -> Double? {
        let headers = Headers(response.headers)
        let wait = RetryAfter.seconds(headers, now: clock.now())
        let names = ["x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining"]
        let left = names.compactMap { headers[$0] }.first.flatMap { Int($0) }
        await politeness.note(
            address.authority, status: Int(response.status.code), isSpent: left.map { $0 <= 0 } ?? false,
            wait: wait)
        return wait
    }
}
