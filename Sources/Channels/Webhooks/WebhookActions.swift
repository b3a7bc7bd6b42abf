import Foundation
import Kernel
import Storage

/// Making the doors by which other programs bring what was said.
struct WebhookActions: Sendable {
    let desk: ChannelDesk

    /// Hours for which a secret that was replaced still opens, so that nothing is lost while the other program learns
    /// the new one.
    static let grace = 24.0

    /// A new door, and its secret: it is shown once, here, and never again.
    func create(label: String, network: Network, by person: Person) async throws -> (id: Int64, secret: String) {
        try ChannelActions.right(person)
        let label = String(label.trimmingCharacters(in: .whitespacesAndNewlines).prefix(200))
        guard !label.isEmpty else { throw Failure(.unusable, "the door has no name", words: "channels.hook_no_label") }
        guard network != .own else {
            throw Failure(.unusable, "our own reviews come by our own form", words: "channels.hook_own")
        }
        let (id, secret, code) = (desk.newID(), Secret.word(), String(Secret.word().prefix(22)))
        let origin = try await desk.hearing.receive("hook:\(code)", network, label)
        let sealed = try desk.sealer.seal(Array(secret.utf8), for: Channel.place(id))
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try ChannelStore.insert(
                id, .webhook, network, server: code, account: String(id), label: label, sealed: sealed,
                by: person.id, at: now, in: connection)
            try ChannelStore.setOrigin(id, origin, in: connection)
            try ChannelActions.record(
                "channel.connected", id, person.id, ["label": label, "networks": network.rawValue], at: now, connection)
        }
        return (id, secret)
    }

    /// A new secret in place of the old one, which opens for another day.
    func rotate(_ id: Int64, by person: Person) async throws -> String {
        try ChannelActions.right(person)
        let secret = Secret.word()
        let sealed = try desk.sealer.seal(Array(secret.utf8), for: Channel.place(id))
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let channel = try ChannelStore.find(id, in: connection)
            guard channel.kind == .webhook else { throw Failure(.notFound, "the channel is no webhook") }
            try connection.execute(
                "UPDATE channel SET old_token = token, old_until = $3, token = $2 WHERE id = $1",
                [id, sealed, now.adding(seconds: Self.grace * 3_600)])
            try ChannelActions.record(
                "channel.secret_changed", id, person.id, ["label": channel.label], at: now, connection)
        }
        return secret
    }
}
