import Kernel
import Wire

/// The addresses of sources, each kind with its own spelling.
enum OriginAddress {
    /// The one spelling of an address of this kind.
    /// - Throws: `Failure(.unusable)` that says what was expected.
    static func checked(_ text: String, _ kind: Origin.Kind) throws -> String {
        switch kind {
        case .files: return text
        case .feed, .page, .activitypubActor:
            if kind == .activitypubActor, let account = account(text) { return account }
            guard let address = try? WebAddress(text) else {
                throw OriginDraft.refusal("an address in http or https is expected", "listening.origin_not_http")
            }
            return address.description
        case .mastodonAccount, .mastodonMentions:
            guard let account = account(text) else { throw wrong("@name@server", "listening.origin_not_account") }
            return account
        case .mastodonTag:
            guard text.hasPrefix("#"), let (tag, server) = atServer(text.dropFirst()), tag.allSatisfy(isTag) else {
                throw wrong("#tag@server", "listening.origin_not_tag")
            }
            return "#\(tag.lowercased())@\(server)"
        case .mastodonSearch:
            guard let (words, server) = atServer(text[...]) else {
                throw wrong("words@server", "listening.origin_not_search")
            }
            return "\(words)@\(server)"
        case .blueskyAuthor:
            let handle = text.trimmingPrefix("@").lowercased()
            guard handle.hasPrefix("did:") || isHost(handle) else {
                throw wrong("name.bsky.social", "listening.origin_not_handle")
            }
            return handle
        case .blueskySearch: return String(text.prefix(300))
        }
    }

    /// What somebody most likely means by what they typed; nil where only a look at the web can tell.
    static func guess(_ text: String) -> (kind: Origin.Kind, address: String)? {
        let text = text.trimmed
        if text.contains("://") { return nil }
        if let account = account(text) { return (.mastodonAccount, account) }
        if text.hasPrefix("#"), let tag = try? checked(text, .mastodonTag) { return (.mastodonTag, tag) }
        let handle = text.trimmingPrefix("@").lowercased()
        if isHost(handle), text.hasPrefix("@") || handle.hasSuffix(".bsky.social") { return (.blueskyAuthor, handle) }
        return nil
    }

    /// A web address out of what somebody typed: `www.chu.fr` becomes `https://www.chu.fr`.
    static func web(_ text: String) -> String {
        let text = text.trimmed
        return text.contains("://") ? text : "https://" + text
    }

    /// `@name@server` in lower case, with or without its first `@`.
    private static func account(_ text: String) -> String? {
        guard let (name, server) = atServer(text.trimmingPrefix("@")), !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) })
        else { return nil }
        return "@\(name.lowercased())@\(server)"
    }

    /// What stands before the last `@`, and the server after it.
    private static func atServer(_ text: Substring) -> (String, String)? {
        guard let at = text.lastIndex(of: "@") else { return nil }
        let name = String(text[..<at]).trimmed
        let server = text[text.index(after: at)...].lowercased()
        return name.isEmpty || !isHost(server) ? nil : (name, server)
    }

    private static func isTag(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    /// A name with a dot, and a port perhaps: what reaches it is checked again by `Wire`.
    private static func isHost(_ text: String) -> Bool {
        guard let address = try? WebAddress("https://\(text)/") else { return false }
        return text.contains(".") && address.target == "/" && !text.contains("/") && !text.contains("?")
    }

    private static func wrong(_ form: String, _ words: String) -> Failure {
        OriginDraft.refusal("an address of the form \(form) is expected", words)
    }
}
