import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

/// Everything that is asked of YouTube, held against Google's own description of its interface.
@Suite struct YouTubeContractTests {
    static let described = DiscoveredInterface(shared("specs/youtube/youtube.v3.json"))
    private static let credentials = Credentials(access: "token", subject: "UC1")
    private static let missing: Comment = "YouTube's description is not beside this checkout"

    private static func problems(_ network: ClosedNetwork) -> [String] {
        network.calls.filter { !$0.path.hasPrefix("/session") }.flatMap { call in
            (described?.problems(with: call) ?? []).map { "\(call.name): \($0)" }
        }
    }

    private static func network() -> ClosedNetwork {
        ClosedNetwork { call, _ in
            switch call.name {
            case "POST /upload/youtube/v3/videos", "POST /upload/youtube/v3/captions":
                .yes("", ["location": "https://www.googleapis.com/session/1?upload_id=a"])
            case "PUT /session/1": .yes(#"{"id":"V1"}"#)
            case "GET /youtube/v3/channels":
                .yes(
                    #"{"items":[{"id":"UC1","snippet":{"title":"CHU","customUrl":"@chu"},"contentDetails":{"relatedPlaylists":{"uploads":"UU1"}}}]}"#
                )
            case "GET /youtube/v3/videos": .yes(#"{"items":[{"id":"V1","snippet":{"categoryId":"27"}}]}"#)
            case "GET /youtube/v3/comments": .yes(#"{"items":[]}"#)
            case "GET /youtube/v3/captions": .yes(#"{"items":[]}"#)
            case "GET /youtube/v3/commentThreads", "GET /youtube/v3/playlistItems": .yes(#"{"items":[]}"#)
            case "PUT /youtube/v3/videos": .yes(#"{"id":"V1"}"#)
            default: .yes(#"{"id":"C1"}"#)
            }
        }
    }

    @Test(
        "videos, subtitles, comments and their changes keep to YouTube's description",
        .enabled(if: described != nil, missing))
    func publishes() async throws {
        let network = Self.network()
        let connector = YouTubeConnector(credentials: Self.credentials, http: network.http, clock: noon)
        let video = try Made.piece(
            "Le tour du service.", title: "La visite", [try Made.attachment(.video, "video/mp4", captions: true)],
            visibility: .unlisted, tags: ["santé", "hôpital", "deux mots"])
        let sent = try #require(
            Made.sent(await connector.publish(video, try await Made.prepared(connector, video), key: "k")))
        let captions = try #require(video.attachments.first?.captions)
        try await connector.caption(sent, captions, language: "fr")
        #expect(Made.sent(await connector.edit(sent, video, key: "k")) == sent)
        let comment = try Made.piece("Les horaires sont sur notre site.", role: .comment, parent: sent)
        let said = try #require(
            Made.sent(await connector.publish(comment, try await Made.prepared(connector, comment), key: "k")))
        #expect(Made.sent(await connector.edit(said, comment, key: "k")) == said)
        #expect(Made.sent(await connector.delete(said)) == said)
        #expect(Made.sent(await connector.delete(sent)) == sent)
        _ = try await connector.find(video, nil, since: noon.now())
        _ = try await connector.find(comment, nil, since: noon.now())
        _ = try await connector.figures([sent])
        _ = try await connector.processing(sent)
        _ = try await connector.account()
        #expect(Self.problems(network) == [])
        #expect(Set(network.asked).count > 12)
    }

    @Test("comments, answers and channels keep to YouTube's description", .enabled(if: described != nil, missing))
    func listens() async throws {
        let network = Self.network()
        let sender = YouTubeSender(credentials: Self.credentials, http: network.http, clock: noon)
        _ = await failure { try await sender.target("C1") }
        let target = ReplyTarget(id: "C1", author: "ann", visibility: "public", longest: 10_000)
        #expect(Made.sent(await sender.send(try Made.words("Merci."), to: target, key: "k"))?.id == "C1")
        _ = try await sender.find("Merci.", under: target, since: noon.now())
        _ = try await YouTubeReader(credentials: Self.credentials, http: network.http, clock: noon).fetch(since: nil)
        let signIn = YouTubeSignIn(NetworkApplication(id: "a", secret: "b"), http: network.http, clock: noon)
        #expect(try await signIn.places(Credentials(access: "token")).map(\.credentials.subject) == ["UC1"])
        #expect(Self.problems(network) == [])
    }

    @Test("each call is open to the rights that are asked for", .enabled(if: described != nil, missing))
    func scopes() throws {
        let json = try #require(Self.described?.json)
        let used = [
            ("videos", ["insert", "update", "delete", "list"]), ("captions", ["insert", "list"]),
            ("commentThreads", ["insert", "list"]), ("comments", ["insert", "list", "update", "delete"]),
            ("channels", ["list"]), ("playlistItems", ["list"]),
        ]
        for (resource, methods) in used {
            for method in methods {
                let open = json["resources"][resource]["methods"][method]["scopes"].elements.compactMap(\.string)
                #expect(!Set(open).isDisjoint(with: YouTubeSignIn.scopes), "\(resource).\(method)")
            }
        }
    }

    @Test("the checker sees what is wrong", .enabled(if: described != nil, missing))
    func checks() throws {
        let described = try #require(Self.described)
        let root = "https://www.googleapis.com/youtube/v3"
        let wrong: [ClosedNetwork.Call] = [
            .init(method: "GET", url: root + "/nothing"), .init(method: "GET", url: root + "/videos?id=1"),
            .init(method: "GET", url: root + "/videos?part=nothing&id=1"),
            .init(method: "GET", url: root + "/videos?part=id&ids=1"),
            .init(method: "GET", url: root + "/playlistItems?part=id&maxResults=51"),
            .init(
                method: "PUT", url: root + "/videos?part=snippet", body: .json(.fields([.init("titel", .number(1))]))),
            .init(
                method: "POST",
                url: "https://www.googleapis.com/upload/youtube/v3/captions?uploadType=resumable&part=snippet",
                body: .json(.fields([.init("snippet", .fields([]))]))),
        ]
        for call in wrong { #expect(!described.problems(with: call).isEmpty, "\(call.url)") }
    }
}
