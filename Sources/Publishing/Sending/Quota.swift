import Channels
import Kernel
import Networks

/// Networks that count what an account publishes in a day are asked, just before a post leaves, how much is left. What is
/// over waits until there is room; nobody is asked to do anything.
struct Quota: Sendable {
    let desk: PublishingDesk

    /// Seconds for which the network's last word is believed: others may publish by the same account.
    static let fresh = 60.0
    /// Seconds until it is asked again.
    static let wait = 3_600.0

    /// What stands in the way, as one line; nil when there is room, or when the network does not say.
    func spent(_ made: Composition, _ connector: any Connector) async throws -> String? {
        // Comments and parts of a thread are counted elsewhere, or with the post that they follow.
        guard made.parcel.role == .post, let most = desk.limits(of: made.channel)?[.postsPerDay]?.value.number,
            let said = try await ChannelLimits(desk: desk.channels).known(
                made.channel, connector, within: Self.fresh)?.still(at: desk.clock.now()),
            said.isSpent
        else { return nil }
        let total = Int(said.values[.postsPerDay]?.number ?? most)
        return "\(made.channel.network.rawValue): all \(total) publications of a day are used"
    }
}
