import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import ServiceLifecycle

/// The addresses of the simulated networks, and how an answer leaves.
struct FrontDoor: Sendable {
    let town: Town
    let switchboard: Switchboard

    init(_ town: Town) { (self.town, switchboard) = (town, Switchboard(town)) }

    func router() -> Router<SimulatorContext> {
        let router = Router(context: SimulatorContext.self)
        router.add(middleware: LoopbackGate())
        for network in SimulatedNetwork.allCases {
            for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
                router.on("/\(network.rawValue)/**", method: method) { request, context in
                    try await self.response(to: request, on: network, context)
                }
            }
        }
        ControlRoutes(town: town).add(to: router)
        FaceRoutes(town: town).add(to: router)
        return router
    }

    private func response(
        to request: Request, on network: SimulatedNetwork, _ context: SimulatorContext
    ) async throws -> Response {
        guard let call = try await read(request, on: network) else {
            return Response(status: .contentTooLarge)
        }
        let answer = try await switchboard.answer(call)
        switch answer.delivery {
        case .whole: break
        case .closed: return Self.cut(context)
        case .silent(let seconds):
            try? await Self.wait(seconds)
            return Self.cut(context)
        }
        return Self.response(answer)
    }

    /// Nil for a body that is too large.
    private func read(_ request: Request, on network: SimulatedNetwork) async throws -> Call? {
        let most = town.settings.mostBytes
        guard let buffer = try? await request.body.collect(upTo: most) else { return nil }
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = (parts.first ?? "").split(separator: "/").dropFirst().map { Form.decoded($0, plus: false) }
        return Call(
            network, request.method, path: path, query: Form(encoded: parts.count > 1 ? parts[1] : ""),
            headers: request.headers, body: [UInt8](buffer.readableBytesView), origin: Self.origin(request),
            now: town.now)
    }

    /// As the client calls us: addresses that we give out are for the same client.
    static func origin(_ request: Request) -> String {
        let name = (request.head.authority ?? "").filter { $0.isLetter || $0.isNumber || ".:[]-".contains($0) }
        return "http://" + (name.isEmpty ? "127.0.0.1" : name)
    }

    static func response(_ answer: Answer) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            // How long a body is, is said by who writes it.
            guard let name = HTTPField.Name(name), name != .contentLength, name != .transferEncoding else { continue }
            headers.append(HTTPField(name: name, value: value))
        }
        if answer.headers.contains(where: { $0.value.hasPrefix("text/html") }) {
            headers[.contentSecurityPolicy] =
                "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
                + "frame-ancestors 'none'"
        }
        return Response(
            status: HTTPResponse.Status(code: min(max(answer.status, 200), 599)), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    /// Ends at once when the server is stopped.
    private static func wait(_ seconds: Double) async throws {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(min(max(seconds, 0), 600))) }
    }

    /// The client sees its connection end; the response is written to nobody.
    private static func cut(_ context: SimulatorContext) -> Response {
        context.channel.close(mode: .all, promise: nil)
        return Response(status: .internalServerError)
    }
}
