import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

/// Publishing on a Bluesky server made of what others wrote (arroba), which holds every record against the lexicons.
@Suite(.enabled(if: Peers.started?.pds != nil, "start Tests/interop/peers and set RESONANCE_PEERS"), .serialized)
struct BlueskyPeerTests {
    private let pds: Peers.PDS
    private let http: HTTP
    /// By which these tests publish: others read all that the hospital's account says.
    private static let handle = "patient.test"
    /// Words that nobody else writes.
    private let mark = UUID().uuidString.lowercased().prefix(8)
    private static let password = "app-pass-2"

    init() throws {
        pds = try #require(Peers.started?.pds)
        http = try Peers.http(pds.url)
    }

    private func open() async throws -> Credentials {
        try await BlueskySession(on: pds.url, http: http).open("@\(Self.handle)", password: Self.password).credentials
    }

    private func connector(_ http: HTTP? = nil) async throws -> BlueskyConnector {
        try BlueskyConnector(on: pds.url, credentials: try await open(), http: http ?? self.http)
    }

    /// As the server keeps it.
    private func kept(_ sent: Sent) async throws -> JSON {
        let address = try #require(BlueskyAddress(sent.id))
        return try await API(http: http, base: pds.url, token: nil).get(
            "/xrpc/com.atproto.repo.getRecord",
            [("repo", address.authority), ("collection", BlueskyAddress.collection), ("rkey", address.key)]
        ).json["value"]
    }

    @Test("a text with facets is published, found by its name and without it, read as an arrival, and taken back")
    func text() async throws {
        let connector = try await connector()
        let began = Clock.system.now()
        #expect(try await connector.account().handle == Self.handle)
        let text = "Été \(mark) : https://chu.example.com/été @hospital.test #chu 👩‍⚕️"
        let piece = try FediPieces.piece(text)
        let (prepared, _) = try await FediPieces.prepared(connector, piece)
        let sent = try FediPieces.sent(await connector.publish(piece, prepared, key: "k"))
        let record = try await kept(sent)
        #expect(record["text"].string == text && record["facets"].elements.count == 3)
        let mention = record["facets"].elements.compactMap { $0["features"].elements.first?["did"].string }.first
        #expect(mention?.hasPrefix("did:plc:") == true)
        #expect(record["embed"]["external"]["uri"].string == "https://chu.example.com/%C3%A9t%C3%A9")
        #expect(try await connector.find(piece, prepared, since: began) == sent)
        #expect(try await connector.find(piece, nil, since: began) == sent)
        let page = try await BlueskyReader(.author(Self.handle), service: pds.url, http: http).fetch(since: nil)
        #expect(page.arrivals.contains { $0.id == sent.id && $0.text.contains(mark) })
        #expect(try FediPieces.sent(await connector.delete(sent)) == sent)
        #expect(try FediPieces.sent(await connector.delete(sent)) == sent)
        #expect(try await connector.find(piece, prepared, since: began) == nil)
        // Another program's posts of other times stand there too.
        #expect(try await connector.find(try FediPieces.piece("Rien \(mark)."), nil, since: began) == nil)
    }

    @Test("31: pictures with what is said of them, and a video with captions, are kept as they were sent")
    func media() async throws {
        let connector = try await connector()
        let pictures = [try FediPieces.picture("Un quai « vide »"), try FediPieces.picture("Deux quais")]
        let shown = try await FediPieces.publish(connector, try FediPieces.piece("Les quais \(mark).", pictures))
        let images = try await kept(shown)["embed"]["images"].elements
        #expect(images.map { $0["alt"].string } == ["Un quai « vide »", "Deux quais"])
        let cid = try #require(images.first?["image"]["ref"]["$link"].string)
        let did = try #require(BlueskyAddress(shown.id)).authority
        let address = "\(pds.url)/xrpc/com.atproto.sync.getBlob?did=\(did)&cid=\(cid)"
        guard case .fresh(let file) = try await http.fetch(Fetch(address)) else { throw Failure(.broken, "no file") }
        #expect(Data(file.body) == (try Data(contentsOf: URL(filePath: pictures[0].file.content.path))))
        let video = try FediPieces.piece("La visite \(mark).", [try FediPieces.video(captions: true)])
        let played = try await kept(try await FediPieces.publish(connector, video))["embed"]
        #expect(played["video"]["mimeType"].string == "video/mp4")
        #expect(played["captions"].elements.first?["lang"].string == "fr")
    }

    @Test("a file larger than the server takes is refused as too large, and so is a picture larger than any takes")
    func large() async throws {
        let connector = try await connector()
        for attachment in [try FediPieces.video(bytes: 6_000_000), try FediPieces.picture(bytes: 2_100_000)] {
            let piece = try FediPieces.piece("Trop \(mark).", [attachment])
            let refusal = await failure(of: { try await connector.prepare(piece, after: nil) })
            #expect(refusal?.kind == .tooLarge && refusal?.words == "networks.media_too_large")
        }
        let fits = try FediPieces.piece("Assez \(mark).", [try FediPieces.picture(bytes: 1_400_000)])
        _ = try await FediPieces.publish(connector, fits)
    }

    @Test("a thread of three whose second part is cut before or after its arrival ends with three parts, in order")
    func thread() async throws {
        for (index, arrives) in [false, true].enumerated() {
            let connector = try await connector(CutHTTP(http, cuts: 2, arrives: arrives).http)
            let first = try await FediPieces.publish(connector, try FediPieces.piece("Un \(mark) \(index)."))
            let two = try FediPieces.piece("Deux \(mark) \(index).", role: .thread, parent: first, root: first)
            let (prepared, _) = try await FediPieces.prepared(connector, two)
            let sending = await connector.publish(two, prepared, key: "2")
            // What arrived is settled by the look at its name; what did not is nobody's to tell.
            #expect((FediPieces.cause(sending) == nil) == arrives)
            let second = try FediPieces.sent(await connector.publish(two, prepared, key: "2"))
            #expect(second.id.hasSuffix(prepared.values["rkey"] ?? "?"))
            let three = try FediPieces.piece("Trois \(mark) \(index).", role: .thread, parent: second, root: first)
            let third = try await FediPieces.publish(connector, three)
            let replies = [try await kept(second)["reply"], try await kept(third)["reply"]]
            #expect(replies.map { $0["parent"]["uri"].string } == [first.id, second.id])
            #expect(replies.map { $0["root"]["uri"].string } == [first.id, first.id])
            let own = try await connector.server.own(since: Instant(microseconds: 0)) { record in
                record["text"].string == "Deux \(mark) \(index)." && record["reply"]["parent"]["uri"].string == first.id
            }
            #expect(own?.sent.id == second.id)
        }
    }

    @Test("a post is answered, by its address or its page, and the answer is found again")
    func reply() async throws {
        let asking = try await connector()
        let question = try await FediPieces.publish(asking, try FediPieces.piece("Quand \(mark) ?"))
        let sender = try BlueskySender(on: pds.url, credentials: try await open(), http: http)
        let began = Clock.system.now()
        let target = try await sender.target(question.id)
        #expect(try await sender.target(try #require(question.url)) == target)
        let key = try #require(BlueskyAddress(question.id)).key
        #expect(try await sender.target("https://bsky.app/profile/\(Self.handle)/post/\(key)") == target)
        let sent = try FediPieces.sent(
            await sender.send(try FediPieces.reply("Lundi \(mark)."), to: target, key: "r"))
        #expect(try await sender.find("Lundi \(mark).", under: target, since: began)?.id == sent.id)
        let record = try await kept(sent)
        #expect(record["reply"]["parent"]["uri"].string == question.id)
        _ = await asking.delete(question)
        #expect(await failure(of: { try await sender.target(question.id) })?.words == "networks.no_status")
    }

    @Test("a wrong password opens nothing; the right one opens a session that is renewed, once for each token")
    func session() async throws {
        let session = try BlueskySession(on: pds.url, http: http)
        let wrong = await failure(of: { try await session.open(Self.handle, password: "app-pass-9") })
        #expect(wrong?.kind == .forbidden && wrong?.words == "networks.wrong_password")
        let first = try await open()
        #expect(first.subject.hasPrefix("did:plc:") && first.scopes == ["com.atproto.appPass"])
        let second = first.renewed(by: try await session.refresh(first))
        #expect(second.access != first.access && second.refresh != first.refresh)
        let used = await failure(of: { try await session.refresh(first) })
        #expect(used?.kind == .forbidden && used?.words == "networks.sign_in_again")
        let found = try await BlueskySession.server(
            of: Self.handle, resolver: pds.url, directory: pds.url, http: http)
        #expect(found == pds.url)
    }

    @Test("42: fifty posts leave by one session")
    func fifty() async throws {
        let posts = CountingHTTP(http)
        let credentials = try await open()
        let connector = try BlueskyConnector(on: pds.url, credentials: credentials, http: posts.http)
        for index in 0..<50 {
            _ = try await FediPieces.publish(connector, try FediPieces.piece("Message \(index) \(mark)."))
        }
        #expect(posts.mutations == 50 && posts.messages == 0)
    }
}

/// With tokens that live two seconds: `PDS_ACCESS_TTL=2 Tests/interop/peers start`, and the same for the tests.
@Suite(
    .enabled(
        if: Peers.started?.pds != nil && ProcessInfo.processInfo.environment["PDS_ACCESS_TTL"] == "2",
        "start Tests/interop/peers with PDS_ACCESS_TTL=2"))
struct BlueskyShortPeerTests {
    @Test("a token that has ended opens nothing, which is no reason to ask a person; renewed, the post leaves")
    func ended() async throws {
        let pds = try #require(Peers.started?.pds)
        let http = try Peers.http(pds.url)
        let session = try BlueskySession(on: pds.url, http: http)
        let credentials = try await session.open("patient.test", password: "app-pass-2").credentials
        let end = try #require(credentials.expiresAt)
        #expect(end.seconds(since: Clock.system.now()) < 3)
        while Clock.system.now() <= end.adding(seconds: 1) { try await Task.sleep(for: .milliseconds(200)) }
        let piece = try FediPieces.piece("Le scanner ouvre lundi.")
        let before = try BlueskyConnector(on: pds.url, credentials: credentials, http: http)
        let prepared = Prepared(at: Clock.system.now())
        let refusal = FediPieces.refusal(await before.publish(piece, prepared, key: "k"))
        #expect(refusal?.failure.kind == .tooMany && refusal?.wait == 5)
        let fresh = credentials.renewed(by: try await session.refresh(credentials))
        let after = try BlueskyConnector(on: pds.url, credentials: fresh, http: http)
        _ = try FediPieces.sent(await after.publish(piece, prepared, key: "k"))
    }
}
