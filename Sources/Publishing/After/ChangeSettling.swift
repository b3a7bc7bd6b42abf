import Channels
import Kernel
import Networks
import Storage

/// Writes down what became of a change: each in one transaction, with the message, the post, the trail and the event log.
struct ChangeSettling: Sendable {
    let desk: PublishingDesk

    /// From the moment when this is kept, the attempt may have been made. Nil when somebody was faster, when the message
    /// stands no more, or when everything was stopped and this is no withdrawal.
    func arm(_ change: Change, holder: String) async throws -> Change? {
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            let isStopped = try Gate.stopped(in: connection) != nil
            guard change.kind == .withdraw || !isStopped,
                try ParcelStore.find(change.sending, in: connection)?.state == .sent,
                try ChangeStore.arm(change, holder: holder, at: now, in: connection)
            else { return nil }
            return try ChangeStore.find(change.id, in: connection)
        }
    }

    func done(_ armed: Change, _ sent: Sent) async throws {
        let (now, desk) = (desk.clock.now(), desk)
        try await desk.database.write { connection in
            guard try ChangeStore.settle(armed, to: .done, because: nil, error: nil, at: now, in: connection) else {
                return
            }
            if armed.kind == .edit { try ParcelStore.sent(armed.sending, sent, in: connection) }
            try Self.follow(armed, desk, at: now, connection)
        }
    }

    /// It was found on the network with its new words.
    func found(_ change: Change) async throws {
        let (now, desk) = (desk.clock.now(), desk)
        try await desk.database.write { connection in
            guard try ChangeStore.move(change, to: .done, because: .found, at: now, in: connection) else { return }
            try Self.follow(change, desk, at: now, connection)
        }
    }

    /// What follows from a change that was made, in the transaction that says so.
    static func follow(
        _ change: Change, _ desk: PublishingDesk, by person: Int64? = nil, at now: Instant,
        _ connection: any Connection
    ) throws {
        switch change.kind {
        case .edit:
            try connection.execute(
                "UPDATE sending SET text = $2 WHERE id = $1", [change.sending, change.text ?? change.before])
        case .withdraw:
            try connection.execute(
                "UPDATE sending SET state = 'withdrawn' WHERE id = $1 AND state = 'sent'", [change.sending])
            try connection.execute("UPDATE figures_turn SET next_at = NULL WHERE sending = $1", [change.sending])
            try Reposts.follow(change, desk, at: now, in: connection)
        }
        let action = change.kind == .edit ? "post.edited" : "post.withdrawn"
        try record(action, change, by: person, at: now, connection)
        try EventLog.append(
            action, subject: change.post,
            payload: "{\"post\":\(change.post),\"sending\":\(change.sending),\"channel\":\(change.channel)}", at: now,
            in: connection)
        try SendingSettling.sum(change.post, at: now, connection)
        try SendingRun.carry(change.channel, in: connection)
    }

    /// The message is gone already: there is nothing to change any more.
    func over(_ change: Change) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            _ = try ChangeStore.move(change, to: .dropped, because: .changed, at: now, in: connection)
        }
    }

    func refused(_ armed: Change, _ why: Parcel.Reason, _ said: String) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard
                try ChangeStore.settle(
                    armed, to: .refused, because: why, error: ErrorLine.of(said), at: now, in: connection)
            else { return }
            try Self.record("post.change_refused", armed, why, at: now, connection)
        }
    }

    func unknown(_ armed: Change, _ cause: String) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard
                try ChangeStore.settle(
                    armed, to: .unknown, because: .unanswered, error: ErrorLine.of(cause), at: now, in: connection)
            else { return }
            try Self.doubt(armed, at: now, connection)
        }
    }

    /// Whoever made the attempt died before it could say what became of it.
    func lost(_ change: Change) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try ChangeStore.move(change, to: .unknown, because: .unanswered, at: now, in: connection) else {
                return
            }
            try Self.doubt(change, at: now, connection)
        }
    }

    private static func doubt(_ change: Change, at now: Instant, _ connection: any Connection) throws {
        try record("post.change_unknown", change, .unanswered, at: now, connection)
        try ChangeLook.later(change.id, turn: 0, at: now.adding(seconds: SendingRun.looks[0]), in: connection)
    }

    func hold(_ change: Change, _ why: Parcel.Reason, error: String? = nil) async throws {
        let now = desk.clock.now()
        let line = error.map(ErrorLine.of)
        try await desk.database.write { connection in
            guard try ChangeStore.move(change, to: .held, because: why, error: line, at: now, in: connection) else {
                return
            }
            try Self.record("post.change_held", change, why, at: now, connection)
        }
    }

    /// The network said "not now", or was not there.
    func postpone(_ change: Change, asked: Double?, error: String) async throws {
        let now = desk.clock.now()
        let tries = change.tries + (change.state == .armed ? 0 : 1)
        guard tries < Parcel.most else { return try await hold(change, .late, error: error) }
        let next = Parcel.next(after: asked, since: change.at, at: now)
        try await desk.database.write { connection in
            guard
                try ChangeStore.postpone(
                    change, until: next, tries: tries, error: ErrorLine.of(error), in: connection)
            else { return }
            try SendingRun.carry(change.channel, at: next, in: connection)
        }
    }

    func expired(_ change: Change, _ account: Channel, _ failure: Failure) async throws {
        try await ChannelCheck(desk: desk.channels).expire(account, failure.cause)
        try await hold(change, .token, error: failure.cause)
    }

    static func record(
        _ action: String, _ change: Change, _ why: Parcel.Reason? = nil, by person: Int64? = nil, at now: Instant,
        _ connection: any Connection
    ) throws {
        let told = why.map { ",\"reason\":\"\($0.rawValue)\"" } ?? ""
        try Audit.record(
            who: person, action: action, subject: "post", id: change.post,
            after: "{\"channel\":\"\(change.channel)\",\"part\":\(change.ordinal)\(told)}", at: now, in: connection)
    }
}
