import Foundation
import Kernel
import Storage
import Web

/// The job `oncall.mail`: writes to each who was told of a call and has no letter yet. The patient's words stay in the
/// house (docs/decisions/mails-without-text.md).
struct CallMail: Sendable {
    let desk: DialogueDesk

    private struct Payload: Decodable { let call: Int64 }

    @Sendable func handle(_ job: Job) async throws {
        guard desk.letters.leave else { return }
        let id = try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).call
        let (call, waiting) = try await desk.database.read { connection in
            (
                try CallStore.find(id, in: connection),
                try CallStore.tellings(of: id, in: connection).filter { $0.mailedAt == nil }
            )
        }
        let people = Dictionary(
            try await desk.staff.people().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let words = try Words.embedded()
        var failures: [Failure] = []
        for telling in waiting {
            guard call.isOpen, call.takenBy == nil || call.takenBy == telling.person,
                let person = people[telling.person]
            else { continue }
            do {
                try await desk.letters.send(CallLetter(call, telling, person, desk, words).letter)
                let now = desk.clock.now()
                try await desk.database.write { try CallStore.mailed(telling, at: now, in: $0) }
            } catch let failure as Failure { failures.append(failure) }
        }
        // One mailbox that refuses keeps nobody else from being told; what may go better later is tried again.
        if let failure = failures.first(where: { $0.kind == .unavailable }) ?? failures.first { throw failure }
    }
}

/// The words of one letter.
struct CallLetter {
    let letter: Letter

    init(_ call: Call, _ telling: Telling, _ person: Person, _ desk: DialogueDesk, _ words: Words) {
        let figures = Figures(person.tongue, zone: desk.zone, now: desk.clock.now())
        func word(_ key: String, _ values: [String: String] = [:]) -> String {
            words("hours.\(key)", person.tongue, values)
        }
        let why = telling.rung.map { word("letter_\($0.key)") } ?? word("letter_reminder")
        let where_ =
            desk.site.map { word("letter_read", ["address": "\($0)/oncall/calls/\(call.id)"]) }
            ?? word("letter_read_siteless")
        let lines = [
            word("call_title"), "", word("letter_opened", ["when": figures.dateTime(call.openedAt)]), why, "", where_,
            "",
            word("numbers"),
        ]
        letter = Letter(
            to: person, subject: "[Résonance] " + word(telling.rung == nil ? "letter_reminder_title" : "call_title"),
            text: lines.joined(separator: "\n") + "\n", id: "call-\(call.id)-\(telling.step)-\(person.id)")
    }
}
