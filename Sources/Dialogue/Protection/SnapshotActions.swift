import Kernel
import Storage

/// Preserves what was said.
struct SnapshotActions: Sendable {
    let desk: DialogueDesk

    /// Takes a snapshot of a conversation, or of one message of it. The author's handle is in it where this person
    /// opened the case, with a reason, before.
    func take(_ conversation: Int64, mention: Int64?, reason: String?, by person: Person) async throws -> Int64 {
        try ProtectionTrail.check(person)
        let reason = try ProtectionTrail.words(reason, to: 500, "protection.reason_missing")
        let wards = Dictionary(
            try await desk.staff.wards().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let organisation = try await desk.staff.organisation()
        let now = desk.clock.now()
        let id = desk.newID()
        try await desk.database.write { connection in
            let scope = person.scope(of: .protect)
            _ = try ConversationStore.find(conversation, scope: scope, in: connection)
            let heard = try messages(of: conversation, only: mention, in: connection)
            var handles: [Int64: String] = [:]
            for message in heard { handles[message.id] = try desk.voices.opened(message.id, person, connection) }
            let content = Snapshot.Content(
                organisation: organisation, conversation: conversation, takenAt: now, takenBy: person,
                reason: reason, messages: heard, handles: handles, wards: wards
            ).json
            let file = try desk.seal.file(of: content)
            let snapshot = Snapshot(
                id: id, conversation: conversation, mention: mention, takenAt: now, takenBy: person.id,
                reason: reason, sha256: SnapshotSeal.hash(content.bytes), messages: heard.count,
                endsOn: Snapshot.end(takenOn: Deadline.day(of: now, desk.zone)), endedAt: nil)
            try SnapshotStore.insert(
                snapshot, sealed: desk.sealer.seal(file, for: Self.place(id)), in: connection)
            try ProtectionTrail.record(
                "snapshot.taken", "snapshot", id, ["reason": reason, "sha256": snapshot.sha256], by: person.id, at: now,
                in: connection)
        }
        return id
    }

    private func messages(
        of conversation: Int64, only mention: Int64?, in connection: any Connection
    ) throws -> [Heard] {
        var wanted = try SnapshotStore.messages(of: conversation, in: connection)
        if let mention { wanted = wanted.filter { $0 == mention } }
        let found = Dictionary(
            try desk.voices.find(wanted, connection).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let heard = wanted.compactMap { found[$0] }
        guard !heard.isEmpty else { throw Failure(.notFound, "no such message in the conversation") }
        guard heard.contains(where: { !$0.erased }) else {
            throw Failure(.conflict, "every text is erased already", words: "protection.nothing_left")
        }
        return heard
    }

    /// Who looks at it is on the trail: the file may hold a handle.
    func file(_ id: Int64, by person: Person) async throws -> (Snapshot, [UInt8]) {
        try ProtectionTrail.check(person)
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            let snapshot = try SnapshotStore.find(id, in: connection)
            guard let sealed = try SnapshotStore.file(id, in: connection) else {
                throw Failure(.notFound, "the snapshot has ended", words: "protection.snapshot_ended")
            }
            try ProtectionTrail.record("snapshot.read", "snapshot", id, by: person.id, at: now, in: connection)
            return (snapshot, try desk.sealer.open(sealed, for: Self.place(id)))
        }
    }

    /// Gives it another last day.
    func end(_ id: Int64, on text: String?, reason: String?, by person: Person) async throws {
        try ProtectionTrail.check(person)
        let reason = try ProtectionTrail.words(reason, to: 500, "protection.reason_missing")
        let now = desk.clock.now()
        let today = Deadline.day(of: now, desk.zone)
        try await desk.database.write { connection in
            let before = try SnapshotStore.find(id, in: connection)
            let latest = Deadline.day(
                Deadline.day(of: before.takenAt, desk.zone), plusMonths: 12 * Snapshot.longestYears)
            guard let day = Deadline.day(text), day >= today, day <= latest else {
                throw Failure(.unusable, "a last day in the past or too far", words: "protection.end_wrong")
            }
            guard try SnapshotStore.end(id, on: day, in: connection) else {
                throw Failure(.conflict, "the snapshot has ended", words: "protection.snapshot_ended")
            }
            try ProtectionTrail.record(
                "snapshot.prolonged", "snapshot", id,
                ["from": Deadline.text(before.endsOn), "to": Deadline.text(day), "reason": reason], by: person.id,
                at: now, in: connection)
        }
    }

    /// Erases what has ended; the register keeps that there was one, and its hash.
    func sweep() async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let today = Deadline.day(of: now, desk.zone)
            for id in try SnapshotStore.erase(before: today, at: now, in: connection) {
                try ProtectionTrail.record("snapshot.erased", "snapshot", id, by: nil, at: now, in: connection)
            }
        }
    }

    private static func place(_ id: Int64) -> String { "snapshot.file:\(id)" }
}
