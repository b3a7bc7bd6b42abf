import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

/// Everything that is asked of X, held against X's own description of its interface.
@Suite struct XContractTests {
    private static let described = DescribedInterface(shared("specs/x-openapi.json"))
    private static let credentials = Credentials(access: "token", subject: "42")

    /// Answers as X would, so that every request is made.
    private static func network() -> ClosedNetwork {
        ClosedNetwork { call, _ in
            switch call.name {
            case "GET /2/users/me": .yes(#"{"data":{"id":"42","name":"CHU","username":"chu"}}"#)
            case "POST /2/media/upload", "POST /2/media/upload/initialize":
                .yes(#"{"data":{"id":"71","expires_after_secs":86400}}"#)
            case "POST /2/media/upload/71/finalize":
                .yes(#"{"data":{"id":"71","processing_info":{"state":"pending","check_after_secs":1}}}"#)
            case "GET /2/media/upload": .yes(#"{"data":{"id":"71","processing_info":{"state":"succeeded"}}}"#)
            case "POST /2/tweets": .yes(#"{"data":{"id":"99","text":"x"}}"#)
            case "DELETE /2/tweets/99": .yes(#"{"data":{"deleted":true}}"#)
            default: .yes("{}")
            }
        }
    }

    private static func problems(_ network: ClosedNetwork) -> [String] {
        network.calls.flatMap { call in (described?.problems(with: call) ?? []).map { "\(call.name): \($0)" } }
    }

    @Test(
        "posts with pictures, a video with subtitles, replies and deletions keep to X's description",
        .enabled(if: described != nil, "X's description is not beside this checkout"))
    func publishes() async throws {
        let network = Self.network()
        let connector = XConnector(credentials: Self.credentials, http: network.http, clock: noon)
        let pictures = try Made.piece("Deux vues.", [try Made.attachment(alt: "Le hall"), try Made.attachment()])
        let video = try Made.piece(
            "La visite.", [try Made.attachment(.video, "video/mp4", bytes: 4_000_000, captions: true)])
        let reply = try Made.piece("La suite.", role: .thread, parent: Sent(id: "98", url: nil))
        for piece in [pictures, video, reply] {
            let prepared = try await Made.prepared(connector, piece)
            #expect(Made.sent(await connector.publish(piece, prepared, key: "k"))?.id == "99")
        }
        #expect(Made.sent(await connector.delete(Sent(id: "99", url: nil)))?.id == "99")
        #expect(
            Set(network.asked).isSuperset(of: [
                "POST /2/media/upload", "POST /2/media/upload/initialize", "POST /2/media/upload/71/append",
                "POST /2/media/upload/71/finalize", "GET /2/media/upload", "POST /2/media/metadata",
                "POST /2/media/subtitles", "POST /2/tweets", "DELETE /2/tweets/99",
            ]))
        #expect(Self.problems(network) == [])
    }

    @Test(
        "looking for a post, figures, mentions and what is answered keep to X's description",
        .enabled(if: described != nil, "X's description is not beside this checkout"))
    func looks() async throws {
        let network = Self.network()
        let connector = XConnector(credentials: Self.credentials, http: network.http, clock: noon)
        let sender = XSender(credentials: Self.credentials, http: network.http, clock: noon)
        let moment = noon.now()
        #expect(try await connector.find(try Made.piece(), nil, since: moment) == nil)
        #expect(try await connector.find(try Made.piece(parent: Sent(id: "98", url: nil)), nil, since: moment) == nil)
        #expect(try await connector.figures([Sent(id: "99", url: nil), Sent(id: "98", url: nil)]).isEmpty)
        #expect(try await connector.account().handle == "chu")
        await #expect(throws: Failure.self) { try await sender.target("98") }
        let target = ReplyTarget(id: "98", author: nil, visibility: "public", longest: 280)
        #expect(Made.sent(await sender.send(try Made.words("Merci."), to: target, key: "k"))?.id == "99")
        #expect(try await sender.find("Merci.", under: target, since: moment) == nil)
        let reader = XReader(credentials: Self.credentials, http: network.http, clock: noon)
        let first = try await reader.fetch(since: nil)
        _ = try await reader.fetch(since: first.cursor)
        #expect(Self.problems(network) == [])
        #expect(network.calls.count > 8)
    }

    @Test(
        "the rights that are asked for are among those that X knows, and enough for every call",
        .enabled(if: described != nil, "X's description is not beside this checkout"))
    func scopes() throws {
        let json = try #require(Self.described?.json)
        let known = json["components"]["securitySchemes"]["OAuth2UserToken"]["flows"]["authorizationCode"]["scopes"]
            .object
        #expect(Set(XSignIn.scopes).isSubset(of: known.keys))
        let used = [
            ("/2/tweets", "post"), ("/2/tweets/{id}", "delete"), ("/2/tweets", "get"), ("/2/users/me", "get"),
            ("/2/users/{id}/tweets", "get"), ("/2/users/{id}/mentions", "get"), ("/2/media/upload", "post"),
            ("/2/media/metadata", "post"), ("/2/media/subtitles", "post"), ("/2/media/upload/initialize", "post"),
        ]
        for (path, method) in used {
            let wanted = json["paths"][path][method]["security"].elements.map { $0["OAuth2UserToken"].elements }
                .first { !$0.isEmpty }
            #expect(Set((wanted ?? []).compactMap(\.string)).isSubset(of: XSignIn.scopes), "\(method) \(path)")
        }
    }

    @Test(
        "the checker sees what is wrong",
        .enabled(if: described != nil, "X's description is not beside this checkout"))
    func checks() throws {
        let described = try #require(Self.described)
        let wrong = [
            ClosedNetwork.Call(method: "GET", url: "https://api.x.com/2/nothing"),
            ClosedNetwork.Call(method: "GET", url: "https://api.x.com/2/tweets"),
            ClosedNetwork.Call(method: "GET", url: "https://api.x.com/2/tweets?ids=1&tweet.fields=created_at"),
            ClosedNetwork.Call(method: "GET", url: "https://api.x.com/2/tweets?ids=1&post.fields=author_id"),
            ClosedNetwork.Call(method: "GET", url: "https://api.x.com/2/users/1/tweets?max_results=1"),
            ClosedNetwork.Call(
                method: "POST", url: "https://api.x.com/2/tweets", body: .json(.fields([.init("txt", .number(1))]))),
        ]
        for call in wrong { #expect(!described.problems(with: call).isEmpty, "\(call.url)") }
    }
}
