import Channels
import Deontology
import Kernel
import Networks
import Storage

/// A reply that is about to leave: what it says, what it answers, and by which way.
struct Outgoing: Sendable {
    let delivery: Delivery
    let reply: Reply
    let matter: ReplyMatter
    /// Nil for our own reviews, which are a channel of the house.
    let channel: Channel?

    /// What is to be done with a reply whose turn has come.
    enum Step: Sendable {
        case nothing
        /// Its attempt was begun, and whoever made it is gone.
        case lost(Delivery)
        /// Somebody holds it at this moment.
        case busy
        case hold(Delivery, Delivery.Reason)
        /// Nobody stands behind it any more.
        case drop(Delivery)
        case leave(Outgoing)
    }

    static func step(_ reply: Int64, _ desk: DialogueDesk, in connection: any Connection) throws -> Step {
        guard let delivery = try DeliveryStore.find(reply, in: connection) else { return .nothing }
        let now = desk.clock.now()
        if delivery.state == .armed {
            let held = try delivery.holder.map { try JobQueue.isHeld($0, at: now, in: connection) } ?? false
            return held ? .busy : .lost(delivery)
        }
        guard delivery.state == .ready, try Gate.stopped(in: connection) == nil else { return .nothing }
        if delivery.isLate(at: now) { return .hold(delivery, .late) }
        guard let found = try ReplyStore.look(reply, in: connection), found.state == .approved else {
            return .drop(delivery)
        }
        guard let matter = try matter(found, desk, in: connection) else { return .hold(delivery, .gone) }
        guard found.seen.isEmpty || matter.seen == found.seen else { return .hold(delivery, .changed) }
        if matter.message.network == .own {
            return .leave(Outgoing(delivery: delivery, reply: found, matter: matter, channel: nil))
        }
        guard let channel = try channel(for: matter, in: connection) else { return .hold(delivery, .channel) }
        guard channel.state == .connected else { return .hold(delivery, .token) }
        return .leave(Outgoing(delivery: delivery, reply: found, matter: matter, channel: channel))
    }

    /// What an attempt that nobody can tell of was about; nil when too little of it is left to look for it.
    static func tried(_ delivery: Delivery, _ desk: DialogueDesk, in connection: any Connection) throws -> Outgoing? {
        guard let reply = try ReplyStore.look(delivery.reply, in: connection),
            let matter = try matter(reply, desk, in: connection),
            let channel = try delivery.channel.map({ try ChannelStore.find($0, in: connection) })
                ?? channel(for: matter, in: connection)
        else { return nil }
        return Outgoing(delivery: delivery, reply: reply, matter: matter, channel: channel)
    }

    /// Nil once the very message that was answered is gone.
    private static func matter(
        _ reply: Reply, _ desk: DialogueDesk, in connection: any Connection
    ) throws -> ReplyMatter? {
        do {
            let matter = try ReplyMatter.find(
                reply.conversation, answers: reply.answers, scope: .everything, voices: desk.voices, in: connection)
            return matter.message.id == reply.answers ? matter : nil
        } catch let failure as Failure where failure.kind == .conflict || failure.kind == .notFound { return nil }
    }

    /// The account that was spoken to, where the message names one of ours; else the first that answers there.
    private static func channel(for matter: ReplyMatter, in connection: any Connection) throws -> Channel? {
        let ways = try ChannelStore.all(in: connection).filter { $0.answers(matter.message.network) }
        let text = matter.message.text.lowercased()
        let named = ways.first { way in
            way.account.split(separator: "@").first.map { text.contains("@\($0)") } ?? false
        }
        return named ?? ways.first { $0.state == .connected } ?? ways.first
    }

    /// The text, checked once more, with what people have lifted of it.
    /// - Throws: `Blocked`.
    func cleared(by checker: Checker) throws -> Cleared<Draft> {
        let draft = matter.draft(reply.text)
        let lifts = reply.lifts.isEmpty ? [] : try KeptLift.lifts(reply.lifts, of: checker.findings(draft))
        return try Deontology.clear(draft, by: checker, lifts: lifts)
    }

    /// Who publishes it, with a token that is good for it.
    func sender(_ desk: DialogueDesk) async throws -> any Sender {
        guard let channel else { throw Failure(.forbidden, "nothing is sent by a network") }
        let fresh = try await ChannelRenewal(desk: desk.channels).freshened(channel)
        guard let sender = try desk.channels.sender(fresh) else {
            throw Failure(
                .unusable, "nobody answers on \(channel.network.rawValue) from here", words: "channels.no_door")
        }
        return sender
    }
}
