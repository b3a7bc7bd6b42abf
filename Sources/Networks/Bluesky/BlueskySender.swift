public import Deontology
public import Kernel
public import Wire

/// Answers on Bluesky, or on any server that speaks its protocol, in the name of one account of ours.
public struct BlueskySender: Sender {
    public let network = Network.bluesky
    private let server: BlueskyServer

    /// As `BlueskyConnector`.
    public init(
        on server: String = BlueskySession.service, credentials: Credentials, http: HTTP, clock: Clock = .system
    ) throws {
        self.server = try BlueskyServer(server, credentials, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await server.account() }

    // MARK: What is answered

    /// - Parameter id: the `at://` address of a post, or its page on bsky.app.
    /// - Returns: its `id` holds what a reply needs: the addresses and hashes of what is answered and of the first post of
    ///   its thread. Nobody is addressed in the text: the network tells an author of every answer.
    public func target(_ id: String) async throws -> ReplyTarget {
        guard var address = BlueskyAddress(id) else {
            throw Failure(.notFound, "no address of a Bluesky post", words: "networks.no_status")
        }
        if !address.isByNumber {
            guard let did = try await server.resolve(address.authority) else {
                throw Failure(.notFound, "nobody holds this handle any more", words: "networks.no_status")
            }
            address = BlueskyAddress(did: did, key: address.key)
        }
        let post = try await found(address)
        return ReplyTarget(
            id: BlueskyThread(below: post).text, author: nil, visibility: "public",
            language: post.record["langs"].elements.lazy.compactMap { Fields.language($0.string) }.first,
            longest: BlueskyRecord.longest.graphemes)
    }

    /// From the author's repository, of which our server asks on our behalf; else as readers see it.
    private func found(_ address: BlueskyAddress) async throws -> BlueskyServer.Found {
        do { return try await server.post(address) } catch let failure as Failure
            where [.notFound, .unusable].contains(failure.kind)
        {
            let seen = try? await server.line.get("/xrpc/app.bsky.feed.getPosts", [("uris", address.uri)]).json
            guard let post = seen?["posts"].elements.lazy.compactMap(BlueskyServer.Found.init).first,
                post.address == address
            else {
                throw Failure(.notFound, failure.cause, words: "networks.no_status")
            }
            return post
        }
    }

    // MARK: The attempt

    /// The record is named before it leaves: what is unclear after the attempt is settled by a look at that name.
    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        do {
            guard let thread = BlueskyThread(target.id) else {
                throw Failure(.notFound, "no post to answer", words: "networks.no_status")
            }
            let now = server.clock.now()
            var record = BlueskyRecord(reply, at: now)
            (record.thread, record.language) = (thread, target.language)
            for handle in BlueskyRecord.handles(in: record.words.text) {
                record.numbers[handle] = try await server.resolve(handle)
            }
            let name = BlueskyRecordKey(at: now, salt: UInt64(SameWords.digest([key]), radix: 16) ?? 0)
            return await server.create(try record.fields, text: record.words.text, at: name)
        } catch {
            return .refused(BlueskyServer.failure(error), said: nil, wait: nil)
        }
    }

    // MARK: The look-up

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        guard let thread = BlueskyThread(target.id) else { return nil }
        return try await server.own(since: moment) { record in
            record["text"].string == text && record["reply"]["parent"]["uri"].string == thread.parent.uri
        }?.sent
    }
}
