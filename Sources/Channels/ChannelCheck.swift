public import Kernel
import Networks
import Storage

/// Looks every day whether our tokens are still taken. A server that does not answer proves nothing; one that says no
/// does.
public struct ChannelCheck: Sendable {
    let desk: ChannelDesk

    public init(desk: ChannelDesk) { self.desk = desk }

    static let kind = "channels.check"

    func handle(_ job: Job) async throws {
        for channel in try await desk.database.read({ try ChannelStore.all(in: $0) }) { try await check(channel) }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            // What a webhook brought is remembered for longer than it is taken late (`WebhookRule.window`).
            try connection.execute(
                "DELETE FROM webhook_delivery WHERE kept_at < $1", [now.adding(days: -WebhookRule.memoryDays)])
            try connection.execute("DELETE FROM channel_sign_in WHERE begun_at < $1", [now.adding(days: -1)])
            try connection.execute("DELETE FROM channel_choice WHERE begun_at < $1", [now.adding(days: -1)])
            try JobQueue.enqueue(Self.kind, key: "daily", runAt: now.adding(days: 1), in: connection)
        }
    }

    /// Gives what the network says of the token; nil when it says nothing.
    @discardableResult
    public func check(_ channel: Channel) async throws -> Channel.State? {
        guard channel.kind == .account, channel.sealed != nil else { return nil }
        let now = desk.clock.now()
        do {
            let fresh = try await ChannelRenewal(desk: desk).freshened(channel)
            _ = try await desk.account(channel.network, try desk.key(fresh))
            try await desk.database.write {
                try ChannelStore.checked(channel.id, .connected, error: nil, at: now, in: $0)
            }
            if let connector = try desk.connector(fresh) {
                _ = try await ChannelLimits(desk: desk).ask(fresh, connector)
            }
            return .connected
        } catch let failure as Failure where Self.isOver(failure) {
            // Also a token that opens another account by now. What the renewal has said already is not said again.
            try await expire(channel, failure.cause)
            return .expired
        } catch let failure as Failure {
            let line = ErrorLine.of(failure.cause)
            try await desk.database.write {
                try ChannelStore.checked(channel.id, channel.state, error: line, at: now, in: $0)
            }
            return nil
        }
    }

    /// Whether the network says that this token opens this account no more.
    public static func isOver(_ failure: Failure) -> Bool {
        failure.kind == .forbidden && ["wire.refused", "networks.sign_in_again"].contains(failure.words)
    }

    /// Told once: what is expired already stays so in silence.
    public func expire(_ channel: Channel, _ cause: String) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let fresh = try ChannelStore.find(channel.id, in: connection)
            try ChannelStore.checked(channel.id, .expired, error: ErrorLine.of(cause), at: now, in: connection)
            guard fresh.state == .connected else { return }
            try ChannelActions.record(
                "channel.expired", channel.id, nil, ["account": channel.account], at: now, connection)
        }
    }
}
