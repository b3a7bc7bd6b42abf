import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

/// What we write, held against the network's own lexicons.
@Suite(.enabled(if: shared("specs/bluesky/lexicons/app/bsky/feed/post.json") != nil, "no ../shared/specs here"))
struct BlueskyContractTests {
    private let lexicons: Lexicons
    private let server = FakeBluesky()
    private static let post = "app.bsky.feed.post"

    init() throws { lexicons = try #require(Lexicons.all) }

    /// The record that a piece becomes, after its bodies have been held against the lexicons.
    private func record(_ piece: Networks.Piece) async throws -> JSON {
        _ = try await FediPieces.publish(try server.connector(), piece)
        let call = try #require(server.last(BlueskyConnectorTests.create))
        #expect(lexicons.faults(call.json, sentTo: "com.atproto.repo.createRecord") == [])
        #expect(lexicons.faults(call.json["record"], as: Self.post) == [])
        return call.json["record"]
    }

    @Test("texts, facets, pictures, videos with captions, cards and answers are what the lexicons ask for")
    func records() async throws {
        server.change { $0.handles = ["maison.example.com": "did:plc:maison"] }
        let first = try await FediPieces.publish(try server.connector(), try FediPieces.piece("Un."))
        let pieces = [
            try FediPieces.piece("Voir https://chu.example.com/été, chu.fr et @maison.example.com #chu #2026 #santé 👩‍⚕️"),
            try FediPieces.piece("Deux.", role: .thread, parent: first, root: first),
            try FediPieces.piece("Quatre images.", try (0..<4).map { _ in try FediPieces.picture() }),
            try FediPieces.piece("", [try FediPieces.picture()]),
            try FediPieces.piece("Une visite.", [try FediPieces.video(captions: true)]),
            try FediPieces.piece("Une visite sans sous-titres.", [try FediPieces.video()]),
            try FediPieces.piece(String(repeating: "é", count: 300)),
        ]
        for piece in pieces {
            let record = try await record(piece)
            #expect(record["text"].string == piece.words.content.text)
        }
    }

    @Test("every question is asked as its lexicon says")
    func questions() async throws {
        server.change { $0.handles = ["maison.example.com": "did:plc:maison"] }
        let connector = try server.connector()
        let sent = try await FediPieces.publish(connector, try FediPieces.piece("Bonjour @maison.example.com"))
        _ = try await connector.account()
        _ = try await connector.figures([sent])
        _ = try await connector.find(try FediPieces.piece("Rien."), Prepared(at: noon.now()), since: noon.now())
        _ = try await server.sender().target(sent.id)
        _ = await connector.delete(sent)
        _ = try await server.session().open("hopital.example", password: "abcd-efgh-ijkl-mnop")
        for call in server.calls {
            let method = try #require(call.name.split(separator: " ").last.map(String.init))
            if call.name.hasPrefix("GET") {
                #expect(lexicons.faults(call.query, askedOf: method) == [])
            } else if method.hasSuffix("Session") {
                let fields = Dictionary(call.query.map { ($0.name, JSON.string($0.value)) }) { $1 }
                #expect(lexicons.faults(.object(fields), sentTo: method) == [])
            } else {
                #expect(lexicons.faults(call.json, sentTo: method) == [])
            }
        }
        #expect(Set(server.asked).count >= 9)
    }

    @Test(
        "the lexicons are held strictly: what is missing, unknown, of another type, too long or misplaced is seen",
        arguments: [
            (#"{"text":"a"}"#, "app.bsky.feed.post.createdAt is missing"),
            (#"{"text":1,"createdAt":"2026-11-21T12:00:00Z"}"#, "app.bsky.feed.post.text is no string"),
            (#"{"text":"a","createdAt":"demain"}"#, "app.bsky.feed.post.createdAt is no datetime"),
            (
                #"{"text":"a","createdAt":"2026-11-21T12:00:00Z","colour":"red"}"#,
                "app.bsky.feed.post.colour is unknown"
            ),
            (
                #"{"text":"a","createdAt":"2026-11-21T12:00:00Z","langs":["fr","en","de","it"]}"#,
                "app.bsky.feed.post.langs is too long"
            ),
            (
                #"{"text":"a","createdAt":"2026-11-21T12:00:00Z","embed":{"$type":"app.bsky.embed.poll"}}"#,
                "app.bsky.feed.post.embed may be no app.bsky.embed.poll"
            ),
            (
                #"{"text":"a","createdAt":"2026-11-21T12:00:00Z","embed":{"$type":"app.bsky.embed.external","external":{"uri":"x","title":"","description":""}}}"#,
                "app.bsky.feed.post.embed.external.uri is no uri"
            ),
            (
                #"{"text":"a","createdAt":"2026-11-21T12:00:00Z","embed":{"$type":"app.bsky.embed.images","images":[{"image":{"$type":"blob","ref":{"$link":"bafkreiaaaa"},"mimeType":"video/mp4","size":3000000}}]}}"#,
                "app.bsky.feed.post.embed.images[0].alt is missing"
            ),
            (
                #"{"text":"a","createdAt":"2026-11-21T12:00:00Z","facets":[{"index":{"byteStart":-1,"byteEnd":1},"features":[{"$type":"app.bsky.richtext.facet#link","uri":"https://a.fr"}]}]}"#,
                "app.bsky.feed.post.facets[0].index.byteStart is out of range"
            ),
        ])
    func strict(_ body: String, _ fault: String) throws {
        let record = try JSON.parse(
            Array(body.replacing("{\"text\"", with: "{\"$type\":\"\(Self.post)\",\"text\"").utf8), from: "test")
        #expect(lexicons.faults(record, as: Self.post).first == fault)
    }

    @Test("a text of 301 graphemes or 3,001 bytes never leaves")
    func long() async throws {
        let connector = try server.connector()
        for text in [String(repeating: "é", count: 301), String(repeating: "👩🏽‍⚕️", count: 180)] {
            let piece = try FediPieces.piece(text)
            #expect(await failure(of: { try await connector.prepare(piece, after: nil) })?.words == "networks.too_long")
            let refusal = FediPieces.refusal(await connector.publish(piece, Prepared(at: noon.now()), key: "k"))
            #expect(refusal?.failure.kind == .tooLarge && refusal?.failure.words == "networks.too_long")
        }
        #expect(server.calls.isEmpty)
    }
}
