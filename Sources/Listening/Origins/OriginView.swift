import Kernel
import Web

/// A source as its pages show it.
struct OriginView: Encodable, Sendable {
    let path: String
    let label: String
    let address: String
    /// The address as a link, when it is one.
    let link: String?
    let kind: String
    let state: String
    let tone: String
    let purpose: String
    let retention: String
    let heard: Moment?
    let ran: Moment?
    let next: Moment?
    let interval: String?
    /// What went wrong at the last visits; nil while all is well.
    let error: String?
    let failing: Moment?
    let hub: String?
    /// Somebody is listening to its stream now.
    let isLive: Bool
    let isActive: Bool
    let isDead: Bool
    let isPaused: Bool
    let isFetched: Bool

    init(_ origin: Origin, _ context: some Viewing) {
        let figures = context.figures
        path = "/sources/\(origin.id)"
        label = origin.label
        address = origin.address
        link = origin.address.hasPrefix("http") ? origin.address : nil
        kind = context.word("listening.origin_kind_\(origin.kind.rawValue)")
        let troubled = origin.state == .active && origin.failures > 0
        state = context.word("listening.origin_state_\(troubled ? "troubled" : origin.state.rawValue)")
        tone = troubled ? "warn" : [.active: "good", .paused: "", .dead: "bad"][origin.state] ?? ""
        purpose = origin.purpose
        retention = context.count("listening.days", origin.retentionDays)
        heard = origin.lastHeardAt.map { Moment($0, figures) }
        ran = origin.lastRunAt.map { Moment($0, figures) }
        isFetched = origin.kind.isFetched
        isActive = origin.state == .active && isFetched
        next = isActive && origin.nextAt > context.site.clock.now() ? Moment(origin.nextAt, figures) : nil
        interval = isActive ? figures.duration(Double(origin.intervalSeconds)) : nil
        error = origin.lastError
        failing = origin.failingSince.map { Moment($0, figures) }
        isLive = isActive && (origin.streamedUntil ?? Instant(microseconds: 0)) > context.site.clock.now()
        isDead = origin.state == .dead
        isPaused = origin.state == .paused
        hub = origin.hub.map { Self.hub($0, context) }
    }

    private static func hub(_ hub: OriginHub, _ context: some Viewing) -> String {
        let now = context.site.clock.now()
        if let until = hub.until, hub.isLive(at: now) {
            return context.word("listening.origin_hub_live", ["until": context.figures.date(until)])
        }
        if let error = hub.error { return context.word("listening.origin_hub_refused", ["cause": error]) }
        return context.word("listening.origin_hub_asked")
    }
}
