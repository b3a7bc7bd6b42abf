import Foundation
import Kernel
import Storage
import Web

/// What people do with the roster of those on call.
struct DutyActions: Sendable {
    /// More than this is no roster.
    private static let most = 500

    let desk: DialogueDesk

    func roster(at moment: Instant) async throws -> Roster {
        let zone = desk.zone
        return try await desk.database.read { Roster(duties: try DutyStore.all(after: moment, in: $0), zone: zone) }
    }

    /// Those who can be on call: an open account that may answer.
    func candidates() async throws -> [Person] {
        try await desk.staff.people().filter { $0.scope(of: .answer) != .nothing }
            .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// Puts somebody on call.
    func add(
        person: Int64, second: Int64?, starts: Instant, ends: Instant, weekly: Bool, by who: Person
    ) async throws {
        guard who.reach(of: .administer) == .everything else {
            throw Failure(.forbidden, "the person may not set the roster")
        }
        try await keep(
            Duty(
                id: desk.newID(), person: person, second: second, starts: starts, ends: ends, weekly: weekly,
                until: nil), as: "duty.added", by: who)
    }

    /// Gives a stretch to somebody else. The one who holds it may, and whoever sets the roster.
    func swap(from starts: Instant, to person: Int64, by who: Person) async throws {
        let now = desk.clock.now()
        let roster = try await roster(at: now)
        guard let shift = roster.shift(at: max(starts, now)) else {
            throw Failure(.notFound, "nobody is on call then", words: "hours.duty_gone")
        }
        guard who.id == shift.person || who.reach(of: .administer) == .everything else {
            throw Failure(.forbidden, "only its holder gives a duty away")
        }
        let second = shift.second == person ? shift.person : shift.second
        let whole = roster.shifts(from: now, to: starts.adding(seconds: Roster.longest + 86_400)).first {
            $0.duty == shift.duty && $0.starts <= max(starts, now) && max(starts, now) < $0.ends
        }
        try await keep(
            Duty(
                id: desk.newID(), person: person, second: second, starts: max(starts, now),
                ends: whole?.ends ?? shift.ends, weekly: false, until: nil), as: "duty.swapped", by: who)
    }

    private func keep(_ duty: Duty, as action: String, by who: Person) async throws {
        guard duty.starts < duty.ends, duty.ends.seconds(since: duty.starts) <= Roster.longest,
            !duty.weekly || duty.ends.seconds(since: duty.starts) <= 7 * 86_400
        else { throw Failure(.unusable, "a duty ends after it begins", words: "hours.duty_wrong_times") }
        let able = Set(try await candidates().map(\.id))
        guard able.contains(duty.person), duty.second.map(able.contains) ?? true, duty.second != duty.person else {
            throw Failure(.unusable, "nobody who can be on call", words: "hours.duty_wrong_person")
        }
        let now = desk.clock.now()
        guard duty.weekly || duty.ends > now else {
            throw Failure(.unusable, "a duty that is over", words: "hours.duty_over")
        }
        try await desk.database.write { connection in
            guard try DutyStore.all(after: now, in: connection).count < Self.most else {
                throw Failure(.tooLarge, "too many duties", words: "hours.duty_many")
            }
            try DutyStore.insert(duty, at: now, in: connection)
            try Audit.record(
                who: who.id, action: action, subject: "duty", id: duty.id, after: Self.text(duty), at: now,
                in: connection)
            try EventLog.append("duty.changed", subject: duty.id, at: now, in: connection)
        }
    }

    func remove(_ id: Int64, by who: Person) async throws {
        guard who.reach(of: .administer) == .everything else {
            throw Failure(.forbidden, "the person may not set the roster")
        }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let duty = try DutyStore.find(id, in: connection)
            try DutyStore.end(duty, at: now, in: connection)
            try Audit.record(
                who: who.id, action: "duty.removed", subject: "duty", id: id, before: Self.text(duty), at: now,
                in: connection)
            try EventLog.append("duty.changed", subject: id, at: now, in: connection)
        }
    }

    private static func text(_ duty: Duty) -> String {
        let second = duty.second.map { ",\"second\":\($0)" } ?? ""
        return "{\"person\":\(duty.person)\(second),\"starts\":\"\(duty.starts.iso8601)\","
            + "\"ends\":\"\(duty.ends.iso8601)\",\"weekly\":\(duty.weekly)}"
    }
}
