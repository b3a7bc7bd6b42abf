import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Storage
import Synchronization
import TestKit
import Testing
import Web

@testable import Channels
@testable import Publishing

/// A mail server that does as it is told.
final class PressPost: Sendable {
    private let state = Mutex<(letters: [Letter], answers: [String: Failure])>(([], [:]))

    var letters: [Letter] { state.withLock { $0.letters } }

    /// What it says of mail to `address` from now on; nil takes it.
    func answers(_ failure: Failure?, to address: String) { state.withLock { $0.answers[address] = failure } }

    func forget() { state.withLock { $0.letters = [] } }

    func take(_ letter: Letter) throws {
        try state.withLock { state in
            if let failure = state.answers[letter.to.email] { throw failure }
            state.letters.append(letter)
        }
    }
}

/// The press room with people, a list, and a mail server.
struct PressHouse: Sendable {
    let house: PublishingHouse
    let post: PressPost
    let desk: PublishingDesk
    let application: Application<RouterResponder<RequestState>>

    init(_ database: Database, letters: Letters? = nil) throws {
        house = try PublishingHouse(database)
        let (base, post) = (house.desk, PressPost())
        self.post = post
        desk = try PublishingDesk(
            database: database, clock: base.clock, zone: base.zone, ids: base.ids, checker: base.checker,
            privacy: base.privacy, channels: base.channels, staff: base.staff,
            letters: letters ?? Letters(leave: true) { try post.take($0) }, site: base.site, library: base.library,
            shareKey: base.shareKey, healthDays: base.healthDays, limits: base.limits,
            templates: PublishingHouse.asset("publishing/templates.json"))
        let pages = Pages(
            try Site(
                gate: Gate(recognise: { token in
                    PublishingHouse.people[token].map { SignedIn(person: $0, session: 1) }
                }), clock: base.clock))
        PublishingServices(desk).add(to: pages)
        application = Application(router: pages.router)
    }

    static func each(_ body: @escaping @Sendable (PressHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PressHouse($0)) }
    }

    var database: Database { house.database }
    var actions: ReleaseActions { ReleaseActions(desk: desk) }
    var approval: ReleaseApproval { ReleaseApproval(desk: desk) }

    /// Does what is due; gives how many jobs it did.
    @discardableResult
    func work(finishing: Bool = true) async throws -> Int {
        let handlers = PublishingServices(desk).handlers
        var done = 0
        for job in try await house.queue.take(20, kinds: Array(handlers.keys), owner: "node") {
            try await handlers[job.kind]?(job)
            if finishing { try await database.write { try JobQueue.complete(job, in: $0) } }
            done += 1
        }
        return done
    }

    // MARK: Releases

    static var content: ReleaseContent {
        var content = ReleaseContent()
        content.title = "La maternité de Valmont ouvre une maison de naissance"
        content.dateline = "Valmont, le 12 novembre 2026"
        content.lead =
            "La maternité accompagne 1 200 naissances par an. Sa maison de naissance ouvre le 3 décembre 2026."
        content.body =
            "Trois sages-femmes y accueillent les familles, dans 4 chambres.\n\nLe projet a coûté 2,5 millions d'euros."
        content.contact = "Claire Petit, 01 23 45 67 89, presse@chu.example"
        content.locked = ["1 200 naissances", "3 décembre 2026", "2,5 millions d'euros", "Claire Petit"]
        return content
    }

    /// Written by communication, read by a second.
    func approved(_ content: ReleaseContent = PressHouse.content) async throws -> Int64 {
        let id = try await actions.create(content, by: try PublishingHouse.person("communication"))
        try await approval.submit(id, seen: 1, by: try PublishingHouse.person("communication"))
        try await approval.approve(id, seen: 1, by: try PublishingHouse.person("second"))
        return id
    }

    func release(_ id: Int64) async throws -> Release {
        try await database.read { try ReleaseStore.find(id, in: $0) }
    }

    func post(_ id: Int64) async throws -> Post { try await database.read { try PostStore.find(id, in: $0) } }

    func write(_ body: @escaping @Sendable (any Connection) throws -> Void) async throws {
        try await database.write { try body($0) }
    }

    // MARK: The list

    /// Asked and confirmed, as a journalist does it.
    func listed(_ email: String, topics: Set<PressTopic> = []) async throws -> Subscriber {
        let list = SubscriberActions(desk: desk)
        try await list.ask(SubscriberDraft(email: email, name: "N", topics: topics), wording: "Oui.")
        try await work()
        let found = try #require(try await subscriber(email))
        let confirmed = try await list.confirm(PressLink(desk: desk).token(.confirm, found))
        try #require(confirmed)
        return found
    }

    func subscriber(_ email: String) async throws -> Subscriber? {
        let fingerprint = PressLink(desk: desk).fingerprint(email)
        return try await database.read { try SubscriberStore.of(fingerprint, in: $0) }
    }

    // MARK: Visitors

    /// Somebody without an account.
    func stroll<T: Sendable>(_ body: @escaping @Sendable (Stranger) async throws -> T) async throws -> T {
        try await application.test(.router) { try await body(Stranger(client: $0)) }
    }

    func visit<T: Sendable>(
        as name: String = "communication", _ body: @escaping @Sendable (Visitor) async throws -> T
    ) async throws -> T {
        try await application.test(.router) { client in
            try await body(Visitor(client: client, token: "\(name)-0123456789"))
        }
    }
}

/// A browser without a session, or a mail program.
struct Stranger: Sendable {
    let client: any TestClientProtocol

    func get(_ path: String) async throws -> Visitor.Page { try await send(path, .get, nil, "text/html") }

    func post(_ path: String, _ fields: [(String, String)]) async throws -> Visitor.Page {
        let body = fields.map { "\($0.0)=\(Query.encode($0.1))" }.joined(separator: "&")
        return try await send(path, .post, body, "application/x-www-form-urlencoded")
    }

    func send(_ path: String, _ method: HTTPRequest.Method, _ body: String?, _ type: String) async throws
        -> Visitor.Page
    {
        try await client.execute(
            uri: path, method: method, headers: [.accept: "text/html", .contentType: type],
            body: body.map { ByteBuffer(string: $0) }
        ) { response in
            Visitor.Page(
                status: Int(response.status.code), text: String(buffer: response.body),
                location: response.headers[.location], headers: response.headers)
        }
    }
}
