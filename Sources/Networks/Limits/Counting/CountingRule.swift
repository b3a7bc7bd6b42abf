/// How a network counts the characters of a text.
public enum CountingRule: Sendable, Hashable {
    /// Unicode scalars: what Facebook, Instagram, LinkedIn and Google are taken to count, and YouTube for titles. None of
    /// them says; publishers that enforce "characters" in public code count code points, and no other reading of the word
    /// but UTF-16 gives more.
    case scalars
    /// What a reader sees as one character (Unicode Standard Annex 29): Bluesky (lexicon `app.bsky.feed.post`).
    case graphemes
    /// YouTube's descriptions, Bluesky's second limit.
    case utf8Bytes
    /// What programs in JavaScript count: no network of ours, given for comparison.
    case utf16Units
    /// X: twitter-text's weights, an address counts 23 and an emoji 2.
    case weighted
    /// Threads: a character counts one, an emoji as many as its UTF-8 bytes
    /// (developers.facebook.com/documentation/threads/posts).
    case emojiAsBytes
    /// Mastodon: graphemes, an address with `http://` or `https://` as many as the server says, and of `@name@server`
    /// only `@name` (mastodon/mastodon, app/validators/status_length_validator.rb).
    case mastodon(url: Int)
}
