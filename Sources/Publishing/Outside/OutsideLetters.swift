import Foundation
import Kernel
import Storage
import Web

/// The mail that brings a reader their link; it says nothing of the post.
struct OutsideLetters: Sendable {
    let desk: PublishingDesk

    static let kind = "outside.letter"

    static func enqueue(_ reader: Int64, in connection: any Connection) throws {
        try JobQueue.enqueue(kind, key: String(reader), payload: "{\"reader\":\(reader)}", in: connection)
    }

    /// A letter that leaves twice after a crash has the same number and the same link.
    @Sendable func handle(_ job: Job) async throws {
        guard desk.letters.leave, desk.site != nil, let id = Int64(job.key ?? "") else { return }
        let now = desk.clock.now()
        let found = try await desk.database.read { connection in
            try OutsideStore.look(id, in: connection).map { ($0, try PostStore.look($0.post, in: connection)) }
        }
        guard let (reader, post) = found, let post, reader.closed(post, at: now) == nil, let email = reader.email else {
            return
        }
        let (words, house) = (try Words.embedded(), try await desk.staff.organisation())
        let figures = Figures(reader.tongue, zone: desk.zone, now: now)
        let values = [
            "house": house, "name": reader.name, "link": OutsideLink(desk: desk).address(reader),
            "until": figures.dateTime(reader.expiresAt),
        ]
        func word(_ key: String) -> String { words("outside.\(key)", reader.tongue, values) }
        let lines = [word("letter_hello"), "", word("letter_text"), "", values["link"] ?? "", "", word("letter_end")]
        try await desk.letters.send(
            Letter(
                to: Person(id: 0, name: reader.name, email: email, grants: [], tongue: reader.tongue),
                subject: word("letter_subject"), text: lines.joined(separator: "\n") + "\n", id: "outside-\(reader.id)")
        )
    }
}
