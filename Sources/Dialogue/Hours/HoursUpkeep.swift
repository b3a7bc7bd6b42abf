import Foundation
import Kernel
import Storage

/// Keeps what is due up to date: when conversations change, when services move, when hours or targets are set anew.
struct HoursUpkeep: Sendable {
    static let recountJob = "hours.recount"
    static let wardsJob = "hours.wards"
    private static let batch = 500

    let desk: DialogueDesk

    /// Treats one event of the log: an answer that left, and whatever the inbox says of its conversations.
    @Sendable func hear(_ event: Event, in connection: any Connection) throws {
        if event.kind == "reply.sent" {
            let row = try connection.one("SELECT conversation FROM reply WHERE id = $1", [event.subject])
            guard let conversation = try row?.int64("conversation") else { return }
            try DueClock(desk).refresh(conversation: conversation, in: connection)
        } else if event.kind.hasPrefix("conversation.") {
            try DueClock(desk).refresh(conversation: event.subject, in: connection)
        }
    }

    /// Asks for every open conversation to be looked at anew.
    static func askRecount(after id: Int64 = 0, in connection: any Connection) throws {
        try JobQueue.enqueue(
            recountJob, key: "recount:\(id)", payload: "{\"after\":\(id)}", in: connection)
    }

    private struct Place: Decodable { let after: Int64 }

    @Sendable func recount(_ job: Job) async throws {
        let after = try JSONDecoder().decode(Place.self, from: Data(job.payload.utf8)).after
        let desk = desk
        try await desk.database.write { connection in
            let open = try HoursStore.open(after: after, limit: Self.batch, in: connection)
            try DueClock(desk).refresh(conversations: open, in: connection)
            if let last = open.last, open.count == Self.batch { try Self.askRecount(after: last, in: connection) }
            try JobQueue.complete(job, in: connection)
        }
    }

    /// Copies where each service stands, once an hour: what is due is counted where only the database is at hand.
    @Sendable func copyWards(_ job: Job) async throws {
        let wards = Dictionary(
            try await desk.staff.wards().map { ($0.id, $0.establishment) }, uniquingKeysWith: { first, _ in first })
        let next = desk.clock.now().adding(seconds: 3_600)
        try await desk.database.write { connection in
            if try HoursStore.keep(wards, in: connection) { try Self.askRecount(in: connection) }
            try JobQueue.enqueue(Self.wardsJob, key: "wards", runAt: next, in: connection)
            try JobQueue.complete(job, in: connection)
        }
    }
}
