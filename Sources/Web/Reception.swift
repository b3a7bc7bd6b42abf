import Foundation
import Hummingbird
import HTTPTypes
import Kernel

/// The first to see a request and the last to see its answer: tidies the path, finds out who comes and in which
/// language, and turns every failure into a page.
struct Reception: RouterMiddleware {
    typealias Context = RequestState
    let site: Site

    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var state = context
        state.tongue = Negotiation.tongue(request, person: nil, fallback: site.settings.tongue)
        do {
            try checkHost(request)
            if let tidy = Self.tidy(request) { return Response(status: .permanentRedirect, headers: [.location: tidy]) }
            if let token = SessionCookie.token(in: request, site.settings), !request.uri.path.hasPrefix("/assets/") {
                state.visitor = try await site.gate.recognise(token)
                state.tongue = Negotiation.tongue(
                    request, person: state.visitor?.person.tongue, fallback: site.settings.tongue)
            }
            return try await next(request, state)
        } catch {
            return ErrorPage(site: site, request: request, state: state).response(to: error)
        }
    }

    /// A host that is not ours means somebody else's name points here: DNS rebinding, or a mistake.
    private func checkHost(_ request: Request) throws {
        guard let expected = site.settings.publicHost, let host = request.head.authority?.lowercased() else { return }
        let name = host.split(separator: ":").first.map(String.init) ?? host
        if host == expected || ["localhost", "127.0.0.1", "[", "[::1]"].contains(name) { return }
        throw Failure(.unusable, "the Host header is not the public address", words: "web.failure_host")
    }

    /// The same address without its trailing slash, for pages; nil when it is tidy. Never leads to another host.
    static func tidy(_ request: Request) -> String? {
        let path = request.uri.path
        guard request.method == .get || request.method == .head, path.count > 1, path.hasSuffix("/") else { return nil }
        let parts = path.split { $0 == "/" || $0 == "\\" }
        return "/" + parts.joined(separator: "/") + (request.uri.query.map { "?\($0)" } ?? "")
    }
}
