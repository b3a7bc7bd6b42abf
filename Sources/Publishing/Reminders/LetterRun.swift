import Channels
import Foundation
import Kernel
import Storage

/// The job of one letter: looked at again, armed, one attempt, settled. Whatever happens to this process in between, it
/// does not leave twice: what was armed and is not settled stays unknown.
struct LetterRun: Sendable {
    let desk: PublishingDesk

    static let kind = "reminders.letter"

    private struct Payload: Decodable { let letter: Int64 }

    @Sendable func handle(_ job: Job) async throws {
        guard let id = try? JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).letter else {
            throw Failure(.unusable, "job \(job.id) names no letter")
        }
        guard let letter = try await desk.database.read({ try LetterStore.find(id, in: $0) }) else { return }
        switch letter.state {
        case .armed:
            // Whoever made the attempt died before it could say what became of it.
            return try await settle(id, .unknown, error: nil)
        case .sent, .unknown, .refused: return
        case .ready: break
        }
        guard let written = try await LetterWriting(desk: desk).letter(letter) else {
            return try await desk.database.write { try LetterStore.drop(id, in: $0) }
        }
        guard try await desk.database.write({ try LetterStore.arm(id, in: $0) }) else { return }
        try await attempt(written, id)
    }

    private func attempt(_ written: Letter, _ id: Int64) async throws {
        do { try await desk.letters.send(written) } catch let failure as Failure {
            switch failure.kind {
            case .unusable: return try await settle(id, .refused, error: failure.cause)
            case .unavailable where failure.words == "wire.mail_unanswered":
                return try await settle(id, .unknown, error: failure.cause)
            default:
                try await settle(id, .ready, error: failure.cause)
                // A mail server that is set wrong today may be right tomorrow: the job is tried again.
                throw Failure(.unavailable, failure.cause, words: failure.words)
            }
        }
        try await settle(id, .sent, error: nil)
    }

    private func settle(_ id: Int64, _ state: StaffLetter.State, error: String?) async throws {
        let (now, line) = (desk.clock.now(), error.map(ErrorLine.of))
        try await desk.database.write { try LetterStore.settle(id, state, error: line, at: now, in: $0) }
    }
}
