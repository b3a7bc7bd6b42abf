import Channels
import Kernel
import Storage
import Web

/// The words of the letters to the staff. None holds a word of a post, nor its title
/// (docs/decisions/mails-without-text.md): what, when, and where to read.
struct LetterWriting: Sendable {
    let desk: PublishingDesk

    /// Nil when it is not needed any more, or its addressee has left or answers for it no more.
    func letter(_ letter: StaffLetter) async throws -> Letter? {
        let people = try await desk.staff.people()
        guard desk.letters.leave, let person = people.first(where: { $0.id == letter.person }) else { return nil }
        let pen = Pen(
            desk: desk, words: try Words.embedded(),
            figures: Figures(person.tongue, zone: desk.zone, now: desk.clock.now()), person: person)
        let lines: [String]? =
            switch letter.matter {
            case .review, .deadline, .escalated: try await approval(letter, people, pen)
            case .held: try await held(letter, people, pen)
            case .tokenEnding, .tokenDied: try await token(letter, people, pen)
            }
        guard let lines, let subject = lines.first else { return nil }
        return Letter(
            to: person, subject: "[Résonance] \(subject)", text: lines.dropFirst().joined(separator: "\n") + "\n",
            id: "staff-\(letter.id)")
    }

    // MARK: Each matter: the subject, then the lines

    private func approval(_ letter: StaffLetter, _ people: [Person], _ pen: Pen) async throws -> [String]? {
        let waiting = try await desk.database.read { try ApprovalReminders.waiting(letter.subject, in: $0) }
        let now = desk.clock.now()
        guard let waiting, waiting.event(letter.matter) == letter.event,
            waiting.due(at: now, among: people).contains(where: { matter, told in
                matter == letter.matter && told.contains { $0.id == letter.person }
            })
        else { return nil }
        let key = letter.matter.rawValue
        let values = [
            "kind": pen.other("publishing.kind_\(waiting.post.content.kind.rawValue)"),
            "since": pen.figures.dateTime(waiting.since), "stage": pen.word("stage_\(waiting.stage.rawValue)"),
            "due": waiting.post.dueAt.map(pen.figures.dateTime) ?? "",
        ]
        let when =
            waiting.post.dueAt.map { pen.word($0 > now ? "leaves" : "leaves_past", values) }
            ?? pen.word("leaves_approved")
        return [
            pen.word("\(key)_subject", values), pen.word("\(key)_text", values), when, "",
            pen.word("read", ["address": pen.address("/posts/\(waiting.post.id)")]), "", pen.word("textless"),
        ]
    }

    private func held(_ letter: StaffLetter, _ people: [Person], _ pen: Pen) async throws -> [String]? {
        let (post, parcels, channels) = try await desk.database.read { connection in
            (
                try PostStore.look(letter.subject, in: connection), try HeldLetters.held(letter, in: connection),
                try ChannelStore.all(in: connection)
            )
        }
        guard let post, let first = parcels.first, let reason = first.reason,
            Addressees.keepers(of: post, among: people).contains(where: { $0.id == letter.person })
        else { return nil }
        let accounts = parcels.compactMap { parcel in channels.first { $0.id == parcel.channel } }.map { channel in
            "\(channel.label) (\(pen.other("listening.network_\(channel.network.rawValue)")))"
        }
        let values = ["due": pen.figures.dateTime(first.dueAt), "accounts": accounts.joined(separator: ", ")]
        return [
            pen.word("held_subject"), pen.word("held_text", values), pen.other("publishing.why_\(reason.rawValue)"),
            pen.word("held_mend"), "", pen.word("read", ["address": pen.address("/posts/\(post.id)")]), "",
            pen.word("textless"),
        ]
    }

    private func token(_ letter: StaffLetter, _ people: [Person], _ pen: Pen) async throws -> [String]? {
        let channel = try await desk.database.read { connection in
            try ChannelStore.all(in: connection).first { $0.id == letter.subject }
        }
        guard let channel, letter.matter == .tokenDied ? channel.isDead : channel.isEnding,
            TokenLetters.event(channel) == letter.event,
            Addressees.team(people).contains(where: { $0.id == letter.person })
        else { return nil }
        let values = [
            "account": channel.label, "network": pen.other("listening.network_\(channel.network.rawValue)"),
            "end": channel.expiresAt.map(pen.figures.dateTime) ?? "",
        ]
        return [
            pen.word("\(letter.matter.rawValue)_subject"), pen.word("\(letter.matter.rawValue)_text", values), "",
            pen.word("connect", ["address": pen.address("/channels")]),
        ]
    }

    /// Writes for one person.
    private struct Pen {
        let desk: PublishingDesk
        let words: Words
        let figures: Figures
        let person: Person

        func word(_ key: String, _ values: [String: String] = [:]) -> String {
            words("reminders.\(key)", person.tongue, values)
        }
        func other(_ key: String) -> String { words(key, person.tongue) }
        func address(_ path: String) -> String { (desk.site ?? "") + path }
    }
}
