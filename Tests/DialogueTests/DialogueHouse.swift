import Crypto
import Deontology
import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Privacy
import Storage
import Synchronization
import TestKit
import Web
import Wire

@testable import Channels
@testable import Dialogue

/// A house with the rooms of the dialogue alone: a database, a clock that stands on Monday 2 November 2026 at noon in
/// Paris, three services, people with accounts, and a shelf of things said in Listening's place.
struct DialogueHouse: Sendable {
    let database: Database
    let time: MovableClock
    let shelf: Shelf
    let postbox: Postbox
    let desk: DialogueDesk
    let application: Application<RouterResponder<RequestState>>

    static let noon = Instant(iso8601: "2026-11-02T11:00:00Z") ?? Instant(microseconds: 0)

    static let wards = [
        Ward(id: 1, name: "Urgences", establishment: 1, establishmentName: "Hôpital Saint-Aubin"),
        Ward(id: 2, name: "Cardiologie", establishment: 1, establishmentName: "Hôpital Saint-Aubin"),
        Ward(id: 3, name: "Maternité", establishment: 2, establishmentName: "Les Tilleuls"),
    ]

    /// Account by session token.
    static let people: [String: Person] = Dictionary(
        uniqueKeysWithValues: [
            ("administrator", Grant(.administrator)), ("communication", Grant(.communication)),
            ("validator", Grant(.validator)), ("clinician", Grant(.clinician)),
            ("emergencies", Grant(.headOfService, service: 1)), ("hearts", Grant(.headOfService, service: 2)),
            ("auditor", Grant(.auditor)), ("nobody", nil),
        ].enumerated().map { index, each in
            let (name, grant) = each
            let grants: Set<Grant> = grant.map { [$0] } ?? []
            return (
                "\(name)-0123456789",
                Person(
                    id: Int64(100 + index), name: name, email: "\(name)@chu.example", grants: grants, tongue: .french)
            )
        })

    /// `http` stands for the networks: one that refuses everything unless the test gives another.
    init(
        _ database: Database, http: HTTP = HTTP.answering { _ in throw Failure(.unavailable, "no network here") },
        hearing: Bool = false
    ) throws {
        self.database = database
        let time = MovableClock(Self.noon)
        let shelf = Shelf()
        let postbox = Postbox()
        (self.time, self.shelf, self.postbox) = (time, shelf, postbox)
        desk = DialogueDesk(
            database: database, clock: time.clock, zone: TimeZone(identifier: "Europe/Paris") ?? .gmt,
            ids: IdentifierSource(clock: time.clock), checker: try HouseChecker.wordings.get(),
            privacy: try PrivacyReader(), sealer: Sealer(key: SymmetricKey(data: Data(repeating: 7, count: 32))),
            http: http, voices: shelf.voices,
            staff: Staff(
                wards: { Self.wards }, people: { Array(Self.people.values) },
                names: { Dictionary(uniqueKeysWithValues: Self.people.values.map { ($0.id, $0.name) }) },
                organisation: { "CHU d'essai" }),
            letters: postbox.letters, site: "https://resonance.chu.example",
            hearing: hearing ? shelf.hearing : .none,
            seal: SnapshotSeal { try .init(rawRepresentation: Data(repeating: 9, count: 32)) })
        let dialogue = Dialogue(desk)
        let pages = Pages(
            try Site(
                gate: Gate(
                    recognise: { token in Self.people[token].map { SignedIn(person: $0, session: 1) } },
                    notices: dialogue.notices, noticesAddress: Dialogue.noticesAddress), clock: time.clock))
        dialogue.add(to: pages)
        ChannelServices(desk.channels).add(to: pages)
        application = Application(router: pages.router)
    }

    static func person(_ name: String) throws -> Person {
        guard let person = people["\(name)-0123456789"] else { throw Failure(.broken, "no \(name)") }
        return person
    }

    /// Visits pages as one of the people; as nobody at all with an empty name.
    func visit<T: Sendable>(
        as name: String = "communication", _ body: @escaping @Sendable (Visitor) async throws -> T
    ) async throws -> T {
        try await application.test(.router) { client in
            try await body(Visitor(client: client, token: name.isEmpty ? "" : "\(name)-0123456789"))
        }
    }

    /// A conversation that opens with one review, as the inbox would have made it.
    @discardableResult
    func conversation(_ heard: Heard) async throws -> Int64 {
        shelf.put(heard)
        let id = desk.newID()
        try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO conversation (id, network, root, state, polarity, urgency, rating, language, first_at,
                  last_at, messages)
                VALUES ($1, $2, $3, 'unread', $4, $5, $6, $7, $8, $8, 1)
                """,
                [
                    id, heard.network, heard.id, heard.polarity?.rawValue, heard.urgency, heard.rating, heard.language,
                    heard.publishedAt,
                ])
            try connection.execute(
                "INSERT INTO conversation_message (mention, conversation, own, published_at) VALUES ($1, $2, $3, $4)",
                [heard.id, id, heard.own, heard.publishedAt])
            for service in heard.services {
                try connection.execute(
                    "INSERT INTO conversation_service (service, conversation) VALUES ($1, $2)", [service, id])
            }
            for theme in heard.themes {
                try connection.execute(
                    "INSERT INTO conversation_theme (theme, conversation, polarity) VALUES ($1, $2, $3)",
                    [theme.theme.rawValue, id, theme.polarity?.rawValue])
            }
        }
        return id
    }
}

/// Things said, in Listening's place.
final class Shelf: Sendable {
    private let state = Mutex<(items: [Int64: Heard], heard: [Arrival], forgotten: [String])>(([:], [], []))

    func empty() { state.withLock { $0.items = [:] } }
    func put(_ heard: Heard) { state.withLock { $0.items[heard.id] = heard } }
    /// What the rooms gave to Listening.
    var heard: [Arrival] { state.withLock { $0.heard } }
    var forgotten: [String] { state.withLock { $0.forgotten } }

    /// Notes that somebody opened the case of a mention: they alone see its author's handle.
    func open(_ mention: Int64, by person: Person, handle: String) {
        cases.withLock { $0["\(mention)-\(person.id)"] = handle }
    }

    private let cases = Mutex<[String: String]>([:])

    var voices: Voices {
        var voices = readings
        voices.opened = { mention, person, _ in self.cases.withLock { $0["\(mention)-\(person.id)"] } }
        voices.past = { after, limit, _ in
            self.state.withLock { Array($0.items.keys.filter { $0 > after }.sorted().prefix(limit)) }
        }
        return voices
    }

    private var readings: Voices {
        Voices(
            find: { ids, _ in self.state.withLock { state in ids.compactMap { state.items[$0] } } },
            named: { id, network, _ in
                self.state.withLock { $0.items.values.first { $0.externalID == id && $0.network == network }?.id }
            },
            answers: { id, network, _ in
                self.state.withLock { state in
                    state.items.values.filter { $0.parent == id && $0.network == network }.map(\.id).sorted()
                }
            },
            search: { words, limit, _ in
                self.state.withLock { state in
                    Array(
                        state.items.values.filter { $0.text.localizedCaseInsensitiveContains(words) }.map(\.id)
                            .sorted(by: >).prefix(limit))
                }
            },
            hear: { arrivals in self.state.withLock { $0.heard += arrivals } },
            revise: { arrival in
                self.state.withLock { state in
                    state.heard.removeAll { $0.id == arrival.id }
                    state.heard.append(arrival)
                }
            },
            forget: { id, _, _ in self.state.withLock { $0.forgotten.append(id) } },
            direct: { _, _, _ in },
            warmth: { _, _, _, _ in Warmth(degrees: (37.4, 36.9, 38.1), opinions: 40, negative: 12) },
            change: { _, _, _, _ in
                (
                    Warmth(degrees: (38.2, 37.6, 38.9), opinions: 40, negative: 18),
                    Warmth(degrees: (36.8, 36.3, 37.4), opinions: 44, negative: 8)
                )
            },
            daily: { _, _, first, last in
                (first...max(first, last)).map { HeardDay(day: $0, opinions: 3, negative: 1) }
            })
    }
}

extension Shelf {
    /// What channels bring goes onto the same shelf.
    var hearing: Hearing {
        var hearing = Hearing.none
        let voices = voices
        hearing.receive = { _, _, _ in 1 }
        hearing.take = { arrivals, _ in try await voices.hear(arrivals) }
        hearing.revise = { arrival, _ in try await voices.revise(arrival) }
        hearing.forget = voices.forget
        return hearing
    }
}

/// Keeps the letters that would have left.
final class Postbox: Sendable {
    private let state = Mutex<[Letter]>([])
    var sent: [Letter] { state.withLock { $0 } }
    var letters: Letters { Letters(leave: true) { letter in self.state.withLock { $0.append(letter) } } }
}

/// A review as a network gives it.
func review(
    _ text: String, id: Int64 = .random(in: 1_000...1_000_000_000), network: Network = .google,
    kind: MentionKind = .review, rating: Double? = 2, at: Instant = DialogueHouse.noon.adding(seconds: -3_600),
    polarity: Polarity = .negative, urgency: Urgency = .none, themes: [HeardTheme] = [], services: [Int64] = [],
    parent: String? = nil, own: Bool = false
) -> Heard {
    Heard(
        id: id, network: network, kind: kind, externalID: "ext-\(id)", parent: parent, author: "Patient A", text: text,
        language: "fr", rating: rating, publishedAt: at, collectedAt: at, polarity: polarity, urgency: urgency,
        themes: themes, services: services, own: own)
}
