import Calendars
import Channels
import Foundation
import Kernel
import Networks
import Storage

/// Asks networks what people did with our messages: one job an account, so many messages a question. It reads, and touches
/// nothing else: whatever becomes of it, nothing is published or changed because of it. A network that does not answer
/// leaves the last figures where they are, with their age.
struct FiguresRun: Sendable {
    let desk: PublishingDesk

    static let kind = "post.figures"
    /// Messages in one question.
    static let together = 50
    /// Questions of one job.
    static let turn = 10

    static func carry(_ channel: Int64, at moment: Instant?, in connection: any Connection) throws {
        try JobQueue.enqueue(
            kind, key: String(channel), payload: "{\"channel\":\(channel)}", runAt: moment, in: connection)
    }

    func handle(_ job: Job) async throws {
        guard let channel = try SendingRun.payload(job).channel else { throw SendingRun.nameless(job) }
        for _ in 0..<Self.turn { guard try await ask(channel) else { break } }
        try await desk.database.write { connection in
            guard let due = try FiguresStore.nextDue(channel, in: connection) else { return }
            try Self.carry(channel, at: due, in: connection)
        }
    }

    /// One question; true when another may follow.
    private func ask(_ id: Int64) async throws -> Bool {
        let now = desk.clock.now()
        let (turns, channel) = try await desk.database.read { connection in
            (
                try FiguresStore.due(id, at: now, limit: Self.together, in: connection),
                try connection.one("SELECT * FROM channel WHERE id = $1", [id]).map(Channel.init)
            )
        }
        guard !turns.isEmpty else { return false }
        guard let channel, channel.state == .connected else {
            try await put(off: turns, by: FiguresPace.day, .failed)
            return true
        }
        do {
            guard try await Budget(desk: desk).read(turns.count, on: channel.network) else {
                try await put(off: turns, by: FiguresPace.day, .budget)
                return true
            }
            let connector = try await SendingRun(desk: desk).connector(channel)
            try await keep(try await connector.figures(turns.map(\.sent)), turns)
            return turns.count == Self.together
        } catch let failure as Failure {
            let asked = await SendingRun(desk: desk).asked(channel)
            let wait = failure.kind == .tooMany || failure.kind == .unavailable ? asked ?? 900 : FiguresPace.day
            try await put(off: turns, by: min(max(wait, 60), FiguresPace.day), .failed)
            return false
        } catch is Held {
            try await put(off: turns, by: FiguresPace.day, .failed)
            return false
        }
    }

    private func keep(_ found: [String: PostFigures], _ turns: [FiguresStore.Turn]) async throws {
        let now = desk.clock.now()
        let day = Day(now, in: desk.zone).number
        try await desk.database.write { connection in
            for turn in turns {
                let next = FiguresPace.interval(atAge: now.seconds(since: turn.leftAt)).map { now.adding(seconds: $0) }
                guard let figures = found[turn.sent.id] else {
                    try FiguresStore.asked(turn.sending, .missing, next: next, at: now, in: connection)
                    continue
                }
                let isEmpty = figures == PostFigures()
                try FiguresStore.asked(
                    turn.sending, isEmpty ? .none : .given, next: next, at: now, in: connection)
                if !isEmpty { try FiguresStore.keep(turn.sending, figures, day: day, at: now, in: connection) }
            }
        }
    }

    private func put(off turns: [FiguresStore.Turn], by seconds: Double, _ said: FiguresStore.Said) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            for turn in turns {
                let isOld = FiguresPace.interval(atAge: now.seconds(since: turn.leftAt)) == nil
                try FiguresStore.asked(
                    turn.sending, said, next: isOld ? nil : now.adding(seconds: seconds), at: now, in: connection)
            }
        }
    }
}

extension Budget {
    /// Puts the price of reading so many of our posts on this month's account, where the network charges for reading (X).
    /// False when it would go over what may be spent: nothing is read then.
    func read(_ posts: Int, on network: Network) async throws -> Bool {
        guard network == .x else { return true }
        let (month, price) = (month, posts * XPrices.full.post)
        return try await desk.database.write { try Self.put(price, network, month, in: $0) }
    }
}
