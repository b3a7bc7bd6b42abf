import Kernel

/// What Google makes of a post.
public enum BusinessPostState: String, Sendable, CaseIterable {
    /// Being looked at: nobody reads it yet.
    case processing = "PROCESSING"
    case live = "LIVE"
    /// Taken for a breach of Google's rules: nobody reads it.
    case rejected = "REJECTED"
    /// Planned, or posted again by a rhythm of Google's own.
    case scheduled = "SCHEDULED"
    case gone = ""
}
