import Channels
import Deontology
import Kernel
import Networks
import Storage

/// Writes down what became of a reply: each in one transaction, with the trail and the event log.
struct DeliverySettling: Sendable {
    let desk: DialogueDesk

    // MARK: Before

    /// From the moment when this is kept, the attempt may have been made. Nil when somebody was faster, when the reply
    /// changed, or when sending was stopped.
    func arm(_ outgoing: Outgoing, by channel: Channel, holder: String) async throws -> Delivery? {
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            guard try Gate.stopped(in: connection) == nil, try Self.stands(outgoing, connection),
                try DeliveryStore.arm(outgoing.delivery, channel: channel.id, holder: holder, at: now, in: connection)
            else { return nil }
            return try DeliveryStore.find(outgoing.reply.id, in: connection)
        }
    }

    private static func stands(_ outgoing: Outgoing, _ connection: any Connection) throws -> Bool {
        let reply = try ReplyStore.look(outgoing.reply.id, in: connection)
        return reply?.state == .approved && reply?.version == outgoing.reply.version
    }

    /// Our own reviews are published here: the attempt and its record are one transaction.
    func publish(_ cleared: Cleared<Draft>, _ outgoing: Outgoing) async throws {
        let now = desk.clock.now()
        do {
            try await desk.database.write { connection in
                guard try Gate.stopped(in: connection) == nil, try Self.stands(outgoing, connection),
                    try DeliveryStore.move(outgoing.delivery, to: .sent, because: nil, at: now, in: connection)
                else { return }
                try ReviewAnswers.publish(
                    text: cleared.content.text, answering: outgoing.matter.message.externalID,
                    reply: outgoing.reply.id, at: now, in: connection)
                try self.left(outgoing.reply.id, at: now, connection)
            }
        } catch let failure as Failure where failure.kind == .notFound || failure.kind == .conflict {
            try await hold(outgoing.delivery, .gone, error: failure.cause)
        }
    }

    // MARK: After

    func sent(_ armed: Delivery, _ sent: Sent, because reason: Delivery.Reason?) async throws {
        let now = desk.clock.now()
        guard let moment = armed.armedAt else { return }
        try await desk.database.write { connection in
            guard
                try DeliveryStore.settle(
                    armed.reply, armed: moment, to: .sent, because: reason, error: nil, at: now, in: connection)
            else { return }
            try DeliveryStore.sent(armed.reply, id: sent.id, url: sent.url, in: connection)
            try DeliveryJudgement.begin(armed, at: now, in: connection)
            try self.left(armed.reply, at: now, connection)
        }
    }

    /// It was found on the network: wherever it stood, it has left.
    func found(_ delivery: Delivery, _ sent: Sent) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try DeliveryStore.move(delivery, to: .sent, because: .found, at: now, in: connection) else { return }
            try DeliveryStore.sent(delivery.reply, id: sent.id, url: sent.url, in: connection)
            try DeliveryJudgement.begin(delivery, at: now, in: connection)
            try self.left(delivery.reply, at: now, connection)
        }
    }

    /// What follows from a reply that has left, in the transaction that says so.
    func left(_ reply: Int64, by person: Int64? = nil, at now: Instant, _ connection: any Connection) throws {
        let row = try connection.one("SELECT conversation FROM reply WHERE id = $1", [reply])
        guard let conversation = try row?.int64("conversation") else { return }
        try connection.execute(
            "UPDATE reply SET state = 'sent', changed_at = $2, version = version + 1 WHERE id = $1", [reply, now])
        try connection.execute(
            """
            UPDATE conversation SET answered_at = COALESCE(answered_at, $2), version = version + 1,
              state = CASE WHEN state IN ('unread', 'open') THEN 'waiting' ELSE state END
            WHERE id = $1
            """, [conversation, now])
        try DueClock(desk).refresh(conversation: conversation, in: connection)
        try Audit.record(
            who: person, action: "reply.sent", subject: "reply", id: reply,
            after: "{\"conversation\":\"\(conversation)\"}", at: now, in: connection)
        try EventLog.append(
            "reply.sent", subject: reply, payload: "{\"reply\":\(reply),\"conversation\":\(conversation)}", at: now,
            in: connection)
    }

    /// The network said no for good: the reply goes back to its author.
    func refused(_ armed: Delivery, _ said: String) async throws {
        let now = desk.clock.now()
        guard let moment = armed.armedAt else { return }
        let line = ErrorLine.of(said)
        try await desk.database.write { connection in
            guard
                try DeliveryStore.settle(
                    armed.reply, armed: moment, to: .refused, because: .network, error: line, at: now, in: connection)
            else { return }
            try Self.giveBack(armed.reply, line, at: now, connection)
            try Self.record("reply.refused", armed.reply, .network, at: now, connection)
        }
    }

    /// To the author's desk again, or on record when they have begun another.
    static func giveBack(_ id: Int64, _ said: String?, at now: Instant, _ connection: any Connection) throws {
        guard let reply = try ReplyStore.look(id, in: connection), [.approved, .sent].contains(reply.state) else {
            return
        }
        let another = try ReplyStore.draft(reply.conversation, of: reply.author, in: connection) != nil
        _ = try ReplyStore.move(reply, to: another ? .withdrawn : .rejected, at: now, in: connection)
        try connection.execute(
            "UPDATE reply SET approved_by = NULL, approved_at = NULL, rejection = $2 WHERE id = $1", [id, said])
    }

    func unknown(_ armed: Delivery, _ cause: String) async throws {
        let now = desk.clock.now()
        guard let moment = armed.armedAt else { return }
        try await desk.database.write { connection in
            guard
                try DeliveryStore.settle(
                    armed.reply, armed: moment, to: .unknown, because: .unanswered, error: ErrorLine.of(cause), at: now,
                    in: connection)
            else { return }
            try Self.doubt(armed.reply, at: now, connection)
        }
    }

    /// Whoever made the attempt died before it could say what became of it.
    func lost(_ delivery: Delivery) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try DeliveryStore.move(delivery, to: .unknown, because: .unanswered, at: now, in: connection) else {
                return
            }
            try Self.doubt(delivery.reply, at: now, connection)
        }
    }

    private static func doubt(_ reply: Int64, at now: Instant, _ connection: any Connection) throws {
        try record("reply.unknown", reply, .unanswered, at: now, connection)
        try DeliveryRun.lookLater(
            reply, turn: 0, at: now.adding(seconds: DeliveryRun.looks[0]), in: connection)
    }

    /// Nothing leaves until a person says so.
    func hold(_ delivery: Delivery, _ reason: Delivery.Reason, error: String? = nil) async throws {
        let now = desk.clock.now()
        let line = error.map(ErrorLine.of)
        try await desk.database.write { connection in
            guard try DeliveryStore.move(delivery, to: .held, because: reason, error: line, at: now, in: connection)
            else { return }
            try Self.record("reply.held", delivery.reply, reason, at: now, connection)
        }
    }

    /// The network said "not now", or was not there: nothing was published, and it is tried again.
    func postpone(_ delivery: Delivery, asked: Double?, error: String) async throws {
        let now = desk.clock.now()
        guard delivery.tries < Delivery.most else { return try await hold(delivery, .late, error: error) }
        let next = delivery.next(after: asked, at: now)
        try await desk.database.write { connection in
            // What nobody asked us to wait for is late half an hour after its own time.
            let due = asked == nil ? delivery.dueAt : next
            let kept = try DeliveryStore.postpone(delivery, due: due, error: ErrorLine.of(error), in: connection)
            if kept { try Outbox.carry(delivery.reply, at: next, in: connection) }
        }
    }

    func expired(_ delivery: Delivery, _ channel: Channel, _ failure: Failure) async throws {
        try await ChannelCheck(desk: desk.channels).expire(channel, failure.cause)
        try await hold(delivery, .token, error: failure.cause)
        // The network said no: there is no attempt left in doubt.
        try await desk.database.write { try DeliveryStore.forgetAttempt(delivery, in: $0) }
    }

    static func record(
        _ action: String, _ reply: Int64, _ reason: Delivery.Reason, at now: Instant, _ connection: any Connection
    ) throws {
        try Audit.record(
            who: nil, action: action, subject: "reply", id: reply, after: "{\"reason\":\"\(reason.rawValue)\"}",
            at: now, in: connection)
    }
}
