public import Deontology

/// A network that goes on working on a publication once it has taken it, and is given more then: YouTube reads a video for
/// minutes, or hours, and takes its subtitles by a call of their own.
public protocol Aftercare: Connector {
    /// How far the network is with `sent`; looks and changes nothing.
    func processing(_ sent: Sent) async throws -> Processing

    /// Adds subtitles in `language` (BCP 47). Harmless when repeated: what is there already in that language is left as
    /// it is.
    ///
    /// - Throws: `.notFound` while the network does not show the publication yet, `.tooMany` when the day's quota is used
    ///   up.
    func caption(_ sent: Sent, _ captions: Cleared<Media>, language: String) async throws
}

/// What became of a publication that a network works on.
public enum Processing: Sendable, Equatable {
    case working
    case done
    /// The network's own word for the reason.
    case failed(String)
    case gone
}
