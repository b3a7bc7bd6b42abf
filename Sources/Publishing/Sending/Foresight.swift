import Channels
import Deontology
import Kernel
import Networks
import Storage

/// Ten minutes to five before a post leaves it is looked at as it will be looked at then: words, limits, image releases,
/// account and token. What would be stopped is held now, while somebody can still do something about it; once that is
/// mended it is on its way again by itself, and leaves at its hour.
struct Foresight: Sendable {
    let desk: PublishingDesk

    /// Seconds before its hour from which a post is looked at.
    static let ahead = 600.0
    /// Posts that one look takes: what is over has its own look at sending.
    static let most = 500

    /// What somebody can mend before the hour. What was held for anything else, a backup put back above all, is set going
    /// by people alone.
    static let mendable: Set<Parcel.Reason> = [.channel, .token, .blocked, .limits, .release, .media]

    func look() async throws {
        let now = desk.clock.now()
        let soon = try await desk.database.read { connection in
            guard try Gate.stopped(in: connection) == nil else { return [Parcel]() }
            return try ForesightStore.soon(
                after: now, until: now.adding(seconds: Self.ahead), limit: Self.most, in: connection)
        }
        for parcel in soon where parcel.state == .ready || parcel.reason.map(Self.mendable.contains) == true {
            try await look(parcel)
        }
    }

    private func look(_ parcel: Parcel) async throws {
        let obstacle: Obstacle?
        switch try await desk.database.read({ try Composition.whole(parcel, in: $0) }) {
        case .hold(_, let reason):
            // Parked or changed since: whoever did that knows.
            guard Self.mendable.contains(reason) else { return }
            obstacle = Obstacle(reason, nil)
        case .leave(let made):
            do { obstacle = try await self.obstacle(to: made) } catch let failure as Failure
                where [.unavailable, .tooMany].contains(failure.kind)
            {
                // The network is silent at this moment: that says nothing of what it will say then.
                return
            }
        case .nothing, .later, .lost, .busy: return
        }
        try await keep(parcel, obstacle)
    }

    private struct Obstacle {
        let reason: Parcel.Reason
        let cause: String?

        init(_ reason: Parcel.Reason, _ cause: String?) { (self.reason, self.cause) = (reason, cause) }
    }

    private func obstacle(to made: Composition) async throws -> Obstacle? {
        do {
            let checked = try await PostCheck(desk: desk).read(made.post)
            if checked.blocks > 0 {
                let rules = checked.findings.filter { $0.severity == .block && !checked.isLifted($0) }.map(\.rule)
                return Obstacle(.blocked, Set(rules).sorted().joined(separator: ", "))
            }
            _ = try await SendingRun(desk: desk).ready(made)
            return nil
        } catch let blocked as Blocked {
            return Obstacle(.blocked, Set(blocked.findings.map(\.rule)).sorted().joined(separator: ", "))
        } catch let held as Held {
            return Obstacle(held.reason, held.cause)
        } catch let failure as Failure where ChannelCheck.isOver(failure) {
            try await ChannelCheck(desk: desk.channels).expire(made.channel, failure.cause)
            return Obstacle(.token, failure.cause)
        }
    }

    private func keep(_ parcel: Parcel, _ obstacle: Obstacle?) async throws {
        let (desk, now) = (desk, desk.clock.now())
        let people = obstacle == nil ? [] : try await desk.staff.people()
        try await desk.database.write { connection in
            guard let obstacle else {
                guard parcel.state == .held else { return try ForesightStore.seen(parcel, at: now, in: connection) }
                guard try ForesightStore.resume(parcel, in: connection) else { return }
                try SendingSettling.record("post.resumed", parcel, parcel.reason ?? .blocked, at: now, connection)
                return try SendingRun.carry(parcel.channel, at: parcel.dueAt, in: connection)
            }
            // What is held for that already stays so in silence.
            guard parcel.state == .ready,
                try ParcelStore.move(
                    parcel, to: .held, because: obstacle.reason, error: obstacle.cause.map(ErrorLine.of), at: now,
                    in: connection)
            else { return }
            try ForesightStore.seen(parcel, at: now, in: connection)
            try SendingSettling.record("post.held", parcel, obstacle.reason, at: now, connection)
            try HeldLetters.plan(parcel, obstacle.reason, people, desk, at: now, in: connection)
        }
    }
}

/// SQL of what is looked at before its hour.
enum ForesightStore {
    static let migrations = [
        Migration("0580-foresight", "ALTER TABLE sending ADD COLUMN foreseen_at INT64")
    ]

    /// First messages of posts that leave soon and were not looked at, or were stopped by a look.
    static func soon(after now: Instant, until last: Instant, limit: Int, in connection: any Connection) throws
        -> [Parcel]
    {
        try connection.query(
            """
            SELECT * FROM sending WHERE ordinal = 0 AND due_at > $1 AND due_at <= $2
              AND (state = 'ready' AND (foreseen_at IS NULL OR foreseen_at < due_at - 600000000)
                OR state = 'held' AND foreseen_at IS NOT NULL)
            ORDER BY due_at, id LIMIT $3
            """, [now, last, limit]
        ).map(Parcel.init)
    }

    static func seen(_ parcel: Parcel, at now: Instant, in connection: any Connection) throws {
        try connection.execute("UPDATE sending SET foreseen_at = $2 WHERE id = $1", [parcel.id, now])
    }

    /// On its way again at its hour. False when somebody has decided otherwise.
    static func resume(_ parcel: Parcel, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending SET state = 'ready', reason = NULL, error = NULL, settled_at = NULL
            WHERE id = $1 AND key = $2 AND state = 'held' AND reason = $3 AND armed_at IS NULL
            """, [parcel.id, parcel.key, parcel.reason?.rawValue]) == 1
    }
}
