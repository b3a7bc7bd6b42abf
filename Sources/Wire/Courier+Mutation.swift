import AsyncHTTPClient
import Kernel
import NIOCore
import NIOHTTP1
import Synchronization

/// Mutations: one attempt at one address. From the moment when the request is handed to its connection, whatever goes
/// wrong is "nobody can tell", unless it can only have happened before.
extension Courier {
    func mutate(_ mutation: Mutation) async -> Outcome {
        let handed = Handed()
        do {
            let address = try WebAddress(mutation.url)
            try await politeness.enter(address.authority)
            let outcome: Outcome
            do { outcome = try await carry(mutation, to: address, handed) } catch {
                await politeness.leave(address.authority)
                throw Refusal.readable(error, host: address.authority)
            }
            await politeness.leave(address.authority)
            return outcome
        } catch {
            return await Self.outcome(of: error, handed.isTrue, wait: waiting(mutation.url))
        }
    }

    private func carry(_ mutation: Mutation, to address: WebAddress, _ handed: Handed) async throws -> Outcome {
        let request = try RequestForm.mutation(mutation, to: address, userAgent: settings.userAgent)
        let limits = mutation.limits
        return try await Watchdog.guarding(total: limits.total) { dog in
            dog.phase("\(address.authority) did not answer within \(Int(limits.head)) seconds", seconds: limits.head)
            guard let key = try await self.keys(for: address).first else {
                throw Failure(.unavailable, "\(address.host): no address", words: "wire.unknown_host")
            }
            return try await self.passing.with(key) { client in
                handed.set(true)
                let response: HTTPClientResponse
                do { response = try await client.execute(request, timeout: .hours(1)) } catch {
                    if Refusal.isSurelyUnsent(error) { handed.set(false) }
                    throw error
                }
                return try await self.read(response, from: address, limits, dog)
            }
        }
    }

    private func read(
        _ response: HTTPClientResponse, from address: WebAddress, _ limits: Limits, _ dog: Watchdog
    ) async throws -> Outcome {
        let wait = await learn(from: response, address)
        let status = Int(response.status.code)
        switch status {
        case 200..<300:
            let body = try await BodyReader(limits).read(response, dog)
            return .done(Document(body: body, headers: Headers(response.headers), finalURL: address.text))
        case 301, 307, 308, 400..<500:
            // What it says beside its no is worth having, and nothing more.
            var small = limits
            (small.wireBytes, small.bodyBytes) = (64 << 10, 64 << 10)
            let body = (try? await BodyReader(small).read(response, dog)) ?? []
            return .refused(
                Outcome.Refused(Refusal.failure(address, max(status, 400)), status: status, wait: wait, body: body))
        default: return .unknown(cause: "\(address.host) answered HTTP \(status)")
        }
    }

    private static func outcome(of error: any Error, _ handed: Bool, wait: Double?) async -> Outcome {
        let failure = error as? Failure ?? Failure(.unavailable, "stopped before an answer came")
        return handed ? .unknown(cause: failure.cause) : .refused(Outcome.Refused(failure, wait: wait))
    }

    /// Seconds until the host may be asked again, if it asked us to wait.
    private func waiting(_ url: String) async -> Double? {
        await availableAt(url).map { max(0, $0.seconds(since: now)) }
    }
}

/// Whether the request may have begun to leave.
private final class Handed: Sendable {
    private let value = Atomic<Bool>(false)

    var isTrue: Bool { value.load(ordering: .acquiring) }
    func set(_ handed: Bool) { value.store(handed, ordering: .releasing) }
}
