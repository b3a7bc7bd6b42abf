import AsyncHTTPClient
import Crypto
import Foundation
import Kernel
import NIOCore
import NIOHTTP1

/// Carries signed requests to one store. Nothing else is reached: the address comes from the settings, no redirect is
/// followed. What has the same effect twice is asked up to three times.
struct ObjectCarrier: Sendable {
    struct Request: Sendable {
        enum Body: Sendable {
            case none
            case bytes([UInt8])
            case file(String, Range<Int64>)
        }
        var method: String
        /// Without the place's prefix only where it begins with it already; empty for the bucket.
        var key: String
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var body = Body.none
        /// SHA-256 of the body.
        var payload = SignatureV4.digest("")
        /// Bytes of an answer at most.
        var most = 1 << 20
        /// Refusals that are read instead of thrown.
        var reading: Set<Int> = []
    }

    struct Answer: Sendable {
        let status: Int
        let headers: Headers
        let body: [UInt8]
    }

    let place: ObjectPlace
    let clock: Clock
    let addresses: AddressGuard
    let connections: Connections
    let userAgent: String
    /// Waits before the second and the third attempt.
    let pause: @Sendable (_ attempt: Int, _ asked: Double?) async throws -> Void

    func send(_ request: Request) async throws -> Answer {
        var attempt = 1
        while true {
            do {
                return try await once(request)
            } catch let failure as ObjectRefusal where failure.isPassing && attempt < 3 {
                try await pause(attempt, failure.wait)
            } catch let failure as ObjectRefusal { throw failure.said }
            attempt += 1
        }
    }

    private func once(_ request: Request) async throws -> Answer {
        let address = try WebAddress("\(place.endpoint.scheme.rawValue)://\(place.authority)/")
        do {
            let seconds = 60 + Double(request.length) / 50_000
            return try await Watchdog.guarding(total: seconds + 300) { dog in
                dog.phase("\(address.host) did not answer in time", seconds: seconds)
                return try await attempt(request, address, dog)
            }
        } catch {
            let readable = Refusal.readable((error as? Refusal.Unconnected)?.cause ?? error, host: address.authority)
            if readable is CancellationError { throw readable }
            guard let failure = readable as? Failure else { throw readable }
            // A file of ours that cannot be read will not be readable at the next attempt.
            if failure.kind == .broken { throw failure }
            throw ObjectRefusal(failure, isPassing: failure.kind == .unavailable)
        }
    }

    private func attempt(_ request: Request, _ address: WebAddress, _ dog: Watchdog) async throws -> Answer {
        var last: any Error = Failure(.unavailable, "\(address.host): no address")
        for ip in try await addresses.check(address).prefix(4) {
            let host = address.host.contains(":") ? "[\(address.host)]" : address.host
            do {
                return try await connections.with(Connections.Key(host: host, address: ip)) { client in
                    let response = try await Refusal.marking {
                        try await client.execute(signed(request), timeout: .hours(1))
                    }
                    return try await read(response, request, dog)
                }
            } catch let error as Refusal.Unconnected { last = error.cause }
        }
        throw last
    }

    private func read(
        _ response: HTTPClientResponse, _ request: Request, _ dog: Watchdog
    ) async throws -> Answer {
        let (status, headers) = (Int(response.status.code), Headers(response.headers))
        let limits = Limits(wireBytes: request.most, bodyBytes: request.most, idle: 60)
        let body = request.method == "HEAD" ? [] : try await BodyReader(limits).read(response, dog)
        let answer = Answer(status: status, headers: headers, body: body)
        // A merge that failed half-way is said with a status of 200.
        let isError = !(200..<300).contains(status) && !request.reading.contains(status)
        let late = request.method == "POST" && ObjectText(body).parts("Error").first?["Code"] != nil
        guard isError || late else { return answer }
        throw ObjectRefusal(answer, place, now: clock.now())
    }

    /// Signed afresh for each attempt: a signature is good for a quarter of an hour.
    private func signed(_ request: Request) -> HTTPClientRequest {
        let (stamp, path) = (SignatureV4.stamp(clock.now()), place.path(request.key))
        let headers =
            request.headers + [
                ("host", place.authority), ("x-amz-content-sha256", request.payload), ("x-amz-date", stamp),
            ]
        let authorization = SignatureV4(key: place.key, secret: place.secret, region: place.region).authorization(
            SignatureV4.Request(
                method: request.method, path: path, query: request.query, headers: headers,
                payload: request.payload), stamp: stamp)
        let query = SignatureV4.query(request.query)
        var out = HTTPClientRequest(
            url: "\(place.endpoint.scheme.rawValue)://\(place.authority)\(path)\(query.isEmpty ? "" : "?" + query)")
        out.method = HTTPMethod(rawValue: request.method)
        for (name, value) in headers where name != "host" { out.headers.add(name: name, value: value) }
        out.headers.add(name: "authorization", value: authorization)
        out.headers.add(name: "user-agent", value: userAgent)
        switch request.body {
        case .none: break
        case .bytes(let bytes): out.body = .bytes(ByteBuffer(bytes: bytes))
        case .file(let path, let range):
            let pieces = FilePieces(head: [], path: path, range: range, tail: [])
            out.body = .stream(pieces, length: .known(pieces.length))
        }
        return out
    }
}

extension ObjectCarrier.Request {
    fileprivate var length: Int64 {
        switch body {
        case .none: Int64(min(most, 64 << 20))
        case .bytes(let bytes): Int64(bytes.count)
        case .file(_, let range): Int64(range.count)
        }
    }
}
