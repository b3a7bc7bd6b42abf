import Kernel

/// How often a source is visited: more often while it speaks, less often while it is quiet, never more often than its
/// publisher asks. Times are in seconds.
enum VisitPace {
    static let shortest = 300
    static let longest = 86_400
    /// Where a new source begins.
    static let first = 1_800
    /// Who speaks to us waits for an answer: ten minutes are the longest that nobody listens.
    static func longest(_ kind: Origin.Kind) -> Int { kind == .mastodonMentions ? 600 : longest }
    /// When more was waiting than one visit takes.
    static let soon = 60
    /// While a hub tells us of every change, polling only makes sure that it does.
    static let underHub = 21_600
    /// A visit further away than this was planned by a clock that has been set back since.
    static let horizon = 100_000.0
    /// A source that fails for so long, and so often, is dead.
    static let patience = 7 * 86_400.0
    static let failuresToDeath = 10

    /// The next interval after a visit that brought `new` items.
    ///
    /// - Parameter floor: what the publisher asks for: `ttl`, `sy:updatePeriod`, `Cache-Control: max-age`.
    static func interval(after current: Int, new: Int, floor: Double?, hubIsLive: Bool) -> Int {
        let wanted = new > 0 ? current / 2 : current + current / 2
        let least = max(shortest, hubIsLive ? underHub : 0, Int(min(max(floor ?? 0, 0), Double(longest))))
        return min(max(wanted, least), longest)
    }

    /// The wait after so many failures in a row: five minutes, doubled each time, a day at most.
    static func wait(afterFailures failures: Int) -> Int {
        min(shortest << min(max(failures - 1, 0), 10), longest)
    }

    static func isDead(failures: Int, since: Instant?, now: Instant) -> Bool {
        guard let since, failures >= failuresToDeath else { return false }
        return now.seconds(since: since) >= patience
    }

    /// Seconds for which a cache may keep the answer (RFC 9111, section 5.2.2); nil where it says nothing of it.
    static func maxAge(_ cacheControl: String?) -> Double? {
        guard let directives = cacheControl?.lowercased().split(separator: ",").map({ String($0).trimmed }),
            !directives.contains("no-store"), !directives.contains("no-cache")
        else { return nil }
        let value = directives.first { $0.hasPrefix("max-age=") }?.dropFirst(8)
        return value.flatMap { Double($0.filter { $0 != "\"" }) }.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
}
