import Deontology
import Foundation
import Kernel
import Wire

/// One account of ours on the server that keeps its repository (a PDS), as those who answer and those who publish both
/// ask for it.
struct BlueskyServer: Sendable {
    let line: NetworkLine
    /// Ours.
    let did: String
    let clock: Clock
    /// Pages of 100 that are looked through for one post.
    static let pages = 5

    /// - Throws: `.forbidden` (words `networks.sign_in_again`) when the credentials name nobody.
    init(_ server: String, _ credentials: Credentials, http: HTTP, clock: Clock) throws {
        let subject = credentials.subject.hasPrefix("did:") ? credentials.subject : nil
        guard let did = subject ?? BlueskyToken(credentials.access)?.subject else {
            throw Failure(.forbidden, "the session names no account", words: "networks.sign_in_again")
        }
        self.did = did
        self.clock = clock
        line = NetworkLine(
            http: http, base: try WebAddress(server).origin, token: credentials.access, clock: clock,
            table: BlueskyErrors.read)
    }

    func account() async throws -> SenderAccount {
        let session = try await line.get("/xrpc/com.atproto.server.getSession").json
        guard session["did"].string == did, let handle = Fields.id(session["handle"].string) else {
            throw Failure(
                .unavailable, "\(line.host) does not say whose session this is", words: "networks.not_json")
        }
        guard session["active"].bool != false else {
            throw Failure(
                .forbidden, "\(line.host): the account is not active", words: "networks.account_restricted")
        }
        let profile = try? await line.get("/xrpc/app.bsky.actor.getProfile", [("actor", did)]).json
        let name = Fields.text(profile?["displayName"].string ?? "")
        return SenderAccount(
            id: did, handle: handle.lowercased(), name: name.isEmpty ? handle : String(name.prefix(200)))
    }

    // MARK: Records

    /// A post as its repository has it.
    struct Found: Sendable {
        let address: BlueskyAddress
        /// Hash of the content.
        let cid: String
        let record: JSON

        init?(_ json: JSON) {
            guard let address = json["uri"].string.flatMap({ BlueskyAddress($0) }), address.isByNumber,
                let cid = Fields.id(json["cid"].string), Mark(cid) != nil
            else { return nil }
            (self.address, self.cid) = (address, cid)
            record = json["value"].isObject ? json["value"] : json["record"]
        }

        var sent: Sent { Sent(id: address.uri, url: address.page, reference: cid) }
    }

    /// - Throws: `.notFound` when its author took it back, or it was never there.
    func post(_ address: BlueskyAddress) async throws -> Found {
        let json = try await line.get(
            "/xrpc/com.atproto.repo.getRecord",
            [("repo", address.authority), ("collection", BlueskyAddress.collection), ("rkey", address.key)]
        ).json
        guard let found = Found(json) else {
            throw Failure(.unavailable, "\(line.host) gave a post without an address", words: "networks.not_json")
        }
        return found
    }

    /// The newest of our own posts since `moment` that `fits`. Asks the repository itself, which knows a post at once:
    /// what is shown to readers comes later.
    func own(since moment: Instant, _ fits: (JSON) -> Bool) async throws -> Found? {
        var cursor: String?
        for _ in 0..<Self.pages {
            let json = try await line.get(
                "/xrpc/com.atproto.repo.listRecords",
                [("repo", did), ("collection", BlueskyAddress.collection), ("limit", "100"), ("cursor", cursor)]
            ).json
            let page = json["records"].elements.compactMap(Found.init)
            let now = clock.now()
            func isRecent(_ found: Found) -> Bool {
                SameWords.isSince(moment, Fields.moment(found.record["createdAt"].string, now: now))
            }
            let newest = page.sorted { $0.address.key > $1.address.key }
            if let found = newest.first(where: { isRecent($0) && fits($0.record) }) { return found }
            // The newest come first on the servers that we know, and not on all.
            let isDescending = page.first.map { $0.address.key == newest.first?.address.key } ?? true
            guard let next = json["cursor"].string, next != cursor, !page.isEmpty,
                !isDescending || page.last.map(isRecent) ?? false
            else { return nil }
            cursor = next
        }
        return nil
    }

    /// The DID behind a handle; nil when nobody holds it.
    func resolve(_ handle: String) async throws -> String? {
        do {
            let json = try await line.get("/xrpc/com.atproto.identity.resolveHandle", [("handle", handle)]).json
            return json["did"].string.flatMap { $0.hasPrefix("did:") && Mark($0) != nil ? $0 : nil }
        } catch let failure as Failure where [.unusable, .notFound].contains(failure.kind) {
            return nil
        }
    }
}
