import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import Opinion
import Storage
import TestKit
import Web

@testable import Listening

/// A house whose pages can be visited: a database, a clock that stands at noon, three services, and people with accounts.
struct StreamHouse: Sendable {
    let database: Database
    let time: MovableClock
    let zone: DayZone
    let intake: Intake
    let desk: Desk
    let live: StreamLive
    let application: Application<RouterResponder<RequestState>>

    static let services = [
        CareService(id: 1, name: "Urgences", synonyms: []), CareService(id: 2, name: "Cardiologie", synonyms: []),
        CareService(id: 3, name: "Maternité", synonyms: []),
    ]
    static let origin: Int64 = 9

    /// Account by session token.
    static let people: [String: Person] = Dictionary(
        uniqueKeysWithValues: [
            ("communication", Grant(.communication)), ("clinician", Grant(.clinician)),
            ("emergencies", Grant(.headOfService, service: 1)), ("hearts", Grant(.headOfService, service: 2)),
            ("nobody", nil),
        ].enumerated().map { index, each in
            let (name, grant) = each
            let grants: Set<Grant> = grant.map { [$0] } ?? []
            return (
                "\(name)-0123456789",
                Person(
                    id: Int64(100 + index), name: name, email: "\(name)@chu.example", grants: grants, tongue: .french)
            )
        })

    static let pseudonyms = Pseudonyms(key: SymmetricKey(data: Data(repeating: 7, count: 32)))

    init(_ database: Database) async throws {
        self.database = database
        let time = MovableClock(OriginHouse.noon)
        self.time = time
        let zone = try DayZone("Europe/Paris", clock: time.clock)
        self.zone = zone
        let ids = IdentifierSource(clock: time.clock)
        let services: @Sendable () async throws -> [CareService] = { Self.services }
        intake = Intake(
            database: database, model: try ShippedModel.model.get(), clock: time.clock, zone: zone, ids: ids,
            pseudonyms: Self.pseudonyms, services: services)
        desk = Desk(
            database: database, clock: time.clock, zone: zone, ids: ids, services: services,
            people: { Dictionary(uniqueKeysWithValues: Self.people.values.map { ($0.id, $0.name) }) })
        live = StreamLive(desk: desk, logger: Logger(label: "test"), limit: 2)
        let pages = Pages(
            try Site(
                gate: Gate { token in Self.people[token].map { SignedIn(person: $0, session: 1) } }, clock: time.clock))
        TodayRoutes(desk: desk).add(to: pages)
        StreamRoutes(desk: desk, live: live).add(to: pages)
        MentionRoutes(desk: desk).add(to: pages)
        application = Application(router: pages.router)
        let now = time.now
        try await database.write { connection in
            try OriginStore.insert(
                OriginDraft(
                    kind: .files, network: .google, address: "test", label: "Essai", purpose: "essai",
                    retentionDays: 3650),
                id: Self.origin, interval: 3600, at: now, in: connection)
        }
    }

    static func person(_ name: String) throws -> Person {
        guard let person = people["\(name)-0123456789"] else { throw Failure(.broken, "no \(name)") }
        return person
    }

    /// Things said, judged as the test says.
    @discardableResult
    func hear(_ said: [Said]) async throws -> [Int64] {
        let read = said.map { $0.read(now: time.now, zone: zone) }
        _ = try await intake.take(read, from: Self.origin)
        return read.map(\.key)
    }

    @discardableResult
    func hear(_ said: Said) async throws -> Int64 { try await hear([said])[0] }

    func list(
        _ filter: StreamFilter, scope: Scope = .everything, position: StreamPosition = .newest, limit: Int = 1_000
    )
        async throws -> [Mention]
    {
        let zone = zone
        return try await database.read {
            try MentionStore.list(filter, scope: scope, position: position, limit: limit, zone: zone, in: $0)
        }
    }

    /// Visits pages as one of the people.
    func visit<T: Sendable>(
        as name: String = "communication", _ body: @escaping @Sendable (Visitor) async throws -> T
    ) async throws -> T {
        try await application.test(.router) { client in
            try await body(Visitor(client: client, token: "\(name)-0123456789"))
        }
    }
}

/// One thing said, and what is made of it.
struct Said: Sendable {
    var id = UUID().uuidString
    var hoursAgo = 1.0
    var network = Network.google
    var kind = MentionKind.review
    var author: String? = "Camille"
    var title: String?
    var text = "Un avis"
    var language: String? = "fr"
    var rating: Double?
    var reach: Int?
    var parent: String?
    var url: String?
    var own = false
    var polarity: Polarity? = .negative
    var confidence = 0.9
    var unsure = false
    var themes: [Theme] = []
    var services: [Int64] = []
    var urgency = Urgency.none
    var reasons: [Reason] = []

    func read(now: Instant, zone: DayZone) -> ReadArrival {
        let arrival = Arrival(
            id: id, network: network, kind: kind, author: author, title: title, text: text,
            publishedAt: now.adding(seconds: -hoursAgo * 3_600), url: url, rating: rating, parent: parent, reach: reach,
            language: language, own: own)
        let folded = SearchText.folded(title.map { $0 + "\n" + text } ?? text)
        let folding = Folding(folded: folded)
        let judgement = polarity.map {
            Judgement(
                language: language, polarity: $0, score: $0 == .positive ? 0.8 : $0 == .negative ? -0.8 : 0,
                confidence: confidence, unsure: unsure, themes: themes.map { ThemeScore(theme: $0, score: 0.9) },
                urgency: urgency, reasons: reasons)
        }
        return ReadArrival(
            arrival: arrival,
            key: MentionKey.make(publishedAt: arrival.publishedAt, network: network, externalID: id),
            day: zone.day(of: arrival.publishedAt), judgement: judgement, services: services,
            words: SearchText.stems(ofFolded: folded), folding: folding,
            author: author.map { StreamHouse.pseudonyms.pseudonym(of: $0, on: network) })
    }
}
