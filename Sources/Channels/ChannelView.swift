import Kernel
import Web

/// A channel as its pages show it.
struct ChannelView: Encodable, Sendable {
    let path: String
    let label: String
    let account: String
    let server: String
    let network: String
    let state: String
    let tone: String
    let error: String?
    let checked: Moment?
    let heard: Moment?
    let ran: Moment?
    let trouble: String?
    let isLive: Bool
    let isExpired: Bool
    let isWebhook: Bool
    let sourcePath: String?
    let by: String
    let since: Moment
    /// Until when the secret that was replaced still opens.
    let oldUntil: Moment?
    let hook: String?

    init(
        _ channel: Channel, _ pulse: Hearing.Pulse?, site: String?, names: [Int64: String], _ context: some Viewing
    ) {
        let figures = context.figures
        let now = context.site.clock.now()
        path = "/channels/\(channel.id)"
        label = channel.label
        isWebhook = channel.kind == .webhook
        account = isWebhook ? "" : channel.address
        server = isWebhook ? "" : channel.server
        network = context.word("listening.network_\(channel.network.rawValue)")
        isExpired = channel.state == .expired
        let troubled = channel.state == .connected && (channel.error != nil || pulse?.error != nil)
        state = context.word("channels.channel_\(troubled ? "troubled" : channel.state.rawValue)")
        tone = troubled ? "warn" : isExpired ? "bad" : "good"
        error = channel.error
        trouble = pulse?.error
        checked = channel.checkedAt.map { Moment($0, figures) }
        heard = (channel.heardAt ?? pulse?.heardAt).map { Moment($0, figures) }
        // Accounts that this room reads itself have no visits of Listening's.
        ran = (channel.readAt ?? pulse?.ranAt).map { Moment($0, figures) }
        isLive = pulse?.isLive == true
        sourcePath = channel.origin.flatMap { $0 > 0 ? "/sources/\($0)" : nil }
        by = names[channel.createdBy] ?? context.word("channels.somebody")
        since = Moment(channel.createdAt, figures)
        oldUntil = channel.oldUntil.flatMap { $0 > now ? Moment($0, figures) : nil }
        hook = isWebhook ? "\(site ?? "")/hooks/\(channel.server)" : nil
    }
}
