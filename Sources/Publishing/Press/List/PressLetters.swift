import Channels
import Foundation
import Kernel
import Storage
import Web

/// The letters of the press list: the link that confirms, and the word to whom is on it already. Jobs, so that a mail
/// server that sleeps keeps nobody waiting.
struct PressLetters: Sendable {
    let desk: PublishingDesk

    static let kind = "press.letter"

    enum Matter: String, Codable, Sendable { case confirm, known }

    struct Payload: Codable {
        let subscriber: Int64
        let matter: Matter
    }

    static func enqueue(
        _ matter: Matter, _ subscriber: Int64, _ nonce: String, in connection: any Connection
    ) throws {
        let payload = "{\"subscriber\":\(subscriber),\"matter\":\"\(matter.rawValue)\"}"
        try JobQueue.enqueue(kind, key: "\(subscriber)-\(matter.rawValue)-\(nonce)", payload: payload, in: connection)
    }

    /// A letter that leaves twice after a crash has the same number, and asks for the same yes: no harm is done.
    @Sendable func handle(_ job: Job) async throws {
        guard desk.letters.leave, let payload = try? JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8))
        else { return }
        let now = desk.clock.now()
        let found = try await desk.database.read { try SubscriberStore.look(payload.subscriber, in: $0) }
        guard let found, let letter = try await letter(payload.matter, found) else { return }
        if payload.matter == .confirm, found.state != .pending || found.expiresAt.map({ $0 <= now }) ?? true { return }
        do { try await desk.letters.send(letter) } catch let failure as Failure where failure.kind == .unusable {
            try await desk.database.write {
                try SubscriberStore.refuse(found.id, ErrorLine.of(failure.cause), at: now, in: $0)
            }
        }
    }

    private func letter(_ matter: Matter, _ subscriber: Subscriber) async throws -> Letter? {
        let links = PressLink(desk: desk)
        guard let to = subscriber.addressee(), let leave = links.address(.leave, subscriber),
            let confirm = links.address(.confirm, subscriber)
        else { return nil }
        let (words, house) = (try Words.embedded(), try await desk.staff.organisation())
        func word(_ key: String) -> String {
            words("press.\(key)", subscriber.tongue, ["house": house, "confirm": confirm, "leave": leave])
        }
        let lines: [String] =
            switch matter {
            case .confirm:
                [
                    word(subscriber.form == .staff ? "letter_added" : "letter_asked"), "", word("letter_confirm"),
                    confirm, "", subscriber.wording, "", word("letter_ignore"),
                ]
            case .known: [word("letter_known"), "", word("letter_leave"), leave]
            }
        return Letter(
            to: to, subject: word("letter_\(matter.rawValue)_subject"), text: lines.joined(separator: "\n") + "\n",
            id: "press-\(matter.rawValue)-\(subscriber.id)-\(subscriber.nonce.prefix(8))")
    }
}
