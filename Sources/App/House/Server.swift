import Channels
import Dialogue
import Foundation
import Hummingbird
import Kernel
import Listening
import Logging
import Metrics
import People
import Publishing
import ServiceLifecycle
import Storage
import Web
import Wire

/// The server: pages, and the loops that listen, beside one another in one service group.
struct Server {
    let house: House
    let prometheus: Prometheus
    let logger: Logger
    /// What runs beside it: the networks of a sample hospital.
    var beside: [any ServiceLifecycle.Service] = []

    /// Serves until it is told to stop; then ends what is at hand, and returns.
    func run(until stop: StopSignals, ready: @escaping @Sendable (Int) async -> Void) async throws {
        let (live, pages, digests, dialogue, sending) = try site()
        let words = pages.site.words
        let settings = house.settings
        let application = Application(
            router: pages.router,
            server: Pages.server,
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: nil),
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? settings.port) },
            logger: logger)
        try await plan(dialogue)
        try await sending.plan()
        let services: [any ServiceLifecycle.Service] =
            [stop] + beside + [application, live] + (try loops(digests, words, dialogue, sending))
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { service in
                    // Its own name for a service is all that it holds, printed: long, and with secrets in it.
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                        serviceName: "\(type(of: service))")
                },
                logger: logger))
        try await group.run()
        try await house.close()
    }

    /// Every page, without a socket: what tests and the documentation look at too.
    func site() throws -> (StreamLive, Pages, Digests, Dialogue, SendingRooms) {
        let (house, settings) = (house, house.settings)
        let dialogue = try house.dialogue()
        let sending = try SendingRooms(house, dialogue)
        let gate = house.people.gate(
            badges: { person in
                var badges = try await dialogue.badges(for: person)
                badges.merge(try await sending.badges(for: person)) { $0 + $1 }
                badges["alerts"] = try await house.alerts.open(for: person).count
                return badges
            }, notices: dialogue.notices, noticesAddress: Dialogue.noticesAddress)
        let web = WebSettings(
            publicAddress: settings.publicAddress, behindProxy: settings.behindProxy,
            metricsToken: settings.metricsToken, timeZone: settings.timeZone, tongue: settings.language,
            temporaryFolder: try Self.uploads(settings))
        let pages = Pages(
            try Site(settings: web, gate: gate, navigation: Routes.navigation, clock: house.clock),
            metrics: prometheus)
        let live = StreamLive(desk: house.desk, logger: logger)
        let digests = try house.digests(pages.site.words)
        Routes(house: house).add(to: pages, live: live, digests: digests)
        dialogue.add(to: pages)
        sending.add(to: pages)
        pages.operations(prometheus) { try await house.database.read { _ = try $0.one("SELECT 1 AS n", []) } }
        return (live, pages, digests, dialogue, sending)
    }

    /// Uploads wait on the data folder's own file system, so that taking them away is a rename.
    private static func uploads(_ settings: Settings) throws -> String {
        let folder = settings.data + "/uploads"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// What listens while nobody looks.
    private func loops(
        _ digests: Digests, _ words: Words, _ dialogue: Dialogue, _ sending: SendingRooms
    ) throws -> [any ServiceLifecycle.Service] {
        let watchman = house.watchman
        return [
            house.originJobs(logger: logger),
            OriginStreams(
                database: house.database, networks: house.networks, intake: house.intake,
                clock: house.clock, logger: logger),
            EventConsumer("alerts", database: house.database, logger: logger, watchman.hear),
            AlertPatrol(watchman, logger: logger),
            DigestClock(digests, logger: logger),
            JobRunner(
                JobQueue(house.database, clock: house.clock), handlers: try handlers(digests, words, dialogue, sending),
                logger: logger),
        ] + dialogue.loops(logger) + sending.publishing.loops(logger)
    }

    private func handlers(
        _ digests: Digests, _ words: Words, _ dialogue: Dialogue, _ sending: SendingRooms
    ) throws -> [String: JobRunner.Handler] {
        let retention = Retention(database: house.database, clock: house.clock).handlers
        let mail = AlertMail(
            database: house.database, clock: house.clock, post: try house.post(), words: words,
            services: house.services)
        let own: [String: JobRunner.Handler] = [
            AlertMail.kind: mail.handle, Digests.jobKind: digests.handle,
            PendingJudgements.kind: PendingJudgements(database: house.database, intake: house.intake).handle,
            SearchUpkeep.kind: SearchUpkeep(database: house.database, clock: house.clock).handle,
        ]
        let deliveries = OriginJobs.handlers(database: house.database, intake: house.intake, clock: house.clock)
        return [
            retention, house.watches.handlers, house.watchman.handlers, try house.imports.handlers(), deliveries,
            dialogue.handlers, sending.handlers,
        ]
        .reduce(own) { $0.merging($1) { first, _ in first } }
    }

    /// Jobs that come back by themselves are planned at each start, once.
    private func plan(_ dialogue: Dialogue) async throws {
        try await dialogue.plan()
        let now = house.clock.now()
        try await house.people.sealFactors()
        try await house.database.write { connection in
            try Retention.schedule(at: now, in: connection)
            try PendingJudgements.schedule(in: connection)
            try SearchUpkeep.schedule(at: now, in: connection)
        }
        // What every consumer has read long ago explains nothing any more.
        _ = try await EventLog(house.database).prune(before: now.adding(days: -30))
    }
}
