import AsyncHTTPClient
import Kernel
import NIOCore
import NIOSSL
import Synchronization

/// One HTTP client for each host and checked address, kept for the next request to the same place.
///
/// AsyncHTTPClient maps names to addresses (`dnsOverride`) for a whole client, not for a request; certificate and
/// server name stay those of the name. A client that is pinned to one address cannot connect anywhere else, and each
/// new connection is checked once more before a byte is sent.
final class Connections: Sendable {
    struct Key: Hashable, Sendable {
        let host: String
        /// Nil when a proxy resolves the name.
        let address: IPAddress?
    }
    private struct Entry {
        let client: HTTPClient
        var leases = 0
        var used: ContinuousClock.Instant = .now
    }

    private let settings: WireSettings
    private let entries = Mutex<[Key: Entry]>([:])
    /// Clients kept while nobody uses them: few, as each holds every certificate authority in memory.
    private let idle: Int
    private static let patience = Duration.seconds(60)

    init(_ settings: WireSettings, idle: Int = 8) {
        self.settings = settings
        self.idle = idle
    }

    deinit { for entry in entries.withLock({ $0.values }) { entry.client.shutdown { _ in } } }

    /// Runs `body` with the client for `key`.
    func with<T>(_ key: Key, _ body: (HTTPClient) async throws -> T) async throws -> T {
        let client = try lease(key)
        defer { release(key) }
        return try await body(client)
    }

    private func lease(_ key: Key) throws -> HTTPClient {
        let configuration = try configuration(for: key)
        return entries.withLock { entries in
            var entry =
                entries[key]
                ?? Entry(
                    client: HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration))
            entry.leases += 1
            entry.used = .now
            entries[key] = entry
            return entry.client
        }
    }

    private func release(_ key: Key) {
        let retired: [HTTPClient] = entries.withLock { entries in
            entries[key]?.leases -= 1
            let unused = entries.filter { $0.value.leases == 0 }.sorted { $0.value.used < $1.value.used }
            let crowd = max(0, unused.count - idle)
            let surplus = unused.enumerated().filter { index, entry in
                index < crowd || ContinuousClock.now - entry.value.used > Self.patience
            }.map(\.element)
            for (key, _) in surplus { entries[key] = nil }
            return surplus.map(\.value.client)
        }
        for client in retired { client.shutdown { _ in } }
    }

    private func configuration(for key: Key) throws -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .milliseconds(Int64(settings.connect * 1000))),
            decompression: .disabled)
        configuration.connectionPool.idleTimeout = .seconds(20)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(8, settings.perHost)
        if let file = settings.extraAuthorities {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.file(file)]
            configuration.tlsConfiguration = tls
        }
        if let proxy = settings.proxy {
            let authorization: HTTPClient.Authorization? = proxy.user.map {
                .basic(username: $0, password: proxy.password ?? "")
            }
            configuration.proxy = .server(host: proxy.host, port: proxy.port, authorization: authorization)
        }
        guard let address = key.address else { return configuration }
        configuration.dnsOverride = [key.host: address.text]
        let pin: @Sendable (any Channel) -> EventLoopFuture<Void> = { channel in
            guard channel.remoteAddress?.ipAddress.flatMap(IPAddress.init) == address else {
                return channel.eventLoop.makeFailedFuture(
                    Failure(.broken, "connected to an address that was not checked"))
            }
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        configuration.http1_1ConnectionDebugInitializer = pin
        configuration.http2ConnectionDebugInitializer = pin
        return configuration
    }
}
