/// A file in which nothing is left but the picture and the sound, upright and in sRGB. The master of its renditions.
public struct Cleaned: Sendable, Equatable {
    /// In the workbench's folder, named by its digest.
    public let path: String
    /// SHA-256 of the file in hexadecimal.
    public let digest: String
    /// What it is now: `traces` is empty.
    public let facts: MediaFacts
    /// What it was, and what was taken away.
    public let before: MediaFacts
    /// Whether the picture is the very same samples: only what lay beside it was taken away.
    public let isLossless: Bool
}
