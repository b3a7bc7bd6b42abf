import Foundation
public import Kernel
public import Storage

/// What people do to a mention: correct what was made of it, take a correction back, open its case.
public struct MentionActions: Sendable {
    private let database: Database
    private let clock: Clock
    private let ids: IdentifierSource
    private let services: @Sendable () async throws -> [CareService]

    public init(
        database: Database, clock: Clock, ids: IdentifierSource,
        services: @escaping @Sendable () async throws -> [CareService]
    ) {
        self.database = database
        self.clock = clock
        self.ids = ids
        self.services = services
    }

    /// Corrects a judgement, and moves the mention from the sums where it counted to those where it counts now.
    /// `seen` is the last change that the person saw (0 for none): two who correct at once do not overwrite each other.
    /// Gives the last change afterwards, for the next form.
    /// - Throws: `.conflict` when somebody changed it meanwhile, `.notFound` outside the person's services.
    @discardableResult
    public func correct(_ mention: Int64, _ correction: Correction, seen: Int64, by person: Person) async throws
        -> Int64
    {
        let scope = try Self.scope(of: person)
        try await check(correction)
        let record = (id: ids.next(CorrectionRecord.self).value, at: clock.now())
        return try await database.write { connection in
            let subject = try Self.subject(mention, scope, seen: seen, in: connection)
            let after = subject.state.corrected(correction, scope: scope)
            guard after != subject.state else { return seen }
            let kept = CorrectionRecord(
                id: record.id, person: person.id, before: subject.state, after: after, undoes: nil, at: record.at)
            try Self.keep(kept, of: mention, subject, action: "mention.corrected", in: connection)
            return record.id
        }
    }

    /// Says which services a mention speaks of, whatever was said before; the rest of its judgement stays.
    public func direct(_ mention: Int64, to services: Set<Int64>, by person: Person) async throws {
        let seen = try await database.read { try CorrectionStore.latest(of: [mention], in: $0)[mention] ?? 0 }
        try await correct(mention, Correction(services: services), seen: seen, by: person)
    }

    /// Takes back the last correction that still stands, whoever made it. The history keeps both.
    /// - Throws: `.conflict` when there is none, or when somebody changed the mention meanwhile.
    @discardableResult
    public func undo(_ mention: Int64, seen: Int64, by person: Person) async throws -> Int64 {
        let scope = try Self.scope(of: person)
        let record = (id: ids.next(CorrectionRecord.self).value, at: clock.now())
        return try await database.write { connection in
            let subject = try Self.subject(mention, scope, seen: seen, in: connection)
            guard let last = try CorrectionStore.standing(of: mention, in: connection) else {
                throw Failure(.conflict, "nothing to take back", words: "listening.nothing_to_undo")
            }
            let kept = CorrectionRecord(
                id: record.id, person: person.id, before: subject.state, after: last.before, undoes: last.id,
                at: record.at)
            try Self.keep(kept, of: mention, subject, action: "mention.correction_undone", in: connection)
            return record.id
        }
    }

    /// Shows a mention's author to one person, who says why. Kept in the trail.
    /// - Throws: `.unusable` without a reason, `.notFound` outside the person's services.
    public func openCase(_ mention: Int64, reason: String, by person: Person) async throws {
        let scope = try Self.scope(of: person)
        let reason = String(reason.trimmed.unicodeScalars.prefix(1_000))
        guard reason.count >= 3 else {
            throw Failure(.unusable, "opening a case needs a reason", words: "listening.case_needs_reason")
        }
        let now = clock.now()
        try await database.write { connection in
            _ = try MentionStore.find(mention, scope: scope, in: connection)
            try connection.execute(
                """
                INSERT INTO opened_case (mention, person, reason, opened_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (mention, person) DO UPDATE SET reason = excluded.reason, opened_at = excluded.opened_at
                """, [mention, person.id, reason, now])
            let after = String(decoding: try JSONEncoder().encode(["reason": reason]), as: UTF8.self)
            try Audit.record(
                who: person.id, action: "case.opened", subject: "mention", id: mention, after: after, at: now,
                in: connection)
        }
    }

    private static func scope(of person: Person) throws -> Scope {
        let scope = person.scope(of: .judge)
        if scope == .nothing { throw Failure(.forbidden, "the person may not judge") }
        return scope
    }

    private func check(_ correction: Correction) async throws {
        guard let wanted = correction.services, !wanted.isEmpty else { return }
        let known = Set(try await services().map(\.id))
        guard wanted.isSubset(of: known) else {
            throw Failure(.unusable, "a service that does not exist", words: "listening.service_unknown")
        }
    }

    private static func subject(
        _ mention: Int64, _ scope: Scope, seen: Int64, in connection: any Connection
    ) throws -> CorrectionStore.Subject {
        _ = try MentionStore.find(mention, scope: scope, in: connection)
        guard try CorrectionStore.latest(of: [mention], in: connection)[mention] ?? 0 == seen else {
            throw Failure(.conflict, "the mention was corrected meanwhile", words: "listening.corrected_meanwhile")
        }
        return try CorrectionStore.subject(mention, in: connection)
    }

    /// The judgement, its sums, the history, the trail and the event: all of them or none.
    private static func keep(
        _ record: CorrectionRecord, of mention: Int64, _ subject: CorrectionStore.Subject, action: String,
        in connection: any Connection
    ) throws {
        var moved = subject
        moved.state = record.after
        var sheet = TallySheet()
        if let old = subject.entry { sheet.add(old, sign: -1) }
        if let new = moved.entry { sheet.add(new) }
        try CorrectionStore.write(record.after, to: mention, in: connection)
        try TallyStore.add(sheet, in: connection)
        try CorrectionStore.insert(record, of: mention, text: subject.text, in: connection)
        try Audit.record(
            who: record.person, action: action, subject: "mention", id: mention, before: try record.before.json(),
            after: try record.after.json(), at: record.at, in: connection)
        try EventLog.append(
            "mention.corrected", subject: mention, payload: "{\"correction\":\(record.id)}", at: record.at,
            in: connection)
    }
}
