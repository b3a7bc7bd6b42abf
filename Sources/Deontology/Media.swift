/// An image, a video or subtitles as they are about to be published: one file, which the house has cleaned and named by
/// what is in it.
public struct Media: Sendable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case image, animation, video, subtitles, document
    }

    public let path: String
    /// SHA-256 of the file, in hexadecimal: what was checked is what leaves.
    public let digest: String
    public let bytes: Int64
    public let kind: Kind
    /// By content, `image/jpeg`.
    public let mime: String
    /// Whether nothing but the picture is left in the file: no place, no date, no device, no name.
    public let isBare: Bool
    /// What the library knows: `faces`, `release_per_face`, `media_licence`, `captions_file`, `ai_generated`, …
    /// (docs/deontology.md).
    public let facts: Facts
    /// What was read in the picture, checked as a text is.
    public let readText: String

    public init(
        path: String, digest: String, bytes: Int64, kind: Kind, mime: String, isBare: Bool, facts: Facts,
        readText: String = ""
    ) {
        (self.path, self.digest, self.bytes, self.kind, self.mime) = (path, digest, bytes, kind, mime)
        (self.isBare, self.facts, self.readText) = (isBare, facts, readText)
    }

    /// Of the file's name: the last part of its type.
    public var ending: String {
        switch mime {
        case "image/jpeg": "jpg"
        case "video/quicktime": "mov"
        case "text/vtt": "vtt"
        default: String(mime.split(separator: "/").last?.split(separator: "+").first ?? "bin")
        }
    }
}
