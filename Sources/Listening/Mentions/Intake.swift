public import Kernel
public import Opinion
public import Storage

/// What became of a batch.
public struct IntakeCount: Sendable, Equatable {
    /// Mentions that nobody had seen before.
    public var new = 0
    /// Known already: they gain a label, nothing else.
    public var duplicate = 0
}

/// The one door by which things said come in: read, fold, label, count and keep, all in one transaction.
public struct Intake: Sendable {
    private let database: Database
    private let lessons: LessonBook
    let clock: Clock
    private let zone: DayZone
    private let ids: IdentifierSource
    private let pseudonyms: Pseudonyms
    private let services: @Sendable () async throws -> [CareService]

    public init(
        database: Database, model: OpinionModel, clock: Clock, zone: DayZone, ids: IdentifierSource,
        pseudonyms: Pseudonyms, services: @escaping @Sendable () async throws -> [CareService]
    ) {
        self.database = database
        lessons = LessonBook(model)
        self.clock = clock
        self.zone = zone
        self.ids = ids
        self.pseudonyms = pseudonyms
        self.services = services
    }

    /// A reader with the services of the moment, and what people's corrections have taught the model; make one for a run
    /// of batches, not one a batch.
    func reader(analyse: Bool) async throws -> Reader {
        let names = try await services().map { (id: $0.id, names: [$0.name] + $0.synonyms) }
        let model = analyse ? try await lessons.current(database) : nil
        let own = try await database.read { try OriginStore.ownAccounts(in: $0) }
        return Reader(model: model, services: ServiceNames(names), zone: zone, pseudonyms: pseudonyms, own: own)
    }

    /// Takes arrivals of one origin. Giving the same arrivals again changes nothing.
    public func take(_ arrivals: [Arrival], from origin: Int64, analyse: Bool = true) async throws -> IntakeCount {
        try await take(try await reader(analyse: analyse).read(arrivals), from: origin)
    }

    /// The same for arrivals that were read already, with more to write in the same transaction (a checkpoint, a cursor).
    func take(
        _ read: [ReadArrival], from origin: Int64,
        also: @escaping @Sendable (any Connection, IntakeCount) throws -> Void = { _, _ in }
    ) async throws -> IntakeCount {
        let now = clock.now()
        return try await database.write { connection in
            var batch = try IntakeBatch(connection: connection, origin: origin, now: now)
            for item in read { try batch.take(item) }
            try batch.finish()
            try also(connection, batch.count)
            return batch.count
        }
    }

    /// The author changed what they said: the new text takes the place of the old and is judged anew. What nobody has
    /// seen yet is taken as an arrival.
    @discardableResult
    public func revise(_ arrival: Arrival, from origin: Int64) async throws -> IntakeCount {
        guard let item = try await reader(analyse: true).read([arrival]).first else { return IntakeCount() }
        let now = clock.now()
        return try await database.write { connection in
            if try Revision(connection: connection, origin: origin, now: now).revise(item) { return IntakeCount() }
            var batch = try IntakeBatch(connection: connection, origin: origin, now: now)
            try batch.take(item)
            try batch.finish()
            return batch.count
        }
    }
}
