public import Kernel
public import Storage

/// What the pages of listening work at: the store, the hospital's clock and calendar, its services, and the actions.
public struct Desk: Sendable {
    let database: Database
    let clock: Clock
    let zone: DayZone
    /// What people do to mentions.
    public let actions: MentionActions
    let services: @Sendable () async throws -> [CareService]
    /// Names of people by account, for the history of corrections.
    let people: @Sendable () async throws -> [Int64: String]

    public init(
        database: Database, clock: Clock, zone: DayZone, ids: IdentifierSource,
        services: @escaping @Sendable () async throws -> [CareService],
        people: @escaping @Sendable () async throws -> [Int64: String]
    ) {
        self.database = database
        self.clock = clock
        self.zone = zone
        self.services = services
        self.people = people
        actions = MentionActions(database: database, clock: clock, ids: ids, services: services)
    }

    /// The services that a person may see, by name.
    func services(in scope: Scope) async throws -> [CareService] {
        try await services().filter { scope.covers([$0.id]) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }
}
