import Kernel
import Storage
import Web

/// What the page of a post says of the letters about it: who was told, and when.
struct ReminderPart: Encodable, Sendable {
    let lines: [String]
    /// Said where somebody would be reminded, and no mail can leave.
    let mailless: String?

    static func of(
        _ post: Post, _ desk: PublishingDesk, names: [Int64: String], _ context: some Viewing
    ) async throws -> ReminderPart {
        let letters = try await desk.database.read { try LetterStore.settled(post.id, in: $0) }
        let nobody = post.state == .review && !desk.letters.leave
        return ReminderPart(
            lines: lines(letters, names, context), mailless: nobody ? context.word("reminders.mailless") : nil)
    }

    /// One line for those who were told of one thing with one outcome.
    private static func lines(
        _ letters: [StaffLetter], _ names: [Int64: String], _ context: some Viewing
    ) -> [String] {
        var groups: [[StaffLetter]] = []
        for letter in letters {
            let place = groups.firstIndex { group in
                group.first.map {
                    $0.matter == letter.matter && $0.event == letter.event && $0.state == letter.state
                } ?? false
            }
            if let place { groups[place].append(letter) } else { groups.append([letter]) }
        }
        return groups.compactMap { group in
            guard let first = group.first else { return nil }
            let people = group.map { names[$0.person] ?? context.word("reminders.somebody") }
            let line = context.word(
                "reminders.part_\(first.matter.rawValue)",
                [
                    "when": context.figures.dateTime(first.settledAt ?? first.plannedAt),
                    "names": people.joined(separator: ", "),
                ])
            return first.state == .sent ? line : context.word("reminders.part_\(first.state.rawValue)", ["line": line])
        }
    }
}
