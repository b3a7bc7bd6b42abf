import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import Storage
import Synchronization
import TestKit
import Testing
import Web
import Wire

@testable import Listening

/// The room of alerts over a house of `StreamFixture`: a watchman, the ladder, mails that a test reads instead of anybody.
struct AlertHouse: Sendable {
    let house: StreamHouse
    let watchman: AlertWatchman
    let actions: AlertActions
    let outbox: Outbox
    let words: Words
    let application: Application<RouterResponder<RequestState>>
    var database: Database { house.database }

    static let site = "https://resonance.chu.example"
    static let team = [
        Addressee(person: 100, name: "Camille", email: "camille@chu.example", tongue: .french),
        Addressee(person: 105, name: "Sam", email: "sam@chu.example", tongue: .english),
    ]
    /// An account of somebody who is not of the communication team.
    static let director = Addressee(person: 200, name: "Direction", email: "direction@chu.example", tongue: .french)

    init(_ database: Database, mailer: Mailer? = nil) async throws {
        let house = try await StreamHouse(database)
        self.house = house
        watchman = Self.watchman(house, node: 1)
        actions = AlertActions(database: database, clock: house.time.clock)
        let outbox = Outbox()
        self.outbox = outbox
        let site = try Site(
            gate: Gate { token in StreamHouse.people[token].map { SignedIn(person: $0, session: 1) } },
            clock: house.time.clock)
        let pages = Pages(site)
        words = site.words
        let post = Self.post(mailer ?? outbox.mailer, site: Self.site)
        AlertRoutes(
            actions, watches: WatchActions(database: database, clock: house.time.clock, ids: IdentifierSource()),
            digests: Digests(desk: house.desk, post: post, words: site.words) { _ in nil }, desk: house.desk
        ).add(to: pages)
        application = Application(router: pages.router)
    }

    static func watchman(_ house: StreamHouse, node: Int) -> AlertWatchman {
        AlertWatchman(
            database: house.database, clock: house.time.clock, zone: house.zone,
            ids: IdentifierSource(node: node, clock: house.time.clock), services: { StreamHouse.services })
    }

    static func post(_ mailer: Mailer?, site: String?) -> Post {
        Post(
            mailer: mailer, from: "resonance@chu.example", site: site, team: { team },
            person: { id in (team + [director]).first { $0.person == id } })
    }

    func post(_ mailer: Mailer? = nil) -> Post { Self.post(mailer ?? outbox.mailer, site: Self.site) }

    func mail(_ mailer: Mailer? = nil) -> AlertMail {
        AlertMail(
            database: database, clock: house.time.clock, post: post(mailer), words: words,
            services: { StreamHouse.services })
    }

    /// Digests for the people of `StreamFixture`; those of the emergencies read English.
    func digests(_ mailer: Mailer? = nil) -> Digests {
        Digests(desk: house.desk, post: post(mailer), words: words) { account in
            StreamHouse.people.values.first { $0.id == account }.map { person in
                let tongue = person.name == "emergencies" ? Tongue.english : .french
                return Subscriber(
                    addressee: Addressee(person: person.id, name: person.name, email: person.email, tongue: tongue),
                    scope: person.scope(of: .listen), organisation: "CHU d'essai")
            }
        }
    }

    /// Has the events of the log heard, as a node does.
    func listen(as name: String = "alerts") async throws {
        while try await EventLog(database).consume(as: name, watchman.hear) > 0 {}
    }

    func hear(_ said: [Said]) async throws {
        try await house.hear(said)
        try await listen()
    }

    func alerts(_ rule: Alert.Rule? = nil) async throws -> [Alert] {
        let all = try await database.read { try AlertStore.open(.everything, limit: 200, in: $0) }
        return all.filter { rule == nil || $0.rule == rule }.sorted { $0.id < $1.id }
    }

    func number(_ sql: String) async throws -> Int {
        try await database.read { try $0.one(sql, [])?.int("n") ?? -1 }
    }

    func watch(_ id: Int64, _ query: String, tells: Bool = true) async throws {
        let now = house.time.now
        try await database.write { connection in
            try WatchStore.insert(
                WatchDraft(name: "Veille \(query)", query: query, purpose: "essai", retentionDays: 30, tells: tells),
                id: id, at: now, in: connection)
        }
    }

    /// Does the mail jobs that wait; gives how many there were.
    @discardableResult
    func deliver(_ mailer: Mailer? = nil) async throws -> Int {
        let queue = JobQueue(database, clock: house.time.clock)
        let jobs = try await queue.take(99, kinds: [AlertMail.kind, Digests.jobKind], owner: "node")
        for job in jobs {
            try await job.kind == AlertMail.kind ? mail(mailer).handle(job) : digests(mailer).handle(job)
            try await database.write { try JobQueue.complete(job, in: $0) }
        }
        return jobs.count
    }

    func visit<T: Sendable>(
        as name: String = "communication", _ body: @escaping @Sendable (Visitor) async throws -> T
    ) async throws -> T {
        try await application.test(.router) { client in
            try await body(Visitor(client: client, token: "\(name)-0123456789"))
        }
    }
}

/// Mails that would have left.
final class Outbox: Sendable {
    private let sent = Mutex<[MailMessage]>([])
    private let refusing = Mutex<[String: Failure]>([:])

    var mails: [MailMessage] { sent.withLock { $0 } }
    func empty() { sent.withLock { $0 = [] } }
    func refuse(_ address: String, _ failure: Failure) { refusing.withLock { $0[address] = failure } }

    var mailer: Mailer {
        Mailer { message in
            let address = message.to.map(\.mailbox).joined()
            if let failure = self.refusing.withLock({ $0[address] }) { throw failure }
            self.sent.withLock { $0.append(message) }
        }
    }
}
