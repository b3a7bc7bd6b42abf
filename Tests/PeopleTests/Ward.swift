import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import Storage
import Synchronization
import TestKit
import Web
@testable import People

/// A clock that a test moves.
final class Hands: Sendable {
    private let instant = Mutex(Instant(seconds: 1_795_269_909))
    var now: Instant { instant.withLock { $0 } }
    func advance(_ seconds: Double) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
    var clock: Clock { Clock { self.now } }
}

/// A small hospital on one engine, with an administrator, and browsers that talk to it through the router.
struct Ward: Sendable {
    static let password = "un lapin bleu de Prusse"
    static let sealer = Sealer(key: SymmetricKey(size: .bits256))

    let database: Database
    let actions: PeopleActions
    let hands: Hands
    let client: any TestClientProtocol

    /// Runs `test` on both engines, each with a fresh hospital.
    static func onBothEngines(_ test: @Sendable @escaping (Ward) async throws -> Void) async throws {
        try await TestKit.onBothEngines(PeopleSchema.migrations) { database in
            try await open(database, test)
        }
    }

    static func open(_ database: Database, _ test: @Sendable @escaping (Ward) async throws -> Void) async throws {
        let hands = Hands()
        let actions = PeopleActions(
            database: database, identifiers: IdentifierSource(clock: hands.clock), sealer: sealer, clock: hands.clock,
            passwords: PasswordKeeper(cost: .cheap))
        let site = try Site(gate: actions.gate(), navigation: PeopleRoutes.navigation, clock: hands.clock)
        let pages = Pages(site)
        PeopleRoutes(actions).add(to: pages)
        pages.get("ward", right: .listen) { _, context in
            Page.redirect("/seen?\(context.person.email)")
        }
        try await Application(router: pages.router, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            .test(.router) { client in
                try await test(Ward(database: database, actions: actions, hands: hands, client: client))
            }
    }

    /// Makes an account and returns its number.
    @discardableResult
    func add(_ name: String, _ role: Role = .administrator) async throws -> Int64 {
        try await actions.createUser(name: name, email: "\(name)@chu.example", password: Self.password, role: role)
    }

    func person(_ name: String) async throws -> Person {
        guard let account = try await actions.users().first(where: { $0.email == "\(name)@chu.example" }) else {
            throw Failure(.notFound, name)
        }
        return account.person
    }

    /// A browser where `name` has just signed in.
    func browser(_ name: String, password: String = Ward.password) async throws -> Browser {
        let browser = Browser(ward: self)
        try await browser.signIn(name, password: password)
        return browser
    }
}

/// Keeps a cookie, and sends forms with the token of the page they are on.
final class Browser: Sendable {
    let ward: Ward
    private let cookie = Mutex<String?>(nil)

    init(ward: Ward) { self.ward = ward }

    var token: String? { cookie.withLock { $0 } }

    private var headers: HTTPFields {
        var headers: HTTPFields = [.userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", .acceptLanguage: "fr"]
        if let token { headers[.cookie] = "resonance=\(token)" }
        return headers
    }

    @discardableResult
    func get(_ path: String) async throws -> TestResponse {
        keep(try await ward.client.execute(uri: path, method: .get, headers: headers))
    }

    /// Sends a form from the page at `page` (the account page by default), with its token.
    @discardableResult
    func post(_ path: String, _ fields: [(String, String)], forged: Bool = false) async throws -> TestResponse {
        var fields = fields
        if token != nil, !forged {
            let page = String(buffer: try await get("/account").body)
            if let match = page.firstMatch(of: #/name="csrf" value="([0-9a-f]+)"/#) {
                fields.append(("csrf", String(match.1)))
            }
        }
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = fields.map { "\(Query.encode($0.0))=\(Query.encode($0.1))" }.joined(separator: "&")
        return keep(
            try await ward.client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)))
    }

    @discardableResult
    func signIn(_ name: String, password: String) async throws -> TestResponse {
        try await post("/sign-in", [("email", "\(name)@chu.example"), ("password", password), ("next", "/ward")])
    }

    private func keep(_ response: TestResponse) -> TestResponse {
        if let set = response.headers[.setCookie], let match = set.firstMatch(of: #/^resonance=([^;]*)/#) {
            cookie.withLock { $0 = match.1.isEmpty ? nil : String(match.1) }
        }
        return response
    }

    /// Whether the browser is signed in.
    func isIn() async throws -> Bool { try await get("/account").status == .ok }
}
