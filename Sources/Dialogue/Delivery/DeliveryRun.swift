import Channels
import Deontology
import Foundation
import Kernel
import Networks
import Storage
import Wire

/// Carries one reply out: checked again, armed, one attempt, settled. Whatever happens to this process in between, the
/// attempt is not made twice: what was armed and is not settled is a person's affair, after a look at the network.
struct DeliveryRun: Sendable {
    let desk: DialogueDesk
    var settling: DeliverySettling { DeliverySettling(desk: desk) }

    /// Job that looks for what nobody can tell of.
    static let looking = "reply.look"
    /// Seconds after which it is looked for again: a network may show late what it took.
    static let looks = [30.0, 600]

    private struct Payload: Codable {
        let reply: Int64
        var look: Int?
    }

    func handle(_ job: Job) async throws {
        let reply = try Self.payload(job).reply
        let desk = desk
        switch try await desk.database.read({ try Outgoing.step(reply, desk, in: $0) }) {
        case .nothing: return
        case .busy:
            let later = desk.clock.now().adding(seconds: 60)
            try await desk.database.write { try Outbox.carry(reply, at: later, in: $0) }
        case .lost(let delivery):
            try await settling.lost(delivery)
            try await look(delivery.reply)
        case .hold(let delivery, let reason): try await settling.hold(delivery, reason)
        case .drop(let delivery): try await settling.hold(delivery, .dropped)
        case .leave(let outgoing): try await leave(outgoing, job)
        }
    }

    /// The second job: looks, and comes again a little later.
    func lookAgain(_ job: Job) async throws {
        let payload = try Self.payload(job)
        let found = try await look(payload.reply)
        let turn = (payload.look ?? 0) + 1
        guard !found, turn < Self.looks.count else { return }
        let later = desk.clock.now().adding(seconds: Self.looks[turn])
        try await desk.database.write { connection in
            try Self.lookLater(payload.reply, turn: turn, at: later, in: connection)
        }
    }

    static func lookLater(_ reply: Int64, turn: Int, at moment: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(
            looking, key: String(reply), payload: "{\"reply\":\(reply),\"look\":\(turn)}", runAt: moment,
            in: connection)
    }

    private static func payload(_ job: Job) throws -> Payload {
        do { return try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)) } catch {
            throw Failure(.unusable, "job \(job.id) names no reply")
        }
    }

    // MARK: Leaving

    private func leave(_ outgoing: Outgoing, _ job: Job) async throws {
        let cleared: Cleared<Draft>
        do { cleared = try outgoing.cleared(by: desk.checker) } catch let blocked as Blocked {
            let rules = Set(blocked.findings.map(\.rule)).sorted().joined(separator: ", ")
            return try await settling.hold(outgoing.delivery, .blocked, error: rules)
        }
        guard let channel = outgoing.channel else { return try await settling.publish(cleared, outgoing) }
        let sender: any Sender
        let target: ReplyTarget
        do {
            sender = try await outgoing.sender(desk)
            target = try await sender.target(outgoing.matter.message.externalID)
            // A person sends again what may be out: the network is asked first.
            if outgoing.delivery.mayBeOut, let sent = try await find(outgoing, sender, target) {
                return try await settling.found(outgoing.delivery, sent)
            }
        } catch let failure as Failure {
            return try await unprepared(outgoing, failure, channel)
        }
        guard let armed = try await settling.arm(outgoing, by: channel, holder: job.lease) else { return }
        let sending = await sender.send(cleared, to: target, key: armed.key)
        try await settle(sending, armed, channel, sender)
    }

    /// Nothing was attempted: what stands in the way decides whether time will help.
    private func unprepared(_ outgoing: Outgoing, _ failure: Failure, _ channel: Channel) async throws {
        switch failure.kind {
        case .notFound: try await settling.hold(outgoing.delivery, .gone, error: failure.cause)
        case .forbidden where failure.words == "wire.refused" || failure.words == "networks.sign_in_again":
            try await settling.expired(outgoing.delivery, channel, failure)
        case .unavailable, .tooMany:
            try await settling.postpone(outgoing.delivery, asked: await asked(channel), error: failure.cause)
        default: try await settling.hold(outgoing.delivery, .channel, error: failure.cause)
        }
    }

    private func asked(_ channel: Channel) async -> Double? {
        await desk.http.availableAt(channel.server).map { $0.seconds(since: desk.clock.now()) }
    }

    private func settle(
        _ sending: Sending, _ armed: Delivery, _ channel: Channel, _ sender: any Sender
    ) async throws {
        switch sending {
        case .sent(let sent): try await settling.sent(armed, sent, because: nil)
        case .unknown(let cause): try await settling.unknown(armed, cause)
        case .refused(let failure, let said, let wait):
            switch failure.kind {
            case .tooMany: try await settling.postpone(armed, asked: wait ?? 60, error: failure.cause)
            case .unavailable: try await settling.postpone(armed, asked: nil, error: failure.cause)
            case .forbidden where await isExpired(sender): try await settling.expired(armed, channel, failure)
            default: try await settling.refused(armed, said ?? failure.cause)
            }
        }
    }

    /// Whether the token itself is refused, and not this one publication.
    private func isExpired(_ sender: any Sender) async -> Bool {
        do {
            _ = try await sender.account()
            return false
        } catch { return (error as? Failure)?.kind == .forbidden }
    }

    // MARK: Looking

    /// Looks for what nobody can tell of; true once it was found, or nothing is left to look for.
    @discardableResult
    func look(_ reply: Int64) async throws -> Bool {
        let desk = desk
        let tried = try await desk.database.read { connection -> Outgoing? in
            guard let delivery = try DeliveryStore.find(reply, in: connection),
                [.unknown, .held].contains(delivery.state)
            else { return nil }
            return try Outgoing.tried(delivery, desk, in: connection)
        }
        guard let tried, tried.channel != nil else { return true }
        do {
            let sender = try await tried.sender(desk)
            let target = try await sender.target(tried.matter.message.externalID)
            if let sent = try await find(tried, sender, target) {
                try await settling.found(tried.delivery, sent)
                return true
            }
            try await desk.database.write { try DeliveryStore.looked(reply, at: desk.clock.now(), in: $0) }
        } catch is Failure {
            // The network cannot be asked now; the page says when it last could.
            return false
        }
        return false
    }

    private func find(_ outgoing: Outgoing, _ sender: any Sender, _ target: ReplyTarget) async throws -> Sent? {
        let delivery = outgoing.delivery
        return try await sender.find(
            outgoing.reply.text, under: target, since: min(delivery.armedAt ?? delivery.queuedAt, delivery.queuedAt))
    }
}
