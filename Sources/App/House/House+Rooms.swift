import Foundation
import Kernel
import Listening
import Logging
import People
import Storage
import Web
import Wire

/// How the rooms know one another: People's services and accounts, in the words of Listening.
extension House {
    var people: PeopleActions {
        PeopleActions(database: database, identifiers: ids, sealer: sealer, clock: clock)
    }

    /// The care services that are open, by the names that texts call them.
    @Sendable func services() async throws -> [CareService] {
        try await people.services().filter(\.active).map {
            CareService(id: $0.id, name: $0.name, synonyms: $0.synonyms)
        }
    }

    /// Names by account, for histories.
    @Sendable func names() async throws -> [Int64: String] {
        Dictionary(try await people.users().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whom alerts and digests are written to when nobody in particular is named: the communication team.
    @Sendable func team() async throws -> [Addressee] {
        try await people.users().filter { account in
            account.active && account.grants.contains { $0.service == nil && $0.role == .communication }
        }.map { Addressee(person: $0.id, name: $0.name, email: $0.email, tongue: $0.tongue) }
    }

    /// Anybody whose account is open.
    @Sendable func addressee(_ account: Int64) async throws -> Addressee? {
        try await people.users().first { $0.id == account && $0.active }
            .map { Addressee(person: $0.id, name: $0.name, email: $0.email, tongue: $0.tongue) }
    }

    func post() throws -> Post {
        var site = settings.publicAddress
        if site?.hasSuffix("/") == true { site?.removeLast() }
        return Post(
            mailer: try Wiring.mailer(settings), from: settings.mail?.from ?? "resonance@localhost", site: site,
            team: team, person: addressee)
    }

    func digests(_ words: Words) throws -> Digests {
        Digests(desk: desk, post: try post(), words: words) { account in
            guard let found = try await people.users().first(where: { $0.id == account && $0.active }) else {
                return nil
            }
            return Subscriber(
                addressee: Addressee(person: found.id, name: found.name, email: found.email, tongue: found.tongue),
                scope: found.person.scope(of: .listen), organisation: try await people.organisationName() ?? "Résonance"
            )
        }
    }

    var watchman: AlertWatchman {
        AlertWatchman(
            database: database, clock: clock, zone: zone, ids: ids, distressIsToldElsewhere: true, services: services)
    }

    var alerts: AlertActions { AlertActions(database: database, clock: clock) }
    func originJobs(logger: Logger) -> OriginJobs {
        OriginJobs(
            database: database, http: http, networks: networks, intake: intake, clock: clock,
            publicAddress: settings.publicAddress, logger: logger)
    }

    var imports: ImportActions {
        ImportActions(database: database, importer: importer, clock: clock, folder: settings.data + "/uploads")
    }

    var watches: WatchActions { WatchActions(database: database, clock: clock, ids: ids) }
    var desk: Desk {
        Desk(database: database, clock: clock, zone: zone, ids: ids, services: services, people: names)
    }

    var networks: NetworkReaders { .live(http, clock: clock, sealer: sealer) }

    var origins: OriginActions {
        OriginActions(database: database, http: http, networks: networks, clock: clock, ids: ids)
    }
}
