import Foundation
import Kernel
import Storage
import Web

/// Looks every hour for improvements that are due in a week or today, and has their owners reminded, once each. A new
/// day due is a new reminder.
struct ImprovementReminders: Sendable {
    static let kind = "improvement.remind"
    /// Days before it is due.
    static let ahead = 7
    /// Days after which a day due is no news: a server that was off for the week-end still reminds.
    static let late = 4
    /// Nobody is written to at night.
    static let hours = 8..<20

    let desk: DialogueDesk

    static func schedule(at moment: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(kind, key: "hourly", runAt: moment, in: connection)
    }

    @Sendable func patrol(_ job: Job) async throws {
        let now = desk.clock.now()
        let local = LocalTime(now, desk.zone)
        let open = Self.hours.contains(local.hour) && desk.letters.leave
        try await desk.database.write { connection in
            if open { try Self.remind(today: local.dayNumber, in: connection) }
            try JobQueue.complete(job, in: connection)
            try Self.schedule(at: now.adding(seconds: 3_600), in: connection)
        }
    }

    private static func remind(today: Int, in connection: any Connection) throws {
        let week = try connection.query(
            """
            UPDATE improvement SET reminded_week = due_day
            WHERE state IN ('proposed', 'planned', 'in_progress') AND owner IS NOT NULL AND due_day > $1
              AND due_day <= $2 AND (reminded_week IS NULL OR reminded_week <> due_day)
            RETURNING id, due_day
            """, [today, today + ahead])
        let due = try connection.query(
            """
            UPDATE improvement SET reminded_due = due_day, reminded_week = due_day
            WHERE state IN ('proposed', 'planned', 'in_progress') AND owner IS NOT NULL AND due_day <= $1
              AND due_day > $2 AND (reminded_due IS NULL OR reminded_due <> due_day)
            RETURNING id, due_day
            """, [today, today - late])
        for row in week { try enqueue(row, "week", in: connection) }
        for row in due { try enqueue(row, "due", in: connection) }
    }

    private static func enqueue(_ row: Row, _ what: String, in connection: any Connection) throws {
        let (id, day) = (try row.int64("id"), try row.int("due_day"))
        try JobQueue.enqueue(
            ImprovementLetters.reminder, key: "\(id):\(what):\(day)",
            payload: "{\"improvement\":\(id),\"what\":\"\(what)\",\"day\":\(day)}", in: connection)
    }
}

/// The letters of this room. None holds what a patient wrote.
struct ImprovementLetters: Sendable {
    static let reminder = "improvement.reminder"

    let desk: DialogueDesk

    private struct Reminder: Decodable {
        let improvement: Int64
        let what: String
        let day: Int
    }

    private struct Critical: Decodable { let conversation: Int64 }

    /// Nothing leaves when it was done, given away or put off meanwhile.
    @Sendable func remind(_ job: Job) async throws {
        let reminder = try JSONDecoder().decode(Reminder.self, from: Data(job.payload.utf8))
        let item = try await desk.database.read {
            try ImprovementStore.find(reminder.improvement, scope: .everything, in: $0)
        }
        guard item.state.isOpen, item.draft.dueDay == reminder.day, let owner = item.draft.owner,
            let person = try await desk.staff.people().first(where: { $0.id == owner })
        else { return }
        let values = [
            "title": item.draft.title, "date": Figures(person.tongue, zone: desk.zone).date(day: reminder.day),
            "address": address("/improvements/\(item.id)"),
        ]
        try await send(
            to: person, "letter_\(reminder.what)", "letter_text", values,
            id: "improvement-\(item.id)-\(reminder.what)-\(reminder.day)")
    }

    /// Everybody of the communication team; a mailbox that refuses keeps nobody else from being told.
    @Sendable func tell(_ job: Job) async throws {
        let id = try JSONDecoder().decode(Critical.self, from: Data(job.payload.utf8)).conversation
        guard desk.letters.leave, let note = try await desk.database.read({ try Criticality.note(of: id, in: $0) })
        else { return }
        let values = ["note": String(note.value), "address": address("/inbox/\(id)")]
        let team = try await desk.staff.people().filter { person in
            person.grants.contains { $0.role == .communication && $0.service == nil }
        }
        var failed: (any Error)?
        for person in team {
            do {
                try await send(
                    to: person, "critical_letter", "critical_text", values, id: "critical-\(id)-\(person.id)")
            } catch { failed = error }
        }
        if let failed { throw failed }
    }

    private func send(
        to person: Person, _ subject: String, _ text: String, _ values: [String: String], id: String
    ) async throws {
        let words = try Words.embedded()
        try await desk.letters.send(
            Letter(
                to: person, subject: "[Résonance] " + words("improvement.\(subject)", person.tongue, values),
                text: words("improvement.\(text)", person.tongue, values) + "\n", id: id))
    }

    private func address(_ path: String) -> String { desk.site.map { $0 + path } ?? path }
}
