import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct YouTubeTalkTests {
    private let token = "simulated-youtube-UCvalmontvalmontvalmont1"

    private func publish(_ stage: Stage) async throws -> String {
        let answer = try await stage.ask(
            .post, "/youtube/upload/youtube/v3/videos?uploadType=media&part=snippet", token: token,
            headers: ["Content-Type": "video/mp4"], body: Specimen.video(100))
        return try #require(answer.json["id"].text)
    }

    @Test("comments are read by threads, and answered")
    func comments() async throws {
        try await Stage.play { stage in
            let id = try await publish(stage)
            let visitor = try stage.networks.say("Bravo <3", by: "Jeanne", under: id, on: .youtube)
            let answer: Value = ["snippet": ["parentId": .text(visitor), "textOriginal": "Merci !"]]
            let said = try await stage.json(.post, "/youtube/youtube/v3/comments?part=snippet", answer, token: token)
            #expect(said.json["snippet"]["parentId"] == .text(visitor))
            let top: Value = [
                "snippet": ["videoId": .text(id), "topLevelComment": ["snippet": ["textOriginal": "Le lien"]]]
            ]
            #expect(
                try await stage.json(.post, "/youtube/youtube/v3/commentThreads?part=snippet", top, token: token).status
                    == 200)
            let threads = try await stage.get(
                "/youtube/youtube/v3/commentThreads?part=snippet,replies&videoId=\(id)&maxResults=100&textFormat=plainText",
                token: token)
            #expect(threads.json["items"].list.count == 2)
            #expect(threads.json["items"][1]["snippet"]["topLevelComment"]["snippet"]["textDisplay"] == "Bravo <3")
            #expect(threads.json["items"][1]["replies"]["comments"][0]["snippet"]["textOriginal"] == "Merci !")
        }
    }

    @Test(
        "answers have the shapes of Google's own description",
        .enabled(if: Description.isThere("youtube/youtube.v3.json")))
    func shapes() async throws {
        let description = try Description("youtube/youtube.v3.json")
        try await Stage.play { stage in
            let id = try await publish(stage)
            let visitor = try stage.networks.say("a", by: "Jeanne", under: id, on: .youtube)
            try stage.networks.say("b", by: "Paul", under: visitor, on: .youtube)
            let base = "/youtube/youtube/v3/"
            for (path, schema) in [
                (
                    "videos?id=\(id)&part=snippet,status,statistics,contentDetails,processingDetails,player",
                    "VideoListResponse"
                ),
                ("channels?mine=true&part=snippet,contentDetails,statistics,status", "ChannelListResponse"),
                (
                    "playlistItems?playlistId=UUvalmontvalmontvalmont1&part=snippet,contentDetails,status",
                    "PlaylistItemListResponse"
                ),
                ("commentThreads?videoId=\(id)&part=snippet,replies", "CommentThreadListResponse"),
                ("comments?parentId=\(visitor)&part=snippet", "CommentListResponse"),
                ("captions?videoId=\(id)&part=snippet", "CaptionListResponse"),
                ("search?forMine=true&type=video&part=snippet", "SearchListResponse"),
            ] {
                let answer = try await stage.get(base + path, token: token)
                #expect(answer.status == 200 && description.faults(answer.json, as: schema) == [], "\(schema)")
            }
        }
    }

    @Test("the units of a day are counted, and what is over is quotaExceeded")
    func quota() async throws {
        try await Stage.play { stage in
            _ = try await stage.json(.post, "/_control/limits", ["limit": "youtube.units", "most": 3])
            let path = "/youtube/youtube/v3/channels?part=id&mine=true"
            for _ in 0..<3 { #expect(try await stage.get(path, token: token).status == 200) }
            let over = try await stage.get(path, token: token)
            #expect(over.status == 403 && over.json["error"]["errors"][0]["reason"] == "quotaExceeded")
            stage.networks.advance(bySeconds: 86_401)
            #expect(try await stage.get(path, token: token).status == 200)
            #expect(try await stage.get(path, token: "nobody").json["error"]["status"] == "UNAUTHENTICATED")
            #expect(try await stage.get("/youtube/youtube/v3/channels?mine=true", token: token).status == 400)
        }
    }
}
