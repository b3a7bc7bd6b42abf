import Calendars
import Crypto
import Foundation
import Kernel
import Storage

/// The calendar to which a person subscribes from a telephone: a secret address that opens titles and times, no text.
struct CalendarFeed: Sendable {
    let desk: PublishingDesk

    private static let days = (before: -90, after: 400)

    /// A new address; the one before opens nothing any more. It is shown once and kept as a digest.
    func renew(for person: Person) async throws -> String {
        _ = try PostActions.reading(person)
        let token = SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try CalendarStore.keepFeed(Self.digest(token), of: person.id, at: now, in: connection)
            try Audit.record(
                who: person.id, action: "calendar.feed_opened", subject: "person", id: person.id, at: now,
                in: connection)
        }
        return "\(desk.site ?? "")/calendar/feed/\(token).ics"
    }

    func close(for person: Person) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try CalendarStore.closeFeed(of: person.id, in: connection) else { return }
            try Audit.record(
                who: person.id, action: "calendar.feed_closed", subject: "person", id: person.id, at: now,
                in: connection)
        }
    }

    static func digest(_ token: String) -> String {
        SHA256.hash(data: Data(token.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// What the address opens, with the rights that its owner has today.
    /// - Throws: `.notFound` for an address that opens nothing: renewed, closed, or of somebody who left.
    func text(_ file: String, _ say: @Sendable (Person, String) -> String) async throws -> String {
        guard file.hasSuffix(".ics"), file.utf8.count == 68 else { throw Self.unknown }
        let digest = Self.digest(String(file.dropLast(4)))
        let now = desk.clock.now()
        let found = try await desk.database.read { connection in
            try CalendarStore.feed(digest, in: connection).map { feed in
                let (from, until) = (now.adding(days: Self.days.before), now.adding(days: Self.days.after))
                return (
                    feed: feed,
                    posts: try CalendarStore.posts(from: from, until: until, givenUp: true, in: connection)
                        + CalendarStore.coming(from: max(from, now), until: until, in: connection)
                )
            }
        }
        guard let found, let person = try await desk.staff.people().first(where: { $0.id == found.feed.person }) else {
            throw Self.unknown
        }
        let scope = person.scope(of: .compose)
        guard scope != .nothing else { throw Self.unknown }
        let posts = found.posts.filter { scope.reaches($0) }.prefix(ICalendar.most)
        // The stamp is the last change, so that an unchanged calendar is the same file (and keeps its ETag).
        let stamp = posts.map(\.changedAt).max() ?? found.feed.madeAt
        let events = posts.map { event($0, person, say) }
        return try ICalendar(
            name: "Résonance, \(try await desk.staff.organisation())", refresh: 15, events: events
        ).text(at: stamp)
    }

    private static let unknown = Failure(.notFound, "no such calendar")

    private func event(_ post: CalendarPost, _ person: Person, _ say: (Person, String) -> String) -> CalendarEvent {
        let title = post.title.isEmpty ? say(person, "publishing.untitled") : post.title
        let status: CalendarEvent.Status =
            switch post.state {
            case .cancelled, .withdrawn: .cancelled
            case .draft, .changes, .review, .approved: .tentative
            default: post.isComing ? .tentative : .confirmed
            }
        return CalendarEvent(
            uid: "\(Self.name(post))@\(desk.site.flatMap { URL(string: $0)?.host } ?? "resonance.invalid")",
            .moments(from: post.due, to: post.due), summary: title,
            description: say(
                person, post.isComing ? "publishing.mark_coming" : "publishing.state_\(post.state.rawValue)"),
            url: desk.site.map { "\($0)/posts/\(post.id)" }, status: status, changed: post.changedAt,
            // Grows with each change, and is the same as long as nothing does.
            sequence: post.isComing
                ? 0 : Int(max(0, min(2_000_000_000, post.changedAt.seconds(since: post.createdAt)))))
    }

    /// A date of a series keeps its name when its post is made.
    private static func name(_ post: CalendarPost) -> String {
        guard let origin = post.origin, let occurrence = post.occurrence, post.isComing || origin != post.id else {
            return "post-\(post.id)"
        }
        return "post-\(origin)-\(occurrence.filter { $0.isNumber })"
    }
}
