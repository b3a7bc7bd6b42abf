import Channels
import Deontology
import Kernel
import Networks
import Storage

/// Looks after a video that has left until its network has read it, and gives it its subtitles. Nothing of it can publish
/// twice: whatever is repeated finds on the network what is there already.
struct AftercareRun: Sendable {
    let desk: PublishingDesk

    static let kind = "post.aftercare"
    /// Seconds between two looks: twice as long each time, within these.
    static let (shortest, longest) = (60.0, 3_600.0)
    /// Seconds after which somebody is told that it does not come to an end.
    static let patience = 3 * 86_400.0
    /// Seconds during which a network may not know yet what it has just taken.
    static let grace = 600.0

    static func carry(_ sending: Int64, at moment: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(
            kind, key: String(sending), payload: "{\"parcel\":\(sending)}", runAt: moment, in: connection)
    }

    private struct Turn: Sendable {
        let care: MessageAftercare
        let parcel: Parcel
        let made: Composition?
        /// Nothing leaves now, subtitles neither.
        let isStopped: Bool
    }

    func handle(_ job: Job) async throws {
        guard let id = try SendingRun.payload(job).parcel else { throw SendingRun.nameless(job) }
        let turn: Turn? = try await desk.database.read { connection in
            guard let care = try AftercareStore.find(id, in: connection), care.state == .open,
                let parcel = try ParcelStore.find(id, in: connection)
            else { return nil }
            let post = try PostStore.look(parcel.post, in: connection)
            return Turn(
                care: care, parcel: parcel,
                made: try post.flatMap { try Composition.compose(parcel, $0, in: connection) },
                isStopped: try Gate.stopped(in: connection) != nil)
        }
        guard let turn else { return }
        guard turn.parcel.state == .sent, let sent = turn.parcel.sent, let made = turn.made else {
            try await desk.database.write { try AftercareStore.move(id, from: .open, to: .left, in: $0) }
            return
        }
        guard !turn.isStopped else { return try await later(turn, asked: nil, nil) }
        guard made.channel.state == .connected else { return try await later(turn, asked: nil, "not connected") }
        try await look(turn, made, sent)
    }

    private func look(_ turn: Turn, _ made: Composition, _ sent: Sent) async throws {
        do {
            guard let network = try await SendingRun(desk: desk).connector(made.channel) as? any Aftercare else {
                return try await done(turn)
            }
            switch try await network.processing(sent) {
            case .failed(let word): return try await trouble(turn, .video, word)
            case .gone where desk.clock.now().seconds(since: turn.care.since) > Self.grace:
                return try await trouble(turn, .gone, nil)
            case .gone: return try await later(turn, asked: nil, nil)
            case .working: if try await captioned(turn, made, sent, network) { try await later(turn, asked: nil, nil) }
            case .done: if try await captioned(turn, made, sent, network) { try await done(turn) }
            }
        } catch let failure as Failure {
            try await failed(turn, made.channel, failure, .video)
        } catch let held as Held {
            try await trouble(turn, .captions, held.cause)
        }
    }

    /// Gives the subtitles, once. False when this look is over with that.
    private func captioned(
        _ turn: Turn, _ made: Composition, _ sent: Sent, _ network: any Aftercare
    ) async throws -> Bool {
        guard turn.care.captions == .open else { return true }
        do {
            let captions = try await Attachments(desk: desk).captions(of: made)
            if let captions {
                try await network.caption(sent, captions, language: made.post.content.language)
            }
            let (id, now) = (turn.parcel.id, desk.clock.now())
            try await desk.database.write { connection in
                try AftercareStore.captions(id, captions == nil ? .none : .given, in: connection)
                guard captions != nil else { return }
                try Self.record("post.captioned", turn.parcel, at: now, connection)
            }
            return true
        } catch let blocked as Blocked {
            try await trouble(
                turn, .captions, Set(blocked.findings.map(\.rule)).sorted().joined(separator: ", "))
        } catch let failure as Failure {
            try await failed(turn, made.channel, failure, .captions)
        }
        return false
    }

    // MARK: What becomes of it

    private func done(_ turn: Turn) async throws {
        let id = turn.parcel.id
        try await desk.database.write { try AftercareStore.move(id, from: .open, to: .done, in: $0) }
    }

    /// What stands in the way decides whether time will help.
    private func failed(
        _ turn: Turn, _ channel: Channel, _ failure: Failure, _ why: MessageAftercare.Why
    ) async throws {
        switch failure.kind {
        case .forbidden where failure.words == "wire.refused" || failure.words == "networks.sign_in_again":
            try await ChannelCheck(desk: desk.channels).expire(channel, failure.cause)
            try await later(turn, asked: nil, failure.cause)
        case .unavailable, .tooMany, .notFound:
            try await later(turn, asked: await SendingRun(desk: desk).asked(channel), failure.cause)
        default: try await trouble(turn, why, failure.cause)
        }
    }

    private func later(_ turn: Turn, asked: Double?, _ cause: String?) async throws {
        let (now, id) = (desk.clock.now(), turn.parcel.id)
        guard turn.isStopped || now.seconds(since: turn.care.since) < Self.patience else {
            return try await trouble(turn, .late, cause)
        }
        var wait = Self.shortest
        for _ in 0..<min(turn.care.tries, 10) { wait = min(wait * 2, Self.longest) }
        let next = now.adding(seconds: min(max(wait, asked ?? 0), 86_400))
        try await desk.database.write { connection in
            try AftercareStore.later(id, until: next, error: cause.map(ErrorLine.of), in: connection)
            try Self.carry(id, at: next, in: connection)
        }
    }

    private func trouble(_ turn: Turn, _ why: MessageAftercare.Why, _ cause: String?) async throws {
        let (now, id) = (desk.clock.now(), turn.parcel.id)
        try await desk.database.write { connection in
            guard
                try AftercareStore.move(
                    id, from: .open, to: .trouble, because: why, error: cause.map(ErrorLine.of), in: connection)
            else { return }
            try Self.record("post.aftercare_trouble", turn.parcel, at: now, connection)
        }
    }

    private static func record(
        _ action: String, _ parcel: Parcel, by person: Int64? = nil, at now: Instant, _ connection: any Connection
    ) throws {
        try Audit.record(
            who: person, action: action, subject: "post", id: parcel.post,
            after: "{\"channel\":\"\(parcel.channel)\",\"part\":\(parcel.ordinal)}", at: now, in: connection)
    }
}
