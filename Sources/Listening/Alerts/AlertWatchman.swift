import Foundation
public import Kernel
public import Logging
public import ServiceLifecycle
public import Storage

/// Looks for what rises: at each arrival (danger, words, a sudden hour) and at a steady pace (days and weeks).
public struct AlertWatchman: Sendable {
    /// Older mentions come from archives: they wake nobody.
    static let freshDays = 7

    private let database: Database
    private let clock: Clock
    private let zone: DayZone
    private let raising: AlertRaising
    private let services: @Sendable () async throws -> [CareService]

    public init(
        database: Database, clock: Clock, zone: DayZone, ids: IdentifierSource,
        distressIsToldElsewhere: Bool = false, services: @escaping @Sendable () async throws -> [CareService]
    ) {
        self.database = database
        self.clock = clock
        self.zone = zone
        self.services = services
        raising = AlertRaising(ids: ids, clock: clock, distressIsToldElsewhere: distressIsToldElsewhere)
    }

    private var telling: KeywordTelling { KeywordTelling(raising: raising, clock: clock, zone: zone) }

    /// What the `JobRunner` is given: what watches found while they were to be silent.
    public var handlers: [String: JobRunner.Handler] {
        [KeywordTelling.jobKind: { try await telling.handle($0, in: database) }]
    }

    /// Treats one event of the log, in the transaction that moves the consumer's position.
    @Sendable public func hear(_ event: Event, in connection: any Connection) throws {
        if event.kind == "call.taken" || event.kind == "call.closed" { return try follow(event, in: connection) }
        guard [MentionsArrived.kind, MentionsArrived.judgedKind].contains(event.kind) else { return }
        let arrived = try JSONDecoder().decode(MentionsArrived.self, from: Data(event.payload.utf8)).mentions
        let fresh = MentionKey.first(at: clock.now().adding(days: -Self.freshDays))
        let recent = arrived.filter { $0 >= fresh }
        guard !recent.isEmpty else { return }
        try distress(recent, in: connection)
        // Words were there to be found when the text came in; danger and complaint are known once it is judged.
        if event.kind == MentionsArrived.kind { try telling.hear(recent, in: connection) }
        let hourAgo = MentionKey.first(at: clock.now().adding(seconds: -3_600))
        if recent.contains(where: { $0 >= hourAgo }) { try suddenHour(in: connection) }
    }

    private func distress(_ mentions: [Int64], in connection: any Connection) throws {
        for part in mentions.chunks(of: 500) {
            let places = part.indices.map { "$\($0 - part.startIndex + 1)" }.joined(separator: ", ")
            let rows = try connection.query(
                """
                SELECT id, day FROM mention
                WHERE id IN (\(places)) AND urgency = 'distress' AND own = 0 AND folded_into IS NULL
                """, part.map { $0 as any SQLBindable })
            for row in rows {
                let (id, day) = (try row.int64("id"), try row.int("day"))
                var why = AlertWhy()
                why.first = id
                try raising.raise(
                    AlertDraft(
                        rule: .distress, subject: .mention(id), slot: 0, service: try service(of: id, in: connection),
                        firstDay: day, lastDay: day, level: .escalate, observed: 1, why: why), in: connection)
            }
        }
    }

    private struct Called: Decodable {
        let mention: Int64
        let person: Int64
    }

    /// The alert of a person in danger follows the call of those on duty: taken and closed by the same person.
    private func follow(_ event: Event, in connection: any Connection) throws {
        let called = try JSONDecoder().decode(Called.self, from: Data(event.payload.utf8))
        guard let alert = try AlertStore.distress(of: called.mention, in: connection) else { return }
        if event.kind == "call.taken" {
            _ = try AlertStore.take(alert, by: called.person, at: event.at, in: connection)
        } else {
            _ = try AlertStore.close(alert, by: called.person, note: "", at: event.at, in: connection)
        }
    }

    private func service(of mention: Int64, in connection: any Connection) throws -> Int64? {
        try connection.one(
            "SELECT service FROM mention_service WHERE mention = $1 ORDER BY service LIMIT 1", [mention]
        )?.int64("service")
    }

    private func suddenHour(in connection: any Connection) throws {
        let now = clock.now()
        func complaints(from start: Instant, to end: Instant) throws -> Int {
            try connection.one(
                """
                SELECT COUNT(*) AS n FROM mention
                WHERE polarity = 'negative' AND id >= $1 AND id < $2 AND own = 0 AND folded_into IS NULL
                """, [MentionKey.first(at: start), MentionKey.first(at: end)]
            )?.int("n") ?? 0
        }
        let hourAgo = now.adding(seconds: -3_600)
        let last = try complaints(from: hourAgo, to: now.adding(seconds: 60))
        guard let alarm = AlertRules.hour(last, weekBefore: try complaints(from: hourAgo.adding(days: -7), to: hourAgo))
        else { return }
        let day = zone.day(of: now)
        let explainer = AlertExplainer(connection: connection, zone: zone)
        // One alert a crisis: the slot is a quarter of a day.
        try raising.raise(
            AlertDraft(
                rule: .hour, subject: .place(Place()), slot: now.microseconds / (6 * 3_600_000_000), firstDay: day,
                lastDay: day, level: .engage, observed: alarm.observed, expected: alarm.expected,
                threshold: alarm.threshold,
                why: try explainer.why(.place(Place()), from: day, through: day, negativeOnly: true)), in: connection)
    }

    /// Days and weeks, for the hospital, each service, theme and watch; and the ladder. Idempotent: run it as often as
    /// you like, on as many nodes as you like.
    public func patrol() async throws {
        let services = try await services().map(\.id)
        try await database.write { connection in
            // A watch that is still being asked of the past has sums of some of its days only.
            let watches = try WatchStore.all(in: connection).filter { $0.pastBefore == nil }.map(\.id)
            let places =
                [Place()] + services.map { Place(service: $0) } + Theme.allCases.map { Place(theme: $0) }
                + watches.map { Place(watch: $0) }
            // Before its first mention nothing was heard; from then on, a day without a word of a theme is a nought.
            if let first = try TallyStore.firstDay(in: connection) {
                for place in places { try look(at: place, since: first, in: connection) }
            }
            try raising.climbOverdue(in: connection)
        }
    }

    private func look(at place: Place, since first: Int, in connection: any Connection) throws {
        let today = zone.day(of: clock.now())
        let weeks = 7 * (Farrington().needed + 1)
        let tallies = try TallyStore.days(place, from: today - weeks - 7, through: today, in: connection)
        if tallies.isEmpty { return }
        var byDay: [Int: Double] = [:]
        for tally in tallies { byDay[tally.day] = Double(tally.negative) }
        let explainer = AlertExplainer(connection: connection, zone: zone)
        for day in [today - 1, today] where day - first >= Ears.needed {
            let counts = (day - Ears.needed...day).map { byDay[$0] ?? 0 }
            guard let alarm = AlertRules.day(counts) else { continue }
            try raise(alarm, .ears, place, slot: Int64(day), from: day, through: day, explainer, in: connection)
        }
        // The last whole week, which ends on a Sunday: day 3 of the Unix epoch was one.
        let sunday = today - 1 - ((today - 1 - 3) % 7 + 7) % 7
        guard first <= sunday - weeks + 1 else { return }
        let series = stride(from: sunday - weeks + 1, through: sunday - 6, by: 7).map { start in
            (start..<start + 7).reduce(0) { $0 + (byDay[$1] ?? 0) }
        }
        guard let alarm = AlertRules.week(series) else { return }
        try raise(
            alarm, .farrington, place, slot: Int64(sunday), from: sunday - 6, through: sunday, explainer, in: connection
        )
    }

    private func raise(
        _ alarm: AlertRules.Alarm, _ rule: Alert.Rule, _ place: Place, slot: Int64, from first: Int, through last: Int,
        _ explainer: AlertExplainer, in connection: any Connection
    ) throws {
        try raising.raise(
            AlertDraft(
                rule: rule, subject: .place(place), slot: slot, firstDay: first, lastDay: last, level: alarm.level,
                observed: alarm.observed, expected: alarm.expected, threshold: alarm.threshold,
                why: try explainer.why(.place(place), from: first, through: last, negativeOnly: true)), in: connection)
    }
}

/// Patrols every five minutes.
public struct AlertPatrol: Service {
    private let watchman: AlertWatchman
    private let logger: Logger
    private let seconds: Double

    public init(_ watchman: AlertWatchman, every seconds: Double = 300, logger: Logger) {
        self.watchman = watchman
        self.seconds = seconds
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await watchman.patrol()
                } catch {
                    if error is CancellationError { return }
                    logger.error("alerts cannot be looked for: \(error)")
                }
                try? await Task.sleep(for: .seconds(seconds))
            }
        }
    }
}

extension Array {
    /// Pieces of at most `size` elements.
    func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}

// Long because the watchman hears, patrols and raises in one place.
