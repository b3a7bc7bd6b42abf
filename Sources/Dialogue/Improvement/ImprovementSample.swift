import Kernel
import Storage
import Web

/// The sample hospital's actions: eight, in several states, asked for by what its public says. Nothing is invented that
/// the figures contradict: before and after are read from the sample's own opinions.
struct ImprovementSample: Sendable {
    static let kind = "improvement.sample"

    struct Plan: Sendable {
        let title: String
        let description: String
        let service: String?
        let theme: Theme
        /// Beginning of the owner's address.
        let owner: String
        /// Days before today that it was opened, made, and the days from today that it is due.
        let opened: Int
        var made: Int?
        var due: Int?
        var cost: Int?
        let state: Improvement.State
        var reason: String?
        var said: String?
        var done: String?
        var evidence: String?
        /// Numbers of the sample's mentions, by network.
        let voices: [(Network, String)]
    }

    let desk: DialogueDesk

    static func plan(at moment: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(kind, key: "once", runAt: moment, in: connection)
    }

    /// Waits until the inbox has made conversations of the sample; does nothing where there are actions already.
    @Sendable func handle(_ job: Job) async throws {
        let people = Dictionary(try await desk.staff.people().map { ($0.email.prefix { $0 != "@" }, $0.id) }) {
            first, _ in first
        }
        let wards = Dictionary(try await desk.staff.wards().map { ($0.name, $0.id) }) { first, _ in first }
        try Self.check(desk)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let known = try connection.one("SELECT id FROM improvement LIMIT 1") != nil
            if !known {
                for (index, plan) in Self.plans.enumerated() {
                    try add(
                        plan, index: index, owner: people[Substring(plan.owner)],
                        service: plan.service.flatMap { wards[$0] }, now: now, in: connection)
                }
            }
            try JobQueue.complete(job, in: connection)
        }
    }

    /// What the sample shows as public passes the check that it shows.
    static func check(_ desk: DialogueDesk) throws {
        for plan in plans {
            let texts = [plan.said, plan.done].compactMap { $0 }
            let stops = PublicText.findings(texts, checker: desk.checker, privacy: desk.privacy).filter(\.stops)
            if let first = stops.first { throw Failure(.broken, "the sample would be stopped: \(first)") }
        }
    }

    private func add(
        _ plan: Plan, index: Int, owner: Int64?, service: Int64?, now: Instant, in connection: any Connection
    ) throws {
        let opened = now.adding(days: -plan.opened)
        let voices = try plan.voices.compactMap { network, number in
            try conversation("sample-\(number)", network, in: connection)
        }
        guard !voices.isEmpty else { throw Failure(.unavailable, "the inbox has not read the sample yet") }
        let today = LocalTime(now, desk.zone).dayNumber
        let id = desk.newID()
        var draft = ImprovementDraft(title: plan.title, description: plan.description, service: service)
        (draft.theme, draft.owner, draft.cost) = (plan.theme, owner, plan.cost)
        draft.dueDay = plan.due.map { today + $0 }
        try ImprovementActions.open(
            draft, id: id, asked: voices, scope: .everything, by: owner, at: opened, in: connection)
        guard plan.state != .proposed else { return }
        let moved = now.adding(days: -(plan.made ?? max(0, plan.opened - 4)))
        let day = plan.made.map { today - $0 }
        try ImprovementStore.move(
            id, to: plan.state, reason: plan.reason, madeDay: day, seen: 0, at: moved, in: connection)
        try Audit.record(
            who: owner, action: "improvement.\(plan.state.rawValue)", subject: "improvement", id: id, at: moved,
            in: connection)
        if let evidence = plan.evidence {
            try ImprovementStore.add(
                Evidence(
                    id: desk.newID(), day: LocalTime(moved, desk.zone).dayNumber, text: evidence, link: nil,
                    addedBy: owner), to: id, at: moved, in: connection)
        }
        if let day {
            try EventLog.append(
                "improvement.made", subject: id, payload: "{\"day\":\(day)}", at: moved, in: connection)
        }
        try publish(plan, id, voices: voices.count, by: owner, at: moved.adding(days: 2), in: connection)
    }

    private func publish(
        _ plan: Plan, _ id: Int64, voices: Int, by person: Int64?, at moment: Instant, in connection: any Connection
    ) throws {
        guard let said = plan.said, let done = plan.done else { return }
        try connection.execute(
            "UPDATE improvement SET said = $2, done = $3, published_at = $4, changed_at = $4 WHERE id = $1",
            [id, said, done, moment])
        try Audit.record(
            who: person, action: "improvement.published", subject: "improvement", id: id,
            after: ImprovementTrail.json(["said": said, "done": done]), at: moment, in: connection)
        try EventLog.append(
            "improvement.published", subject: id, payload: "{\"voices\":\(voices)}", at: moment, in: connection)
    }

    private func conversation(
        _ name: String, _ network: Network, in connection: any Connection
    ) throws -> Int64? {
        guard let mention = try desk.voices.named(name, network, connection) else { return nil }
        return try connection.one("SELECT conversation FROM conversation_message WHERE mention = $1", [mention])?
            .int64("conversation")
    }
}
