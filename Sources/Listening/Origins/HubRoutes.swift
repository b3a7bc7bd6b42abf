import HTTPTypes
import Hummingbird
public import Kernel
public import Storage
public import Web

/// `GET` and `POST /websub/:id`: the doors through which hubs come (W3C WebSub). No session: each call proves itself.
public struct HubRoutes: Sendable {
    private let callback: HubCallback

    public init(database: Database, clock: Clock) { callback = HubCallback(database: database, clock: clock) }

    public func add(to pages: Pages) {
        let callback = callback
        pages.machine(.get, "websub/:id") { _, context in
            let query = context.query
            guard let origin = try await callback.subscription(context.parameters.get("id") ?? ""),
                let echo = try await callback.verify(
                    origin, mode: query["hub.mode"], topic: query["hub.topic"], challenge: query.raw("hub.challenge"),
                    lease: query["hub.lease_seconds"], reason: query["hub.reason"])
            else { throw Failure(.notFound, "no subscription of ours") }
            return Self.text(.ok, echo)
        }
        pages.machine(.post, "websub/:id") { request, context in
            guard let origin = try await callback.subscription(context.parameters.get("id") ?? ""),
                origin.state == .active
                // 410 ends the subscription for a hub that goes by the specification (section 7).
            else { return Self.text(.gone, "") }
            return try await Self.take(request, origin, callback)
        }
    }

    private static func take(_ request: Request, _ origin: Origin, _ callback: HubCallback) async throws -> Response {
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard length <= HubCallback.limit else {
            try await callback.hasten(origin)
            return text(.contentTooLarge, "")
        }
        let body = try await request.body.collect(upTo: HubCallback.limit)
        try await callback.deliver(
            Array(body.readableBytesView), type: request.headers[.contentType],
            signature: HTTPField.Name("X-Hub-Signature").flatMap { request.headers[$0] }, to: origin)
        return text(.accepted, "")
    }

    private static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: .init(string: text)))
    }
}
