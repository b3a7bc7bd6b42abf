import Kernel
import Storage
import Web

/// The same thing done to many conversations at once; each is its own transaction, so that one that changed meanwhile
/// holds nobody back.
enum BulkAct: Sendable, Equatable {
    case state(Conversation.State)
    case give(Int64?)
    case direct(Int64)
    case snooze(Snooze)

    /// More than a page can hold is no selection of a person.
    static let most = 200

    init?(_ form: Query, me: Int64) {
        switch form["act"] {
        case "give": self = .give(form["person"].flatMap { Int64($0) })
        case "mine": self = .give(me)
        case "direct":
            guard let service = form["service"].flatMap({ Int64($0) }) else { return nil }
            self = .direct(service)
        case "snooze": self = .snooze(Snooze(form) ?? .tomorrow)
        case let text?:
            guard let state = Conversation.State(rawValue: text) else { return nil }
            self = .state(state)
        case nil: return nil
        }
    }
}

/// Until when a conversation is put off.
enum Snooze: Sendable, Equatable {
    case tomorrow, monday
    /// A day of the calendar, `2026-11-21`.
    case day(String)

    /// People begin at this hour.
    static let hour = 8.0

    init?(_ form: Query) {
        switch form["until"] {
        case "tomorrow": self = .tomorrow
        case "monday": self = .monday
        default:
            guard let day = form["day"] else { return nil }
            self = .day(day)
        }
    }

    /// The morning of that day on the hospital's clock; nil when it is no date.
    func instant(_ figures: Figures, now: Instant) -> Instant? {
        let today = figures.local(now)
        func morning(_ text: String) -> Instant? {
            figures.start(ofDay: text).map { midnight in
                let morning = midnight.adding(seconds: Self.hour * 3_600)
                // On the two days when the clocks change, midnight and morning are not eight hours apart.
                return morning.adding(seconds: (Self.hour - Double(figures.local(morning).hour)) * 3_600)
            }
        }
        func day(_ number: Int) -> Instant? {
            let (year, month, day) = LocalTime.civil(number)
            return morning("\(year)-\(month)-\(day)")
        }
        switch self {
        case .tomorrow: return day(today.dayNumber + 1)
        case .monday: return day(today.dayNumber + 7 - today.weekday)
        case .day(let text): return morning(text)
        }
    }
}

extension InboxActions {
    /// `chosen` are pairs `number.version`. Gives how many were done, and how many had changed or were out of reach.
    func bulk(_ chosen: [String], _ act: BulkAct, figures: Figures, by person: Person) async throws
        -> (done: Int, left: Int)
    {
        var (done, left) = (0, 0)
        for text in chosen.prefix(BulkAct.most) {
            let parts = text.split(separator: ".").map { Int64($0) }
            guard parts.count == 2, let id = parts[0], let seen = parts[1] else {
                left += 1
                continue
            }
            do {
                try await apply(act, to: id, seen: seen, figures: figures, by: person)
                done += 1
            } catch let failure as Failure where [.conflict, .notFound].contains(failure.kind) {
                left += 1
            }
        }
        return (done, left + max(0, chosen.count - BulkAct.most))
    }

    private func apply(_ act: BulkAct, to id: Int64, seen: Int64, figures: Figures, by person: Person) async throws {
        switch act {
        case .state(let state): try await change(id, to: state, seen: seen, by: person)
        case .give(let whom): try await give(id, to: whom, seen: seen, by: person)
        case .direct(let service):
            let known = try await desk.database.read { try ConversationStore.services(of: id, in: $0) }
            try await direct(id, to: known.union([service]), seen: seen, by: person)
        case .snooze(let snooze):
            guard let until = snooze.instant(figures, now: desk.clock.now()) else {
                throw Failure(.unusable, "no such day", words: "inbox.snooze_wrong")
            }
            try await self.snooze(id, until: until, seen: seen, by: person)
        }
    }
}
