import Deontology
import Foundation
public import Kernel
public import Wire

/// Publishes on a professional account of Instagram
/// (https://developers.facebook.com/documentation/instagram-platform/content-publishing). Nothing can be edited or
/// taken back by this way.
public struct InstagramConnector: Connector {
    public let network = Network.instagram
    let account: InstagramAccount
    let base: String
    let clock: Clock

    /// Pictures and videos in one post.
    static let most = 10

    /// `credentials` are an account's, as `InstagramSignIn.places` gives them.
    public init(credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system) {
        account = InstagramAccount(credentials, endpoints, http, clock)
        (base, self.clock) = (endpoints.instagram, clock)
    }

    public func account() async throws -> SenderAccount { try await account.account() }

    // MARK: Before

    /// Instagram fetches the files from us; a picture, several (2 to 10) or one video, never words alone.
    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        guard piece.role == .post else {
            guard piece.attachments.isEmpty else {
                throw Failure(.unusable, "a comment shows no file", words: "networks.media_refused")
            }
            return .ready(before ?? Prepared(at: clock.now()))
        }
        return try await containers.step(try plan(piece), after: before)
    }

    private var containers: MetaContainers {
        MetaContainers(api: account.api, edge: account.edge + "/media", state: "status_code", reason: "status")
    }

    private func plan(_ piece: Piece) throws -> MetaContainers.Plan {
        guard piece.visibility != .followers else {
            throw Failure(.unusable, "the account's own settings say who sees", words: "networks.public_only")
        }
        guard let first = piece.attachments.first else {
            throw Failure(.unusable, "instagram publishes no words alone", words: "networks.needs_media")
        }
        try MetaMedia.check(piece.attachments, most: Self.most, on: "instagram")
        let caption = MutationField("caption", .words(Wording(piece.words)))
        let pause = piece.attachments.contains { $0.file.content.kind == .video } ? 30.0 : 5
        guard piece.attachments.count > 1 else {
            let fields = try file(first, alone: true)
            return MetaContainers.Plan(whole: { _ in fields + [caption] }, pause: pause)
        }
        let children = try piece.attachments.map {
            try file($0, alone: false) + [MutationField("is_carousel_item", .truth(true))]
        }
        return MetaContainers.Plan(
            children: children,
            whole: { numbers in
                guard let list = MutationValue.marked(numbers.joined(separator: ",")),
                    let type = MutationValue.marked("CAROUSEL")
                else { throw Failure(.broken, "a carousel of numbers that cannot be written") }
                return [MutationField("media_type", type), MutationField("children", list), caption]
            }, pause: pause)
    }

    /// One file; a video alone is a reel, shown in the feed too. Videos have no words for those who do not see them.
    private func file(_ attachment: Attachment, alone: Bool) throws -> [MutationField] {
        let address = try MetaMedia.address(attachment, for: base)
        guard attachment.file.content.kind == .video else {
            guard attachment.file.content.mime == "image/jpeg" else {
                throw Failure(.unusable, "instagram takes JPEG only", words: "networks.media_refused")
            }
            let alt = attachment.alt.map { MutationField("alt_text", .words(Wording($0))) }
            return [MutationField("image_url", address)] + (alt.map { [$0] } ?? [])
        }
        guard let type = MutationValue.marked(alone ? "REELS" : "VIDEO") else { return [] }
        let fields = [MutationField("media_type", type), MutationField("video_url", address)]
        return alone ? fields + [MutationField("share_to_feed", .truth(true))] : fields
    }

    // MARK: The attempt

    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        guard piece.role == .post else { return await comment(piece) }
        let number: MutationValue
        do { number = try MetaContainers.number(prepared) } catch { return MetaAPI.refused(error) }
        let body = MutationBody.form([MutationField("creation_id", number)])
        let sending = await account.api.attempt(account.edge + "/media_publish", body) { Self.sent($0) }
        guard case .sent(let sent) = sending else { return sending }
        // It is out whether this question is answered or not.
        let json = try? await account.api.object(sent.id, fields: "permalink")
        return .sent(Sent(id: sent.id, url: Fields.link(json?["permalink"].string)))
    }

    private func comment(_ piece: Piece) async -> Sending {
        guard let parent = piece.parent else { return MetaAPI.refused(Failure(.broken, "a comment on nothing")) }
        let body = MutationBody.form([MutationField("message", .words(Wording(piece.words)))])
        return await account.api.attempt("/\(API.escaped(parent.id))/comments", body) { Self.sent($0) }
    }

    static func sent(_ json: JSON) -> Sent? {
        Fields.id(json["id"].identifier).map { Sent(id: $0, url: nil) }
    }
}
