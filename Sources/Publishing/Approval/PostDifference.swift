import Channels
import Kernel
import Web

/// What has changed since somebody last said something of a post, field by field.
enum PostDifference {
    static func between(
        _ before: PostContent, _ after: PostContent, _ channels: [Channel], _ context: some Viewing
    ) -> [PostPages.Change] {
        func word(_ key: String) -> String { context.word("publishing.\(key)") }
        var out: [PostPages.Change] = []
        func add(_ name: String, _ old: String, _ new: String) {
            if old != new { out.append(PostPages.Change(name: name, before: old, after: new)) }
        }
        add(word("title"), before.title, after.title)
        add(word("common_text"), before.text, after.text)
        add(word("kind"), word("kind_\(before.kind.rawValue)"), word("kind_\(after.kind.rawValue)"))
        add(
            word("audience"), word("audience_\(before.audience.rawValue)"),
            word("audience_\(after.audience.rawValue)"))
        add(word("source"), before.facts.source ?? "", after.facts.source ?? "")
        add(word("read_by"), before.facts.readBy ?? "", after.facts.readBy ?? "")
        for channel in channels where channel.kind == .account {
            let (old, new) = (face(channel, before), face(channel, after))
            add(channel.label, old, new)
        }
        return out
    }

    private static func face(_ channel: Channel, _ content: PostContent) -> String {
        guard let face = content.faces.first(where: { $0.channel == channel.id }) else { return "" }
        let texts = content.messages(of: face).map(\.text) + [face.title, face.warning].compactMap(\.self)
        return (texts + content.media(of: face).map { "[\($0.alt)]" }).joined(separator: "\n\n")
    }
}
