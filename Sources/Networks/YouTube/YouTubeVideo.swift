import Deontology
import Foundation
import Kernel
import Wire

/// What is said of a video (https://developers.google.com/youtube/v3/docs/videos).
struct YouTubeVideo: Sendable {
    /// Characters of a title, bytes of a description, characters of all tags.
    static let (title, description, tags) = (100, 5_000, 500)

    let piece: Piece

    /// The file to publish. Throws `.unusable` for a piece that is no video: YouTube publishes nothing else.
    func file() throws -> Attachment {
        guard piece.attachments.count == 1, let first = piece.attachments.first, first.file.content.kind == .video,
            first.file.content.bytes > 0
        else { throw Failure(.unusable, "YouTube publishes one video", words: "networks.needs_video") }
        guard let title = piece.title?.content.text, !title.isEmpty else {
            throw Failure(.unusable, "a video without a title", words: "networks.needs_title")
        }
        guard title.count <= Self.title, piece.words.content.text.utf8.count <= Self.description else {
            throw Failure(.tooLarge, "a title or a description that is too long", words: "networks.too_long")
        }
        guard !(title + piece.words.content.text).contains(where: { "<>".contains($0) }) else {
            throw Failure(.unusable, "YouTube takes neither < nor >", words: "networks.angle_brackets")
        }
        return first
    }

    /// Changes when what is said changes.
    var digest: String {
        SameWords.digest([
            piece.title?.content.text ?? "", piece.words.content.text, keywords.joined(separator: ","), privacy,
            piece.language, piece.attachments.first?.file.content.digest ?? "",
        ])
    }

    /// For an upload.
    var whole: MutationValue {
        .fields([
            MutationField("snippet", .fields(snippet)),
            MutationField(
                "status",
                .fields(
                    [MutationField("selfDeclaredMadeForKids", .truth(false))]
                        + (MutationValue.marked(privacy).map { [MutationField("privacyStatus", $0)] } ?? []))),
        ])
    }

    /// For a change of words: YouTube wants the category again, or takes it away.
    func changed(_ id: String, category: String) -> MutationValue? {
        guard let id = MutationValue.marked(id), let category = MutationValue.marked(category) else { return nil }
        return .fields([
            MutationField("id", id),
            MutationField("snippet", .fields(snippet + [MutationField("categoryId", category)])),
        ])
    }

    private var snippet: [MutationField] {
        var fields: [MutationField] = []
        if let title = piece.title { fields.append(MutationField("title", .words(Wording(title)))) }
        fields.append(MutationField("description", .words(Wording(piece.words))))
        let tags = keywords.compactMap { MutationValue.marked($0) }
        if !tags.isEmpty { fields.append(MutationField("tags", .list(tags))) }
        if let language = MutationValue.marked(piece.language) {
            fields.append(MutationField("defaultLanguage", language))
        }
        return fields
    }

    /// Without accents, which YouTube's search does not mind; each once, as many as fit.
    private var keywords: [String] {
        var kept: [String] = []
        var left = Self.tags
        for tag in piece.tags {
            let plain = tag.folding(options: .diacriticInsensitive, locale: nil)
            guard Mark(plain) != nil, !kept.contains(plain), plain.count < left else { continue }
            kept.append(plain)
            left -= plain.count + 1
        }
        return kept
    }

    /// Nobody but us sees what is for followers: YouTube knows no such circle.
    private var privacy: String {
        switch piece.visibility {
        case .everybody: "public"
        case .unlisted: "unlisted"
        case .followers: "private"
        }
    }
}
