import Deontology
import Foundation
public import Kernel
public import Wire

/// Publishes on a Facebook Page, with the Page's own token (https://developers.facebook.com/docs/pages-api/posts).
public struct FacebookConnector: Connector {
    public let network = Network.facebook
    let page: FacebookPage
    let base: String
    let clock: Clock

    /// Pictures in one post; a video stands alone.
    static let most = 10
    /// A picture that nothing shows is dropped after a day.
    static let longest = 20.0 * 3_600

    /// `credentials` are a Page's, as `FacebookSignIn.places` gives them.
    public init(credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system) {
        page = FacebookPage(credentials, endpoints, http, clock)
        (base, self.clock) = (endpoints.facebook, clock)
    }

    public func account() async throws -> SenderAccount { try await page.account() }

    // MARK: Before

    /// Uploads pictures one by one, to be seen by nobody until a post shows them. A video travels with the publication
    /// itself: Facebook knows no other way for it that is one attempt.
    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        try Self.check(piece)
        var have = before ?? Prepared(at: clock.now())
        if clock.now().seconds(since: have.at) > Self.longest { have = Prepared(at: clock.now()) }
        let pictures = piece.attachments.filter { $0.file.content.kind == .image }
        for (index, picture) in pictures.enumerated() where have.values["photo.\(index)"] == nil {
            have.values["photo.\(index)"] = try await upload(picture)
            if index + 1 < pictures.count { return .wait(seconds: 0, have) }
        }
        return .ready(have)
    }

    private func upload(_ picture: Attachment) async throws -> String {
        var fields = [MutationField("published", .truth(false))]
        if let alt = picture.alt { fields.append(MutationField("alt_text_custom", .words(Wording(alt)))) }
        let json = try await page.api.prepare(
            page.edge + "/photos", .multipart(fields, name: "source", file: picture.file), limits: MetaAPI.upload)
        guard let id = Fields.id(json["id"].identifier) else {
            throw Failure(.unavailable, "\(page.api.host) took a picture without a number", words: "networks.not_json")
        }
        return id
    }

    static func check(_ piece: Piece) throws {
        guard piece.visibility != .followers else {
            throw Failure(.unusable, "a Page speaks to everybody", words: "networks.public_only")
        }
        try MetaMedia.check(piece.attachments, most: piece.role == .post ? most : 1, on: "facebook")
        let videos = piece.attachments.count { $0.file.content.kind == .video }
        if videos > 0, piece.role != .post {
            throw Failure(.unusable, "a comment shows no video of ours", words: "networks.media_refused")
        }
        if videos > 0, piece.attachments.count > 1 {
            throw Failure(.unusable, "a video stands alone", words: "networks.media_mixed")
        }
    }

    // MARK: The attempt

    /// Meta knows no key for attempts: what nobody can tell of is looked for (`find`).
    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        do {
            try Self.check(piece)
            if piece.role != .post { return await comment(piece, try Self.shown(piece, prepared)) }
            if let video = piece.attachments.first(where: { $0.file.content.kind == .video }) {
                return await publish(piece, video)
            }
            return await publish(piece, try Self.shown(piece, prepared))
        } catch { return MetaAPI.refused(error) }
    }

    /// The numbers of the pictures that were uploaded.
    private static func shown(_ piece: Piece, _ prepared: Prepared) throws -> [MutationValue] {
        try piece.attachments.indices.map { index in
            guard let mark = MutationValue.marked(prepared.values["photo.\(index)"]) else {
                throw Failure(.broken, "publishing before the pictures are there")
            }
            return mark
        }
    }

    private func publish(_ piece: Piece, _ pictures: [MutationValue]) async -> Sending {
        var fields = [MutationField("message", .words(Wording(piece.words)))]
        if !pictures.isEmpty {
            let shown = pictures.map { MutationValue.fields([MutationField("media_fbid", $0)]) }
            fields.append(MutationField("attached_media", .list(shown)))
        } else if let link = MutationValue.marked(MetaText.link(in: piece.words.content.text)) {
            fields.append(MutationField("link", link))
        }
        return await page.api.attempt(page.edge + "/feed", .form(fields)) { Self.sent($0) }
    }

    /// Facebook fetches the video where it has an address, and gets it from us otherwise.
    private func publish(_ piece: Piece, _ video: Attachment) async -> Sending {
        var fields = [MutationField("description", .words(Wording(piece.words)))]
        if let title = piece.title { fields.append(MutationField("title", .words(Wording(title)))) }
        let body: MutationBody
        if let address = try? MetaMedia.address(video, for: base) {
            body = .form(fields + [MutationField("file_url", address)])
        } else {
            body = .multipart(fields, name: "source", file: video.file)
        }
        let sending = await page.api.attempt(page.edge + "/videos", body, limits: MetaAPI.upload) { Self.sent($0) }
        guard case .sent(let sent) = sending else { return sending }
        return .sent(await post(of: sent.id))
    }

    /// The post that shows a video, which has another number. It is out whether this question is answered or not.
    private func post(of video: String) async -> Sent {
        let json = try? await page.api.object(video, fields: "post_id,permalink_url")
        let number = Fields.id(json?["post_id"].identifier) ?? video
        let id = number.contains("_") ? number : "\(page.id)_\(number)"
        let path = json?["permalink_url"].string
        let url = path.flatMap { Fields.link($0.hasPrefix("/") ? "https://www.facebook.com" + $0 : $0) }
        return Sent(id: id, url: url ?? FacebookPage.address(id), reference: video)
    }

    private func comment(_ piece: Piece, _ pictures: [MutationValue]) async -> Sending {
        guard let parent = piece.parent else { return MetaAPI.refused(Failure(.broken, "a comment on nothing")) }
        let id = API.escaped(parent.reference ?? parent.id)
        let fields =
            [MutationField("message", .words(Wording(piece.words)))]
            + pictures.prefix(1).map { MutationField("attachment_id", $0) }
        return await page.api.attempt("/\(id)/comments", .form(fields)) { Self.sent($0) }
    }

    static func sent(_ json: JSON) -> Sent? {
        guard let id = Fields.id(json["post_id"].identifier ?? json["id"].identifier) else { return nil }
        return Sent(id: id, url: FacebookPage.address(id))
    }
}
