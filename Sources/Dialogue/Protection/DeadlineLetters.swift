import Foundation
import Kernel
import Storage
import Web

/// Writes once when a month is left of a deadline, and once when a week is. The letter says where to look, and nothing of
/// what was said.
struct DeadlineLetters: Sendable {
    static let kind = "protection.deadline"

    let desk: DialogueDesk

    private struct Payload: Codable {
        let report: Int64
        let person: Int64
        let left: Int
    }

    /// Plans the letters of today: each reminder is planned in the transaction that notes it.
    func plan() async throws {
        guard desk.letters.leave else { return }
        let today = Deadline.day(of: desk.clock.now(), desk.zone)
        let team = try await desk.staff.people().filter { $0.reach(of: .protect) == .everything }
        try await desk.database.write { connection in
            let horizon = today + (NetworkReport.reminders.max() ?? 0)
            for (report, reminded) in try ReportStore.due(from: today, through: horizon, in: connection) {
                guard let step = report.reminder(on: today), let left = report.left(on: today),
                    reminded == 0 || step < reminded
                else { continue }
                try ReportStore.reminded(report.id, at: step, in: connection)
                let own = team.filter { $0.id == report.createdBy }
                for person in own.isEmpty ? team : own {
                    let payload = try JSONEncoder().encode(Payload(report: report.id, person: person.id, left: left))
                    try JobQueue.enqueue(
                        Self.kind, key: "\(report.id)-\(step)-\(person.id)",
                        payload: String(decoding: payload, as: UTF8.self),
                        in: connection)
                }
            }
        }
    }

    func send(_ job: Job) async throws {
        let payload = try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8))
        let report = try await desk.database.read { try? ReportStore.find(payload.report, in: $0) }
        let person = try await desk.staff.people().first {
            $0.id == payload.person && $0.reach(of: .protect) == .everything
        }
        if let report, let person, report.state.isOpen {
            try await desk.letters.send(letter(report, left: payload.left, to: person))
        }
    }

    private func letter(_ report: NetworkReport, left: Int, to person: Person) -> Letter {
        let figures = Figures(person.tongue, zone: desk.zone, now: desk.clock.now())
        let day = figures.date(day: report.deadline ?? 0)
        let link = desk.site.map { "\($0)/protection/reports/\(report.id)" } ?? "/protection/reports/\(report.id)"
        let french = person.tongue == .french
        return Letter(
            to: person,
            subject: french
                ? "Signalement : \(left) jour\(left > 1 ? "s" : "") avant la prescription"
                : "Report: \(left) day\(left == 1 ? "" : "s") before it lapses",
            text: french
                ? """
                Le délai pour agir en justice sur un message signalé se termine le \(day).
                Passé ce jour, une plainte n'est plus recevable (loi du 29 juillet 1881, article 65).

                \(link)

                """
                : """
                The time to take a reported message to court ends on \(day).
                After that day a complaint is no longer admissible (French law of 29 July 1881, article 65).

                \(link)

                """,
            id: "report-\(report.id)-\(left)-\(person.id)")
    }
}
