import Kernel
import Web

/// A reply that waits, or has left, as its pages show it.
struct DeliveryView: Encodable, Sendable {
    let path: String
    let id: String
    let text: String
    /// What it answers; nil once that is gone.
    let answered: String?
    let conversation: String
    let network: String
    let state: String
    let tone: String
    let why: String?
    /// What the network said, in its own words.
    let said: String?
    let queued: Moment
    let tried: Moment?
    let looked: Moment?
    let settled: Moment?
    let url: String?
    /// Nobody can tell whether it left.
    let inDoubt: Bool
    /// Nothing was sent, and nothing will be by itself.
    let isHeld: Bool
    let isDropped: Bool
    let isSent: Bool

    init(_ item: DeliveryActions.Item, _ message: Heard?, _ context: some Viewing) {
        let (delivery, figures) = (item.delivery, context.figures)
        path = "/deliveries/\(delivery.reply)"
        id = String(delivery.reply)
        text = item.reply.text
        answered = message.flatMap { $0.erased || $0.text.isEmpty ? nil : String($0.text.prefix(600)) }
        conversation = "/inbox/\(item.conversation.id)"
        network = context.word("listening.network_\(item.conversation.network.rawValue)")
        state = context.word("channels.state_\(delivery.state.rawValue)")
        tone =
            [.ready: "accent", .armed: "accent", .sent: "good", .refused: "bad", .unknown: "warn", .held: "warn"][
                delivery.state] ?? ""
        why = delivery.reason.map { context.word("channels.why_\($0.rawValue)") }
        said = delivery.error
        queued = Moment(delivery.queuedAt, figures)
        tried = delivery.armedAt.map { Moment($0, figures) }
        looked = delivery.lookedAt.map { Moment($0, figures) }
        settled = delivery.settledAt.map { Moment($0, figures) }
        url = delivery.url.flatMap { $0.hasPrefix("https://") || $0.hasPrefix("http://") ? $0 : nil }
        inDoubt = delivery.state == .unknown || delivery.state == .held && delivery.mayBeOut
        isDropped = delivery.reason == .dropped
        isHeld = delivery.state == .held && !inDoubt
        isSent = delivery.state == .sent
    }
}
