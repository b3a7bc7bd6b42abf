import Deontology
import Foundation
import Kernel
import Wire

/// A post as LinkedIn takes it (https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api).
struct LinkedInPost: Sendable {
    let piece: Piece
    let prepared: Prepared
    let organisation: String

    /// Nil where an attachment was not uploaded.
    var body: MutationValue? {
        guard let author = MutationValue.marked(organisation), let visible = MutationValue.marked("PUBLIC"),
            let feed = MutationValue.marked("MAIN_FEED"), let state = MutationValue.marked("PUBLISHED")
        else { return nil }
        var fields = [
            MutationField("author", author),
            MutationField("commentary", .words(Wording(piece.words, as: .little))),
            MutationField("visibility", visible),
            MutationField(
                "distribution",
                .fields([
                    MutationField("feedDistribution", feed), MutationField("targetEntities", .list([])),
                    MutationField("thirdPartyDistributionChannels", .list([])),
                ])),
            MutationField("lifecycleState", state), MutationField("isReshareDisabledByAuthor", .truth(false)),
        ]
        if piece.attachments.isEmpty {
            if let article { fields.append(MutationField("content", article)) }
        } else {
            guard let media else { return nil }
            fields.append(MutationField("content", media))
        }
        return .fields(fields)
    }

    private var media: MutationValue? {
        let all = piece.attachments.enumerated().compactMap { index, attachment -> MutationValue? in
            guard let id = MutationValue.marked(prepared.values["media.\(index).id"]) else { return nil }
            var fields = [MutationField("id", id)]
            if let alt = attachment.alt, !alt.content.text.isEmpty, attachment.file.content.kind != .video {
                fields.append(MutationField("altText", .words(Wording(alt))))
            }
            if attachment.file.content.kind == .video, let title = piece.title {
                fields.append(MutationField("title", .words(Wording(title))))
            }
            return .fields(fields)
        }
        guard all.count == piece.attachments.count, let first = all.first else { return nil }
        if all.count == 1 { return .fields([MutationField("media", first)]) }
        return .fields([MutationField("multiImage", .fields([MutationField("images", .list(all))]))])
    }

    /// LinkedIn looks no link up by itself here: a title of ours makes a card of the text's first link. Without a title,
    /// which LinkedIn wants, the link stays in the text.
    private var article: MutationValue? {
        guard let title = piece.title, !title.content.text.isEmpty,
            let link = MutationValue.marked(SameWords.link(in: piece.words.content.text))
        else { return nil }
        return .fields([
            MutationField(
                "article", .fields([MutationField("source", link), MutationField("title", .words(Wording(title)))]))
        ])
    }
}
