import Channels
public import Kernel
public import Logging
public import ServiceLifecycle
public import Storage
public import Web

/// Publishing, as the binary adds it to its site, its jobs and its schema.
public struct PublishingServices: Sendable {
    let desk: PublishingDesk

    /// After those of the channels.
    public static let migrations: [Migration] =
        PostSchema.migrations + SendingSchema.migrations + LibrarySchema.migrations + OwnPageStore.migrations
        + AfterSchema.migrations + CalendarStore.migrations + QueueStore.migrations + OutsideStore.migrations
        + PressSchema.migrations + ForesightStore.migrations + LetterSchema.migrations

    public init(_ desk: PublishingDesk) { self.desk = desk }

    public func add(to pages: Pages) {
        PostTemplateRoutes(desk: desk).add(to: pages)
        PostRoutes(desk: desk).add(to: pages)
        BudgetRoutes(desk: desk).add(to: pages)
        OwnPageRoutes(desk: desk).add(to: pages)
        CalendarRoutes(desk: desk).add(to: pages)
        ApprovalRoutes(desk: desk).add(to: pages)
        OutsideRoutes(desk: desk).add(to: pages)
        SendingRoutes(desk: desk).add(to: pages)
        AfterServices(desk: desk).add(to: pages)
        LibraryServices(desk: desk).add(to: pages)
        PressServices(desk: desk).add(to: pages)
    }

    /// Handlers of the jobs, by kind.
    public var handlers: [String: JobRunner.Handler] {
        let run = SendingRun(desk: desk)
        let own: [String: JobRunner.Handler] = [
            SendingRun.kind: run.handle, SendingRun.looking: run.lookAgain,
            OutsideLetters.kind: OutsideLetters(desk: desk).handle,
        ]
        let rooms = [
            AfterServices(desk: desk).handlers, LibraryServices(desk: desk).handlers,
            PressServices(desk: desk).handlers, ReminderServices(desk: desk).handlers,
        ]
        return rooms.reduce(own) { $0.merging($1) { first, _ in first } }
    }

    public func loops(_ logger: Logger) -> [any Service] {
        [SendingWatch(desk: desk, logger: logger)] + AfterServices(desk: desk).loops(logger)
    }

    /// What comes back by itself, planned at each start.
    public func plan() async throws {
        try LibraryServices(desk: desk).sweep()
        try await SendingWatch(desk: desk, logger: Logger(label: "publishing")).look()
        try await AfterServices(desk: desk).plan()
        try await LibraryServices(desk: desk).plan()
        try await ReminderServices(desk: desk).plan()
    }

    /// What waits for this person, by entry of the navigation.
    public func badges(for person: Person) async throws -> [String: Int] {
        let scope = person.scope(of: .approve)
        return try await desk.database.read { connection in
            var out: [String: Int] = [:]
            if scope == .everything { out["sendings"] = try Self.waiting(in: connection) }
            out["posts"] = try PostStore.latest([.review], limit: 100, in: connection).count { post in
                guard let stage = post.waitsAt, post.author != person.id else { return false }
                return person.scope(of: stage.right).reaches(post)
            }
            return out
        }
    }

    /// Messages that wait for a person before they leave.
    public static func held(in database: Database) async throws -> Int {
        try await database.read { try waiting(in: $0) }
    }

    private static func waiting(in connection: any Connection) throws -> Int {
        try ParcelStore.waitingCount(in: connection) + ChangeStore.waitingCount(in: connection)
            + AftercareStore.waitingCount(in: connection)
    }

    /// To be called once a backup was put back: no old post leaves from it. Gives the number of those that wait now.
    public static func restored(_ database: Database, at now: Instant) async throws -> Int {
        try await database.write { connection in
            try Planning.hold(because: .restored, at: now, in: connection)
                + MailingStore.restored(at: now, in: connection)
        }
    }
}

/// Sees every minute that nothing that waits has lost its job.
struct SendingWatch: Service {
    let desk: PublishingDesk
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(60))) != nil {
                do { try await look() } catch {
                    logger.error("what is to be published cannot be looked after: \(error)")
                }
            }
        }
    }

    func look() async throws {
        try await LibraryServices(desk: desk).look()
        let now = desk.clock.now()
        try await PressServices(desk: desk).look()
        try await desk.database.write { connection in
            if try Gate.beat("sending", at: now, in: connection) {
                _ = try Planning.hold(because: .late, at: now, in: connection)
            }
            try AfterServices.look(at: now, in: connection)
            try OutsideStore.forget(before: now.adding(days: -30), in: connection)
            guard try Gate.stopped(in: connection) == nil else { return }
            try PostStore.appear(at: now, in: connection)
            for channel in try ParcelStore.busyChannels(in: connection) {
                guard try !JobQueue.has(SendingRun.kind, key: String(channel), in: connection) else { continue }
                let due = try ParcelStore.nextDue(on: channel, in: connection) ?? now
                try SendingRun.carry(channel, at: max(now, due), in: connection)
            }
        }
        try await RepeatRun(desk: desk).look()
        try await Foresight(desk: desk).look()
    }
}
