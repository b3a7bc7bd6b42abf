import Kernel
import Wire

/// A post by its `at://` address (https://atproto.com/specs/at-uri-scheme) or by its page on bsky.app.
struct BlueskyAddress: Sendable, Equatable {
    static let collection = "app.bsky.feed.post"

    /// A DID, or a handle where a page names one.
    let authority: String
    let key: String

    init(did: String, key: String) { (authority, self.key) = (did, key) }

    /// Nil for what is no post.
    init?(_ text: String) {
        guard text.utf8.count <= 1_000 else { return nil }
        let parts: [Substring]
        if text.hasPrefix("at://") {
            parts = text.dropFirst("at://".count).split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[1] == Self.collection else { return nil }
        } else {
            guard let page = try? WebAddress(text), page.host == "bsky.app" else { return nil }
            let path = page.target.prefix { $0 != "?" }.split(separator: "/")
            guard path.count == 4, path[0] == "profile", path[2] == "post" else { return nil }
            parts = [path[1], "", path[3]]
        }
        guard Self.isPlain(parts[0], ":.-_%"), Self.isPlain(parts[2], ":.-_~") else { return nil }
        (authority, key) = (String(parts[0]), String(parts[2]))
    }

    var isByNumber: Bool { authority.hasPrefix("did:") }

    var uri: String { "at://\(authority)/\(Self.collection)/\(key)" }

    var page: String? { Fields.link("https://bsky.app/profile/\(authority)/post/\(key)") }

    private static func isPlain(_ text: Substring, _ signs: String) -> Bool {
        (1...512).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || signs.utf8.contains(byte)
            }
    }
}
