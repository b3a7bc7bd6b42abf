import Kernel
import Storage

/// Tells the author of a post and communication what the look ahead has stopped, while they can still mend it.
enum HeldLetters {
    /// In the transaction that holds it. A post held on five accounts for one reason is one letter a person.
    static func plan(
        _ parcel: Parcel, _ reason: Parcel.Reason, _ people: [Person], _ desk: PublishingDesk, at now: Instant,
        in connection: any Connection
    ) throws {
        guard desk.letters.leave, let post = try PostStore.look(parcel.post, in: connection) else { return }
        try LetterPlan.put(
            .held, about: post.id, event(parcel, reason), to: Addressees.keepers(of: post, among: people), desk,
            at: now, in: connection)
    }

    /// New words and another hour are looked at anew, and told anew.
    private static func event(_ parcel: Parcel, _ reason: Parcel.Reason) -> String {
        "\(reason.rawValue):\(parcel.dueAt.microseconds):\(parcel.version)"
    }

    /// What is held still of what the letter tells.
    static func held(_ letter: StaffLetter, in connection: any Connection) throws -> [Parcel] {
        let parts = letter.event.split(separator: ":").map(String.init)
        guard parts.count == 3, let due = Int64(parts[1]) else { return [] }
        return try ParcelStore.of(letter.subject, in: connection).filter {
            $0.state == .held && $0.ordinal == 0 && $0.reason?.rawValue == parts[0] && $0.dueAt.microseconds == due
        }
    }
}
