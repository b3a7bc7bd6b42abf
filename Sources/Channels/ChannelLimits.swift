import Foundation
import Kernel
public import Networks
import Storage

/// Asks a network what it takes of one of our accounts: how long a text may be on this very server, how much is left of
/// a day. A network that does not answer leaves what it said last, with its age.
public struct ChannelLimits: Sendable {
    let desk: ChannelDesk

    public init(desk: ChannelDesk) { self.desk = desk }

    /// What it says now, or said last; nil where it has never said anything.
    public func ask(_ channel: Channel, _ connector: any Connector) async throws -> AskedLimits? {
        let answer: AskedLimits?
        do { answer = try await connector.askedLimits() } catch is Failure { return channel.limits }
        guard let answer else { return nil }
        let text = String(decoding: try JSONEncoder().encode(answer), as: UTF8.self)
        try await desk.database.write { connection in
            try connection.execute("UPDATE channel SET limits = $2 WHERE id = $1", [channel.id, text])
        }
        return answer
    }

    /// The same, unless it was asked less than `seconds` ago.
    public func known(_ channel: Channel, _ connector: any Connector, within seconds: Double) async throws
        -> AskedLimits?
    {
        if let known = channel.limits, desk.clock.now().seconds(since: known.at) < seconds { return known }
        return try await ask(channel, connector)
    }
}
