import Channels
import Deontology
import Kernel
import Networks
import Synchronization

/// A network as far as publishing goes: it keeps what it was given, and behaves as it is told.
final class FakeNetwork: Sendable {
    struct Post: Sendable, Equatable {
        let id: String
        let account: String
        let text: String
        let parent: String?
        let key: String
        let alts: [String]
        let role: Piece.Role
    }
    /// How it answers an attempt to publish.
    enum Manner: Sendable {
        case takes
        /// Publishes, and its answer never comes.
        case takesInSilence
        case silence
        /// Says yes without saying what: the connector makes of it that nobody can tell.
        case takesWithoutNumber
        case refuses(Failure, wait: Double?)
    }

    private struct State {
        var posts: [Post] = []
        var manners: [Manner] = []
        var attempts = 0
        var prepared = 0
        var waits = 0
        var isDead = false
        var refreshes = 0
        var refreshed: (@Sendable (Credentials) throws -> Credentials)?
        var hook: (@Sendable () async throws -> Void)?
        var finds = true
        var prepareFails: Failure?
        var most: Int64?
        var shown: [Int64] = []
        var limits: [FigureName: FigureValue] = [:]
        var asked = 0
    }
    private let state = Mutex(State())
    /// What it does with what it has published.
    let after = FakeAfter()
    /// How it works on a video.
    let care = FakeCare()

    var posts: [Post] { state.withLock { $0.posts } }
    var attempts: Int { state.withLock { $0.attempts } }
    var refreshes: Int { state.withLock { $0.refreshes } }
    /// The next attempts, one each; it takes whatever comes after.
    func behaves(_ manners: Manner...) { state.withLock { $0.manners = manners } }
    func works(_ polls: Int) { state.withLock { $0.waits = polls } }
    func dies() { state.withLock { $0.isDead = true } }
    func hides() { state.withLock { $0.finds = false } }
    func shows() { state.withLock { $0.finds = true } }
    func publishing(_ hook: (@Sendable () async throws -> Void)?) { state.withLock { $0.hook = hook } }
    func preparing(fails failure: Failure?) { state.withLock { $0.prepareFails = failure } }
    /// Bytes that its server takes of one file; it says so when it is given more.
    func takesFiles(of most: Int64?) { state.withLock { $0.most = most } }
    /// Bytes of the files that it was given for what it published.
    var shown: [Int64] { state.withLock { $0.shown } }
    /// What it says of its limits from now on.
    func takes(_ limits: [FigureName: FigureValue]) { state.withLock { $0.limits = limits } }
    /// How often it was asked for them.
    var asked: Int { state.withLock { $0.asked } }
    fileprivate func says(at moment: Instant) -> AskedLimits? {
        state.withLock {
            $0.asked += 1
            return $0.limits.isEmpty ? nil : AskedLimits(at: moment, endpoint: "GET /limits", values: $0.limits)
        }
    }
    func refreshing(_ body: @escaping @Sendable (Credentials) throws -> Credentials) {
        state.withLock { $0.refreshed = body }
    }

    /// The door of every network, all to this one.
    var doors: NetworkDoors {
        let door = NetworkDoor(
            signIn: { _, _, _, _, _ in FakeSignIn(network: self) },
            connector: { FakeConnector(fake: self, key: $0) })
        return NetworkDoors(
            Dictionary(uniqueKeysWithValues: Network.allCases.filter { $0 != .own }.map { ($0, door) }))
    }

    fileprivate func attempt(_ piece: Piece, _ account: String, key: String) async -> Sending {
        let (manner, hook) = state.withLock { state -> (Manner, (@Sendable () async throws -> Void)?) in
            state.attempts += 1
            return (state.manners.isEmpty ? .takes : state.manners.removeFirst(), state.hook)
        }
        switch manner {
        case .silence: return .unknown(cause: "no answer within 20 seconds")
        case .refuses(let failure, let wait): return .refused(failure, said: "no: \(failure.cause)", wait: wait)
        case .takes, .takesInSilence, .takesWithoutNumber: break
        }
        let sent = state.withLock { state -> Sent in
            let id = "n\(state.posts.count + 1)"
            state.shown += piece.attachments.map(\.file.content.bytes)
            state.posts.append(
                Post(
                    id: id, account: account, text: piece.words.content.text, parent: piece.parent?.id, key: key,
                    alts: piece.attachments.compactMap { $0.alt?.content.text }, role: piece.role))
            return Sent(id: id, url: "https://network.example/\(id)")
        }
        do { try await hook?() } catch { return .unknown(cause: "cut") }
        switch manner {
        case .takesInSilence: return .unknown(cause: "no answer within 20 seconds")
        case .takesWithoutNumber: return .unknown(cause: "it said yes without saying what it published")
        default: return .sent(sent)
        }
    }

    fileprivate func prepare(_ piece: Piece) throws -> Bool {
        try state.withLock { state in
            if let failure = state.prepareFails { throw failure }
            if let most = state.most, piece.attachments.contains(where: { $0.file.content.bytes > most }) {
                throw Failure(.tooLarge, "no file of that size", words: "networks.media_too_large")
            }
            state.prepared += 1
            guard state.waits > 0 else { return true }
            state.waits -= 1
            return false
        }
    }

    fileprivate func find(_ text: String, parent: String?) -> Sent? {
        state.withLock { state in
            guard state.finds else { return nil }
            return state.posts.last { after.text($0.id, $0.text) == text && $0.parent == parent }.map {
                Sent(id: $0.id, url: nil)
            }
        }
    }

    fileprivate func check() throws {
        if state.withLock({ $0.isDead }) { throw Failure(.forbidden, "401", words: "wire.refused") }
    }

    func refresh(_ credentials: Credentials) throws -> Credentials {
        let body = state.withLock { state in
            state.refreshes += 1
            return state.refreshed
        }
        return try body?(credentials) ?? credentials
    }
}

private struct FakeConnector: Aftercare {
    let fake: FakeNetwork
    let key: NetworkDoor.Key
    let network = Network.mastodon

    func account() async throws -> SenderAccount {
        try fake.check()
        return SenderAccount(id: key.credentials.subject, handle: key.credentials.subject, name: "CHU")
    }

    func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        try fake.check()
        let prepared = Prepared(["media": "m1"], at: key.clock.now())
        return try fake.prepare(piece) ? .ready(prepared) : .wait(seconds: 5, prepared)
    }

    func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        await fake.attempt(piece, self.key.credentials.subject, key: key)
    }

    func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        fake.find(piece.words.content.text, parent: piece.parent?.id)
    }

    func edit(_ sent: Sent, _ piece: Piece, key: String) async -> Sending {
        fake.after.edit(sent, piece.words.content.text)
    }
    func delete(_ sent: Sent) async -> Sending { fake.after.delete(sent) }
    func figures(_ published: [Sent]) async throws -> [String: PostFigures] { try fake.after.figures(published) }
    func processing(_ sent: Sent) async throws -> Processing {
        try fake.check()
        return try fake.care.processing(sent)
    }
    func caption(_ sent: Sent, _ captions: Cleared<Media>, language: String) async throws {
        try fake.care.caption(sent, captions, language)
    }
    func askedLimits() async throws -> AskedLimits? { fake.says(at: key.clock.now()) }
}
