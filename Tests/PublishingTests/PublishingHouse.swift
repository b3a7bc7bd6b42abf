import Calendars
import Crypto
import Dialogue
import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Networks
import Privacy
import Storage
import TestKit
import Web
import Wire

@testable import Channels
@testable import Publishing

/// Publishing with people, connected accounts and a network that does as it is told.
struct PublishingHouse: Sendable {
    let database: Database
    let time: MovableClock
    let network: FakeNetwork
    let desk: PublishingDesk
    let application: Application<RouterResponder<RequestState>>
    let library: String

    static let noon = Instant(seconds: 1_793_620_800)  // 2026-11-02T12:00:00Z
    static let migrations = Dialogue.migrations + ChannelServices.migrations + PublishingServices.migrations

    static let people: [String: Person] = Dictionary(
        uniqueKeysWithValues: [
            ("administrator", Role.administrator), ("communication", .communication), ("second", .communication),
            ("validator", .validator), ("clinician", .clinician), ("auditor", .auditor),
        ].enumerated().map { index, each in
            (
                "\(each.0)-0123456789",
                Person(
                    id: Int64(100 + index), name: each.0, email: "\(each.0)@chu.example", grants: [Grant(each.1)],
                    tongue: .french)
            )
        })

    static func person(_ name: String) throws -> Person {
        guard let person = people["\(name)-0123456789"] else { throw Failure(.broken, "no \(name)") }
        return person
    }

    init(
        _ database: Database, network: FakeNetwork = FakeNetwork(), site: String? = "https://resonance.chu.example",
        store: LibraryStoreSettings? = nil
    ) throws {
        self.database = database
        self.network = network
        let time = MovableClock(Self.noon)
        self.time = time
        library = FileManager.default.temporaryDirectory.path + "/library-\(UUID().uuidString)"
        let ids = IdentifierSource(clock: time.clock)
        let names: @Sendable () async throws -> [Int64: String] = {
            Dictionary(uniqueKeysWithValues: Self.people.values.map { ($0.id, $0.name) })
        }
        let channels = ChannelDesk(
            database: database, clock: time.clock, ids: ids,
            sealer: Sealer(key: SymmetricKey(data: Data(repeating: 7, count: 32))),
            http: HTTP.answering { _ in throw Failure(.unavailable, "no network here") },
            site: "https://resonance.chu.example", hearing: .none, doors: network.doors, names: names,
            organisation: { "CHU d'essai" }, held: { 0 })
        desk = try PublishingDesk(
            database: database, clock: time.clock, zone: TimeZone(identifier: "Europe/Paris") ?? .gmt, ids: ids,
            checker: try HouseChecker.wordings.get(), privacy: try PrivacyReader(), channels: channels,
            staff: Staff(
                wards: { [] }, people: { Array(Self.people.values) }, names: names, organisation: { "CHU d'essai" }),
            letters: Letters(leave: false) { _ in }, site: site, library: library, store: store,
            shareKey: SymmetricKey(data: Data(repeating: 5, count: 32)),
            healthDays: try HealthDays(Self.asset("calendars/health-days.json")),
            limits: try LimitsBook.parse(Self.asset("networks/limits.json")),
            templates: Self.asset("publishing/templates.json"))
        let pages = Pages(
            try Site(
                gate: Gate(recognise: { token in Self.people[token].map { SignedIn(person: $0, session: 1) } }),
                clock: time.clock))
        PublishingServices(desk).add(to: pages)
        application = Application(router: pages.router)
    }

    /// A file that the binary holds, read where it lies.
    static func asset(_ path: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Array(try Data(contentsOf: root.appending(path: "Sources/CAssets/assets/\(path)")))
    }

    func visit<T: Sendable>(
        as name: String = "communication", _ body: @escaping @Sendable (Visitor) async throws -> T
    ) async throws -> T {
        try await application.test(.router) { client in
            try await body(Visitor(client: client, token: "\(name)-0123456789"))
        }
    }

    // MARK: Accounts and posts

    /// An account of ours.
    @discardableResult
    func connect(
        _ network: Network = .facebook, _ name: String = "chu", refresh: String? = nil, expires: Double? = nil
    ) async throws -> Int64 {
        let place = NetworkPlace(
            name: "CHU \(name)", handle: name, url: nil,
            credentials: Credentials(
                access: "token-of-\(name)", refresh: refresh, expiresAt: expires.map { time.now.adding(seconds: $0) },
                subject: name))
        return try await ChannelActions(desk: desk.channels).connect(
            place, on: network, server: network == .mastodon ? "https://social.example" : "",
            by: try Self.person("administrator"))
    }

    static let text = "Le service de radiologie ouvre ses portes samedi matin."

    static func content(_ faces: [PostContent.Face], _ text: String = text) -> PostContent {
        PostContent(title: "Portes ouvertes", kind: .news, text: text, faces: faces)
    }

    /// Written, read by somebody else, and on its way.
    @discardableResult
    func release(_ content: PostContent, at due: Instant? = nil) async throws -> Int64 {
        let (author, reader) = (try Self.person("communication"), try Self.person("second"))
        let id = try await PostActions(desk: desk).create(content, service: nil, by: author)
        let approval = ApprovalActions(desk: desk)
        let moment: ApprovalActions.Moment =
            due.map { .at($0, local: "2026-11-02T13:00", zone: "Europe/Paris", recurrence: nil) } ?? .onceApproved
        try await approval.submit(id, seen: 1, when: moment, by: author)
        try await approval.approve(id, seen: 1, by: reader)
        return id
    }

    var queue: JobQueue { JobQueue(database, clock: time.clock) }

    /// Does what is due, as a node would; gives how many jobs it did.
    @discardableResult
    func work(_ owner: String = "node", finishing: Bool = true) async throws -> Int {
        let handlers = PublishingServices(desk).handlers
        var done = 0
        for job in try await queue.take(20, kinds: Array(handlers.keys), owner: owner) {
            try await handlers[job.kind]?(job)
            if finishing { try await database.write { try JobQueue.complete(job, in: $0) } }
            done += 1
        }
        return done
    }

    func parcels(_ post: Int64) async throws -> [Parcel] {
        try await database.read { try ParcelStore.of(post, in: $0) }
    }
    func post(_ id: Int64) async throws -> Post { try await database.read { try PostStore.find(id, in: $0) } }
}
