public import Kernel
public import Storage

/// What people do with watches: right, rule, store, trail, in one transaction. `person` is nil on the command line.
public struct WatchActions: Sendable {
    private let database: Database
    private let clock: Clock
    private let ids: IdentifierSource

    public init(database: Database, clock: Clock, ids: IdentifierSource) {
        self.database = database
        self.clock = clock
        self.ids = ids
    }

    /// What the `JobRunner` is given.
    public var handlers: [String: JobRunner.Handler] {
        let past = WatchPast(database: database, clock: clock)
        return [WatchPast.jobKind: { try await past.handle($0) }]
    }

    public func list() async throws -> [Watch] { try await database.read { try WatchStore.all(in: $0) } }

    public func find(_ id: Int64) async throws -> Watch { try await database.read { try WatchStore.find(id, in: $0) } }

    /// Mentions that each watch holds, by watch.
    func counts() async throws -> [Int64: Int] {
        try await database.read { connection in
            let rows = try connection.query(
                "SELECT label, CAST(SUM(mentions) AS BIGINT) AS n FROM tally WHERE label > 0 AND service = 0 AND theme = '' GROUP BY label"
            )
            return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.int64("label"), try $0.int("n")) })
        }
    }

    /// What a draft would find in the last 28 days. Nothing is kept.
    /// - Throws: `.unusable` for words that cannot be read.
    public func attempt(_ draft: WatchDraft, by person: Person?) async throws -> WatchTrial {
        _ = try GatherRight.check(person)
        let now = clock.now()
        return try await database.read { try WatchTrial.run(draft, now: now, in: $0) }
    }

    /// Creates a watch; what was said before is looked through by a job.
    @discardableResult
    public func create(_ draft: WatchDraft, by person: Person?) async throws -> Watch {
        let who = try GatherRight.check(person)
        let draft = try draft.checked()
        let id = ids.next(Watch.self).value
        let now = clock.now()
        return try await database.write { connection in
            try WatchStore.insert(draft, id: id, at: now, in: connection)
            try WatchStore.askAgain(id, in: connection)
            try WatchPast.enqueue(id, in: connection)
            try Audit.record(
                who: who, action: "watch.created", subject: "watch", id: id, after: try AuditJSON.text(draft.trail),
                at: now, in: connection)
            return try WatchStore.find(id, in: connection)
        }
    }

    /// Changes a watch. Another question is asked of the past again; another name or purpose is not.
    public func edit(_ id: Int64, _ draft: WatchDraft, by person: Person?) async throws {
        let who = try GatherRight.check(person)
        let draft = try draft.checked()
        let now = clock.now()
        try await database.write { connection in
            let before = try WatchStore.find(id, in: connection).draft
            guard draft != before else { return }
            try WatchStore.update(id, draft, in: connection)
            if !draft.asksTheSame(as: before) {
                try WatchStore.askAgain(id, in: connection)
                try WatchPast.enqueue(id, in: connection)
            }
            try Audit.record(
                who: who, action: "watch.edited", subject: "watch", id: id, before: try AuditJSON.text(before.trail),
                after: try AuditJSON.text(draft.trail), at: now, in: connection)
        }
    }

    /// Deletes a watch with its labels and its own sums. The mentions stay.
    public func delete(_ id: Int64, by person: Person?) async throws {
        let who = try GatherRight.check(person)
        let now = clock.now()
        try await database.write { connection in
            let before = try WatchStore.find(id, in: connection).draft
            try WatchStore.delete(id, in: connection)
            try Audit.record(
                who: who, action: "watch.deleted", subject: "watch", id: id, before: try AuditJSON.text(before.trail),
                at: now, in: connection)
        }
    }
}

extension Watch {
    /// As a form would ask for it.
    var draft: WatchDraft {
        WatchDraft(
            name: name, query: query, languages: languages, networks: networks, origins: origins, owner: owner,
            purpose: purpose, retentionDays: retentionDays, tells: tells)
    }
}

extension WatchDraft {
    func asksTheSame(as other: WatchDraft) -> Bool {
        query == other.query && languages == other.languages && networks == other.networks && origins == other.origins
    }

    /// What the trail keeps of it.
    var trail: [String: String] {
        [
            "name": name, "query": query, "languages": languages.joined(separator: " "),
            "networks": networks.map(\.rawValue).joined(separator: " "),
            "origins": origins.map(String.init).joined(separator: " "), "purpose": purpose,
            "retention_days": String(retentionDays), "tells": String(tells),
        ]
    }
}
