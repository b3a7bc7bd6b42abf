import Deontology
import Kernel
import Networks
import Storage

/// Looks on the network what became of a change that nobody can tell of. New words that stand there were taken; what was
/// to be taken back and still stands there was not. That something is not among the latest proves nothing: a person says.
struct ChangeLook: Sendable {
    let run: ChangeRun
    private var desk: PublishingDesk { run.desk }

    static let kind = "post.change_look"

    static func later(_ change: Int64, turn: Int, at moment: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(
            kind, key: String(change), payload: "{\"change\":\(change),\"look\":\(turn)}", runAt: moment,
            in: connection)
    }

    func handle(_ job: Job) async throws {
        let payload = try SendingRun.payload(job)
        guard let id = payload.change else { throw SendingRun.nameless(job) }
        let turn = (payload.look ?? 0) + 1
        guard try await !look(id), turn < SendingRun.looks.count else { return }
        let later = desk.clock.now().adding(seconds: SendingRun.looks[turn])
        try await desk.database.write { try Self.later(id, turn: turn, at: later, in: $0) }
    }

    /// True once it is known, or nothing is left to look for.
    @discardableResult
    func look(_ id: Int64) async throws -> Bool {
        guard let (change, made) = try await desk.database.read({ try Self.tried(id, in: $0) }) else { return true }
        do {
            let piece = try made.piece(by: desk, attachments: [])
            let connector = try await run.sending.connector(made.channel)
            let since = made.parcel.settledAt ?? made.parcel.dueAt
            let found = try await connector.find(piece, made.parcel.prepared, since: min(since, made.parcel.dueAt))
            let now = desk.clock.now()
            try await desk.database.write { try ChangeStore.looked(id, at: now, in: $0) }
            // Another publication with the same words is not this one.
            guard let found, found.id == made.parcel.sent?.id else { return false }
            switch change.kind {
            case .edit: try await run.settling.found(change)
            case .withdraw: try await run.settling.hold(change, .found)
            }
            return true
        } catch is Failure {
            // The network cannot be asked now; the page says when it last could.
            return false
        } catch is Blocked { return true } catch is Held { return false }
    }

    private static func tried(_ id: Int64, in connection: any Connection) throws -> (Change, Composition)? {
        guard let change = try ChangeStore.find(id, in: connection), change.state == .unknown,
            let parcel = try ParcelStore.find(change.sending, in: connection),
            let made = try ChangeTurn.composed(change, parcel, in: connection)
        else { return nil }
        return (change, made)
    }
}
