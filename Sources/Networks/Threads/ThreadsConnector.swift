import Deontology
import Foundation
public import Kernel
public import Wire

/// Publishes on a Threads profile (https://developers.facebook.com/documentation/threads/posts). Nothing can be edited.
public struct ThreadsConnector: Connector {
    public let network = Network.threads
    let account: ThreadsAccount
    let base: String
    let clock: Clock

    /// Pictures and videos in one post.
    static let most = 20

    /// `credentials` are a profile's, as `ThreadsSignIn.places` gives them.
    public init(credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system) {
        account = ThreadsAccount(credentials, endpoints, http, clock)
        (base, self.clock) = (endpoints.threads, clock)
    }

    public func account() async throws -> SenderAccount { try await account.account() }

    // MARK: Before

    /// The part of a thread and the first comment are answers to what was published before.
    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        try await containers.step(try plan(piece), after: before)
    }

    private var containers: MetaContainers {
        MetaContainers(api: account.api, edge: account.edge + "/threads", state: "status", reason: "error_message")
    }

    private func plan(_ piece: Piece) throws -> MetaContainers.Plan {
        guard piece.visibility != .followers else {
            throw Failure(.unusable, "the profile's own settings say who sees", words: "networks.public_only")
        }
        try MetaMedia.check(piece.attachments, most: Self.most, on: "threads")
        let words = Self.words(Wording(piece.words))
        let under = try parent(piece)
        guard let first = piece.attachments.first else {
            let type = try Self.type("TEXT")
            return MetaContainers.Plan(whole: { _ in [type] + words + under }, pause: 2)
        }
        let pause = piece.attachments.contains { $0.file.content.kind == .video } ? 30.0 : 5
        guard piece.attachments.count > 1 else {
            let fields = try file(first)
            return MetaContainers.Plan(whole: { _ in fields + words + under }, pause: pause)
        }
        let children = try piece.attachments.map {
            try file($0) + [MutationField("is_carousel_item", .truth(true))]
        }
        let type = try Self.type("CAROUSEL")
        return MetaContainers.Plan(
            children: children,
            whole: { numbers in
                guard let list = MutationValue.marked(numbers.joined(separator: ",")) else {
                    throw Failure(.broken, "a carousel of numbers that cannot be written")
                }
                return [type, MutationField("children", list)] + words + under
            }, pause: pause)
    }

    /// A post that shows something needs no words.
    private static func words(_ wording: Wording) -> [MutationField] {
        wording.text.isEmpty ? [] : [MutationField("text", .words(wording))]
    }

    private func parent(_ piece: Piece) throws -> [MutationField] {
        guard piece.role != .post else { return [] }
        guard let id = MutationValue.marked(piece.parent?.id) else { throw Failure(.broken, "an answer to nothing") }
        return [MutationField("reply_to_id", id)]
    }

    private func file(_ attachment: Attachment) throws -> [MutationField] {
        let isVideo = attachment.file.content.kind == .video
        let address = try MetaMedia.address(attachment, for: base)
        guard isVideo || ["image/jpeg", "image/png"].contains(attachment.file.content.mime) else {
            throw Failure(.unusable, "threads takes JPEG and PNG only", words: "networks.media_refused")
        }
        let file = isVideo ? MutationField("video_url", address) : MutationField("image_url", address)
        let alt = attachment.alt.map { MutationField("alt_text", .words(Wording($0))) }
        return [try Self.type(isVideo ? "VIDEO" : "IMAGE"), file] + (alt.map { [$0] } ?? [])
    }

    static func type(_ name: String) throws -> MutationField {
        guard let type = MutationValue.marked(name) else { throw Failure(.broken, "a type without a name") }
        return MutationField("media_type", type)
    }

    // MARK: The attempt

    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        let number: MutationValue
        do { number = try MetaContainers.number(prepared) } catch { return MetaAPI.refused(error) }
        return await publish(number)
    }

    func publish(_ container: MutationValue) async -> Sending {
        let body = MutationBody.form([MutationField("creation_id", container)])
        let sending = await account.api.attempt(account.edge + "/threads_publish", body) { json in
            Fields.id(json["id"].identifier).map { Sent(id: $0, url: nil) }
        }
        guard case .sent(let sent) = sending else { return sending }
        // It is out whether this question is answered or not.
        let json = try? await account.api.object(sent.id, fields: "id,permalink")
        return .sent(Sent(id: sent.id, url: Fields.link(json?["permalink"].string)))
    }
}
