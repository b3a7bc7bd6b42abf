import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Storage

/// Hears who may be in danger, and sees that a person looks at it: nothing here waits for a queue, for opening hours or
/// for somebody's quiet.
struct CallWatch: Sendable {
    static let climbJob = "oncall.climb"
    static let mailJob = "oncall.mail"
    /// Older words come from archives: they wake nobody, as in Listening.
    static let freshDays = 7

    let desk: DialogueDesk

    private struct Arrived: Decodable { let mentions: [Int64] }

    /// Treats one event of the log: opens a call for each person in danger, in the transaction that moves the
    /// consumer's position. Whatever happens to this process then, the call is there.
    @Sendable func hear(_ event: Event, in connection: any Connection) throws {
        guard event.kind == "mentions.arrived" || event.kind == "mentions.judged" else { return }
        let mentions = try JSONDecoder().decode(Arrived.self, from: Data(event.payload.utf8)).mentions
        let fresh = desk.clock.now().adding(days: -Self.freshDays)
        for start in stride(from: 0, to: mentions.count, by: 500) {
            let heard = try desk.voices.find(Array(mentions[start..<min(start + 500, mentions.count)]), connection)
            for said in heard.sorted(by: { $0.id < $1.id })
            where said.urgency == .distress && !said.own && !said.erased && said.foldedInto == nil
                && said.publishedAt >= fresh
            { try open(said, in: connection) }
        }
    }

    private func open(_ said: Heard, in connection: any Connection) throws {
        if try CallStore.of(mention: said.id, in: connection) != nil { return }
        let now = desk.clock.now()
        let parent = try said.parent.flatMap { try desk.voices.named($0, said.network, connection) }
        if let near = try CallStore.near(mention: said.id, parent: parent, in: connection) {
            return try join(said.id, to: near, at: now, in: connection)
        }
        let id = desk.newID()
        guard try CallStore.insert(id, mention: said.id, at: now, in: connection) else { return }
        try Audit.record(
            who: nil, action: "call.opened", subject: "call", id: id, after: "{\"mention\":\(said.id)}", at: now,
            in: connection)
        try EventLog.append(
            "call.opened", subject: id, payload: "{\"mention\":\(said.id)}", at: now, in: connection)
        try JobQueue.enqueue(Self.climbJob, key: String(id), priority: 20, in: connection)
    }

    /// The same person speaks again: whoever took the call is told of it.
    private func join(_ mention: Int64, to id: Int64, at now: Instant, in connection: any Connection) throws {
        guard try CallStore.join(mention, to: id, in: connection) else { return }
        let call = try CallStore.find(id, in: connection)
        if call.takenBy != nil { _ = try CallStore.wait(call, until: now, in: connection) }
        try Audit.record(
            who: nil, action: "call.joined", subject: "call", id: id, after: "{\"mention\":\(mention)}", at: now,
            in: connection)
        try EventLog.append("call.joined", subject: id, payload: "{\"mention\":\(mention)}", at: now, in: connection)
        try JobQueue.enqueue(Self.climbJob, key: String(id), priority: 20, in: connection)
    }

    /// Moves every open call that waited long enough. Idempotent: run it as often as you like, on as many nodes.
    func patrol() async throws {
        guard try await desk.database.read({ try !CallStore.open(in: $0).isEmpty }) else { return }
        let staff = try await desk.staff.people()
        let (desk, now) = (desk, desk.clock.now())
        try await desk.database.write { connection in
            let roster = Roster(duties: try DutyStore.all(after: now, in: connection), zone: desk.zone)
            let ladder = CallLadder(
                people: OnCallPeople(roster: roster, staff: staff), now: now, connection: connection)
            for call in try CallStore.open(in: connection) { try ladder.look(at: call) }
        }
    }

    @Sendable func climb(_ job: Job) async throws { try await patrol() }
}

/// One look at open calls, inside a transaction.
struct CallLadder {
    let people: OnCallPeople
    let now: Instant
    let connection: any Connection

    func look(at call: Call) throws {
        if let taker = call.takenBy {
            if !people.isOpen(taker) { return try release(call) }
            return call.isDue(now) ? try remind(call, taker) : ()
        }
        let told = try CallStore.tellings(of: call.id, in: connection).filter { $0.step / 10 == call.round }
        let reached = told.contains { people.isOpen($0.person) && $0.rung == call.rung }
        if call.isDue(now) || (call.rung != nil && !reached && call.rung != .administrators) {
            try climb(call, told: Set(told.map(\.person)))
        }
    }

    /// Tells the next rung on which somebody stands whom nobody told yet.
    private func climb(_ call: Call, told: Set<Int64>) throws {
        let above = Call.Rung.allCases.filter { $0.rawValue > (call.rung?.rawValue ?? -1) }
        var skipped: [String] = []
        for rung in above {
            let standing = people.standing(on: rung, at: now).filter { !told.contains($0.id) }
            if standing.isEmpty {
                skipped.append(rung.key)
                continue
            }
            return try tell(call, rung, standing, skipped)
        }
        if told.isEmpty { return try nobody(call) }
        // Everybody was told: the banner stays until somebody takes it.
        if call.nextAt != nil { _ = try CallStore.climb(call, to: .administrators, next: nil, in: connection) }
    }

    private func tell(_ call: Call, _ rung: Call.Rung, _ standing: [Person], _ skipped: [String]) throws {
        let next = now.adding(seconds: Call.patience)
        guard try CallStore.climb(call, to: rung, next: next, in: connection) else { return }
        for person in standing {
            try CallStore.tell(
                person.id, of: call.id, step: call.round * 10 + rung.rawValue, at: now, in: connection)
        }
        let told = standing.map { String($0.id) }.joined(separator: ",")
        let passed = skipped.map { "\"\($0)\"" }.joined(separator: ",")
        try Audit.record(
            who: nil, action: "call.told", subject: "call", id: call.id,
            after: "{\"rung\":\"\(rung.key)\",\"people\":[\(told)],\"skipped\":[\(passed)]}", at: now, in: connection)
        try said(call, "call.told")
    }

    /// Nobody in the house has an account that may answer: said on the trail once, looked for every minute.
    private func nobody(_ call: Call) throws {
        if call.nextAt == call.openedAt {
            try Audit.record(who: nil, action: "call.nobody", subject: "call", id: call.id, at: now, in: connection)
        }
        _ = try CallStore.wait(call, until: now.adding(seconds: 60), in: connection)
    }

    private func remind(_ call: Call, _ taker: Int64) throws {
        guard try CallStore.wait(call, until: now.adding(seconds: Call.reminder), in: connection) else { return }
        let earlier = try CallStore.tellings(of: call.id, in: connection).filter { $0.step >= Telling.reminders }.count
        try CallStore.tell(taker, of: call.id, step: Telling.reminders + earlier, at: now, in: connection)
        try Audit.record(
            who: nil, action: "call.reminded", subject: "call", id: call.id, after: "{\"person\":\(taker)}", at: now,
            in: connection)
        try said(call, "call.reminded")
    }

    /// Whoever took it has no account any more: it is everybody's again, from the first rung on.
    private func release(_ call: Call) throws {
        guard try CallStore.release(call, at: now, in: connection) else { return }
        try Audit.record(
            who: nil, action: "call.released", subject: "call", id: call.id,
            before: "{\"person\":\(call.takenBy ?? 0)}", at: now, in: connection)
        try climb(try CallStore.find(call.id, in: connection), told: [])
    }

    private func said(_ call: Call, _ kind: String) throws {
        try EventLog.append(kind, subject: call.id, at: now, in: connection)
        try JobQueue.enqueue(
            CallWatch.mailJob, key: String(call.id), payload: "{\"call\":\(call.id)}", priority: 20, in: connection)
    }
}

/// Looks after open calls every five seconds.
struct CallPatrol: Service {
    let watch: CallWatch
    let logger: Logger
    var pace: Duration = .seconds(5)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await watch.patrol()
                } catch {
                    if error is CancellationError { return }
                    logger.error("calls cannot be looked after: \(error)")
                }
                try? await Task.sleep(for: pace)
            }
        }
    }
}
