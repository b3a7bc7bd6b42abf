import Kernel
import Storage

/// The register of what people ask about their data.
struct RequestActions: Sendable {
    let desk: DialogueDesk

    private var store: RequestStore { RequestStore(sealer: desk.sealer) }
    private var today: Int { Deadline.day(of: desk.clock.now(), desk.zone) }

    /// A request as somebody enters it.
    struct Draft: Sendable {
        var kind: PersonRequest.Kind?
        var road: PersonRequest.Road?
        var receivedOn: String?
        var name: String?
        var contact: String?
        var asked: String?
    }

    func list(for person: Person) async throws -> [PersonRequest] {
        try ProtectionTrail.check(person)
        return try await desk.database.read { try store.list(limit: 500, in: $0) }
    }

    func find(_ id: Int64, for person: Person) async throws -> (PersonRequest, erased: [Int64]) {
        try ProtectionTrail.check(person)
        return try await desk.database.read {
            (try store.find(id, in: $0), try RequestStore.erasures(id, in: $0))
        }
    }

    func enter(_ draft: Draft, by person: Person) async throws -> Int64 {
        try ProtectionTrail.check(person)
        guard let kind = draft.kind, let road = draft.road else {
            throw Failure(
                .unusable, "what is asked, and by which road, is missing", words: "protection.request_incomplete")
        }
        guard let received = Deadline.day(draft.receivedOn), received <= today else {
            throw Failure(.unusable, "a day that has not come, or none", words: "protection.day_wrong")
        }
        let missing = "protection.request_incomplete"
        let dossier = PersonRequest.Dossier(
            name: try ProtectionTrail.words(draft.name, from: 2, to: 200, missing),
            contact: try ProtectionTrail.words(draft.contact, from: 3, to: 300, missing),
            asked: try ProtectionTrail.words(draft.asked, missing))
        let now = desk.clock.now()
        let request = PersonRequest(
            id: desk.newID(), kind: kind, road: road, dossier: dossier, receivedOn: received,
            dueOn: kind.due(receivedOn: received), extended: false, identified: false, state: .open, createdAt: now,
            closedOn: nil, version: 1)
        try await desk.database.write { connection in
            try store.insert(request, by: person.id, in: connection)
            try ProtectionTrail.record(
                "request.entered", "person_request", request.id,
                ["kind": kind.rawValue, "due": Deadline.text(request.dueOn)], by: person.id, at: now, in: connection)
        }
        return request.id
    }

    /// Notes how we made sure who asks.
    func identify(_ id: Int64, version: Int64, how: String?, by person: Person) async throws {
        let how = try ProtectionTrail.words(how, to: 500, "protection.identity_missing")
        try await change(id, version, "request.identified", by: person) { request, dossier in
            dossier.identity = how
            return Change(request, identified: true)
        }
    }

    /// Two months more, with the reason that the person is told.
    func extend(_ id: Int64, version: Int64, reason: String?, by person: Person) async throws {
        let reason = try ProtectionTrail.words(reason, to: 1_000, "protection.reason_missing")
        let today = today
        try await change(id, version, "request.extended", by: person) { request, dossier in
            dossier.extensionReason = reason
            return Change(request, dueOn: try request.prolonged(on: today), extended: true)
        }
    }

    /// Ends it with what was answered. A refusal says why (GDPR, article 12(4)).
    func answer(
        _ id: Int64, version: Int64, state: PersonRequest.State, answer: String?, evidence: String?, by person: Person
    ) async throws {
        let answer = try ProtectionTrail.words(answer, to: 5_000, "protection.answer_missing")
        let evidence = try ProtectionTrail.words(evidence, from: 0, "protection.answer_missing")
        guard state != .open else { throw Failure(.unusable, "an answer grants or refuses") }
        let today = today
        try await change(id, version, "request.answered", by: person) { request, dossier in
            guard request.identified || state == .refused || request.kind == .reply else {
                throw Failure(.conflict, "nobody made sure who asks", words: "protection.identify_first")
            }
            dossier.answer = answer
            dossier.evidence = evidence.isEmpty ? nil : evidence
            return Change(request, state: state, closedOn: today)
        }
    }

    /// What may concern the person: found by words, newest first.
    func search(_ words: String, for person: Person) async throws -> [Heard] {
        try ProtectionTrail.check(person)
        return try await desk.database.read { connection in
            let found = try desk.voices.search(words, 50, connection)
            let heard = try desk.voices.find(found, connection).filter { !$0.erased && !$0.own }
            return heard.sorted { ($1.publishedAt, $1.id) < ($0.publishedAt, $0.id) }
        }
    }

    /// Erases what concerns the person; the counts stay.
    func erase(_ mentions: [Int64], for id: Int64, by person: Person) async throws -> Int {
        try ProtectionTrail.check(person)
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            let request = try store.find(id, in: connection)
            guard request.state == .open, request.kind == .erasure || request.kind == .opposition else {
                throw Failure(.conflict, "the request does not ask to erase", words: "protection.erase_other")
            }
            guard request.identified else {
                throw Failure(.conflict, "nobody made sure who asks", words: "protection.identify_first")
            }
            let found = try desk.voices.find(Array(mentions.prefix(100)), connection).filter { !$0.erased }
            for heard in found {
                try desk.voices.forget(heard.externalID, heard.network, connection)
                try RequestStore.erased(heard.id, for: id, at: now, in: connection)
                try ProtectionTrail.record(
                    "request.erased", "person_request", id, ["mention": String(heard.id)], by: person.id, at: now,
                    in: connection)
            }
            return found.count
        }
    }

    func exported(by person: Person) async throws -> [PersonRequest] {
        let requests = try await list(for: person)
        let now = desk.clock.now()
        try await desk.database.write {
            try Audit.record(
                who: person.id, action: "requests.exported", subject: "person_request", id: nil, at: now, in: $0)
        }
        return requests
    }

    /// Takes away who asked, a year after the end.
    func purge() async throws {
        let now = desk.clock.now()
        let day = Deadline.day(today, plusMonths: -PersonRequest.keptMonths)
        try await desk.database.write { connection in
            for id in try RequestStore.purge(closedBefore: day, at: now, in: connection) {
                try ProtectionTrail.record("request.purged", "person_request", id, by: nil, at: now, in: connection)
            }
        }
    }

    // MARK: One change

    private struct Change {
        let dueOn: Int
        let extended, identified: Bool
        let state: PersonRequest.State
        let closedOn: Int?

        init(
            _ request: PersonRequest, dueOn: Int? = nil, extended: Bool? = nil, identified: Bool? = nil,
            state: PersonRequest.State? = nil, closedOn: Int? = nil
        ) {
            self.dueOn = dueOn ?? request.dueOn
            self.extended = extended ?? request.extended
            self.identified = identified ?? request.identified
            self.state = state ?? request.state
            self.closedOn = closedOn
        }
    }

    private func change(
        _ id: Int64, _ version: Int64, _ action: String, by person: Person,
        _ body: @escaping @Sendable (PersonRequest, inout PersonRequest.Dossier) throws -> Change
    ) async throws {
        try ProtectionTrail.check(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let request = try store.find(id, in: connection)
            guard request.version == version, request.state == .open, var dossier = request.dossier else {
                throw Failure(.conflict, "somebody changed the request", words: "protection.changed_meanwhile")
            }
            let change = try body(request, &dossier)
            try store.keep(
                request, dossier: dossier, dueOn: change.dueOn, extended: change.extended,
                identified: change.identified, state: change.state, closedOn: change.closedOn, in: connection)
            try ProtectionTrail.record(
                action, "person_request", id, ["state": change.state.rawValue, "due": Deadline.text(change.dueOn)],
                by: person.id, at: now, in: connection)
        }
    }
}
