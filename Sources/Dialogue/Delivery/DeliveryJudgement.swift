import Channels
import Foundation
import Kernel
import Networks
import Storage

/// Follows what a network makes of a reply that it took: Google looks at answers to reviews before anybody reads them,
/// and may say no hours later. What was rejected is no answer.
struct DeliveryJudgement: Sendable {
    let desk: DialogueDesk

    static let kind = "reply.judged"
    /// Seconds after which the network is asked again, for somewhat more than a week.
    static let waits = [60.0, 600, 3_600, 21_600] + [Double](repeating: 86_400, count: 8)

    private struct Payload: Codable {
        let reply: Int64
        let turn: Int
    }

    /// Begins where the network judges answers.
    static func begin(_ delivery: Delivery, at now: Instant, in connection: any Connection) throws {
        let row = try connection.one(
            "SELECT network FROM channel WHERE id = (SELECT channel FROM delivery WHERE reply = $1)", [delivery.reply])
        guard try row?.text("network") == Network.google.rawValue else { return }
        try plan(delivery.reply, turn: 0, at: now, in: connection)
    }

    private static func plan(_ reply: Int64, turn: Int, at now: Instant, in connection: any Connection) throws {
        guard turn < waits.count else { return }
        try JobQueue.enqueue(
            kind, key: String(reply), payload: "{\"reply\":\(reply),\"turn\":\(turn)}",
            runAt: now.adding(seconds: waits[turn]), in: connection)
    }

    func handle(_ job: Job) async throws {
        guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)) else {
            throw Failure(.unusable, "job \(job.id) names no reply")
        }
        let desk = desk
        let found = try await desk.database.read { connection -> Outgoing? in
            guard let delivery = try DeliveryStore.find(payload.reply, in: connection), delivery.state == .sent else {
                return nil
            }
            return try Outgoing.tried(delivery, desk, in: connection)
        }
        guard let found, let id = found.delivery.networkID else { return }
        let moderation: ReplyModeration
        do {
            moderation = try await found.sender(desk).moderation(
                of: Sent(id: id, url: nil, reference: found.matter.message.externalID))
        } catch is Failure {
            // It cannot be asked now; the next turn will.
            moderation = .waiting
        }
        switch moderation {
        case .approved, .absent: return
        case .rejected(let rule): try await rejected(found.delivery, rule)
        case .waiting:
            let now = desk.clock.now()
            try await desk.database.write {
                try Self.plan(payload.reply, turn: payload.turn + 1, at: now, in: $0)
            }
        }
    }

    /// Nobody reads it: it goes back to its author with the network's reason, and its conversation is open again.
    private func rejected(_ delivery: Delivery, _ rule: String?) async throws {
        let (now, hearing) = (desk.clock.now(), desk.channels.hearing)
        let line = ErrorLine.of(rule ?? "rejected by moderation")
        let due = DueClock(desk)
        try await desk.database.write { connection in
            guard
                try DeliveryStore.move(
                    delivery, to: .refused, because: .moderated, error: line, at: now, in: connection),
                let reply = try ReplyStore.look(delivery.reply, in: connection)
            else { return }
            try DeliverySettling.giveBack(reply.id, line, at: now, connection)
            try connection.execute(
                """
                UPDATE conversation SET version = version + 1,
                  state = CASE WHEN state = 'waiting' THEN 'open' ELSE state END,
                  answered_at = CASE WHEN EXISTS (SELECT 1 FROM reply WHERE conversation = $1 AND state = 'sent')
                    THEN answered_at ELSE NULL END
                WHERE id = $1
                """, [reply.conversation])
            if let id = delivery.networkID { try hearing.forget(id, .google, connection) }
            try due.refresh(conversation: reply.conversation, in: connection)
            try DeliverySettling.record("reply.refused", reply.id, .moderated, at: now, connection)
        }
    }
}
