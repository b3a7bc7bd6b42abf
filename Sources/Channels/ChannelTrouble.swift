import Kernel
public import Storage
public import Web

/// An account whose token is dead or near its end, as a line on the pages where people prepare what leaves by it.
public struct ChannelTrouble: Encodable, Sendable {
    public let text: String
    public let tone: String
    /// Where it is connected anew; nil for those who may not.
    public let connectPath: String?

    /// Those of all accounts, the dead ones first.
    public static func all(_ channels: [Channel], _ context: SignedInContext) -> [ChannelTrouble] {
        let path = context.person.scope(of: .gather) == .everything ? "/channels" : nil
        return channels.filter(\.isDead).map { ChannelTrouble($0, "dead", "bad", path, context) }
            + channels.filter(\.isEnding).map { ChannelTrouble($0, "ending", "warn", path, context) }
    }

    /// The same, read now.
    public static func all(in database: Database, _ context: SignedInContext) async throws -> [ChannelTrouble] {
        all(try await database.read { try ChannelStore.all(in: $0) }, context)
    }

    private init(_ channel: Channel, _ key: String, _ tone: String, _ path: String?, _ context: SignedInContext) {
        let values = [
            "account": channel.label, "network": context.word("listening.network_\(channel.network.rawValue)"),
            "when": channel.expiresAt.map { context.figures.dateTime($0) } ?? "",
        ]
        (text, self.tone, connectPath) = (context.word("channels.trouble_\(key)", values), tone, path)
    }
}

extension Channel {
    /// The network takes its token no more.
    public var isDead: Bool { kind == .account && state == .expired }
    /// It will end, and only a person can renew it.
    public var isEnding: Bool { kind == .account && state == .connected && warnedAt != nil && expiresAt != nil }
}
