public import Kernel

/// Light, dark, or as the device says.
public enum Appearance: String, CaseIterable, Sendable, Codable {
    case system, light, dark
}

/// A session that was recognised: who it is and what pages need of them.
public struct SignedIn: Sendable {
    public let person: Person
    public let session: Int64
    public let appearance: Appearance
    /// The organisation's name, shown in the header.
    public let organisation: String

    public init(person: Person, session: Int64, appearance: Appearance = .system, organisation: String = "") {
        self.person = person
        self.session = session
        self.appearance = appearance
        self.organisation = organisation
    }
}

/// The doorkeeper, given by the room that holds the accounts; the web floor knows no table.
public struct Gate: Sendable {
    /// The session of a cookie's token; nil when it is unknown, ended or revoked. Throws when the store is down.
    public var recognise: @Sendable (_ token: String) async throws -> SignedIn?
    /// Small numbers beside items of the navigation, by item key (open alerts, …).
    public var badges: @Sendable (_ person: Person) async throws -> [String: Int]

    /// What cannot wait, said at the top of every page to those whom it concerns.
    public var notices: @Sendable (_ person: Person) async throws -> [Notice]
    /// Address of the events that keep notices up to date on open pages; nil when nobody gives any.
    public let noticesAddress: String?

    public init(
        recognise: @escaping @Sendable (_ token: String) async throws -> SignedIn?,
        badges: @escaping @Sendable (_ person: Person) async throws -> [String: Int] = { _ in [:] },
        notices: @escaping @Sendable (_ person: Person) async throws -> [Notice] = { _ in [] },
        noticesAddress: String? = nil
    ) {
        self.recognise = recognise
        self.badges = badges
        self.notices = notices
        self.noticesAddress = noticesAddress
    }

    /// Nobody is ever signed in.
    public static let closed = Gate { _ in nil }
}

/// Who may call a route.
public enum Access: Sendable, Hashable {
    /// Anybody, signed in or not.
    case open
    /// A machine that proves itself in its own way (a hub's call-back, a probe): no session, no CSRF token.
    case machine
    /// Anybody with an account, for what is their own.
    case signedIn
    /// Whoever holds this right, for the whole organisation or for a service.
    case right(Right)
}
