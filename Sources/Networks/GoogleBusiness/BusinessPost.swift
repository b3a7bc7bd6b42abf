import Deontology
import Foundation
import Kernel
import Wire

/// A post of a business profile
/// (https://developers.google.com/my-business/reference/rest/v4/accounts.locations.localPosts).
struct BusinessPost: Sendable {
    /// Characters.
    static let longest = 1_500

    let piece: Piece

    /// Throws `.unusable` for what Google refuses, or takes down without a word.
    func check() throws {
        guard piece.visibility != .followers else {
            throw Failure(.unusable, "Google shows everything to everybody", words: "networks.public_only")
        }
        let text = piece.words.content.text
        guard piece.role == .post else {
            throw Failure(.unusable, "nobody comments on a business profile", words: "networks.no_comment")
        }
        guard text.count <= Self.longest else {
            throw Failure(.tooLarge, "\(text.count) characters, where Google takes 1,500", words: "networks.too_long")
        }
        guard !Self.hasPhoneNumber(text) else {
            throw Failure(.unusable, "a phone number in a post", words: "networks.no_phone_number")
        }
        guard piece.attachments.count <= 1, piece.attachments.allSatisfy({ $0.file.content.kind == .image }) else {
            throw Failure(.unusable, "Google takes one photo", words: "networks.one_photo")
        }
        if let attachment = piece.attachments.first, Fields.link(attachment.pulledFrom) == nil {
            throw Failure(
                .unusable, "Google fetches photos from us, and has no address", words: "networks.no_public_address")
        }
    }

    /// Nine digits or more that begin as a phone number does, whatever stands between them. Dates, sums and the short
    /// numbers of an emergency are none.
    static func hasPhoneNumber(_ text: String) -> Bool {
        for found in text.matches(of: /(?:\+|\b0)[0-9](?:[\s\u{00A0}.\-\/()]{0,2}[0-9]){7,14}/) {
            let digits = found.output.filter(\.isNumber).count
            if digits >= 9 { return true }
        }
        return false
    }

    /// For a new post; `isChange` leaves out what a change does not touch.
    func body(isChange: Bool = false) -> MutationValue? {
        guard let type = MutationValue.marked("STANDARD"), let more = MutationValue.marked("LEARN_MORE"),
            let photo = MutationValue.marked("PHOTO")
        else { return nil }
        var fields = [MutationField("summary", .words(Wording(piece.words)))]
        if let language = MutationValue.marked(piece.language) {
            fields.append(MutationField("languageCode", language))
        }
        if let link = MutationValue.marked(SameWords.link(in: piece.words.content.text)) {
            fields.append(
                MutationField(
                    "callToAction", .fields([MutationField("actionType", more), MutationField("url", link)])))
        }
        if isChange { return .fields(fields) }
        fields.append(MutationField("topicType", type))
        if let attachment = piece.attachments.first {
            guard let source = MutationValue.marked(attachment.pulledFrom) else { return nil }
            fields.append(
                MutationField(
                    "media",
                    .list([.fields([MutationField("mediaFormat", photo), MutationField("sourceUrl", source)])])))
        }
        return .fields(fields)
    }
}
