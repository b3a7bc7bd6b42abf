import HTTPTypes
import Hummingbird
import Kernel
import Web

/// `/hooks/meta`: Meta's question whether the address is ours, and its deliveries (docs/webhooks.md).
struct MetaHookRoutes: Sendable {
    let desk: ChannelDesk

    func add(to pages: Pages) {
        let hook = MetaHook(desk: desk)
        pages.machine(.get, "hooks/meta") { _, context in
            var query: [String: String] = [:]
            for name in ["hub.mode", "hub.verify_token", "hub.challenge"] { query[name] = context.query.raw(name) }
            guard let answer = try await hook.answer(query) else { throw Failure(.forbidden, "not our word") }
            return Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                body: .init(byteBuffer: .init(string: answer)))
        }
        pages.machine(.post, "hooks/meta") { request, _ in
            try await WebhookRoutes.answered {
                try await hook.take(try await WebhookRoutes.envelope(request, signature: "X-Hub-Signature-256"))
            }
        }
    }
}
