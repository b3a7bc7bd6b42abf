import Foundation
import Synchronization
import Wire

/// The real network, with what leaves by it counted.
final class CountingHTTP: Sendable {
    private let counts = Mutex((mutations: 0, messages: 0))
    private let inner: HTTP

    init(_ inner: HTTP) { self.inner = inner }

    var mutations: Int { counts.withLock { $0.mutations } }
    /// Of protocols: sessions and their renewals.
    var messages: Int { counts.withLock { $0.messages } }

    var http: HTTP {
        var http = inner
        http.mutate = { mutation in
            self.counts.withLock { $0.mutations += 1 }
            return await self.inner.mutate(mutation)
        }
        http.submit = { post in
            self.counts.withLock { $0.messages += 1 }
            return try await self.inner.submit(post)
        }
        return http
    }
}
