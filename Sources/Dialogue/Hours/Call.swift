import Foundation
import Kernel

/// Somebody may be in danger, and a person must look at it now (rule DETRESSE-9).
struct Call: Sendable, Equatable, Identifiable {
    /// Who is told, in this order.
    enum Rung: Int, Sendable, CaseIterable {
        case first, second, team, administrators

        var key: String {
            switch self {
            case .first: "first"
            case .second: "second"
            case .team: "team"
            case .administrators: "administrators"
            }
        }
    }

    enum Outcome: String, Sendable, CaseIterable {
        case acted
        case falseAlarm = "false_alarm"
    }

    /// Seconds that each rung has before the next one is told.
    static let patience = 15.0 * 60
    /// Seconds after which whoever took it is reminded to close it.
    static let reminder = 60.0 * 60

    let id: Int64
    /// What was said.
    let mention: Int64
    let openedAt: Instant
    /// Nil while nobody was told.
    let rung: Rung?
    /// Counts how often it was begun anew, because whoever took it had left.
    let round: Int
    /// When the next rung is told, or a reminder is due.
    let nextAt: Instant?
    let takenBy: Int64?
    let takenAt: Instant?
    let closedBy: Int64?
    let closedAt: Instant?
    let outcome: Outcome?
    let note: String?

    var isOpen: Bool { closedAt == nil }

    /// Whether something must happen now. A moment farther away than any pause can be means that the clock was set
    /// back: nobody in danger waits for it.
    func isDue(_ now: Instant) -> Bool {
        guard isOpen, let nextAt else { return false }
        return nextAt <= now || nextAt > now.adding(seconds: takenBy == nil ? Self.patience : Self.reminder)
    }
}

/// That somebody was told of a call.
struct Telling: Sendable, Equatable {
    /// Reminders count from here.
    static let reminders = 1_000

    let call: Int64
    let person: Int64
    /// Ten times the round, and the rung; or a reminder.
    let step: Int
    let toldAt: Instant
    /// Nil until the e-mail left.
    let mailedAt: Instant?

    var rung: Call.Rung? { step < Self.reminders ? Call.Rung(rawValue: step % 10) : nil }
}

/// Who stands on each rung now: accounts that are open and may answer. One that was closed is passed over at once.
struct OnCallPeople: Sendable {
    let roster: Roster
    let people: [Person]

    init(roster: Roster, staff: [Person]) {
        self.roster = roster
        people = staff.filter { $0.scope(of: .answer) != .nothing }
    }

    func standing(on rung: Call.Rung, at now: Instant) -> [Person] {
        let shift = roster.shift(at: now)
        switch rung {
        case .first: return people.filter { $0.id == shift?.person }
        case .second: return people.filter { $0.id == shift?.second }
        case .team: return people.filter { $0.grants.contains(Grant(.communication)) }
        case .administrators: return people.filter { $0.grants.contains(Grant(.administrator)) }
        }
    }

    func isOpen(_ person: Int64) -> Bool { people.contains { $0.id == person } }
}
