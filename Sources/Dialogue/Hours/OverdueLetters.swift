import Foundation
import Kernel
import Storage
import Web

/// One letter on the morning of each open day to whoever owns a conversation whose answer is late: numbers and where to
/// read, never what was said.
struct OverdueLetters: Sendable {
    static let job = "hours.overdue"
    private static let shown = 20

    let desk: DialogueDesk

    struct Late: Sendable, Equatable {
        let conversation: Int64
        let network: Network
        let person: Int64?
        let services: Set<Int64>
        let dueAt: Instant
    }

    /// Plans the next letter for the next opening.
    func schedule(in connection: any Connection) throws {
        let house = try HoursStore.rules(desk.zone, in: connection).house
        try JobQueue.enqueue(
            Self.job, key: "daily", runAt: Self.next(house, after: desk.clock.now()), in: connection)
    }

    /// The first opening of a day, today's if it is still to come.
    static func next(_ house: BusinessHours, after now: Instant) -> Instant {
        let today = house.day(of: now)
        let first = house.opening(after: LocalMoment.instant(day: today, minute: 0, house.zone))
        if let first, first > now { return first }
        return house.opening(after: LocalMoment.instant(day: today + 1, minute: 0, house.zone)) ?? now.adding(days: 1)
    }

    @Sendable func handle(_ job: Job) async throws {
        let (desk, now) = (desk, desk.clock.now())
        let (house, late, told) = try await desk.database.read { connection in
            let house = try HoursStore.rules(desk.zone, in: connection).house
            let told = try connection.query("SELECT person FROM hours_letter WHERE day = $1", [house.day(of: now)])
                .map { try $0.int64("person") }
            return (house, try Self.late(at: now, in: connection), Set(told))
        }
        let day = house.day(of: now)
        if desk.letters.leave, !house.ranges(on: day).isEmpty {
            try await send(late, day: day, except: told)
        }
        try await desk.database.write { connection in
            try connection.execute("DELETE FROM hours_letter WHERE day < $1", [day - 30])
            try schedule(in: connection)
            try JobQueue.complete(job, in: connection)
        }
    }

    private func send(_ late: [Late], day: Int, except told: Set<Int64>) async throws {
        let words = try Words.embedded()
        var failures: [Failure] = []
        for (person, theirs) in Self.owners(late, try await desk.staff.people()) where !told.contains(person.id) {
            do {
                try await desk.letters.send(letter(to: person, theirs, day: day, words))
                try await desk.database.write { connection in
                    try connection.execute(
                        "INSERT INTO hours_letter (day, person) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                        [day, person.id])
                }
            } catch let failure as Failure { failures.append(failure) }
        }
        if let failure = failures.first(where: { $0.kind == .unavailable }) { throw failure }
    }

    static func late(at now: Instant, in connection: any Connection) throws -> [Late] {
        try connection.query(
            """
            SELECT id, network, person, due_at FROM conversation
            WHERE due_at < $1 AND state NOT IN ('resolved', 'archived') AND merged_into IS NULL
            ORDER BY due_at LIMIT 5000
            """, [now]
        ).map { row in
            let id = try row.int64("id")
            return Late(
                conversation: id, network: try row.value("network"), person: try row.optionalInt64("person"),
                services: try ConversationStore.services(of: id, in: connection), dueAt: try row.instant("due_at"))
        }
    }

    /// Whoever it is given to; else the heads of its services; else the communication team.
    static func owners(_ late: [Late], _ people: [Person]) -> [(Person, [Late])] {
        var byPerson: [Int64: [Late]] = [:]
        for each in late {
            var owners = people.filter { $0.id == each.person }
            if owners.isEmpty {
                owners = people.filter { person in
                    each.services.contains { person.grants.contains(Grant(.headOfService, service: $0)) }
                }
            }
            if owners.isEmpty { owners = people.filter { $0.grants.contains(Grant(.communication)) } }
            for owner in owners { byPerson[owner.id, default: []].append(each) }
        }
        return people.filter { byPerson[$0.id] != nil }.sorted { $0.id < $1.id }.map { ($0, byPerson[$0.id] ?? []) }
    }

    private func letter(to person: Person, _ late: [Late], day: Int, _ words: Words) -> Letter {
        let figures = Figures(person.tongue, zone: desk.zone, now: desk.clock.now())
        let tongue = person.tongue
        let title = words.count("hours.overdue_title", late.count, tongue)
        var lines = [title, ""]
        lines += late.prefix(Self.shown).map { each in
            words(
                "hours.overdue_line", tongue,
                [
                    "network": words("listening.network_\(each.network.rawValue)", tongue),
                    "when": figures.dateTime(each.dueAt),
                    "address": "\(desk.site ?? "")/inbox/\(each.conversation)",
                ])
        }
        if late.count > Self.shown {
            lines.append(words("hours.overdue_more", tongue, ["n": figures.integer(late.count - Self.shown)]))
        }
        return Letter(
            to: person, subject: "[Résonance] " + title, text: lines.joined(separator: "\n") + "\n",
            id: "overdue-\(day)-\(person.id)")
    }
}
