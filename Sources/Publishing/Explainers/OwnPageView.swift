import Kernel
import Web

/// Our own page, as the post's page shows it to those who write and approve.
struct OwnPageView: Encodable, Sendable {
    let heading: String
    let parts: [Part]
    /// Where visitors see it; nil before it appears.
    let address: String?
    let cards: String?
    let isGone: Bool

    struct Part: Encodable, Sendable {
        let title: String
        let text: String
    }

    init(_ page: OwnPage, shown: ShownPage?, of post: Post, at now: Instant, _ context: some Viewing) {
        heading = page.heading
        parts = page.parts.map { Part(title: context.word("explainers.part_\($0.name)"), text: $0.text) }
        isGone = shown?.withdrawnAt != nil
        address = shown.flatMap { $0.shownAt <= now && $0.withdrawnAt == nil ? $0.path : nil }
        cards = shown == nil || isGone ? nil : "/posts/\(post.id)/cards.pdf"
    }
}
