import Channels
import Deontology
import Kernel
import Networks
import Storage

/// Carries out what is asked of messages that have left, in the job of their account and before anything new leaves by it:
/// armed, one attempt, settled. What nobody can tell of is looked for, and never repeated by itself.
struct ChangeRun: Sendable {
    let sending: SendingRun
    var desk: PublishingDesk { sending.desk }
    var settling: ChangeSettling { ChangeSettling(desk: desk) }

    /// One change; nil when nothing is to be done now, and new messages may leave.
    func step(_ channel: Int64, _ job: Job) async throws -> Bool? {
        let now = desk.clock.now()
        switch try await desk.database.read({ try ChangeTurn.next(on: channel, at: now, in: $0) }) {
        case .nothing: return nil
        case .later(let moment):
            try await desk.database.write { try SendingRun.carry(channel, at: moment, in: $0) }
            return nil
        case .busy:
            try await desk.database.write { try SendingRun.carry(channel, at: now.adding(seconds: 60), in: $0) }
            return false
        case .lost(let change):
            try await settling.lost(change)
            try await ChangeLook(run: self).look(change.id)
        case .over(let change): try await settling.over(change)
        case .hold(let change, let why): try await settling.hold(change, why)
        case .edit(let change, let made): try await edit(change, made, job)
        case .withdraw(let change, let sent, let account): try await withdraw(change, sent, account, job)
        }
        return true
    }

    /// Checked once more, as whatever leaves.
    private func edit(_ change: Change, _ made: Composition, _ job: Job) async throws {
        guard let sent = made.parcel.sent else { return try await settling.hold(change, .confirmed) }
        try await attempt(change, made.channel, job) {
            let (piece, connector) = try await sending.ready(made)
            return (connector, { await connector.edit(sent, piece, key: change.key) })
        }
    }

    private func withdraw(_ change: Change, _ sent: Sent, _ account: Channel, _ job: Job) async throws {
        try await attempt(change, account, job) {
            let connector = try await sending.connector(account)
            return (connector, { await connector.delete(sent) })
        }
    }

    private func attempt(
        _ change: Change, _ account: Channel, _ job: Job,
        _ prepare: () async throws -> (any Connector, () async -> Sending)
    ) async throws {
        do {
            let (connector, act) = try await prepare()
            guard let armed = try await settling.arm(change, holder: job.lease) else { return }
            try await settle(AttemptVerdict(await act(), connector), armed, account)
        } catch let blocked as Blocked {
            let rules = Set(blocked.findings.map(\.rule)).sorted().joined(separator: ", ")
            try await settling.hold(change, .blocked, error: rules)
        } catch let held as Held {
            try await settling.hold(change, held.reason, error: held.cause)
        } catch let failure as Failure {
            try await unprepared(change, account, failure)
        }
    }

    private func settle(_ verdict: AttemptVerdict, _ armed: Change, _ account: Channel) async throws {
        switch verdict {
        case .sent(let sent): try await settling.done(armed, sent)
        case .unknown(let cause): try await settling.unknown(armed, cause)
        case .later(let asked, let cause): try await settling.postpone(armed, asked: asked, error: cause)
        case .refused(let why, let said): try await settling.refused(armed, why, said)
        case .expired(let failure): try await settling.expired(armed, account, failure)
        }
    }

    /// Nothing was attempted: what stands in the way decides whether time will help.
    private func unprepared(_ change: Change, _ account: Channel, _ failure: Failure) async throws {
        switch failure.kind {
        case .forbidden where failure.words == "wire.refused" || failure.words == "networks.sign_in_again":
            try await settling.expired(change, account, failure)
        case .unavailable, .tooMany:
            try await settling.postpone(change, asked: await sending.asked(account), error: failure.cause)
        default: try await settling.hold(change, .media, error: failure.cause)
        }
    }
}

/// What is to be done next with what an account has published.
enum ChangeTurn: Sendable {
    case nothing
    /// The network asked for it.
    case later(Instant)
    /// Somebody holds it at this moment.
    case busy
    /// Its attempt was begun, and whoever made it is gone.
    case lost(Change)
    /// Its message stands no more.
    case over(Change)
    case hold(Change, Parcel.Reason)
    case edit(Change, Composition)
    case withdraw(Change, Sent, Channel)

    /// Nothing is corrected while everything is stopped; what does harm may still be taken back.
    static func next(on channel: Int64, at now: Instant, in connection: any Connection) throws -> ChangeTurn {
        let edits = try Gate.stopped(in: connection) == nil
        guard let change = try ChangeStore.next(on: channel, edits: edits, at: now, in: connection) else {
            let due = try ChangeStore.nextDue(on: channel, in: connection)
            return due.map { $0 > now ? .later($0) : .nothing } ?? .nothing
        }
        if change.state == .armed {
            let held = try change.holder.map { try JobQueue.isHeld($0, at: now, in: connection) } ?? false
            return held ? .busy : .lost(change)
        }
        guard let parcel = try ParcelStore.find(change.sending, in: connection), parcel.state == .sent else {
            return .over(change)
        }
        guard
            let row = try connection.one("SELECT * FROM channel WHERE id = $1 AND state <> 'removed'", [channel])
        else { return .hold(change, .channel) }
        let account = try Channel(row)
        guard account.state == .connected else { return .hold(change, .token) }
        guard let sent = parcel.sent else { return .hold(change, .confirmed) }
        switch change.kind {
        case .withdraw: return .withdraw(change, sent, account)
        case .edit: return try composed(change, parcel, in: connection).map { .edit(change, $0) } ?? .over(change)
        }
    }

    /// The message with its new words.
    static func composed(_ change: Change, _ parcel: Parcel, in connection: any Connection) throws -> Composition? {
        guard let post = try PostStore.look(parcel.post, in: connection) else { return nil }
        var parcel = parcel
        parcel.text = change.text ?? parcel.text
        return try Composition.compose(parcel, post, in: connection)
    }
}
