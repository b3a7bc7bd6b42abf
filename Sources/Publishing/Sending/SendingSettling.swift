import Channels
import Kernel
import Networks
import Storage

/// Writes down what became of a message: each in one transaction, with the post, the trail and the event log.
struct SendingSettling: Sendable {
    let desk: PublishingDesk

    // MARK: Before

    /// From the moment when this is kept, the attempt may have been made. Nil when somebody was faster, when the post
    /// changed or was parked, or when sending was stopped.
    func arm(_ made: Composition, holder: String) async throws -> Parcel? {
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            let post = try PostStore.look(made.post.id, in: connection)
            guard try Gate.stopped(in: connection) == nil, let post, !post.isParked,
                post.version == made.parcel.version, [.approved, .scheduled, .sending, .partial].contains(post.state),
                try ParcelStore.arm(made.parcel, holder: holder, at: now, in: connection)
            else { return nil }
            if post.state == .approved || post.state == .scheduled {
                _ = try PostStore.move(post, to: .sending, at: now, in: connection)
            }
            return try ParcelStore.find(made.parcel.id, in: connection)
        }
    }

    func keep(_ prepared: Prepared, _ parcel: Parcel, until moment: Instant?) async throws {
        try await desk.database.write {
            try ParcelStore.keepPrepared(parcel, prepared, until: moment, in: $0)
        }
    }

    /// What it shows is made smaller, and the server is given that.
    func shrink(_ parcel: Parcel) async throws {
        var prepared = parcel.prepared ?? Prepared(at: desk.clock.now())
        prepared.isSmall = true
        try await keep(prepared, parcel, until: nil)
    }

    // MARK: After

    func sent(_ armed: Parcel, _ sent: Sent) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try ParcelStore.settle(armed, to: .sent, because: nil, error: nil, at: now, in: connection) else {
                return
            }
            let shown = try desk.channels.shown(sent, by: armed.channel, in: connection)
            try ParcelStore.sent(armed.id, shown, in: connection)
            try Self.left(armed, at: now, connection)
        }
    }

    /// It was found on the network: wherever it stood, it has left.
    func found(_ parcel: Parcel, _ sent: Sent) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try ParcelStore.move(parcel, to: .sent, because: .found, at: now, in: connection) else { return }
            let shown = try desk.channels.shown(sent, by: parcel.channel, in: connection)
            try ParcelStore.sent(parcel.id, shown, in: connection)
            try Self.left(parcel, at: now, connection)
        }
    }

    /// What follows from a message that has left, in the transaction that says so.
    static func left(_ parcel: Parcel, by person: Int64? = nil, at now: Instant, _ connection: any Connection) throws {
        try sum(parcel.post, at: now, connection)
        try Audit.record(
            who: person, action: "post.sent", subject: "post", id: parcel.post,
            after: "{\"channel\":\"\(parcel.channel)\",\"part\":\(parcel.ordinal)}", at: now, in: connection)
        try EventLog.append(
            "post.sent", subject: parcel.post,
            payload: "{\"post\":\(parcel.post),\"sending\":\(parcel.id),\"channel\":\(parcel.channel)}", at: now,
            in: connection)
        try Standing.left(parcel, at: now, connection)
        // The next part may follow.
        try SendingRun.carry(parcel.channel, in: connection)
    }

    /// The state of a post follows from that of its messages.
    static func sum(_ id: Int64, at now: Instant, _ connection: any Connection) throws {
        guard let post = try PostStore.look(id, in: connection) else { return }
        let all = try ParcelStore.of(id, in: connection)
        if try Standing.end(post, all, at: now, connection) { return }
        let parts = all.filter { $0.version == post.version }
        guard !parts.isEmpty,
            [.approved, .scheduled, .sending, .published, .partial, .failed, .withdrawn].contains(post.state)
        else { return }
        let sent = parts.contains { $0.state == .sent }
        let over = parts.allSatisfy(\.state.isOver)
        let failed = parts.contains { $0.state == .refused || $0.state == .cancelled }
        let state: Post.State =
            if over { failed ? (sent ? .partial : .failed) : .published } else if sent || failed { .sending } else {
                post.state
            }
        guard state != post.state else { return }
        _ = try PostStore.move(post, to: state, at: now, in: connection)
        guard over else { return }
        try EventLog.append("post.\(state.rawValue)", subject: id, at: now, in: connection)
    }

    /// The network said no for good. What was to come after it in the same face waits for a person.
    func refused(_ armed: Parcel, _ reason: Parcel.Reason, _ said: String) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard
                try ParcelStore.settle(
                    armed, to: .refused, because: reason, error: ErrorLine.of(said), at: now, in: connection)
            else { return }
            for part in try ParcelStore.face(armed, in: connection)
            where part.ordinal > armed.ordinal && part.state == .ready {
                _ = try ParcelStore.move(part, to: .held, because: .before, at: now, in: connection)
            }
            try Self.sum(armed.post, at: now, connection)
            try Self.record("post.refused", armed, reason, at: now, connection)
        }
    }

    func unknown(_ armed: Parcel, _ cause: String) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard
                try ParcelStore.settle(
                    armed, to: .unknown, because: .unanswered, error: ErrorLine.of(cause), at: now, in: connection)
            else { return }
            try Self.doubt(armed, at: now, connection)
        }
    }

    /// Whoever made the attempt died before it could say what became of it.
    func lost(_ parcel: Parcel) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try ParcelStore.move(parcel, to: .unknown, because: .unanswered, at: now, in: connection) else {
                return
            }
            try Self.doubt(parcel, at: now, connection)
        }
    }

    private static func doubt(_ parcel: Parcel, at now: Instant, _ connection: any Connection) throws {
        try record("post.unknown", parcel, .unanswered, at: now, connection)
        try SendingRun.lookLater(
            parcel.id, turn: 0, at: now.adding(seconds: SendingRun.looks[0]), in: connection)
    }

    /// Nothing leaves until a person says so.
    func hold(_ parcel: Parcel, _ reason: Parcel.Reason, error: String? = nil) async throws {
        let now = desk.clock.now()
        let line = error.map(ErrorLine.of)
        try await desk.database.write { connection in
            guard try ParcelStore.move(parcel, to: .held, because: reason, error: line, at: now, in: connection) else {
                return
            }
            try Self.record("post.held", parcel, reason, at: now, connection)
        }
    }

    /// The network said "not now", or was not there: nothing was published, and it is tried again.
    func postpone(_ parcel: Parcel, asked: Double?, error: String) async throws {
        let now = desk.clock.now()
        let tries = parcel.tries + (parcel.state == .armed ? 0 : 1)
        guard tries < Parcel.most else { return try await hold(parcel, .late, error: error) }
        let next = parcel.next(after: asked, at: now)
        try await desk.database.write { connection in
            let kept = try ParcelStore.postpone(
                parcel, until: next, asked: asked != nil, error: ErrorLine.of(error), in: connection)
            guard kept else { return }
            try connection.execute("UPDATE sending SET tries = $2 WHERE id = $1", [parcel.id, tries])
            try SendingRun.carry(parcel.channel, at: next, in: connection)
        }
    }

    func expired(_ parcel: Parcel, _ channel: Channel, _ failure: Failure) async throws {
        try await ChannelCheck(desk: desk.channels).expire(channel, failure.cause)
        try await hold(parcel, .token, error: failure.cause)
        // The network said no: there is no attempt left in doubt.
        try await desk.database.write { try ParcelStore.forgetAttempt(parcel, in: $0) }
    }

    static func record(
        _ action: String, _ parcel: Parcel, _ reason: Parcel.Reason, by person: Int64? = nil, at now: Instant,
        _ connection: any Connection
    ) throws {
        try Audit.record(
            who: person, action: action, subject: "post", id: parcel.post,
            after: "{\"channel\":\"\(parcel.channel)\",\"part\":\(parcel.ordinal),\"reason\":\"\(reason.rawValue)\"}",
            at: now, in: connection)
    }
}
