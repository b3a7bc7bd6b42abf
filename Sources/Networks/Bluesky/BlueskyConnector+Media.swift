import Deontology
import Foundation
import Kernel
import Wire

/// What is made ready: the name of the record, the files, and the numbers behind the handles that the text names.
extension BlueskyConnector {
    /// One file a step.
    ///
    /// A video goes to the account's own server as every file does; Bluesky prepares it for playing once the post is there,
    /// which then shows it some moments later (https://docs.bsky.app/docs/tutorials/video).
    ///
    /// - Throws: `.tooLarge` (words `networks.media_too_large`) when a file is larger than the lexicon or this server takes:
    ///   servers differ, a million bytes pass everywhere; `.unusable` for what Bluesky shows in no post.
    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        try BlueskyRecord.measure(piece.words.content.text)
        let now = server.clock.now()
        var kept = before ?? Prepared(at: now)
        if kept.values["rkey"].flatMap({ BlueskyRecordKey($0) }) == nil {
            kept.values["rkey"] = BlueskyRecordKey(at: now, salt: .random(in: 0...UInt64.max)).text
        }
        let files = try Self.files(of: piece)
        for (index, file) in files.enumerated() where blob(file, in: kept) == nil {
            kept.values[file.name] = try await server.upload(file.file, as: file.use).text
            kept.at = now
            if index < files.count - 1 { return .wait(seconds: 1, kept) }
        }
        for handle in BlueskyRecord.handles(in: piece.words.content.text) where kept.values["did.\(handle)"] == nil {
            kept.values["did.\(handle)"] = try await server.resolve(handle) ?? ""
        }
        return .ready(kept)
    }

    /// A file as it is kept under a name.
    struct File: Sendable {
        let name: String
        let file: Cleared<Media>
        let use: BlueskyBlob.Use
    }

    /// Four pictures at most, or one video. An animation that is no video shows its first image.
    /// - Throws: `.unusable`: what Bluesky shows in no post, or to some only.
    static func media(of piece: Piece) throws -> [(Attachment, BlueskyBlob.Use)] {
        guard piece.visibility == .everybody else {
            throw Failure(.unusable, "Bluesky shows every post to everybody", words: "networks.public_only")
        }
        let media = try piece.attachments.map { attachment -> (Attachment, BlueskyBlob.Use) in
            let mime = attachment.file.content.mime
            guard let use = [BlueskyBlob.Use.image, .video].first(where: { $0.takes(mime) }) else {
                throw Failure(.unusable, "Bluesky shows no \(mime)", words: "networks.media_refused")
            }
            return (attachment, use)
        }
        guard media.count <= 4, media.count <= 1 || media.allSatisfy({ $0.1 == .image }) else {
            throw Failure(.unusable, "Bluesky takes four pictures, or one video", words: "networks.media_mixed")
        }
        guard media.allSatisfy({ $0.1 == .video || $0.0.alt?.content.text.isEmpty == false }) else {
            throw Failure(.unusable, "Bluesky wants every picture described", words: "networks.needs_alt")
        }
        return media
    }

    static func files(of piece: Piece) throws -> [File] {
        try media(of: piece).enumerated().flatMap { index, media -> [File] in
            let (attachment, use) = media
            let captions = use == .video ? attachment.captions : nil
            return [File(name: "blob.\(index)", file: attachment.file, use: use)]
                + (captions.map { [File(name: "captions.\(index)", file: $0, use: .captions)] } ?? [])
        }
    }

    private func blob(_ file: File, in kept: Prepared) -> BlueskyBlob? {
        guard let blob = kept.values[file.name].flatMap({ BlueskyBlob($0) }),
            blob.stands(for: file.file.content, at: server.clock.now())
        else { return nil }
        return blob
    }

    /// By the names of the files.
    /// - Throws: `.unavailable` when one of them is not there, or not there any more: it is made ready again.
    func blobs(in prepared: Prepared, _ piece: Piece) throws -> [String: BlueskyBlob] {
        var blobs: [String: BlueskyBlob] = [:]
        for file in try Self.files(of: piece) {
            guard let blob = blob(file, in: prepared) else {
                throw Failure(.unavailable, "published before \(server.line.host) had what it shows")
            }
            blobs[file.name] = blob
        }
        return blobs
    }

    static func numbers(in prepared: Prepared) -> [String: String] {
        var numbers: [String: String] = [:]
        for (name, did) in prepared.values where name.hasPrefix("did.") && did.hasPrefix("did:") {
            numbers[String(name.dropFirst("did.".count))] = did
        }
        return numbers
    }
}
