import Deontology
import Foundation
public import Kernel
public import Wire

/// Publishes on X in the name of one account (X API v2).
public struct XConnector: Connector {
    public let network = Network.x
    /// Of our latest posts, twenty a page.
    static let pages = 3
    /// Seconds before the end of an upload at which it is made again.
    static let margin = 600.0

    private let credentials: Credentials
    private let x: XInterface

    /// - Parameters:
    ///   - prices: what a read costs this account.
    ///   - spend: asked before each read, which X bills.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system,
        prices: XPrices = .full, spend: @escaping XSpending = { _ in }
    ) {
        self.credentials = credentials
        x = XInterface(
            token: credentials.access, endpoints: endpoints, http: http, clock: clock, prices: prices, spend: spend)
    }

    public func account() async throws -> SenderAccount { try await x.account() }

    // MARK: Publishing

    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        try check(piece)
        var prepared = before ?? Prepared(at: x.clock.now())
        for (index, attachment) in piece.attachments.enumerated() {
            let place = "media.\(index)."
            forgetIfOld(place, &prepared)
            if prepared.values[place + "ready"] != nil { continue }
            let upload = XUpload(x: x, attachment: attachment, language: piece.language, place: place)
            let wait = try await upload.step(&prepared)
            if wait != nil || index + 1 < piece.attachments.count { return .wait(seconds: wait ?? 0, prepared) }
        }
        return .ready(prepared)
    }

    /// Four pictures, or one animation, or one video.
    private func check(_ piece: Piece) throws {
        guard piece.visibility != .followers else {
            throw Failure(.unusable, "X shows everything to everybody", words: "networks.public_only")
        }
        let kinds = piece.attachments.map(\.file.content.kind)
        let isMixed = kinds.count > 1 && kinds.contains { $0 != .image }
        guard kinds.count <= 4, !isMixed, kinds.allSatisfy({ [.image, .animation, .video].contains($0) }) else {
            throw Failure(
                .unusable, "X takes four pictures, or one animation, or one video", words: "networks.media_mixed")
        }
    }

    private func forgetIfOld(_ place: String, _ prepared: inout Prepared) {
        guard let until = prepared.values[place + "until"].flatMap(Double.init),
            until - x.clock.now().seconds < Self.margin
        else { return }
        prepared.values = prepared.values.filter { !$0.key.hasPrefix(place) }
    }

    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        var fields = [MutationField("text", .words(Wording(piece.words)))]
        let media = piece.attachments.indices.compactMap { index in
            MutationValue.marked(prepared.values["media.\(index).id"])
        }
        guard media.count == piece.attachments.count else {
            return .refused(Failure(.broken, "an attachment was not uploaded"), said: nil, wait: nil)
        }
        if !media.isEmpty {
            fields.append(MutationField("media", .fields([MutationField("media_ids", .list(media))])))
        }
        if piece.role != .post || piece.parent != nil {
            guard let parent = MutationValue.marked(piece.parent?.id) else {
                return .refused(
                    Failure(.unusable, "a reply to nothing", words: "networks.no_status"), said: nil, wait: nil)
            }
            fields.append(MutationField("reply", .fields([MutationField("in_reply_to_tweet_id", parent)])))
        }
        return await x.line.attempt(.post, "/tweets", .json(.fields(fields)), key: key) { _, json in
            XPost(json: json["data"]).id.map { .sent(XPost.sent($0)) }
        }
    }

    public func delete(_ sent: Sent) async -> Sending {
        await x.line.remove("/tweets/\(API.escaped(sent.id))", sent) { $0["data"]["deleted"].bool == true }
    }

    // MARK: Looking

    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        let account = credentials.subject.isEmpty ? try await x.account().id : credentials.subject
        return try await XSearch(x: x, account: account).post(
            piece.words.content.text, under: piece.parent?.id, since: moment)
    }

    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var figures: [String: PostFigures] = [:]
        let ids = published.map(\.id).filter { $0.wholeMatch(of: /[0-9]{1,19}/) != nil }
        for start in stride(from: 0, to: ids.count, by: 100) {
            let some = ids[start..<min(ids.count, start + 100)]
            let reply = try await x.posts(
                "/tweets", [("ids", some.joined(separator: ",")), ("post.fields", "public_metrics")], most: some.count)
            for post in reply.json["data"].elements {
                guard let id = XPost(json: post).id else { continue }
                figures[id] = Self.figures(post["public_metrics"])
            }
        }
        return figures
    }

    private static func figures(_ json: JSON) -> PostFigures {
        let reposts = json["repost_count"].int ?? json["retweet_count"].int
        let shares = [reposts, json["quote_count"].int].compactMap(\.self)
        return PostFigures(
            views: json["impression_count"].int, likes: json["like_count"].int, comments: json["reply_count"].int,
            shares: shares.isEmpty ? nil : shares.reduce(0, +))
    }
}
