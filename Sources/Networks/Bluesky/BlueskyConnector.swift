import Deontology
import Foundation
public import Kernel
public import Wire

/// Publishes on Bluesky, or on any server that speaks its protocol (https://atproto.com): posts with pictures, a video or
/// the card of a linked page, threads, deletion. Nothing is edited there.
///
/// The name of the record is chosen when a piece is made ready, and kept with it: every attempt at the piece has the same
/// name, so that a second one makes no second post, and `find` looks at that very name.
///
/// Never signs in: it is given an access token, which `BlueskySession` renews. A server lets an account sign in thirty
/// times in five minutes and three hundred times a day.
public struct BlueskyConnector: Connector {
    public let network = Network.bluesky
    let server: BlueskyServer

    /// - Parameters:
    ///   - server: `https://host` of the account's own server (`BlueskySession.server`), or of Bluesky's door for those
    ///     that it keeps itself.
    ///   - credentials: of a session; `subject` is the account's DID.
    /// - Throws: `.forbidden` (words `networks.sign_in_again`) when the credentials name nobody.
    public init(
        on server: String = BlueskySession.service, credentials: Credentials, http: HTTP, clock: Clock = .system
    ) throws {
        self.server = try BlueskyServer(server, credentials, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await server.account() }

    // MARK: The attempt

    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        do {
            let card = try Self.media(of: piece).isEmpty
            var record = BlueskyRecord(piece.words, at: server.clock.now())
            record.language = piece.language
            record.numbers = Self.numbers(in: prepared)
            record.embed =
                card
                ? BlueskyEmbed.card(of: piece) : try BlueskyEmbed.media(of: piece, try blobs(in: prepared, piece))
            record.thread = try await thread(of: piece)
            return await server.create(
                try record.fields, text: record.words.text, at: Self.name(in: prepared, key: key))
        } catch {
            return .refused(BlueskyServer.failure(error), said: nil, wait: nil)
        }
    }

    /// The name that was chosen when the piece was made ready; else one that is the same for the same key.
    private static func name(in prepared: Prepared, key: String) -> BlueskyRecordKey {
        prepared.values["rkey"].flatMap { BlueskyRecordKey($0) }
            ?? BlueskyRecordKey(at: prepared.at, salt: UInt64(SameWords.digest([key]), radix: 16) ?? 0)
    }

    private func thread(of piece: Piece) async throws -> BlueskyThread? {
        guard let parent = piece.parent else { return nil }
        if let above = Self.reference(parent), let root = piece.root.flatMap(Self.reference) {
            return BlueskyThread(parent: above, root: root)
        }
        guard let address = BlueskyAddress(parent.id) else {
            throw Failure(.unusable, "no address of a post to go under", words: "networks.no_status")
        }
        return BlueskyThread(below: try await server.post(address))
    }

    private static func reference(_ sent: Sent) -> BlueskyThread.Reference? {
        guard let address = BlueskyAddress(sent.id), address.isByNumber, let cid = sent.reference else { return nil }
        return BlueskyThread.Reference(uri: address.uri, cid: cid)
    }

    // MARK: The look-up

    /// At the name that the piece was given; then among our latest, for a piece whose name was lost.
    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        let text = Wording(piece.words).text
        let fits: (JSON) -> Bool = { record in
            record["text"].string == text && record["reply"]["parent"]["uri"].string == piece.parent?.id
        }
        if let name = prepared?.values["rkey"].flatMap({ BlueskyRecordKey($0) }) {
            do {
                let found = try await server.post(BlueskyAddress(did: server.did, key: name.text))
                if fits(found.record) { return found.sent }
            } catch let failure as Failure where failure.kind == .notFound {}
        }
        return try await server.own(since: moment, fits)?.sent
    }

    // MARK: Afterwards

    public func delete(_ sent: Sent) async -> Sending { await server.remove(sent) }

    /// Bluesky counts no views.
    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var figures: [String: PostFigures] = [:]
        let addresses = published.compactMap { BlueskyAddress($0.id)?.uri }
        for start in stride(from: 0, to: addresses.count, by: Self.together) {
            let some = addresses[start..<min(start + Self.together, addresses.count)]
            let json = try await server.line.get("/xrpc/app.bsky.feed.getPosts", some.map { ("uris", $0) }).json
            for post in json["posts"].elements {
                guard let uri = post["uri"].string, some.contains(uri) else { continue }
                let (reposts, quotes) = (Self.count(post["repostCount"]), Self.count(post["quoteCount"]))
                figures[uri] = PostFigures(
                    likes: Self.count(post["likeCount"]), comments: Self.count(post["replyCount"]),
                    shares: reposts.map { $0 + (quotes ?? 0) } ?? quotes)
            }
        }
        return figures
    }

    /// Posts that one question names (`app.bsky.feed.getPosts`).
    private static let together = 25

    private static func count(_ field: JSON) -> Int? { field.int.flatMap { $0 >= 0 ? $0 : nil } }
}
