public import Foundation
public import Kernel
public import Logging
public import ServiceLifecycle
public import Storage
public import Web

/// The dialogue, room by room: what the binary adds to its site, its loops and its schema.
public struct Dialogue: Sendable {
    let desk: DialogueDesk
    private let inbox: InboxServices
    private let replies: ReplyServices
    private let delivery: DeliveryServices
    private let reviews: ReviewServices
    private let improvement: ImprovementServices
    private let protection: ProtectionServices
    private let hours: HoursServices

    public static let migrations: [Migration] =
        InboxSchema.migrations + ReplySchema.migrations + DeliverySchema.migrations + ReviewSchema.migrations
        + ImprovementSchema.migrations + ProtectionSchema.migrations + HoursSchema.migrations

    public init(_ desk: DialogueDesk) {
        self.desk = desk
        inbox = InboxServices(desk: desk)
        replies = ReplyServices(desk: desk)
        delivery = DeliveryServices(desk: desk)
        reviews = ReviewServices(desk: desk)
        improvement = ImprovementServices(desk: desk)
        protection = ProtectionServices(desk: desk)
        hours = HoursServices(desk: desk)
    }

    public func add(to pages: Pages) {
        InboxRoutes(desk: desk, live: inbox.live).add(to: pages)
        ReplyRoutes(desk: desk).add(to: pages)
        ModelReplyRoutes(desk: desk).add(to: pages)
        DeliveryRoutes(desk: desk).add(to: pages)
        ReviewRoutes(desk: desk).add(to: pages)
        ModerationRoutes(desk: desk).add(to: pages)
        PosterRoutes(desk: desk).add(to: pages)
        ImprovementRoutes(desk: desk).add(to: pages)
        CommitteeRoutes(desk: desk).add(to: pages)
        ProtectionRoutes(desk: desk).add(to: pages)
        HoursRoutes(desk: desk).add(to: pages)
        OnCallRoutes(desk: desk, live: hours.live).add(to: pages)
    }

    /// The address of the events that keep notices up to date on open pages.
    public static let noticesAddress = OnCallRoutes.liveAddress

    /// What cannot wait, for somebody: calls of people in danger.
    @Sendable public func notices(for person: Person) async throws -> [Notice] {
        try await CallNotices(desk: desk).notices(for: person)
    }

    /// What waits for this person, by entry of the navigation: conversations that nobody has looked at (up to a thousand),
    /// replies to let out (up to a hundred), replies of which nobody knows whether they left.
    public func badges(for person: Person) async throws -> [String: Int] {
        let (answers, approves) = (person.scope(of: .answer), person.scope(of: .approve))
        return try await desk.database.read { connection in
            [
                "inbox": try InboxReading.unread(answers, in: connection),
                "replies": try ReplyStore.waiting(approves, in: connection),
                "deliveries": approves == .everything ? try DeliveryStore.waiting(in: connection) : 0,
            ]
        }
    }

    /// Handlers of the jobs, by kind.
    public var handlers: [String: JobRunner.Handler] {
        [
            inbox.handlers, replies.handlers, delivery.handlers, reviews.handlers, improvement.handlers,
            protection.handlers, hours.handlers,
        ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }

    /// Loops and consumers of the event log.
    public func loops(_ logger: Logger) -> [any Service] {
        inbox.loops(logger) + replies.loops(logger) + delivery.loops(logger) + reviews.loops(logger)
            + improvement.loops(logger) + protection.loops(logger) + hours.loops(logger)
    }

    /// What comes back by itself, planned at each start.
    public func plan() async throws {
        try await inbox.plan()
        try await replies.plan()
        try await delivery.plan()
        try await reviews.plan()
        try await improvement.plan()
        try await protection.plan()
        try await hours.plan()
    }

    /// The word of the public holiday on a day (days since 1970-01-01 on the local calendar) where this clock is.
    public static func holiday(on day: Int, in zone: TimeZone) -> String? {
        let (year, _, _) = LocalTime.civil(day)
        return Holidays.of(year, in: .of(zone)).first { $0.day == day }.map { "hours.holiday_\($0.key)" }
    }

    /// Replies that wait for a person before they leave.
    public func held() async throws -> Int { try await desk.database.read { try DeliveryStore.waiting(in: $0) } }

    /// Has the sample hospital's actions opened, once its inbox is filled.
    public static func planSample(at moment: Instant, in connection: any Connection) throws {
        try ImprovementSample.plan(at: moment, in: connection)
    }
}
