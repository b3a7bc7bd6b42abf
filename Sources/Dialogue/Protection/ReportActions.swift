import Kernel
import Storage
import Web

/// Reports to networks: prepared here, sent by a person on the network's own form.
struct ReportActions: Sendable {
    let desk: DialogueDesk

    /// What somebody fills in.
    struct Sent: Sendable {
        let mention: Int64
        let ground: NetworkReport.Ground
        let facts: String
    }

    /// Messages of a conversation that others wrote.
    func messages(of conversation: Int64, for person: Person) async throws -> [Heard] {
        try ProtectionTrail.check(person)
        return try await desk.database.read { connection in
            _ = try ConversationStore.find(conversation, scope: person.scope(of: .protect), in: connection)
            let wanted = try SnapshotStore.messages(of: conversation, in: connection)
            let found = try desk.voices.find(wanted, connection).filter { !$0.own }
            return found.sorted { ($0.publishedAt, $0.id) < ($1.publishedAt, $1.id) }
        }
    }

    /// Puts a report on the register.
    /// - Returns: its number, or what in the words must not leave.
    func prepare(_ sent: Sent, of conversation: Int64, by person: Person) async throws -> (id: Int64?, faults: [String])
    {
        guard let heard = try await messages(of: conversation, for: person).first(where: { $0.id == sent.mention })
        else {
            throw Failure(.notFound, "no such message in the conversation")
        }
        let now = desk.clock.now()
        let publishedOn = Deadline.day(of: heard.publishedAt, desk.zone)
        let text = ReportText(
            organisation: try await desk.staff.organisation(), heard: heard, ground: sent.ground,
            publishedOn: Figures(.french, zone: desk.zone, now: now).date(heard.publishedAt), facts: sent.facts)
        let faults = text.faults(desk.checker, desk.privacy)
        if !faults.isEmpty { return (nil, faults) }
        let report = NetworkReport(
            id: desk.newID(), conversation: conversation, mention: heard.id, network: heard.network,
            ground: sent.ground, text: text.text, state: .toSend, reference: nil, publishedOn: publishedOn,
            deadline: NetworkReport.deadline(sent.ground, publishedOn: publishedOn), createdBy: person.id,
            createdAt: now, version: 1)
        try await desk.database.write { connection in
            try ReportStore.insert(report, in: connection)
            try ProtectionTrail.record(
                "report.prepared", "network_report", report.id,
                ["network": report.network.rawValue, "ground": report.ground.rawValue], by: person.id, at: now,
                in: connection)
        }
        return (report.id, [])
    }

    /// What happened since, as somebody says.
    func move(
        _ id: Int64, version: Int64, to state: NetworkReport.State, on day: String?, reference: String?, note: String?,
        by person: Person
    ) async throws {
        try ProtectionTrail.check(person)
        let now = desk.clock.now()
        let today = Deadline.day(of: now, desk.zone)
        guard let day = Deadline.day(day), day <= today else {
            throw Failure(.unusable, "a day that has not come, or none", words: "protection.day_wrong")
        }
        let needsWord = state == .escalated || state == .dropped
        let note = try ProtectionTrail.words(note, from: needsWord ? 3 : 0, "protection.note_missing")
        let reference = reference.map { String($0.unicodeScalars.prefix(200)) }
        try await desk.database.write { connection in
            let before = try ReportStore.find(id, in: connection)
            guard before.state.next.contains(state) else {
                throw Failure(.conflict, "the report cannot go there", words: "protection.changed_meanwhile")
            }
            let step = NetworkReport.Step(state: state, day: day, note: note, who: person.id, at: now)
            try ReportStore.move(id, version: version, to: step, reference: reference, in: connection)
            try ProtectionTrail.record(
                "report.moved", "network_report", id, ["from": before.state.rawValue, "to": state.rawValue],
                by: person.id, at: now, in: connection)
        }
    }

    func find(_ id: Int64, for person: Person) async throws -> (NetworkReport, [NetworkReport.Step]) {
        try ProtectionTrail.check(person)
        return try await desk.database.read { (try ReportStore.find(id, in: $0), try ReportStore.steps(id, in: $0)) }
    }
}
