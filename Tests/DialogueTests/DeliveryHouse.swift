import Foundation
import Kernel
import Storage
import Synchronization
import TestKit
import Web
import Wire

@testable import Channels
@testable import Dialogue

/// A Mastodon server as far as replies go: one account, one message of a patient, and whatever the account publishes.
final class FakeMastodon: Sendable {
    struct Post: Sendable {
        let fields: [String: String]
        let key: String
    }
    /// How it answers an attempt to publish.
    enum Manner: Sendable {
        case takes
        /// Publishes, and its answer never comes.
        case takesInSilence
        /// Publishes, and says yes without saying what.
        case takesWithoutNumber
        case silence
        case refuses(Int, wait: Double?, said: String)
        case isAway
    }

    private struct State {
        var posts: [Post] = []
        var manner = Manner.takes
        var token = "token-of-the-hospital"
        var isGone = false
        var text = "Merci <b>@chu</b>, mais le parking est plein"
        var forms: [[String: String]] = []
        var atPublish: (@Sendable () async throws -> Void)?
    }
    private let state = Mutex(State())

    static let parent = "https://social.example/users/patient/statuses/7"
    static let base = "https://social.example"

    var posts: [Post] { state.withLock { $0.posts } }
    var forms: [[String: String]] { state.withLock { $0.forms } }
    func behaves(_ manner: Manner) { state.withLock { $0.manner = manner } }
    func changesToken() { state.withLock { $0.token = "another-token-altogether" } }
    func losesMessage() { state.withLock { $0.isGone = true } }
    func publishing(_ body: @escaping @Sendable () async throws -> Void) { state.withLock { $0.atPublish = body } }

    var http: HTTP {
        .answering(
            accepted: { post in try self.accept(post) }, published: { mutation in await self.publish(mutation) }
        ) { fetch in try self.answer(fetch) }
    }

    private func answer(_ fetch: Fetch) throws -> Answer {
        let (token, gone, text, posts) = state.withLock { ($0.token, $0.isGone, $0.text, $0.posts) }
        guard fetch.url.hasPrefix(Self.base) else {
            throw Failure(.forbidden, "private", words: "wire.private_address")
        }
        guard fetch.headers.contains(where: { $0.value == "Bearer \(token)" }) else {
            throw Failure(.forbidden, "social.example answered HTTP 401", words: "wire.refused")
        }
        let path = fetch.url.dropFirst(Self.base.count).prefix { $0 != "?" }
        let account = #"{"id":"1","acct":"chu","username":"chu","display_name":"CHU d'essai"}"#
        let status =
            #"{"id":"7","uri":"\#(Self.parent)","url":"\#(Self.parent)","visibility":"unlisted","language":"fr","#
            + #""created_at":"2026-11-02T10:00:00Z","content":"\#(text)","account":{"id":"2","acct":"patient@elsewhere.example"}}"#
        switch path {
        case "/api/v1/accounts/verify_credentials": return Self.json(account, fetch.url)
        case "/api/v2/search": return Self.json(#"{"statuses":[\#(gone ? "" : status)]}"#, fetch.url)
        case "/api/v1/notifications": return Self.json("[]", fetch.url)
        case "/api/v1/statuses/7" where !gone: return Self.json(status, fetch.url)
        case "/api/v2/instance":
            return Self.json(#"{"configuration":{"statuses":{"max_characters":300}}}"#, fetch.url)
        case "/api/v1/accounts/1/statuses":
            let mine = posts.enumerated().map { Self.published($0.offset, $0.element) }.reversed()
            return Self.json("[\(mine.joined(separator: ","))]", fetch.url)
        default: throw Failure(.notFound, "social.example answered HTTP 404", words: "wire.not_found")
        }
    }

    private static func published(_ index: Int, _ post: Post) -> String {
        let text = (post.fields["status"] ?? "").replacing("\"", with: "\\\"")
        return
            #"{"id":"\#(100 + index)","uri":"\#(base)/users/chu/statuses/\#(100 + index)","in_reply_to_id":"#
            + #""\#(post.fields["in_reply_to_id"] ?? "")","created_at":"2026-11-02T11:00:30Z","content":"<p>\#(text)</p>"}"#
    }

    private static func json(_ text: String, _ url: String) -> Answer {
        .fresh(Document(body: Array(text.utf8), finalURL: url))
    }

    private func publish(_ mutation: Mutation) async -> Outcome {
        let fields = Dictionary(
            mutation.body.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let (manner, hook) = state.withLock { ($0.manner, $0.atPublish) }
        func take() -> Int {
            state.withLock { state in
                state.posts.append(Post(fields: fields, key: mutation.url))
                return state.posts.count - 1
            }
        }
        switch manner {
        case .isAway: return .refused(.init(Failure(.unavailable, "social.example did not accept the connection")))
        case .silence: return .unknown(cause: "social.example did not answer within 20 seconds")
        case .refuses(let status, let wait, let said):
            let kind: Failure.Kind = status == 429 ? .tooMany : status == 401 ? .forbidden : .unusable
            let failure = Failure(kind, "social.example answered HTTP \(status)", words: "wire.refused")
            return .refused(.init(failure, status: status, wait: wait, body: Array(#"{"error":"\#(said)"}"#.utf8)))
        case .takes, .takesInSilence, .takesWithoutNumber: break
        }
        let index = take()
        try? await hook?()
        switch manner {
        case .takesInSilence: return .unknown(cause: "social.example did not answer within 20 seconds")
        case .takesWithoutNumber: return .done(Document(body: Array("{}".utf8), finalURL: mutation.url))
        default:
            let body = Self.published(index, Post(fields: fields, key: ""))
            return .done(Document(body: Array(body.utf8), finalURL: mutation.url))
        }
    }

    private func accept(_ post: ProtocolPost) throws -> Document {
        let fields = Dictionary(post.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        state.withLock { $0.forms.append(fields) }
        let token = state.withLock { $0.token }
        if post.url.hasSuffix("/api/v1/apps") {
            return Document(body: Array(#"{"client_id":"c1","client_secret":"s1-secret"}"#.utf8), finalURL: post.url)
        }
        guard fields["code"] == "the-code", fields["client_secret"] == "s1-secret" else {
            throw Failure(.unusable, "social.example answered HTTP 400", words: "wire.refused")
        }
        return Document(body: Array(#"{"access_token":"\#(token)"}"#.utf8), finalURL: post.url)
    }
}

/// A house with a connected account, a patient's message, and an approved reply on its way.
struct DeliveryHouse: Sendable {
    let house: DialogueHouse
    let network: FakeMastodon
    let conversation: Int64
    let message: Heard
    static let text = "Merci de votre message. Pour en parler, écrivez-nous à usagers@chu.example."

    init(_ database: Database, network: FakeMastodon = FakeMastodon(), on place: Network = .mastodon) async throws {
        self.network = network
        house = try DialogueHouse(database, http: network.http)
        let id = Int64.random(in: 1_000...1_000_000)
        message = Heard(
            id: id, network: place, kind: .comment, externalID: place == .own ? "review-\(id)" : FakeMastodon.parent,
            author: "Patient", text: "Merci @chu, mais le parking est plein", language: "fr",
            publishedAt: DialogueHouse.noon.adding(seconds: -3_600), collectedAt: DialogueHouse.noon,
            polarity: .negative, services: [1])
        conversation = try await house.conversation(message)
        if place == .mastodon {
            try await ChannelActions(desk: house.desk.channels).connect(
                server: "social.example", token: "token-of-the-hospital",
                by: try DialogueHouse.person("administrator"))
        }
    }

    /// An approved reply, put into the outbox as its approval does.
    @discardableResult
    func approve(_ text: String = DeliveryHouse.text) async throws -> Int64 {
        let id = house.desk.newID()
        let now = house.time.clock.now()
        let (conversation, message) = (conversation, message)
        let author = try DialogueHouse.person("communication").id
        try await house.database.write { connection in
            try connection.execute(
                """
                INSERT INTO reply (id, conversation, answers, author, text, state, seen, approved_by, approved_at,
                  created_at, changed_at)
                VALUES ($1, $2, $3, $4, $5, 'approved', $6, $4, $7, $7, $7)
                """, [id, conversation, message.id, author, text, Reply.digest(message), now])
            try Outbox.enqueue(id, at: now, in: connection)
        }
        return id
    }

    var queue: JobQueue { JobQueue(house.database, clock: house.time.clock) }

    /// Does what is due, as a node would; gives how many jobs it did.
    @discardableResult
    func work(_ owner: String = "node", finishing: Bool = true) async throws -> Int {
        let handlers = DeliveryServices(desk: house.desk).handlers
        var done = 0
        for job in try await queue.take(20, kinds: Array(handlers.keys), owner: owner) {
            try await handlers[job.kind]?(job)
            if finishing { try await house.database.write { try JobQueue.complete(job, in: $0) } }
            done += 1
        }
        return done
    }

    func delivery(_ reply: Int64) async throws -> Delivery? {
        try await house.database.read { try DeliveryStore.find(reply, in: $0) }
    }

    func reply(_ id: Int64) async throws -> Reply { try await house.database.read { try ReplyStore.find(id, in: $0) } }

    func trail(_ action: String) async throws -> [Audit.Entry] {
        try await house.database.read { try Audit.entries(Audit.Filter(action: action), in: $0) }
    }
}
