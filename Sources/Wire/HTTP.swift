public import Kernel

/// The house's HTTP client: a struct of closures, so that a test can answer in the network's place.
///
/// Every closure throws `Failure` with a one-line cause: `.unusable` (bad address, 400), `.forbidden` (private address,
/// 401, 403), `.notFound` (404), `.tooLarge` (a limit of `Limits`), `.tooMany` (429, or the host asked us to wait),
/// `.unavailable` (no answer, 5xx, broken transfer). Cancelling the task stops the transfer.
public struct HTTP: Sendable {
    /// Gets one document, following redirects.
    public var fetch: @Sendable (_ fetch: Fetch) async throws -> Answer
    /// Gets an answer piece by piece; the next piece is read once `receive` has returned. Returns at the end.
    public var stream:
        @Sendable (_ fetch: Fetch, _ receive: @escaping @Sendable (Piece) async throws -> Void) async throws -> Void
    /// Sends a protocol's form and gives the answer of a 2xx. Redirects are not followed.
    public var submit: @Sendable (_ post: ProtocolPost) async throws -> Document
    /// Does one thing that others see, once: one attempt at one address, no redirect, nothing again. It never throws: what
    /// nobody can tell is an answer too (`Outcome.unknown`).
    public var mutate: @Sendable (_ mutation: Mutation) async -> Outcome
    /// When the host of this address may be asked again, if it asked us to wait; nil when now is fine.
    public var availableAt: @Sendable (_ url: String) async -> Instant?

    public init(
        fetch: @escaping @Sendable (_ fetch: Fetch) async throws -> Answer,
        stream:
            @escaping @Sendable (_ fetch: Fetch, _ receive: @escaping @Sendable (Piece) async throws -> Void)
            async throws -> Void,
        submit: @escaping @Sendable (_ post: ProtocolPost) async throws -> Document,
        mutate: @escaping @Sendable (_ mutation: Mutation) async -> Outcome = { _ in
            .refused(Outcome.Refused(Failure(.unavailable, "nothing leaves from here")))
        },
        availableAt: @escaping @Sendable (_ url: String) async -> Instant? = { _ in nil }
    ) {
        self.fetch = fetch
        self.stream = stream
        self.submit = submit
        self.mutate = mutate
        self.availableAt = availableAt
    }

    /// The real client. One for the whole program: it remembers connections and who asked us to slow down.
    public static func live(_ settings: WireSettings, clock: Clock = .system) -> HTTP {
        let courier = Courier(settings, clock: clock)
        return HTTP(
            fetch: { try await courier.fetch($0) },
            stream: { try await courier.stream($0, $1) },
            submit: { try await courier.submit($0) },
            mutate: { await courier.mutate($0) },
            availableAt: { await courier.availableAt($0) })
    }

    /// For tests: every fetch and every stream is answered by `reply`, every form by `accepted`, what is published by
    /// `published`.
    public static func answering(
        accepted: @escaping @Sendable (ProtocolPost) async throws -> Document = {
            Document(body: [], finalURL: $0.url)
        },
        published: @escaping @Sendable (Mutation) async -> Outcome = { _ in
            .refused(Outcome.Refused(Failure(.unavailable, "nothing leaves from here")))
        },
        _ reply: @escaping @Sendable (Fetch) async throws -> Answer
    ) -> HTTP {
        HTTP(
            fetch: reply,
            stream: { fetch, receive in
                guard case .fresh(let document) = try await reply(fetch) else { return }
                try await receive(.head(document.headers, finalURL: document.finalURL))
                try await receive(.bytes(document.body))
            },
            submit: accepted, mutate: published)
    }
}
