import Channels
import Kernel
import Web

/// A post as lists show it.
struct PostLine: Encodable, Sendable {
    let path: String
    let title: String
    let text: String
    let state: String
    let tone: String
    let kind: String
    let networks: [String]
    let due: Moment?
    let author: String
    let isParked: Bool
    let changed: Moment

    init(_ post: Post, channels: [Channel], names: [Int64: String], _ context: some Viewing) {
        path = "/posts/\(post.id)"
        title = post.content.title.isEmpty ? context.word("publishing.untitled") : post.content.title
        text = PostLine.short(post.content.text)
        state = context.word("publishing.state_\(post.state.rawValue)")
        tone = PostLine.tone(post.state)
        kind = context.word("publishing.kind_\(post.content.kind.rawValue)")
        let wanted = Set(post.content.faces.map(\.channel))
        networks = channels.filter { wanted.contains($0.id) }.map {
            context.word("listening.network_\($0.network.rawValue)")
        }
        due = post.dueAt.map { Moment($0, context.figures) }
        author = names[post.author] ?? context.word("publishing.somebody")
        isParked = post.isParked
        changed = Moment(post.changedAt, context.figures)
    }

    /// The first words, ended where a word ends.
    private static func short(_ text: String) -> String {
        guard text.count > 160 else { return text }
        let head = text.prefix(160)
        return head[..<(head.lastIndex(of: " ") ?? head.endIndex)] + "…"
    }

    static func tone(_ state: Post.State) -> String {
        switch state {
        case .published: "good"
        case .partial, .changes, .sending: "warn"
        case .failed: "bad"
        case .review, .approved, .scheduled: "accent"
        default: ""
        }
    }
}
