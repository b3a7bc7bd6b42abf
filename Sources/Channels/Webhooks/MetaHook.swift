import Crypto
import Foundation
import Kernel
import Networks
import Storage

/// What Meta delivers of Facebook, Instagram and Threads, all to one address: signed with the secret of an application of
/// ours, told to the account that it happened to. It comes more than once, late and out of order, and some of it never:
/// reading finds what is missing.
struct MetaHook: Sendable {
    let desk: ChannelDesk
    private var door: WebhookDoor { WebhookDoor(desk: desk) }

    static let networks: [Network] = [.facebook, .instagram, .threads]

    /// The word by which Meta asks whether the address is ours: made of the application's secret, which it does not tell.
    static func word(_ application: NetworkApplication) -> String {
        let key = SymmetricKey(data: Data(application.secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("resonance: hooks/meta".utf8), using: key)
        return code.prefix(16).map { String(format: "%02x", $0) }.joined()
    }

    private func applications() async throws -> [NetworkApplication] {
        let (store, known) = (NetworkApplications(desk: desk), try await NetworkApplications(desk: desk).known())
        var found: [NetworkApplication] = []
        for network in Self.networks where known.contains(network) { found.append(try await store.find(network)) }
        return found
    }

    /// What is said back to Meta's question; nil when it does not know our word.
    func answer(_ query: [String: String]) async throws -> String? {
        try await applications().lazy.compactMap { MetaWebhook.challenge(query, verifyToken: Self.word($0)) }.first
    }

    /// - Throws: `.forbidden` for what is not signed by an application of ours.
    func take(_ envelope: WebhookDoor.Envelope) async throws -> WebhookDoor.Receipt {
        let secrets = try await applications().map(\.secret)
        let isSigned = secrets.contains {
            MetaWebhook.verify(signature: envelope.signature, body: envelope.body, appSecret: $0)
        }
        guard isSigned else { throw Failure(.forbidden, "the delivery is not signed as it should be") }
        let accounts = try await accounts()
        let own = Set(accounts.flatMap { [$0.subject, $0.channel.account] })
        let now = desk.clock.now()
        let notices = try MetaWebhook.notices(envelope.body, own: own, now: now)
        var receipt = WebhookDoor.Receipt()
        for (channel, subject) in accounts {
            let told = notices.filter { $0.network == channel.network && $0.account == subject }
            if !told.isEmpty { try await take(told, channel, now, &receipt) }
        }
        return receipt
    }

    private func accounts() async throws -> [(channel: Channel, subject: String)] {
        let sealer = desk.sealer
        return try await desk.database.read { connection in
            try ChannelStore.all(in: connection).filter { $0.kind == .account && Self.networks.contains($0.network) }
                .compactMap { channel in try channel.credentials(sealer).map { (channel, $0.subject) } }
        }
    }

    private func take(
        _ notices: [MetaNotice], _ channel: Channel, _ now: Instant, _ receipt: inout WebhookDoor.Receipt
    ) async throws {
        guard let origin = channel.origin else { return }
        var fresh: [MetaNotice] = []
        for notice in notices {
            if try await door.isKnown(channel.id, [notice.mark]) { receipt.known += 1 } else { fresh.append(notice) }
        }
        receipt.again = receipt.again || fresh.isEmpty
        let kept = fresh
        try await door.keep(kept.map(Self.item), of: channel, origin, &receipt)
        try await desk.database.write { connection in
            for notice in kept {
                try WebhookDoor.remember(channel.id, notice.mark, at: notice.at, kept: now, connection)
            }
            try connection.execute("UPDATE channel SET heard_at = $2 WHERE id = $1", [channel.id, now])
        }
    }

    private static func item(_ notice: MetaNotice) -> WebhookItem {
        switch notice.change {
        case .arrived(let arrival): WebhookItem(event: .created, id: arrival.id, arrival: arrival, at: notice.at)
        case .edited(let arrival): WebhookItem(event: .edited, id: arrival.id, arrival: arrival, at: notice.at)
        case .removed(let id): WebhookItem(event: .deleted, id: id, arrival: nil, at: notice.at)
        }
    }
}
