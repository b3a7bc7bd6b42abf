/// What one network is given.
public struct Rendition: Sendable, Equatable {
    /// In the workbench's folder, named by its digest.
    public let path: String
    /// SHA-256 of the file in hexadecimal.
    public let digest: String
    public let facts: MediaFacts
    /// Whether it is the master itself, byte for byte.
    public let isMaster: Bool
    /// Quality of the coding, 1…100, where there is such a thing and it was coded anew.
    public let quality: Int?
    /// By how much the picture's sides were shortened: 1 when they were not.
    public let scale: Double
    /// Whether something was cut away or added at the sides, or the end of a video was left out.
    public let isCut: Bool
}
