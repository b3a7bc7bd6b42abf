public import Hummingbird
public import Kernel
public import Logging
import Foundation
import HTTPTypes

/// What every page is drawn from, whoever looks at it.
public protocol Viewing: Sendable {
    var site: Site { get }
    /// The language of this page: `?lang=`, else the account's, else the browser's.
    var tongue: Tongue { get }
    /// The request's number, found in the log and on error pages.
    var requestID: String { get }
    /// Path and query asked for.
    var path: String { get }
    var query: Query { get }
    /// The session, on pages that show it.
    var visitor: SignedIn? { get }
    /// Token that every form sends back; empty before sign-in.
    var forgeryToken: String { get }
    /// Small numbers beside items of the navigation.
    var badges: [String: Int] { get }
    /// What cannot wait, for this person.
    var notices: [Notice] { get }
}

extension Viewing {
    /// Numbers and dates in the page's language and the organisation's time zone.
    public var figures: Figures { Figures(tongue, zone: site.zone, now: site.clock.now()) }

    /// A word of `words.json`, `domain.key`, with `{{name}}` replaced; see `Words`.
    public func word(_ key: String, _ values: [String: String] = [:]) -> String { site.words(key, tongue, values) }

    /// `key.one` or `key.other` by the language's plural rule, with the number written in.
    public func count(_ key: String, _ number: Int) -> String { site.words.count(key, number, tongue) }
}

/// What the handler of an open page gets: nobody need be signed in.
public struct PageContext: Viewing {
    public let site: Site
    public let tongue: Tongue
    public let requestID: String
    public let path: String
    public let query: Query
    public let visitor: SignedIn?
    public let forgeryToken: String
    /// Where the visitor comes from, for rate limits only: never logged, never shown.
    public let address: String
    /// Our own address as this visitor reached it, such as `https://resonance.chu.example`: links to send begin with it.
    public let home: String
    /// The cookie's token, for the room that keeps sessions; nil when there is no cookie.
    public let sessionToken: String?
    /// The browser's own description of itself.
    public let agent: String
    /// `:name` parts of the path.
    public let parameters: Parameters
    public let logger: Logger
    public var badges: [String: Int] = [:]
    public var notices: [Notice] = []

    init(_ site: Site, _ request: Request, _ state: RequestState) {
        self.site = site
        tongue = state.tongue
        requestID = state.requestID
        path = request.uri.string
        query = Query(request.uri.query ?? "")
        visitor = state.visitor
        sessionToken = SessionCookie.token(in: request, site.settings)
        forgeryToken = state.visitor == nil ? "" : ForgeryGuard.token(for: sessionToken)
        agent = String((request.headers[.userAgent] ?? "").prefix(512))
        address = state.address(of: request, site.settings)
        home = site.settings.home(reachedAs: request.head.authority)
        parameters = state.parameters
        logger = state.logger
    }
}

/// What the handler of a signed-in page gets. There is always a person, and the right was checked.
public struct SignedInContext: Viewing {
    public let person: Person
    /// How far the route's right reaches: everything, or these services.
    public let scope: Scope
    /// The session's own number, to list and revoke it.
    public let session: Int64
    public let page: PageContext

    public var site: Site { page.site }
    public var tongue: Tongue { page.tongue }
    public var requestID: String { page.requestID }
    public var path: String { page.path }
    public var query: Query { page.query }
    public var visitor: SignedIn? { page.visitor }
    public var forgeryToken: String { page.forgeryToken }
    public var badges: [String: Int] { page.badges }
    public var notices: [Notice] { page.notices }
    public var address: String { page.address }
    public var logger: Logger { page.logger }

    /// The number in the path's `:name`; not found when it is not one.
    public func identifier<Row>(_ name: String = "id", of: Row.Type = Row.self) throws -> Identifier<Row> {
        guard let text = page.parameters.get(name), let id = Identifier<Row>(text: text) else {
            throw Failure(.notFound, "the path's \(name) is not an identifier")
        }
        return id
    }

    /// The text in the path's `:name`.
    public func parameter(_ name: String) throws -> String {
        guard let text = page.parameters.get(name) else { throw Failure(.broken, "the route has no \(name)") }
        return text.removingPercentEncoding ?? text
    }

    /// Refuses when the route's right does not reach this service, as if it did not exist.
    public func require(service: Int64) throws {
        if !scope.covers(service) { throw Failure(.notFound, "service outside the person's scope") }
    }
}

extension Scope {
    /// Whether this scope reaches a service.
    public func covers(_ service: Int64) -> Bool {
        switch self {
        case .everything: true
        case .services(let services): services.contains(service)
        case .nothing: false
        }
    }
}

extension Person {
    /// How far a right reaches on the pages. Accounts, services and the trail belong to the organisation: a role that
    /// is held for one service opens nothing of them.
    public func reach(of right: Right) -> Scope {
        let scope = scope(of: right)
        switch right {
        case .administer, .audit, .protect: return scope == .everything ? scope : .nothing
        case .listen, .judge, .answer, .approve, .compose, .validate, .moderate, .improve, .gather: return scope
        }
    }
}
