import Deontology
import Kernel
import Networks
import Storage

// Looking for what nobody can tell of.
extension SendingRun {
    /// The second job: looks, and comes again a little later.
    func lookAgain(_ job: Job) async throws {
        let payload = try Self.payload(job)
        guard let id = payload.parcel else { throw Self.nameless(job) }
        let found = try await look(id)
        let turn = (payload.look ?? 0) + 1
        guard !found, turn < Self.looks.count else { return }
        let later = desk.clock.now().adding(seconds: Self.looks[turn])
        try await desk.database.write { try Self.lookLater(id, turn: turn, at: later, in: $0) }
    }

    static func lookLater(_ parcel: Int64, turn: Int, at moment: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(
            looking, key: String(parcel), payload: "{\"parcel\":\(parcel),\"look\":\(turn)}", runAt: moment,
            in: connection)
    }

    /// Looks for what nobody can tell of; true once it was found, or nothing is left to look for.
    @discardableResult
    func look(_ id: Int64) async throws -> Bool {
        guard let made = try await desk.database.read({ try Composition.tried(id, in: $0) }) else { return true }
        do {
            let piece = try made.piece(by: desk, attachments: [])
            if let sent = try await find(made, piece, try await connector(made.channel)) {
                try await settling.found(made.parcel, sent)
                return true
            }
            let now = desk.clock.now()
            try await desk.database.write { try ParcelStore.looked(id, at: now, in: $0) }
        } catch is Failure {
            // The network cannot be asked now; the page says when it last could.
            return false
        } catch is Blocked { return true } catch is Held { return false }
        return false
    }

    func find(_ made: Composition, _ piece: Networks.Piece, _ connector: any Connector) async throws -> Sent? {
        let parcel = made.parcel
        return try await connector.find(
            piece, parcel.prepared, since: min(parcel.armedAt ?? parcel.dueAt, parcel.dueAt))
    }
}
