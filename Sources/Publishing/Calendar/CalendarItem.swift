import Calendars
import Kernel
import Networks
import Web

/// A post on a calendar: how it stands is said by a word and a sign, not by a colour alone.
struct CalendarItem: Encodable, Sendable {
    let path: String
    let time: String
    let title: String
    let state: String
    let icon: String
    let tone: String
    let networks: String
    let movePath: String?
    let moveLabel: String
    let isAt: Bool
    let day: String
    let isComing: Bool

    init(
        _ post: CalendarPost, title: String, networks: [Int64: Network], isStuck: Bool, movePath: String?, isAt: Bool,
        day: Day,
        now: Instant, _ context: SignedInContext
    ) {
        path = "/posts/\(post.id)"
        time = context.figures.time(post.due)
        isComing = post.isComing
        self.title = title
        let isLate = post.isOpen && post.due < now
        var words = context.word("publishing.state_\(post.state.rawValue)")
        if post.isParked { words = context.word("publishing.parked") }
        if isLate { words = context.word("publishing.mark_late", ["state": words]) }
        if post.isComing { words = context.word("publishing.mark_coming") }
        if isStuck { words = context.word("publishing.mark_stuck") }
        state = words
        icon =
            isStuck || isLate || [.partial, .failed].contains(post.state)
            ? "alert" : post.isParked ? "lock" : Self.icon(post.state)
        tone = isStuck || isLate ? "warn" : PostLine.tone(post.state)
        self.networks = Set(post.channels.compactMap { networks[$0] }).map {
            context.word("listening.network_\($0.rawValue)")
        }.sorted().joined(separator: ", ")
        self.movePath = movePath
        moveLabel = context.word("publishing.move_one", ["title": title])
        self.isAt = isAt
        self.day = day.text
    }

    private static func icon(_ state: Post.State) -> String {
        switch state {
        case .draft, .changes: "edit"
        case .review: "person"
        case .approved, .scheduled: "clock"
        case .sending: "export"
        case .published: "check"
        case .partial, .failed: "alert"
        case .withdrawn, .cancelled: "cross"
        }
    }
}
