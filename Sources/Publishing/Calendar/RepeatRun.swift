import Calendars
import Channels
import Foundation
import Kernel
import Storage

/// Makes the next date of what comes back, once the one before has left or its hour has passed. Dates that passed while
/// nothing ran here are passed over: nothing leaves late by itself.
struct RepeatRun: Sendable {
    let desk: PublishingDesk

    /// Any node may look, as often as it likes.
    func look() async throws {
        let now = desk.clock.now()
        let (due, doubtful) = try await desk.database.read {
            (try RepeatStore.due(at: now, in: $0), try RepeatStore.doubtful(in: $0))
        }
        for post in doubtful { try await ask(post, at: now) }
        guard !due.isEmpty else { return }
        let people = Set(try await desk.staff.people().map(\.id))
        var broken: (any Error)?
        for origin in due {
            // One that cannot be made keeps no other from being made.
            do { try await make(origin, people, at: now) } catch { broken = broken ?? error }
        }
        if let broken { throw broken }
    }

    private func make(_ origin: Int64, _ people: Set<Int64>, at now: Instant) async throws {
        let first = try await desk.database.read { try PostStore.find(origin, in: $0) }
        let stands = people.contains(first.author) ? try await stands(first) : false
        try await desk.database.write { try make(origin, first.version, stands, at: now, in: $0) }
    }

    /// Whether what people said of the first still holds for the same words today.
    private func stands(_ first: Post) async throws -> Bool {
        let (known, verdicts) = try await desk.database.read { connection in
            (
                Set(try ChannelStore.all(in: connection).filter { $0.kind == .account }.map(\.id)),
                try Verdict.all(first.id, in: connection)
            )
        }
        guard first.content.faces.allSatisfy({ known.contains($0.channel) }) else { return false }
        let yes = Set(verdicts.filter { $0.version == first.version && $0.verdict == "approved" }.map(\.stage))
        guard yes.isSuperset(of: first.content.stages) else { return false }
        return try await PostCheck(desk: desk).read(first).blocks == 0
    }

    private func make(
        _ origin: Int64, _ version: Int, _ stands: Bool, at now: Instant, in connection: any Connection
    ) throws {
        guard try RepeatStore.due(at: now, in: connection).contains(origin),
            let series = try RepeatStore.series(of: origin, in: connection), series.first.version == version
        else { return }
        guard let next = series.coming(from: now.adding(seconds: 1), limit: 1).first else {
            return try RepeatStore.end(origin, in: connection)
        }
        let fresh = desk.newID()
        guard try RepeatStore.claim(next.moment, of: origin, for: fresh, in: connection) else { return }
        let first = series.first
        try PostStore.insert(
            fresh, Self.again(first.content), author: first.author, service: first.service, origin: origin, at: now,
            in: connection)
        try PostStore.plan(
            fresh, due: next.instant, local: next.moment.text, zone: series.rule.zone.identifier, recurrence: nil,
            in: connection)
        try release(fresh, first, stands, at: now, in: connection)
        try PostActions.record(
            "post.repeated", fresh, nil, after: "{\"origin\":\"\(origin)\",\"approved\":\(stands)}", at: now, connection
        )
    }

    /// Our own page stands already.
    private static func again(_ content: PostContent) -> PostContent {
        var content = content
        content.page = nil
        return content
    }

    /// On its way with the yes of the first, or before those who approve.
    private func release(
        _ id: Int64, _ first: Post, _ stands: Bool, at now: Instant, in connection: any Connection
    ) throws {
        let post = try PostStore.find(id, in: connection)
        guard stands else {
            _ = try PostStore.move(post, to: .review, stage: 0, at: now, in: connection)
            return
        }
        try RepeatStore.carryWords(from: first, to: id, ids: desk.newID, in: connection)
        _ = try PostStore.move(post, to: .scheduled, stage: post.content.stages.count, at: now, in: connection)
        try Planning.put(try PostStore.find(id, in: connection), desk, at: now, in: connection)
    }

    /// The same words were taken back elsewhere: somebody says yes anew before they leave again.
    private func ask(_ post: Post, at now: Instant) async throws {
        try await desk.database.write { connection in
            guard try Planning.isUntouched(post, in: connection),
                try PostStore.move(post, to: .review, stage: 0, at: now, in: connection)
            else { return }
            try Planning.clear(post, at: now, in: connection)
            try connection.execute(
                "DELETE FROM sending WHERE post = $1 AND version = $2 AND state = 'cancelled' AND armed_at IS NULL",
                [post.id, post.version])
            try PostActions.record("post.unapproved_series", post.id, nil, at: now, connection)
        }
    }
}
