import Deontology
import Foundation
import Kernel
import Wire

/// A file that a server has taken (https://atproto.com/specs/data-model, blob type), as it is kept between two steps:
/// `<hash> <type> <bytes> <which file> <when, in Unix seconds>`.
struct BlueskyBlob: Sendable, Equatable {
    /// Hash of the content, by which a record names it.
    let cid: String
    let mime: String
    let size: Int64
    /// SHA-256 of our file.
    let digest: String
    let since: Instant

    /// Seconds for which a server surely keeps a file that no record names yet: "minutes", says the lexicon.
    static let life = 900.0

    /// What the lexicons of the embeds take.
    enum Use: String, Sendable {
        case image, video, captions

        /// Bytes. Many servers still take a million for an image.
        var most: Int64 {
            switch self {
            case .image: 2_000_000
            case .video: 300_000_000
            case .captions: 20_000
            }
        }

        func takes(_ mime: String) -> Bool {
            switch self {
            case .image: mime.hasPrefix("image/")
            case .video: mime == "video/mp4"
            case .captions: mime == "text/vtt"
            }
        }
    }

    /// - Parameter json: `blob` of the server's answer. Nil when it is not what was sent.
    init?(_ json: JSON, of file: Media, as use: Use, at now: Instant) {
        guard let cid = Fields.id(json["ref"]["$link"].string), Mark(cid) != nil,
            let mime = json["mimeType"].string, Mark(mime) != nil, use.takes(mime),
            json["size"].int.map(Int64.init) == file.bytes
        else { return nil }
        (self.cid, self.mime, size, digest, since) = (cid, mime, file.bytes, file.digest, now)
    }

    /// Nil for what was not written by `text`.
    init?(_ text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 5, let size = Int64(parts[2]), let seconds = Double(parts[4]), seconds.isFinite,
            Mark(parts[0]) != nil, Mark(parts[1]) != nil
        else { return nil }
        (cid, mime, self.size, digest) = (parts[0], parts[1], size, parts[3])
        since = Instant(seconds: seconds)
    }

    var text: String { "\(cid) \(mime) \(size) \(digest) \(Int64(since.seconds))" }

    func stands(for file: Media, at now: Instant) -> Bool {
        digest == file.digest && now.seconds(since: since) < Self.life
    }

    /// As a record names it.
    var value: MutationValue {
        get throws {
            .fields([
                MutationField("$type", try BlueskyRecord.mark("blob")),
                MutationField("ref", .fields([MutationField("$link", try BlueskyRecord.mark(cid))])),
                MutationField("mimeType", try BlueskyRecord.mark(mime)), MutationField("size", .number(size)),
            ])
        }
    }
}
