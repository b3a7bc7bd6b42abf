public import Kernel

/// One browser that is signed in.
public struct Session: Sendable, Equatable {
    public let id: Int64
    public let account: Int64
    /// False between the password and the second factor.
    public let complete: Bool
    /// "Firefox · Windows": what the list of one's sessions shows. The whole user agent is never kept.
    public let device: String
    public let created: Instant
    public let seen: Instant
    public let expires: Instant

    /// A session that nobody uses ends after twelve hours: a hospital's day, not its night.
    static let idle = 12.0 * 3600
    /// However much it is used, it ends after seven days.
    static let longest = 7.0 * 86_400
    /// Between password and second factor.
    static let half = 600.0
    /// `seen` is written this often at most: pages are read far more often than anybody needs to know.
    static let precision = 300.0

    func isAlive(at now: Instant) -> Bool {
        now < expires && (complete ? now.seconds(since: seen) < Self.idle : now.seconds(since: created) < Self.half)
    }

    /// The browser and the system of a user agent, of those that people would recognise.
    static func device(_ agent: String) -> String {
        let browsers = [
            ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
            ("Linux", "Linux"),
        ]
        let found = [browsers, systems].compactMap { names in names.first { agent.contains($0.0) }?.1 }
        return found.isEmpty ? "?" : found.joined(separator: " · ")
    }
}
