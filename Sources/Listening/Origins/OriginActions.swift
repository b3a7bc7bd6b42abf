public import Kernel
public import Storage
public import Wire

/// What people do with sources: right, rule, store, trail, in one transaction. `person` is nil on the command line.
public struct OriginActions: Sendable {
    let database: Database
    let http: HTTP
    let networks: NetworkReaders
    let clock: Clock
    let ids: IdentifierSource

    public init(database: Database, http: HTTP, networks: NetworkReaders, clock: Clock, ids: IdentifierSource) {
        self.database = database
        self.http = http
        self.networks = networks
        self.clock = clock
        self.ids = ids
    }

    /// Every source, by label.
    public func list() async throws -> [Origin] { try await database.read { try OriginStore.all(in: $0) } }

    public func find(_ id: Int64) async throws -> Origin {
        try await database.read { try OriginStore.find(id, in: $0) }
    }

    /// Mentions that came by a source, with their texts and without.
    public func mentions(of id: Int64) async throws -> (kept: Int, erased: Int) {
        try await database.read { try OriginStore.mentions(of: id, in: $0) }
    }

    /// Adds a source; it is visited as soon as a node is free.
    /// - Throws: `.unusable` for a draft that breaks a rule (purpose and retention: GDPR, article 5), `.conflict` when it
    ///   exists already.
    @discardableResult
    public func add(_ draft: OriginDraft, by person: Person?) async throws -> Origin {
        let who = try GatherRight.check(person)
        let draft = try draft.checked()
        let id = ids.next(Origin.self).value
        let now = clock.now()
        return try await database.write { connection in
            try Self.insert(draft, id: id, who: who, at: now, in: connection)
            return try OriginStore.find(id, in: connection)
        }
    }

    static func insert(_ draft: OriginDraft, id: Int64, who: Int64?, at now: Instant, in connection: any Connection)
        throws
    {
        try OriginStore.insert(draft, id: id, interval: VisitPace.first, at: now, in: connection)
        try Audit.record(
            who: who, action: "origin.added", subject: "origin", id: id, after: try AuditJSON.text(draft.trail),
            at: now,
            in: connection)
    }

    /// Changes what people say of a source. A new retention counts for what it brought before, too.
    public func edit(
        _ id: Int64, label: String, purpose: String, retentionDays: Int, selector: String?, by person: Person?
    ) async throws {
        let who = try GatherRight.check(person)
        let now = clock.now()
        try await database.write { connection in
            let before = try OriginStore.find(id, in: connection)
            var draft = before.draft
            draft.label = label
            draft.purpose = purpose
            draft.retentionDays = retentionDays
            draft.selector = selector
            draft = try draft.checked()
            guard draft != before.draft else { return }
            try OriginStore.update(
                id, label: draft.label, purpose: draft.purpose, retentionDays: draft.retentionDays,
                selector: draft.selector, in: connection)
            if draft.selector != before.selector {
                // Another part of the page is another text: what it says now is not news.
                try connection.execute(
                    "UPDATE origin SET digest = NULL, cursor = NULL, etag = NULL, modified = NULL WHERE id = $1", [id])
            }
            if draft.retentionDays != before.retentionDays { try Retention.changed(origin: id, in: connection) }
            try Audit.record(
                who: who, action: "origin.edited", subject: "origin", id: id,
                before: try AuditJSON.text(before.draft.trail), after: try AuditJSON.text(draft.trail), at: now,
                in: connection)
        }
    }

    /// Stops visits until somebody resumes them.
    public func pause(_ id: Int64, by person: Person?) async throws {
        try await turn(id, .paused, "origin.paused", person)
    }

    /// Visits a paused or a dead source again, at once and with a clean slate.
    public func resume(_ id: Int64, by person: Person?) async throws {
        try await turn(id, .active, "origin.resumed", person)
    }

    private func turn(_ id: Int64, _ state: Origin.State, _ action: String, _ person: Person?) async throws {
        let who = try GatherRight.check(person)
        let now = clock.now()
        try await database.write { connection in
            let before = try OriginStore.find(id, in: connection)
            guard before.state != state, before.kind.isFetched else { return }
            try OriginStore.setState(id, state, nextAt: now, in: connection)
            try Audit.record(
                who: who, action: action, subject: "origin", id: id,
                before: try AuditJSON.text(["state": before.state.rawValue]),
                after: try AuditJSON.text(["state": state.rawValue]), at: now, in: connection)
        }
    }

    /// Has a source visited as soon as a node is free. Changes nothing, and leaves no trail.
    public func visitNow(_ id: Int64, by person: Person?) async throws {
        _ = try GatherRight.check(person)
        let now = clock.now()
        try await database.write { connection in
            _ = try OriginStore.find(id, in: connection)
            try VisitStore.hasten(id, at: now, in: connection)
        }
    }

    /// What becomes of the mentions of a source that is taken away.
    public enum Fate: String, Sendable, CaseIterable {
        /// They stay until the retention under which they were collected ends.
        case keep
        /// Their texts are erased now, unless another source brought them too. Sums stay.
        case erase
    }

    /// Takes a source away. Without mentions the row goes; otherwise it is hidden, and its address is free again.
    public func remove(_ id: Int64, mentions fate: Fate, by person: Person?) async throws {
        let who = try GatherRight.check(person)
        let now = clock.now()
        try await database.write { connection in
            let before = try OriginStore.find(id, in: connection)
            let count = try OriginStore.mentions(of: id, in: connection)
            if fate == .erase {
                try connection.execute(
                    """
                    UPDATE mention SET erase_at = $2 WHERE origin = $1 AND erased = 0 AND NOT EXISTS (
                      SELECT 1 FROM mention_label l JOIN origin o ON o.id = l.label WHERE l.mention = mention.id)
                    """, [id, now])
                try Retention.schedule(at: now, in: connection)
            }
            try OriginStore.remove(id, at: now, in: connection)
            var trail = before.draft.trail
            trail["mentions"] = String(count.kept)
            try Audit.record(
                who: who, action: "origin.removed", subject: "origin", id: id, before: try AuditJSON.text(trail),
                after: try AuditJSON.text(["mentions": fate.rawValue]), at: now, in: connection)
        }
    }
}

extension Origin {
    /// As a form would ask for it.
    var draft: OriginDraft {
        OriginDraft(
            kind: kind, network: network, address: address, label: label, purpose: purpose,
            retentionDays: retentionDays,
            owner: owner, selector: selector)
    }
}

extension OriginDraft {
    /// What the trail keeps of it.
    var trail: [String: String] {
        var fields = [
            "kind": kind.rawValue, "address": address, "label": label, "purpose": purpose,
            "retention_days": String(retentionDays),
        ]
        if let selector { fields["selector"] = selector }
        return fields
    }
}
