import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct XTests {
    private let user = "1450000000000000001"
    private let token = "simulated-x-1450000000000000001"

    @Test("a post is made, seen on the timeline, and taken back")
    func life() async throws {
        try await Stage.play { stage in
            let made = try await stage.json(.post, "/x/2/tweets", ["text": "Bonjour Valmont"], token: token)
            #expect(made.status == 201 && made.json["data"]["text"] == "Bonjour Valmont")
            #expect(made.header("x-rate-limit-limit") == "100" && made.header("x-rate-limit-remaining") == "99")
            let id = try #require(made.json["data"]["id"].text)
            let list = try await stage.get(
                "/x/2/users/\(user)/tweets?max_results=5&tweet.fields=created_at,public_metrics,conversation_id",
                token: token)
            #expect(list.json["data"][0]["conversation_id"] == .text(id) && list.json["meta"]["result_count"] == 1)
            #expect(list.json["data"][0]["public_metrics"]["retweet_count"] == 0)
            let deleted = try await stage.ask(.delete, "/x/2/tweets/\(id)", token: token)
            #expect(deleted.json == ["data": ["deleted": true]])
            let gone = try await stage.get("/x/2/tweets?ids=\(id)", token: token)
            #expect(gone.status == 200 && gone.json["errors"][0]["type"].text?.hasSuffix("resource-not-found") == true)
            #expect(try await stage.get("/x/2/users/\(user)/tweets", token: token).json["meta"] == ["result_count": 0])
        }
    }

    @Test("the same text twice is refused, and may be said again under something else")
    func duplicate() async throws {
        try await Stage.play { stage in
            let first = try await stage.json(.post, "/x/2/tweets", ["text": "a"], token: token)
            let again = try await stage.json(.post, "/x/2/tweets", ["text": "a"], token: token)
            #expect(again.status == 403 && again.header("Content-Type") == "application/problem+json")
            #expect(again.json["detail"].text?.contains("duplicate content") == true)
            let under: Value = ["text": "a", "reply": ["in_reply_to_tweet_id": first.json["data"]["id"]]]
            #expect(try await stage.json(.post, "/x/2/tweets", under, token: token).status == 201)
            #expect(stage.networks.published(on: .x).map(\.kind) == ["post", "reply"])
        }
    }

    @Test(
        "length is weighed: addresses 23, most letters one, emoji and far letters two",
        arguments: [
            (String(repeating: "é", count: 280), 280), (String(repeating: "a", count: 281), 281),
            ("https://chu-valmont.example/une/tres/longue/adresse", 23), ("voir https://a.fr/x ici", 32),
            (String(repeating: "日", count: 140), 280), ("👩‍⚕️", 2), ("", 0),
        ])
    func weight(_ text: String, _ weight: Int) { #expect(XNetwork.weight(text) == weight) }

    @Test(
        "what is no post is refused with a problem",
        arguments: [
            ["text": ""], ["text": "a", "tekst": "b"], ["text": .text(String(repeating: "a", count: 281))],
            ["text": "a", "media": ["media_ids": ["12"]]], ["text": "a", "media": ["media_ids": []]],
        ] as [Value])
    func refusals(_ post: Value) async throws {
        try await Stage.play { stage in
            let answer = try await stage.json(.post, "/x/2/tweets", post, token: token)
            #expect(answer.status == 400 && answer.json["type"] == "https://api.x.com/2/problems/invalid-request")
            #expect(stage.networks.published().isEmpty)
        }
    }

    @Test("a picture goes in one piece with its description, a video in several that must be whole")
    func media() async throws {
        try await Stage.play { stage in
            let one = try await stage.file(
                "/x/2/media/upload", [("media_category", "tweet_image")], name: "media", Specimen.jpeg, token: token)
            let picture = try #require(one.json["data"]["id"].text)
            #expect(one.json["data"]["image"]["w"] == 800)
            let alt: Value = ["id": .text(picture), "metadata": ["alt_text": ["text": "L’entrée"]]]
            #expect(try await stage.json(.post, "/x/2/media/metadata", alt, token: token).status == 200)
            let post: Value = ["text": "a", "media": ["media_ids": [.text(picture)]]]
            #expect(try await stage.json(.post, "/x/2/tweets", post, token: token).status == 201)
            #expect(stage.networks.published()[0].alternatives == ["L’entrée"])
            let film = Specimen.video(1_000)
            let open = try await stage.json(
                .post, "/x/2/media/upload/initialize",
                ["media_type": "video/mp4", "media_category": "tweet_video", "total_bytes": 1_000], token: token)
            let id = try #require(open.json["data"]["id"].text)
            let path = "/x/2/media/upload/\(id)"
            _ = try await stage.file(
                "\(path)/append", [("segment_index", "1")], name: "media", Array(film[600...]), token: token)
            #expect(try await stage.json(.post, "\(path)/finalize", [:], token: token).status == 400)
            _ = try await stage.file(
                "\(path)/append", [("segment_index", "0")], name: "media", Array(film[..<600]), token: token)
            let end = try await stage.json(.post, "\(path)/finalize", [:], token: token)
            #expect(end.json["data"]["processing_info"]["state"] == "in_progress")
            let early: Value = ["text": "b", "media": ["media_ids": [.text(id)]]]
            #expect(try await stage.json(.post, "/x/2/tweets", early, token: token).status == 400)
            let status = "/x/2/media/upload?command=STATUS&media_id=\(id)"
            #expect(try await stage.get(status, token: token).json["data"]["processing_info"]["state"] == "in_progress")
            #expect(try await stage.get(status, token: token).json["data"]["processing_info"]["state"] == "succeeded")
            #expect(try await stage.json(.post, "/x/2/tweets", early, token: token).status == 201)
        }
    }

    @Test("what names us and what answers us is a mention, newest first, in pages")
    func mentions() async throws {
        try await Stage.play { stage in
            let made = try await stage.json(.post, "/x/2/tweets", ["text": "a"], token: token)
            for index in 0..<7 {
                try stage.networks.say("merci \(index)", by: "Jeanne", under: made.json["data"]["id"].text, on: .x)
            }
            try stage.networks.say("@chu_valmont bravo", by: "Paul", under: nil, on: .x)
            let path =
                "/x/2/users/\(user)/mentions?max_results=5&tweet.fields=referenced_tweets,in_reply_to_user_id&expansions=author_id"
            let first = try await stage.get(path, token: token).json
            #expect(first["data"][0]["text"] == "@chu_valmont bravo" && first["includes"]["users"][0]["name"] == "Paul")
            #expect(first["data"][1]["referenced_tweets"][0]["type"] == "replied_to")
            let next = try #require(first["meta"]["next_token"].text)
            let second = try await stage.get(path + "&pagination_token=\(next)", token: token).json
            #expect(second["data"].list.count == 3 && second["meta"]["next_token"].isNull)
            let since = try #require(first["meta"]["newest_id"].text)
            #expect(try await stage.get(path + "&since_id=\(since)", token: token).json["meta"]["result_count"] == 0)
        }
    }

    @Test("the hundred and first post of a quarter of an hour waits for the next")
    func rates() async throws {
        try await Stage.play { stage in
            for index in 0..<100 {
                let made = try await stage.json(.post, "/x/2/tweets", ["text": "numéro \(index)"], token: token)
                #expect(made.status == 201)
            }
            let over = try await stage.json(.post, "/x/2/tweets", ["text": "de trop"], token: token)
            #expect(over.status == 429 && over.header("x-rate-limit-remaining") == "0")
            let reset = try #require(over.header("x-rate-limit-reset").flatMap { Int($0) })
            stage.networks.advance(bySeconds: 901)
            #expect(stage.networks.town.now.wholeSeconds > reset)
            #expect(try await stage.json(.post, "/x/2/tweets", ["text": "de trop"], token: token).status == 201)
        }
    }

    @Test("answers have the shapes of X's own description", .enabled(if: Description.isThere("x-openapi.json")))
    func shapes() async throws {
        let description = try Description("x-openapi.json")
        try await Stage.play { stage in
            let made = try await stage.json(.post, "/x/2/tweets", ["text": "a"], token: token)
            let old: Set<String> = ["edit_history_tweet_ids"]
            #expect(description.faults(made.json, as: "CreatePostsResponse", besides: old) == [])
            let fields = "post.fields=created_at,public_metrics,conversation_id,attachments,reply_settings,lang"
            let list = try await stage.get("/x/2/users/\(user)/tweets?\(fields)&expansions=author_id", token: token)
            #expect(description.faults(list.json, as: "GetUsersPostsResponse") == [])
            let lookup = try await stage.get(
                "/x/2/tweets?ids=\(made.json["data"]["id"].text ?? ""),12&\(fields)", token: token)
            #expect(lookup.json["errors"].list.count == 1)
            #expect(description.faults(lookup.json, as: "GetPostsByIdsResponse") == [])
            let me = try await stage.get("/x/2/users/me?user.fields=public_metrics,created_at,protected", token: token)
            #expect(description.faults(me.json, as: "GetUsersMeResponse") == [])
            let upload = try await stage.file(
                "/x/2/media/upload", [("media_category", "tweet_image")], name: "media", Specimen.jpeg, token: token)
            #expect(description.faults(upload.json, as: "MediaUploadResponse") == [])
            let alt: Value = ["id": upload.json["data"]["id"], "metadata": ["alt_text": ["text": "b"]]]
            let said = try await stage.json(.post, "/x/2/media/metadata", alt, token: token)
            #expect(description.faults(said.json, as: "CreateMediaMetadataResponse") == [])
            let gone = try await stage.ask(.delete, "/x/2/tweets/\(made.json["data"]["id"].text ?? "")", token: token)
            #expect(description.faults(gone.json, as: "DeletePostsResponse") == [])
            let bad = try await stage.json(.post, "/x/2/tweets", ["text": ""], token: token)
            #expect(description.faults(bad.json, as: "InvalidRequestProblem", besides: ["errors"]) == [])
        }
    }
}
