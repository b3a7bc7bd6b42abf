import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
@testable import Web

/// A site with a few routes and people who are signed in by the token that bears their name.
struct House {
    static let token = "token-of-%-0123456789"

    let site: Site
    let pages: Pages
    let prometheus = Prometheus()

    static func person(_ name: String, _ grants: Set<Grant>, tongue: Tongue = .french) -> Person {
        Person(id: Int64(name.utf8.count), name: name, email: "\(name)@chu.example", grants: grants, tongue: tongue)
    }

    static let people: [String: Person] = [
        "admin": person("admin", [Grant(.administrator)]),
        "nurse": person("nurse", [Grant(.clinician)]),
        "head": person("head", [Grant(.headOfService, service: 7)]),
        "none": person("none", []),
        "evil": person("<script>alert('1')</script>\"\u{301} onfocus=x", [Grant(.administrator)]),
    ]

    static func token(_ name: String) -> String { token.replacing("%", with: name) }

    static func cookie(_ name: String) -> HTTPFields { [.cookie: "other=1; resonance=\(token(name))"] }

    static func csrf(_ name: String) -> String { ForgeryGuard.token(for: token(name)) }

    init(_ settings: WebSettings = WebSettings()) throws {
        let gate = Gate { token in
            Self.people.first { Self.token($0.key) == token }.map {
                SignedIn(person: $0.value, session: 1, organisation: "CHU d’Essai")
            }
        }
        let navigation = [
            NavigationItem("home", path: "/home", label: "web.home", icon: "today", right: .listen),
            NavigationItem("rule", path: "/rule", label: "web.search", icon: "settings", right: .administer),
        ]
        site = try Site(settings: settings, gate: gate, navigation: navigation)
        pages = Pages(site, metrics: prometheus)
        pages.operations(prometheus) {}
        addRoutes()
    }

    private func addRoutes() {
        pages.openGet("hello") { _, context in
            try Page.render("web/failure", Self.value(context.word("web.home")), context)
        }
        pages.openPost("hello") { form, _ in Page.redirect("/hello?\(form["x"] ?? "-")") }
        pages.get("home", right: .listen) { _, context in
            let seen = context.scope == .everything ? "everything" : "\(context.scope)"
            return try Page.render("web/failure", Self.value(seen), context)
        }
        pages.get("service/:id", right: .listen) { _, context in
            let id = try context.identifier(of: House.self).value
            try context.require(service: id)
            return Page.redirect("/seen")
        }
        pages.get("broken", right: .listen) { _, _ in throw Failure(.broken, "the secret cause") }
        pages.post("rule", right: .administer) { _, _ in Page.redirect("/ruled", saying: "web.said_x") }
        pages.get("rule", right: .administer) { _, _ in Page.redirect("/") }
        pages.upload("files", right: .listen, limit: 100_000) { upload, _ in
            Page.redirect("/took?\(upload.files.map { "\($0.name):\($0.size)" }.joined(separator: ","))")
        }
        pages.machine(.post, "hook/:id") { _, _ in Pages.plain("heard") }
    }

    static func value(_ text: String) -> ErrorPage.Value {
        ErrorPage.Value(status: 200, title: text, text: text, requestID: "-", signIn: true)
    }

    func test(_ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void) async throws {
        try await Application(router: pages.router, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            .test(.router) { try await body($0) }
    }

    /// An urlencoded form, as a browser of this site sends it.
    static func form(_ name: String?, _ body: String) -> (headers: HTTPFields, body: ByteBuffer) {
        var headers: HTTPFields = name.map(cookie) ?? [:]
        headers[.contentType] = "application/x-www-form-urlencoded"
        return (headers, ByteBuffer(string: body))
    }
}
