import Calendars
import Foundation
import Kernel
import Storage

/// A post as calendars need it: what stands in columns, and none of its words. Also a date of a series that nobody has
/// made yet.
struct CalendarPost: Sendable, Equatable {
    let id: Int64
    let title: String
    let state: Post.State
    let service: Int64?
    let due: Instant
    let zone: String?
    let isParked: Bool
    /// The accounts by which it leaves.
    let channels: [Int64]
    let createdAt: Instant
    let changedAt: Instant
    /// The series of which it is a date, and which: `2026-12-01T09:00`.
    let origin: Int64?
    let occurrence: String?
    /// Not made yet.
    var isComing = false

    var isOpen: Bool { [.draft, .changes, .review, .approved, .scheduled].contains(state) }

    /// What `init` reads, from `post p` and `post_repeat r`. The words are read where no column says the accounts: in
    /// posts that were kept before there was one.
    static let columns = """
        p.id, p.title, p.state, p.service, p.due_at, p.zone, p.parked_by, p.channels, p.created_at, p.changed_at,
        r.origin AS origin, r.occurrence, CASE WHEN p.channels IS NULL THEN p.content END AS content
        """

    init(_ row: Row) throws {
        id = try row.int64("id")
        title = try row.text("title")
        state = try row.value("state")
        service = try row.optionalInt64("service")
        due = try row.instant("due_at")
        zone = try row.optionalText("zone")
        isParked = try row.optionalInt64("parked_by") != nil
        channels = try Self.channels(row)
        createdAt = try row.instant("created_at")
        changedAt = try row.instant("changed_at")
        origin = try row.optionalInt64("origin")
        occurrence = try row.optionalText("occurrence")
    }

    private static func channels(_ row: Row) throws -> [Int64] {
        if let text = try row.optionalText("channels") { return text.split(separator: ",").compactMap { Int64($0) } }
        guard let content = try row.optionalText("content") else { return [] }
        return try PostStore.decoded(content).faces.map(\.channel)
    }

    /// A date to come of a series whose first post this is.
    init(_ first: CalendarPost, at occurrence: Recurrence.Occurrence) {
        (id, title, service, zone, channels) = (first.id, first.title, first.service, first.zone, first.channels)
        (createdAt, changedAt) = (first.createdAt, first.changedAt)
        (state, isParked, isComing) = (.scheduled, first.isParked, true)
        (due, origin, self.occurrence) = (occurrence.instant, first.id, occurrence.moment.text)
    }
}

extension PostContent {
    /// The column that calendars read.
    var channelList: String { faces.map { String($0.channel) }.joined(separator: ",") }
}

extension Scope {
    func reaches(_ post: CalendarPost) -> Bool {
        switch self {
        case .everything: true
        case .services(let services): post.service.map(services.contains) ?? false
        case .nothing: false
        }
    }
}
