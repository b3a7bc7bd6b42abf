import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct InstagramTests {
    private let account = "17841400000000001"
    private let token = "simulated-instagram-17841400000000001"

    private func container(_ stage: Stage, _ fields: [(String, String)]) async throws -> Said {
        try await stage.form("/instagram/v23.0/\(account)/media", fields, token: token)
    }

    private func publish(_ stage: Stage, _ id: String?) async throws -> Said {
        try await stage.form("/instagram/v23.0/\(account)/media_publish", [("creation_id", id ?? "")], token: token)
    }

    @Test("a picture is fetched from us, made ready, published once, and shown with its description")
    func picture() async throws {
        try await Neighbour.open { neighbour in
            try await Stage.play { stage in
                let made = try await container(
                    stage,
                    [
                        ("image_url", neighbour.base + "/photo.jpg"), ("caption", "Le hall #chu"),
                        ("alt_text", "Un hall clair"),
                    ])
                let id = try #require(made.json["id"].text)
                let status = try await stage.get("/instagram/v23.0/\(id)?fields=status_code,status", token: token)
                #expect(status.json["status_code"] == "FINISHED")
                let media = try #require(try await publish(stage, id).json["id"].text)
                #expect(try await publish(stage, id).status == 400)
                let fields = "id,caption,media_type,permalink,timestamp,username,like_count,comments_count,alt_text"
                let shown = try await stage.get("/instagram/v23.0/\(media)?fields=\(fields)", token: token).json
                #expect(
                    shown["media_type"] == "IMAGE" && shown["alt_text"] == "Un hall clair"
                        && shown["username"] == "chu_valmont")
                #expect(stage.networks.published(on: .instagram).count == 1)
                let limit = try await stage.get(
                    "/instagram/v23.0/\(account)/content_publishing_limit?fields=quota_usage,config", token: token)
                #expect(
                    limit.json["data"][0]["quota_usage"] == 1
                        && limit.json["data"][0]["config"]["quota_duration"] == 86_400)
                #expect(
                    try await stage.get("/instagram/v23.0/\(id)?fields=status_code", token: token).json["status_code"]
                        == "PUBLISHED")
            }
        }
    }

    @Test(
        "a file that cannot be fetched is refused, and nothing elsewhere than on this machine is asked for",
        arguments: [
            "http://127.0.0.1:1/photo.jpg", "https://example.org/photo.jpg", "http://10.0.0.1/photo.jpg", "photo.jpg",
            "",
            "http://127.0.0.1@example.org/a.jpg",
        ])
    func unfetched(_ address: String) async throws {
        try await Stage.play { stage in
            let answer = try await container(stage, [("image_url", address)])
            #expect(answer.status == 400 && answer.json["error"]["code"] == 9_004)
            #expect(answer.json["error"]["error_subcode"] == 2_207_052)
        }
    }

    @Test("a video is not ready at once, and cannot be published before")
    func video() async throws {
        try await Neighbour.open { neighbour in
            try await Stage.play { stage in
                let made = try await container(
                    stage, [("media_type", "REELS"), ("video_url", neighbour.base + "/film.mp4")])
                let id = try #require(made.json["id"].text)
                let early = try await publish(stage, id)
                #expect(early.json["error"]["code"] == 9_007 && early.json["error"]["error_subcode"] == 2_207_027)
                let path = "/instagram/v23.0/\(id)?fields=status_code"
                #expect(try await stage.get(path, token: token).json["status_code"] == "IN_PROGRESS")
                #expect(try await stage.get(path, token: token).json["status_code"] == "FINISHED")
                #expect(try await publish(stage, id).status == 200)
                let lost = try await container(
                    stage, [("media_type", "REELS"), ("video_url", neighbour.base + "/photo.jpg")])
                let other = "/instagram/v23.0/\(lost.json["id"].text ?? "")?fields=status_code,status"
                _ = try await stage.get(other, token: token)
                let failed = try await stage.get(other, token: token).json
                #expect(failed["status_code"] == "ERROR" && failed["status"].text?.contains("2207026") == true)
                let old = try await container(stage, [("image_url", neighbour.base + "/photo.jpg")]).json["id"].text
                stage.networks.advance(bySeconds: 86_401)
                let late = try await stage.get("/instagram/v23.0/\(old ?? "")?fields=status_code", token: token)
                #expect(late.json["status_code"] == "EXPIRED")
                #expect(try await publish(stage, old).json["error"]["error_subcode"] == 2_207_008)
            }
        }
    }

    @Test("a carousel is made of two to ten parts that are meant for one")
    func carousel() async throws {
        try await Neighbour.open { neighbour in
            try await Stage.play { stage in
                var parts: [String] = []
                for alt in ["Un", "Deux"] {
                    let fields = [
                        ("image_url", neighbour.base + "/photo.jpg"), ("is_carousel_item", "true"), ("alt_text", alt),
                    ]
                    parts.append(try await container(stage, fields).json["id"].text ?? "")
                }
                let whole = [
                    ("media_type", "CAROUSEL"), ("children", parts.joined(separator: ",")), ("caption", "Deux vues"),
                ]
                let id = try await container(stage, whole).json["id"].text
                #expect(try await publish(stage, id).status == 200)
                #expect(stage.networks.published()[0].alternatives == ["Un", "Deux"])
                let alone = [("media_type", "CAROUSEL"), ("children", parts[0])]
                #expect(try await container(stage, alone).status == 400)
            }
        }
    }

    @Test("comments are read, answered, hidden and counted, and the quota stops the next post")
    func comments() async throws {
        try await Neighbour.open { neighbour in
            try await Stage.play { stage in
                let made = try await container(stage, [("image_url", neighbour.base + "/photo.jpg")])
                let media = try #require(try await publish(stage, made.json["id"].text).json["id"].text)
                let comment = try stage.networks.say("Superbe", by: "jeanne.m", under: media, on: .instagram)
                let answer = try await stage.form(
                    "/instagram/v23.0/\(comment)/replies", [("message", "Merci")], token: token)
                #expect(answer.json["id"].text != nil)
                let list = try await stage.get(
                    "/instagram/v23.0/\(media)/comments?fields=id,text,username,from,replies{id,text,parent_id}",
                    token: token)
                #expect(list.json["data"][0]["username"] == "jeanne.m")
                #expect(list.json["data"][0]["replies"]["data"][0]["parent_id"].text == comment)
                let insights = try await stage.get(
                    "/instagram/v23.0/\(media)/insights?metric=reach,likes,comments,shares,saved,views", token: token)
                #expect(insights.json["data"].list.count == 6 && insights.json["data"][2]["values"][0]["value"] == 2)
                _ = try await stage.json(.post, "/_control/limits", ["limit": "instagram.posts", "most": 1])
                let next = try await container(stage, [("image_url", neighbour.base + "/photo.jpg")])
                #expect(try await publish(stage, next.json["id"].text).json["error"]["error_subcode"] == 2_207_042)
            }
        }
    }
}
