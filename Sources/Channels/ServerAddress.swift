import Kernel
import Wire

/// The server of an account, as somebody types it: `mastodon.social`, `@chu@social.example`, `https://social.example/`.
enum ServerAddress {
    /// `https://server`. Without encryption only on this very machine: a token never travels in clear.
    /// - Throws: `.unusable`.
    static func origin(_ typed: String) throws -> String {
        let text = typed.trimmingPrefix { $0.isWhitespace }.prefix { !$0.isWhitespace }
        let bare = text.split(separator: "@").last.map(String.init) ?? ""
        let wrong = Failure(.unusable, "no server is called so", words: "channels.wrong_server")
        guard let address = try? WebAddress(bare.contains("://") ? bare : "https://" + bare) else { throw wrong }
        guard address.scheme == .https || address.host == "localhost" || address.host.hasPrefix("127.") else {
            throw Failure(.unusable, "the server is reached without encryption", words: "channels.not_encrypted")
        }
        guard address.host.contains(".") || address.host == "localhost" else { throw wrong }
        return address.origin
    }
}
