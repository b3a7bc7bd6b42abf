import Deontology
import Foundation
import Kernel
import Wire

/// What a post shows beside its words (lexicons `app.bsky.embed.images`, `.video`, `.external`).
enum BlueskyEmbed {
    /// - Parameter blobs: by the names of `BlueskyConnector.files`.
    static func media(of piece: Piece, _ blobs: [String: BlueskyBlob]) throws -> MutationValue? {
        let media = try BlueskyConnector.media(of: piece)
        if media.first?.1 == .video {
            return try video(media[0].0, blobs["blob.0"], blobs["captions.0"], piece.language)
        }
        let images = try media.enumerated().map { index, media -> MutationValue in
            guard let blob = blobs["blob.\(index)"], let alt = media.0.alt else { throw missing }
            return .fields(
                [MutationField("image", try blob.value), MutationField("alt", .words(Wording(alt)))]
                    + ratio(media.0))
        }
        return .fields([
            MutationField("$type", try BlueskyRecord.mark("app.bsky.embed.images")),
            MutationField("images", .list(images)),
        ])
    }

    private static func video(
        _ attachment: Attachment, _ blob: BlueskyBlob?, _ captions: BlueskyBlob?, _ language: String
    ) throws -> MutationValue {
        guard let blob else { throw missing }
        var fields = [
            MutationField("$type", try BlueskyRecord.mark("app.bsky.embed.video")),
            MutationField("video", try blob.value),
        ]
        if let alt = attachment.alt { fields.append(MutationField("alt", .words(Wording(alt)))) }
        if let captions, let language = MutationValue.marked(Fields.language(language)) {
            let file = [MutationField("lang", language), MutationField("file", try captions.value)]
            fields.append(MutationField("captions", .list([.fields(file)])))
        }
        if attachment.file.content.kind == .animation {
            fields.append(MutationField("presentation", try BlueskyRecord.mark("gif")))
        }
        return .fields(fields + ratio(attachment))
    }

    private static func ratio(_ attachment: Attachment) -> [MutationField] {
        guard attachment.width > 0, attachment.height > 0 else { return [] }
        let sides = [
            MutationField("width", .number(Int64(attachment.width))),
            MutationField("height", .number(Int64(attachment.height))),
        ]
        return [MutationField("aspectRatio", .fields(sides))]
    }

    private static let missing = Failure(.unavailable, "published before the server had what it shows")

    /// The card of the first page that the text links to. Its words are the title of the piece, where it has one, and the
    /// address: what the page says of itself nobody has checked.
    static func card(of piece: Piece) -> MutationValue? {
        for facet in BlueskyFacets.detect(piece.words.content.text) {
            guard case .link(let text) = facet.feature, let address = Fields.link(text),
                let host = try? WebAddress(address).host, let uri = MutationValue.marked(address),
                let name = MutationValue.marked(host), let type = MutationValue.marked("app.bsky.embed.external"),
                let said = MutationValue.marked(bare(address))
            else { continue }
            let card = [
                MutationField("uri", uri), MutationField("title", piece.title.map { .words(Wording($0)) } ?? name),
                MutationField("description", said),
            ]
            return .fields([MutationField("$type", type), MutationField("external", .fields(card))])
        }
        return nil
    }

    /// Without its scheme and a final slash.
    private static func bare(_ address: String) -> String {
        let text = address.range(of: "://").map { String(address[$0.upperBound...]) } ?? address
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
