public import Hummingbird
public import HummingbirdCore
import HTTPTypes
public import CoreMetrics
public import Kernel

/// The route table's pen: every route is declared with who may call it, which is checked before its handler runs.
///
///     pages.get("today", right: .listen) { request, context in try await today.show(context) }
///     pages.post("alerts/:id/take", right: .judge) { form, context in … }
///
/// Handlers get a `SignedInContext` (or a `PageContext` on open pages) and throw `Failure`s.
public struct Pages {
    public typealias Show = @Sendable (Request, SignedInContext) async throws -> Response
    public typealias Submit = @Sendable (Query, SignedInContext) async throws -> Response
    public typealias Take = @Sendable (Upload, SignedInContext) async throws -> Response

    public let site: Site
    /// For the binary, which serves it.
    public let router: Router<RequestState>

    /// How the site is served: HTTP/1.1, idle connections closed after half a minute, headers of 32 KiB at most. A
    /// client that drips its request byte by byte is idle until a whole part of it has come.
    public static var server: HTTPServerBuilder {
        var configuration = HTTP1Channel.Configuration(idleTimeout: .seconds(30))
        configuration.httpDecoder = .init(
            maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)
        return .http1(configuration: configuration)
    }

    /// A router with what every site has: assets, `/healthz`, security headers, error pages.
    /// Requests are counted in `metrics`.
    public init(_ site: Site, metrics: any MetricsFactory = NOOPMetricsHandler.instance) {
        self.site = site
        router = Router(context: RequestState.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestTelemetry(metrics: metrics))
        router.add(middleware: SecurityHeaders(settings: site.settings))
        router.add(middleware: Reception(site: site))
        addAssets()
    }

    // MARK: Signed in

    public func get(_ path: String, right: Right, _ show: @escaping Show) { show_(path, .right(right), show) }
    public func get(_ path: String, access: Access, _ show: @escaping Show) { show_(path, access, show) }
    public func post(_ path: String, right: Right, _ submit: @escaping Submit) { submit_(path, .right(right), submit) }
    public func post(_ path: String, access: Access, _ submit: @escaping Submit) { submit_(path, access, submit) }

    /// A form with files, of `limit` bytes at most; they stream to disk, and are removed when the handler returns.
    public func upload(_ path: String, right: Right, limit: Int64, _ take: @escaping Take) {
        on(.post, path, .right(right)) { request, context in
            let upload = try await Upload.receive(request, limit: limit, context.page)
            do {
                let response = try await take(upload, context)
                upload.discard()
                return response
            } catch {
                upload.discard()
                throw error
            }
        }
    }

    private func show_(_ path: String, _ access: Access, _ show: @escaping Show) {
        on(.get, path, access) { request, context in try await show(request, context) }
    }

    private func submit_(_ path: String, _ access: Access, _ submit: @escaping Submit) {
        on(.post, path, access) { request, context in
            let form = try await FormBody.read(request, limit: context.site.settings.formLimit)
            try ForgeryGuard.checkToken(
                form[ForgeryGuard.field] ?? request.headers[.forgeryToken], request, context.site.settings)
            return try await submit(form, context)
        }
    }

    private func on(_ method: HTTPRequest.Method, _ path: String, _ access: Access, _ body: @escaping Show) {
        let site = site
        declare(method, path, access) { request, state in
            if method != .get { try ForgeryGuard.checkOrigin(request) }
            let context = try Self.admit(PageContext(site, request, state), access)
            if method != .get { return try await body(request, context) }
            var page = context.page
            page.badges = try await site.gate.badges(context.person)
            page.notices = try await site.gate.notices(context.person)
            let shown = SignedInContext(
                person: context.person, scope: context.scope, session: context.session, page: page)
            return try await body(request, shown)
        }
    }

    /// The person and how far the route's right reaches; throws when there is nobody, or no such right.
    static func admit(_ page: PageContext, _ access: Access) throws -> SignedInContext {
        guard let visitor = page.visitor else { throw Failure(.signedOut, "nobody is signed in") }
        let scope: Scope =
            switch access {
            case .right(let right): visitor.person.reach(of: right)
            case .open, .machine, .signedIn: .everything
            }
        if scope == .nothing { throw Failure(.forbidden, "the person lacks the route's right") }
        return SignedInContext(person: visitor.person, scope: scope, session: visitor.session, page: page)
    }

    // MARK: Open

    /// A page that anybody may see.
    public func openGet(_ path: String, _ show: @escaping @Sendable (Request, PageContext) async throws -> Response) {
        let site = site
        declare(.get, path, .open) { request, state in try await show(request, PageContext(site, request, state)) }
    }

    /// A form that anybody may send (sign-in): the browser's word on where it comes from is checked, and the token
    /// too once there is a session. `limit` is the most bytes that it may weigh, the site's own when nil.
    public func openPost(
        _ path: String, limit: Int? = nil,
        _ submit: @escaping @Sendable (Query, PageContext) async throws -> Response
    ) {
        let site = site
        declare(.post, path, .open) { request, state in
            try ForgeryGuard.checkOrigin(request)
            let context = PageContext(site, request, state)
            let form = try await FormBody.read(request, limit: limit ?? site.settings.formLimit)
            if context.visitor != nil {
                try ForgeryGuard.checkToken(form[ForgeryGuard.field], request, site.settings)
            }
            return try await submit(form, context)
        }
    }

    /// A call by a machine that proves itself in its own way; no session is read.
    public func machine(
        _ method: HTTPRequest.Method, _ path: String,
        _ answer: @escaping @Sendable (Request, PageContext) async throws -> Response
    ) {
        let site = site
        declare(method, path, .machine) { request, state in
            try await answer(request, PageContext(site, request, state))
        }
    }

    private func declare(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access,
        _ handler: @escaping @Sendable (Request, RequestState) async throws -> Response
    ) {
        site.routes.add(method.rawValue, path, access)
        router.on(RouterPath(path), method: method, use: handler)
    }

    private func addAssets() {
        let assets = site.assets
        router.get("assets/:fingerprint/:domain/:name") { request, state in
            let path = "\(state.parameters.get("domain") ?? "")/\(state.parameters.get("name") ?? "")"
            let fresh = state.parameters.get("fingerprint") == assets.fingerprint
            guard let response = assets.response(path, fresh: fresh, known: request.headers[.ifNoneMatch]) else {
                throw Failure(.notFound, "no such asset")
            }
            return response
        }
        site.routes.add("GET", "assets/:fingerprint/:domain/:name", .open)
    }
}
