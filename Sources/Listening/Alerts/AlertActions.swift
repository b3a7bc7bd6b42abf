public import Kernel
public import Storage

/// What people do with alerts.
public struct AlertActions: Sendable {
    private let database: Database
    private let clock: Clock

    public init(database: Database, clock: Clock) {
        self.database = database
        self.clock = clock
    }

    public func open(for person: Person) async throws -> [Alert] {
        let scope = person.scope(of: .listen)
        return try await database.read { try AlertStore.open(scope, limit: 200, in: $0) }
    }

    public func closed(for person: Person) async throws -> [Alert] {
        let scope = person.scope(of: .listen)
        return try await database.read { try AlertStore.closed(scope, limit: 100, in: $0) }
    }

    /// The first mention of each alert, where this person may read it.
    func quotes(of alerts: [Alert], for person: Person) async throws -> [Int64: Mention] {
        let scope = person.scope(of: .listen)
        let firsts = alerts.compactMap(\.why.first)
        let found = try await database.read { try MentionStore.find(firsts, in: $0) }
        let readable = found.filter { scope.covers($0.services) }
        return Dictionary(readable.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Says that somebody looks after it: the ladder stops.
    /// - Throws: `.conflict` when somebody else was faster.
    public func take(_ id: Int64, by person: Person) async throws {
        let scope = try judging(person)
        let now = clock.now()
        try await database.write { connection in
            let alert = try AlertStore.find(id, scope: scope, in: connection)
            guard try AlertStore.take(id, by: person.id, at: now, in: connection) else {
                throw Failure(.conflict, "the alert was taken already", words: "listening.alert_taken")
            }
            try Audit.record(
                who: person.id, action: "alert.taken", subject: "alert", id: id,
                before: try AuditJSON.text(["level": alert.level.rawValue]), at: now, in: connection)
        }
    }

    /// Ends it, with a word on what was done.
    public func close(_ id: Int64, note: String, by person: Person) async throws {
        let scope = try judging(person)
        let note = String(note.trimmed.unicodeScalars.prefix(2_000))
        guard note.count >= 3 else {
            throw Failure(
                .unusable, "closing an alert needs a word on what was done", words: "listening.alert_needs_note")
        }
        let now = clock.now()
        try await database.write { connection in
            _ = try AlertStore.find(id, scope: scope, in: connection)
            guard try AlertStore.close(id, by: person.id, note: note, at: now, in: connection) else {
                throw Failure(.conflict, "the alert was closed already", words: "listening.alert_closed")
            }
            try Audit.record(
                who: person.id, action: "alert.closed", subject: "alert", id: id,
                after: try AuditJSON.text(["note": note]), at: now, in: connection)
        }
    }

    public func rungs() async throws -> [AlertRung] { try await database.read { try AlertLadder.rungs(in: $0) } }

    /// Whether addresses of the ladder are shown to somebody: they are those of people at home, at night.
    static func readsAddresses(_ person: Person) -> Bool { person.scope(of: .administer) == .everything }

    /// Changes one rung of the ladder. Its address is changed by those only who may read it.
    public func keep(_ rung: AlertRung, by person: Person) async throws {
        let who = try GatherRight.check(person)
        guard (1...10_080).contains(rung.delayMinutes), (3...2_000).contains(rung.template.count),
            rung.email.map({ $0.contains("@") && $0.count <= 254 }) ?? true
        else {
            throw Failure(
                .unusable, "a rung has a delay of 1 to 10080 minutes, a text, and an address or none",
                words: "listening.rung_wrong")
        }
        let now = clock.now()
        try await database.write { connection in
            let before = try AlertLadder.rung(rung.level, in: connection)
            let rung = Self.readsAddresses(person) ? rung : rung.with(email: before.email)
            try AlertLadder.keep(rung, in: connection)
            try Audit.record(
                who: who, action: "alert.rung_changed", subject: "alert_level", id: nil,
                before: try AuditJSON.text(Self.fields(before)), after: try AuditJSON.text(Self.fields(rung)), at: now,
                in: connection)
        }
    }

    private static func fields(_ rung: AlertRung) -> [String: String] {
        [
            "level": rung.level.rawValue, "person": rung.person.map(String.init) ?? "", "email": rung.email ?? "",
            "delay_minutes": String(rung.delayMinutes), "template": rung.template,
        ]
    }

    private func judging(_ person: Person) throws -> Scope {
        let scope = person.scope(of: .judge)
        if scope == .nothing { throw Failure(.forbidden, "the person may not take alerts") }
        return scope
    }
}
