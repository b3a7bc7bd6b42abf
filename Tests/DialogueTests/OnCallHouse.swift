import Foundation
import Kernel
import Storage
import Synchronization
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

/// A house with a roster, whose accounts can be closed and whose mailboxes can refuse.
struct OnCallHouse: Sendable {
    let house: DialogueHouse
    let desk: DialogueDesk
    let closed: Closed

    /// Accounts that were closed, and mailboxes that refuse.
    final class Closed: Sendable {
        private let state = Mutex<(accounts: Set<String>, refusing: Set<String>)>(([], []))
        func close(_ name: String) { state.withLock { _ = $0.accounts.insert(name) } }
        func refuse(_ name: String) { state.withLock { _ = $0.refusing.insert(name) } }
        func accept(_ name: String) { state.withLock { _ = $0.refusing.remove(name) } }
        func isClosed(_ name: String) -> Bool { state.withLock { $0.accounts.contains(name) } }
        func refuses(_ name: String) -> Bool { state.withLock { $0.refusing.contains(name) } }
    }

    init(_ database: Database, mail: Bool = true) throws {
        house = try DialogueHouse(database)
        let (base, closed, postbox) = (house.desk, Closed(), house.postbox)
        self.closed = closed
        desk = DialogueDesk(
            database: database, clock: base.clock, zone: base.zone, ids: base.ids, checker: base.checker,
            privacy: base.privacy, sealer: base.sealer, http: base.http, voices: base.voices,
            staff: Staff(
                wards: base.staff.wards,
                people: { DialogueHouse.people.values.filter { !closed.isClosed($0.name) } },
                names: base.staff.names, organisation: base.staff.organisation),
            letters: Letters(leave: mail) { letter in
                if closed.refuses(letter.to.name) { throw Failure(.unavailable, "450 later") }
                try await postbox.letters.send(letter)
            }, site: base.site, seal: base.seal)
    }

    var watch: CallWatch { CallWatch(desk: desk) }
    var actions: CallActions { CallActions(desk: desk) }
    var time: MovableClock { house.time }

    /// Puts somebody on call for the next hours.
    func onCall(_ name: String, second: String? = nil, hours: Double = 24) async throws {
        try await DutyActions(desk: desk).add(
            person: DialogueHouse.person(name).id, second: try second.map { try DialogueHouse.person($0).id },
            starts: time.now.adding(seconds: -60), ends: time.now.adding(seconds: hours * 3_600), weekly: false,
            by: DialogueHouse.person("administrator"))
    }

    /// Something is said, and Listening tells of it; `as` names the consumer, to hear the same events again.
    func hear(_ said: [Heard], kind: String = "mentions.arrived", as consumer: String = "oncall") async throws {
        for each in said { house.shelf.put(each) }
        let ids = said.map { String($0.id) }.joined(separator: ",")
        let now = time.now
        try await desk.database.write { connection in
            try EventLog.append(kind, subject: 0, payload: "{\"mentions\":[\(ids)]}", at: now, in: connection)
        }
        try await listen(as: consumer)
    }

    func listen(as consumer: String = "oncall") async throws {
        let watch = watch
        while try await EventLog(desk.database).consume(as: consumer, { try watch.hear($0, in: $1) }) > 0 {}
    }

    /// Does the jobs that wait: who is told, and the letters.
    func work() async throws {
        let queue = JobQueue(desk.database, clock: time.clock)
        let handlers = HoursServices(desk: desk).handlers
        while let job = try await queue.take(
            1, kinds: [CallWatch.climbJob, CallWatch.mailJob], owner: "node"
        ).first {
            let handler = try #require(handlers[job.kind])
            try await handler(job)
            try await desk.database.write { try JobQueue.complete(job, in: $0) }
        }
    }

    func patrol(after seconds: Double = 0) async throws {
        time.move(seconds)
        try await watch.patrol()
        try await work()
    }

    func calls() async throws -> [Call] { try await desk.database.read { try CallStore.open(in: $0) } }

    func told(_ call: Int64) async throws -> [String] {
        let names = try await desk.staff.names()
        return try await desk.database.read { try CallStore.tellings(of: call, in: $0) }.map {
            "\(names[$0.person] ?? "?")\($0.step >= Telling.reminders ? " reminded" : "")"
        }
    }

    func trail() async throws -> [String] {
        try await desk.database.read { try Audit.entries(in: $0).map(\.action) }.filter { $0.hasPrefix("call.") }
            .reversed()
    }

    static func danger(_ id: Int64 = .random(in: 1_000...1_000_000_000), services: [Int64] = [], parent: String? = nil)
        -> Heard
    {
        review(
            "Je veux en finir ce soir, Jean Dupont.", id: id, urgency: .distress, services: services, parent: parent)
    }
}

func onCallOnBoth(mail: Bool = true, _ test: (OnCallHouse) async throws -> Void) async throws {
    try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) {
        try await test(try OnCallHouse($0, mail: mail))
    }
}
