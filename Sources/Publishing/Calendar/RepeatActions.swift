import Calendars
import Channels
import Foundation
import Kernel
import Networks
import Storage

/// What people do with a post that comes back: give it a rule, leave one date out, end it.
struct RepeatActions: Sendable {
    let desk: PublishingDesk

    /// Networks that refuse the same words twice within a day, so that nothing is promised which they will not take.
    static let forgetful: Set<Network> = [.x, .linkedin]

    // MARK: Planning

    /// The rule that a post is planned with, and keeps; nil for once. Exceptions stay while the rule is the same.
    static func settle(_ post: Post, _ lines: String?, in connection: any Connection) throws -> String? {
        let series = try RepeatStore.series(of: post.id, in: connection)
        // One date of a series has no rule of its own.
        if let series, series.first.id != post.id { return nil }
        guard let lines else {
            try RepeatStore.forget(post.id, in: connection)
            return nil
        }
        if post.recurrence == lines { return lines }
        let rule = try Recurrence(lines: lines)
        try allow(rule, post, in: connection)
        if let series, series.last == series.rule.start, series.rule.start == rule.start,
            series.rule.rule == rule.rule
        {
            return post.recurrence
        }
        try RepeatStore.begin(post.id, rule.start, in: connection)
        return lines
    }

    private static func allow(_ rule: Recurrence, _ post: Post, in connection: any Connection) throws {
        guard !post.content.faces.isEmpty else {
            throw Failure(.unusable, "a page of ours alone does not come back", words: "publishing.repeat_no_face")
        }
        let times = rule.occurrences(from: rule.start.resolved(in: rule.zone).instant, to: nil, limit: 60).map(
            \.instant)
        // A day is up to 25 hours long where clocks are put back.
        guard zip(times, times.dropFirst()).contains(where: { $1.seconds(since: $0) <= 25 * 3_600 }) else { return }
        let wanted = Set(post.content.faces.map(\.channel))
        let networks = try ChannelStore.all(in: connection).filter { wanted.contains($0.id) }.map(\.network)
        guard forgetful.isDisjoint(with: networks) else {
            throw Failure(
                .unusable, "X and LinkedIn refuse the same words within a day", words: "publishing.repeat_same_day")
        }
    }

    // MARK: Afterwards

    /// Nothing is made after what is planned already.
    func end(_ id: Int64, by person: Person) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let series = try Self.find(id, person, in: connection)
            guard !series.isOver else { return }
            try RepeatStore.keep(try series.rule.ending(on: series.last.day), of: series.first.id, in: connection)
            try RepeatStore.end(series.first.id, in: connection)
            try PostActions.record("post.repeat_ended", series.first.id, person.id, at: now, connection)
        }
    }

    /// Leaves one date out. When it is the one that is planned, its post goes to the date after it.
    func skip(_ id: Int64, _ text: String?, by person: Person) async throws {
        let now = desk.clock.now()
        let desk = desk
        try await desk.database.write { connection in
            let series = try Self.find(id, person, in: connection)
            guard let day = text.flatMap({ Day($0) }) else { throw Self.noDay }
            if series.rule.exceptions.contains(day) { return }
            let start = LocalMoment(day, series.rule.start.time)
            guard start >= series.last, series.rule.occurs(on: day) else { throw Self.noDay }
            let rule = try series.rule.skipping(day)
            if start == series.last {
                let next = rule.next(after: max(now, start.resolved(in: rule.zone).instant))
                try Self.pass(series.lastPost, to: next, rule, desk, at: now, in: connection)
            }
            try RepeatStore.keep(rule, of: series.first.id, in: connection)
            try PostActions.record(
                "post.repeat_skipped", series.first.id, person.id, after: "{\"day\":\"\(day.text)\"}", at: now,
                connection)
        }
    }

    private static let noDay = Failure(.unusable, "no date of this series", words: "publishing.repeat_no_day")

    private static func find(_ id: Int64, _ person: Person, in connection: any Connection) throws -> Repeat {
        let post = try PostActions.find(id, try PostActions.reading(person), connection)
        guard person.scope(of: .approve).reaches(post) else {
            throw Failure(.forbidden, "may not plan this post", words: "publishing.not_yours_communication")
        }
        guard let series = try RepeatStore.series(of: id, in: connection) else {
            throw Failure(.conflict, "it does not come back", words: "publishing.repeat_none")
        }
        return series
    }

    /// The planned post goes to another date; without one it is given up.
    private static func pass(
        _ id: Int64, to next: Recurrence.Occurrence?, _ rule: Recurrence, _ desk: PublishingDesk, at now: Instant,
        in connection: any Connection
    ) throws {
        let post = try PostStore.find(id, in: connection)
        guard post.isOpen, try Planning.isUntouched(post, in: connection) else {
            throw Failure(.conflict, "some of it has left already", words: "publishing.has_left")
        }
        guard let next else {
            throw Failure(.conflict, "no date is left after it", words: "publishing.repeat_last")
        }
        try PostStore.plan(
            id, due: next.instant, local: next.moment.text, zone: rule.zone.identifier, recurrence: post.recurrence,
            in: connection)
        try RepeatStore.shift(id, to: next.moment, in: connection)
        if post.state == .scheduled { try Planning.again(post, desk, at: now, in: connection) }
    }
}

extension Recurrence {
    func occurs(on day: Day) -> Bool {
        let moment = LocalMoment(day, start.time)
        let from = moment.resolved(in: zone).instant
        return occurrences(from: from, to: from.adding(seconds: 1), limit: 1).contains { $0.moment == moment }
    }
}
