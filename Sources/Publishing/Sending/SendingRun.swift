import Channels
import Deontology
import Foundation
import Kernel
import Networks
import Storage
import Wire

/// Carries out what is due on one account, one message at a time and in the order of their times: checked again, made
/// ready, armed, one attempt, settled. Whatever happens to this process in between, the attempt is not made twice: what
/// was armed and is not settled is a person's affair, after a look at the network.
struct SendingRun: Sendable {
    let desk: PublishingDesk
    var settling: SendingSettling { SendingSettling(desk: desk) }

    /// Job of one account.
    static let kind = "post.send"
    /// Job that looks for what nobody can tell of.
    static let looking = "post.look"
    /// Seconds after which it is looked for again: a network may show late what it took.
    static let looks = [30.0, 600]
    /// Messages that one job carries out before it lets others have their turn.
    static let turn = 25

    struct Payload: Codable {
        var channel: Int64?
        var parcel: Int64?
        var change: Int64?
        var look: Int?
    }

    static func carry(_ channel: Int64, at moment: Instant? = nil, in connection: any Connection) throws {
        try JobQueue.enqueue(
            kind, key: String(channel), payload: "{\"channel\":\(channel)}", runAt: moment, in: connection)
    }

    func handle(_ job: Job) async throws {
        guard let channel = try Self.payload(job).channel else { throw Self.nameless(job) }
        for _ in 0..<Self.turn {
            guard try await step(channel, job) else { return }
        }
        try await desk.database.write { try Self.carry(channel, in: $0) }
    }

    /// One message, or none; true when another may follow at once.
    private func step(_ channel: Int64, _ job: Job) async throws -> Bool {
        // What is public already comes first.
        if let more = try await ChangeRun(sending: self).step(channel, job) { return more }
        let now = desk.clock.now()
        switch try await desk.database.read({ try Composition.step(on: channel, at: now, in: $0) }) {
        case .nothing: return false
        case .later(let moment):
            try await desk.database.write { try Self.carry(channel, at: moment, in: $0) }
            return false
        case .busy:
            try await desk.database.write { try Self.carry(channel, at: now.adding(seconds: 60), in: $0) }
            return false
        case .lost(let parcel):
            try await settling.lost(parcel)
            try await look(parcel.id)
        case .hold(let parcel, let reason): try await settling.hold(parcel, reason)
        case .leave(let made): try await leave(made, job)
        }
        return true
    }

    static func payload(_ job: Job) throws -> Payload {
        do { return try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)) } catch {
            throw nameless(job)
        }
    }

    static func nameless(_ job: Job) -> Failure { Failure(.unusable, "job \(job.id) names nothing to send") }

    // MARK: Leaving

    private func leave(_ made: Composition, _ job: Job) async throws {
        do {
            let (piece, connector) = try await ready(made)
            // A person sends again what may be out: the network is asked first.
            if made.parcel.mayBeOut, let sent = try await find(made, piece, connector) {
                return try await settling.found(made.parcel, sent)
            }
            if let full = try await Quota(desk: desk).spent(made, connector) {
                return try await settling.postpone(made.parcel, asked: Quota.wait, error: full)
            }
            guard let prepared = try await prepare(made, piece, connector) else { return }
            try await Budget(desk: desk).spend(on: made)
            guard let armed = try await settling.arm(made, holder: job.lease) else { return }
            let sending = await connector.publish(piece, prepared, key: armed.key)
            if case .refused(let failure, _, _) = sending, mayShrink(made, failure) {
                try await settling.postpone(armed, asked: nil, error: failure.cause)
                return try await settling.shrink(armed)
            }
            try await settle(sending, armed, made.channel, connector)
        } catch let blocked as Blocked {
            let rules = Set(blocked.findings.map(\.rule)).sorted().joined(separator: ", ")
            try await settling.hold(made.parcel, .blocked, error: rules)
        } catch let held as Held {
            try await settling.hold(made.parcel, held.reason, error: held.cause)
        } catch let failure as Failure {
            try await unprepared(made, failure)
        }
    }

    /// Everything that the attempt needs, as it stands now.
    func ready(_ made: Composition) async throws -> (Networks.Piece, any Connector) {
        let attachments = try await Attachments(desk: desk).of(made)
        let piece = try made.piece(by: desk, attachments: attachments)
        try LastLook.refuse(made, attachments, desk)
        try await ReleasePosts(desk: desk).refuse(made.post.content)
        return (piece, try await connector(made.channel))
    }

    func connector(_ channel: Channel) async throws -> any Connector {
        let fresh = try await ChannelRenewal(desk: desk.channels).freshened(channel)
        guard let connector = try desk.channels.connector(fresh) else {
            throw Held(.channel, "nothing is published on \(channel.network.rawValue) from here")
        }
        return connector
    }

    /// Uploads, step by step, each kept: nil while the network is still at work.
    private func prepare(_ made: Composition, _ piece: Networks.Piece, _ connector: any Connector) async throws
        -> Prepared?
    {
        var before = made.parcel.prepared
        // Networks forget uploads within a day.
        if let kept = before, desk.clock.now().seconds(since: kept.at) > 6 * 3_600 { before = nil }
        switch try await connector.prepare(piece, after: before) {
        case .ready(var prepared):
            prepared.isSmall = made.parcel.prepared?.isSmall
            if prepared != before, !prepared.values.isEmpty {
                try await settling.keep(prepared, made.parcel, until: nil)
            }
            return prepared
        case .wait(let seconds, var prepared):
            prepared.isSmall = made.parcel.prepared?.isSmall
            let until = desk.clock.now().adding(seconds: min(max(seconds, 1), 600))
            try await settling.keep(prepared, made.parcel, until: until)
            return nil
        }
    }

    /// Nothing was attempted: what stands in the way decides whether time will help.
    private func unprepared(_ made: Composition, _ failure: Failure) async throws {
        switch failure.kind {
        case .forbidden where failure.words == "wire.refused" || failure.words == "networks.sign_in_again":
            try await settling.expired(made.parcel, made.channel, failure)
        case .unavailable, .tooMany:
            try await settling.postpone(made.parcel, asked: await asked(made.channel), error: failure.cause)
        case .tooLarge where mayShrink(made, failure): try await settling.shrink(made.parcel)
        default: try await settling.hold(made.parcel, .media, error: failure.cause)
        }
    }

    /// A server may take smaller pictures than its network says: they are made smaller, once.
    private func mayShrink(_ made: Composition, _ failure: Failure) -> Bool {
        failure.kind == .tooLarge && failure.words == "networks.media_too_large" && made.parcel.role == .post
            && made.parcel.prepared?.isSmall != true && !made.post.content.media(of: made.face).isEmpty
    }

    func asked(_ channel: Channel) async -> Double? {
        guard !channel.server.isEmpty else { return nil }
        return await desk.channels.http.availableAt(channel.server).map { $0.seconds(since: desk.clock.now()) }
    }

    private func settle(
        _ sending: Sending, _ armed: Parcel, _ channel: Channel, _ connector: any Connector
    ) async throws {
        switch await AttemptVerdict(sending, connector) {
        case .sent(let sent): try await settling.sent(armed, sent)
        case .unknown(let cause): try await settling.unknown(armed, cause)
        case .later(let asked, let cause): try await settling.postpone(armed, asked: asked, error: cause)
        case .refused(let reason, let said): try await settling.refused(armed, reason, said)
        case .expired(let failure): try await settling.expired(armed, channel, failure)
        }
    }
}

/// What keeps a message here until a person decides.
struct Held: Error, Sendable {
    let reason: Parcel.Reason
    let cause: String

    init(_ reason: Parcel.Reason, _ cause: String) { (self.reason, self.cause) = (reason, cause) }
}
