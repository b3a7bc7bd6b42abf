/// What went wrong, in two voices: `cause` for the log, `words` for the person in front of the screen.
public struct Failure: Error, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        /// The request or the file cannot be understood (HTTP 400, exit status 2).
        case unusable
        /// Nobody is signed in (401).
        case signedOut
        /// Signed in, without the right (403).
        case forbidden
        /// No such thing, or not yours to know of (404).
        case notFound
        /// Somebody changed it meanwhile, or it exists already (409).
        case conflict
        /// Larger than the limit (413).
        case tooLarge
        /// Too many attempts; try again later (429).
        case tooMany
        /// Our fault (500).
        case broken
        /// Something we depend on did not answer (503).
        case unavailable
    }

    public let kind: Kind
    /// One line for the log. Never holds a person's text, name or secret.
    public let cause: String
    /// Key of the sentence shown to the visitor, found in `words.json`; the kind's own sentence when nil.
    public let words: String?

    public init(_ kind: Kind, _ cause: String, words: String? = nil) {
        self.kind = kind
        self.cause = cause
        self.words = words
    }

    public var description: String { cause }
}
