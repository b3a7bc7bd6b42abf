import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Web

/// `POST /hooks/:channel`, by which other programs bring what was said (docs/webhooks.md), and the pages that make it.
struct WebhookRoutes: Sendable {
    let desk: ChannelDesk
    private var actions: WebhookActions { WebhookActions(desk: desk) }

    func add(to pages: Pages) {
        let door = WebhookDoor(desk: desk)
        MetaHookRoutes(desk: desk).add(to: pages)
        pages.machine(.post, "hooks/:channel") { request, context in
            let code = context.parameters.get("channel") ?? ""
            return try await Self.answered { try await door.take(try await Self.envelope(request), at: code) }
        }
        pages.post("channels/hooks", right: .administer) { form, context in try await create(form, context) }
        pages.post("channels/:id/secret", right: .administer) { _, context in
            let id = try ChannelRoutes.id(context)
            return try await show(id, try await actions.rotate(id, by: context.person), context)
        }
    }

    /// The receipt, or what is wrong in one line.
    static func answered(_ take: () async throws -> WebhookDoor.Receipt) async throws -> Response {
        do { return try said(.ok, try await take()) } catch let failure as Failure {
            guard let status = statuses[failure.kind] else { throw failure }
            return try said(status, ["error": failure.cause])
        }
    }

    private static let statuses: [Failure.Kind: HTTPResponse.Status] = [
        .forbidden: .unauthorized, .unusable: .badRequest, .tooLarge: .contentTooLarge,
    ]

    static func envelope(
        _ request: Request, signature: String = "X-Resonance-Signature"
    ) async throws -> WebhookDoor.Envelope {
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }
        let limit = WebhookRule.bodyLimit
        let tooLarge = Failure(.tooLarge, "a delivery is \(limit) bytes at most")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        let body = request.body
        // A delivery that drips in for longer holds us by the sleeve.
        let bytes = try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                for try await piece in body {
                    bytes += Array(piece.readableBytesView)
                    if bytes.count > limit { throw tooLarge }
                }
                return bytes
            }
            group.addTask {
                try await Task.sleep(for: .seconds(60))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let bytes else { throw Failure(.unusable, "the delivery took too long to arrive") }
        return WebhookDoor.Envelope(
            body: bytes, timestamp: header("X-Resonance-Timestamp"), signature: header(signature),
            delivery: header("X-Resonance-Delivery"))
    }

    private static func said(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: .init(bytes: try encoder.encode(value))))
    }

    // MARK: Pages

    static func fields(_ form: Query?, _ context: some Viewing) -> [FormField] {
        let networks = Network.allCases.filter { $0 != .own }
        return [
            FormField(
                "label", label: context.word("channels.hook_label"), value: form?["label"] ?? "",
                hint: context.word("channels.hook_label_hint"), required: true, autocomplete: "off"),
            FormField(
                "network", .choice, label: context.word("channels.hook_network"), required: true,
                choices: networks.map {
                    FormField.Choice(
                        $0.rawValue, context.word("listening.network_\($0.rawValue)"),
                        selected: form?["network"] == $0.rawValue)
                }),
        ]
    }

    private func create(_ form: Query, _ context: SignedInContext) async throws -> Response {
        do {
            let made = try await actions.create(
                label: form["label"] ?? "", network: form["network"].flatMap(Network.init) ?? .other,
                by: context.person)
            return try await show(made.id, made.secret, context)
        } catch let failure as Failure where failure.kind == .unusable {
            return try await ChannelRoutes(desk: desk).list(context, form: form, failure: failure)
        }
    }

    private struct Shown: Encodable, Sendable {
        let channel: ChannelView
        let secret: String
        let crumbs: [Crumb]
    }

    /// The answer to the form itself, so that the secret is in no address and on no other page.
    private func show(_ id: Int64, _ secret: String, _ context: SignedInContext) async throws -> Response {
        let channel = try await ChannelActions(desk: desk).find(id)
        guard let view = try await ChannelRoutes(desk: desk).views([channel], context).first else {
            throw Failure(.notFound, "no such channel")
        }
        let value = Shown(
            channel: view, secret: secret, crumbs: [Crumb("/channels", context.word("channels.channels"))])
        return try Page.render("channels/secret", value, context)
    }
}
