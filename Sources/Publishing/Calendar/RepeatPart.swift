import Calendars
import Foundation
import Kernel
import Storage
import Web

/// What a post's page says of its series: the rule in words, the dates to come, what may be left out.
struct RepeatPart: Encodable, Sendable {
    struct Date: Encodable, Sendable {
        let day: String
        let label: String
        /// What a change of clock does to it.
        let notice: String?
        let skipPath: String
        let skipLabel: String
        /// The post that stands for it already.
        let postPath: String?
    }

    let path: String
    let rule: String
    let isOver: Bool
    let dates: [Date]
    let mayChange: Bool
    /// The first post, from one of its dates.
    let first: String?

    /// Dates that are shown ahead.
    static let shown = 6

    /// The fields of the planning form, and the series; neither for a post that has none to do with it.
    static func parts(
        _ post: Post, _ typed: Query?, _ desk: PublishingDesk, _ context: SignedInContext
    ) async throws -> (RepeatFields?, RepeatPart?) {
        let found = try await desk.database.read { connection in
            try RepeatStore.series(of: post.id, in: connection).map { series in
                (series: series, last: try PostStore.look(series.lastPost, in: connection))
            }
        }
        let isPart = found.map { $0.series.first.id != post.id } ?? false
        let rule = try found?.series.rule ?? post.recurrence.map { try Recurrence(lines: $0) }
        let fields = post.isOpen && !isPart ? RepeatFields(rule, typed, context) : nil
        return (fields, found.map { RepeatPart($0.series, $0.last, of: post, at: desk.clock.now(), context) })
    }

    private init(
        _ series: Repeat, _ last: Post?, of post: Post, at now: Instant, _ context: SignedInContext
    ) {
        path = "/posts/\(post.id)/repeat"
        rule = series.rule.spoken { context.word($0, $1) }
        first = series.first.id == post.id ? nil : "/posts/\(series.first.id)"
        let scope = context.person.scope(of: .approve)
        let planned = last.flatMap { $0.isOpen ? $0 : nil }
        let coming = series.coming(from: now, limit: Self.shown)
        var dates = coming.map { Self.date($0.moment, $0.resolution, series, nil, context) }
        if let planned, planned.dueAt.map({ $0 > now }) ?? false {
            dates.insert(
                Self.date(
                    series.last, series.last.resolved(in: series.rule.zone), series,
                    planned.id == post.id ? nil : "/posts/\(planned.id)", context), at: 0)
        }
        self.dates = dates
        isOver = series.isOver || coming.isEmpty
        mayChange = scope.reaches(post) && !dates.isEmpty
    }

    private static func date(
        _ moment: LocalMoment, _ resolution: Resolution, _ series: Repeat, _ path: String?, _ context: SignedInContext
    ) -> Date {
        let label = context.figures.dateTime(resolution.instant)
        return Date(
            day: moment.day.text, label: label,
            notice: resolution.notice(for: moment, in: series.rule.zone) { context.word($0, $1) },
            skipPath: "/posts/\(series.first.id)/repeat/skip",
            skipLabel: context.word("publishing.repeat_skip_one", ["date": label]), postPath: path)
    }
}
