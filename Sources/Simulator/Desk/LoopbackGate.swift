import HTTPTypes
import Hummingbird

/// Lets in only who calls this machine by its own name: a page of the Web whose name was made to point here does not.
struct LoopbackGate: RouterMiddleware {
    typealias Context = SimulatorContext

    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard Self.isOurs(request.head.authority ?? "") else { return Response(status: .misdirectedRequest) }
        return try await next(request, context)
    }

    static func isOurs(_ authority: String) -> Bool {
        let name = authority.lowercased()
        let host = name.hasPrefix("[") ? name.prefix { $0 != "]" } + "]" : name.prefix { $0 != ":" }
        return ["localhost", "127.0.0.1", "[::1]"].contains(host)
    }
}
