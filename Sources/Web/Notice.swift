public import Kernel

/// Something that cannot wait: a banner above the page. Its words are keys of `words.json`, so that each reads it in
/// the language of the page.
public struct Notice: Sendable, Equatable {
    /// Unique on the page; letters, digits and dashes.
    public let id: String
    public let title: String
    public let text: String
    public let values: [String: String]
    public let since: Instant
    /// A form of one button that posts to a path.
    public let action: Link?
    public let links: [Link]
    /// False once somebody looks after it.
    public let grave: Bool

    public struct Link: Sendable, Equatable {
        public let path: String
        public let word: String

        public init(_ path: String, _ word: String) {
            self.path = path
            self.word = word
        }
    }

    public init(
        id: String, title: String, text: String, values: [String: String] = [:], since: Instant, action: Link? = nil,
        links: [Link] = [], grave: Bool = true
    ) {
        (self.id, self.title, self.text, self.values) = (id, title, text, values)
        (self.since, self.action, self.links, self.grave) = (since, action, links, grave)
    }
}
