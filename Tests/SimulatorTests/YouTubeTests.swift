import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct YouTubeTests {
    private let channel = "UCvalmontvalmontvalmont1"
    private let token = "simulated-youtube-UCvalmontvalmontvalmont1"
    private let resource: Value = [
        "snippet": ["title": "Visite du bloc", "description": "Été", "categoryId": "22", "tags": ["chu", "bloc"]],
        "status": ["privacyStatus": "public", "selfDeclaredMadeForKids": false],
    ]

    private func open(_ stage: Stage, _ size: Int, _ resource: Value? = nil) async throws -> Said {
        try await stage.json(
            .post, "/youtube/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status",
            resource ?? self.resource,
            token: token, headers: ["X-Upload-Content-Type": "video/mp4", "X-Upload-Content-Length": "\(size)"])
    }

    private func put(_ stage: Stage, _ location: String, _ range: String, _ bytes: [UInt8]) async throws -> Said {
        let path = location.replacing("http://localhost", with: "")
        return try await stage.ask(.put, path, headers: ["Content-Range": range], body: bytes)
    }

    private func publish(_ stage: Stage) async throws -> String {
        let film = Specimen.video(100)
        let location = try #require(try await open(stage, 100).header("Location"))
        return try #require(try await put(stage, location, "bytes 0-99/100", film).json["id"].text)
    }

    @Test("a video goes up in pieces, says how much is there, and is one video however often its end is asked for")
    func resumable() async throws {
        try await Stage.play { stage in
            let (grain, size) = (YouTube.grain, YouTube.grain * 2 + 1_000)
            let film = Specimen.video(size)
            let begun = try await open(stage, size)
            let location = try #require(begun.header("Location"))
            #expect(begun.status == 200 && location.contains("upload_id="))
            let nothing = try await put(stage, location, "bytes */\(size)", [])
            #expect(nothing.status == 308 && nothing.header("Range") == nil)
            let first = try await put(stage, location, "bytes 0-\(grain - 1)/\(size)", Array(film[..<grain]))
            #expect(first.status == 308 && first.header("Range") == "bytes=0-\(grain - 1)")
            let odd = try await put(
                stage, location, "bytes \(grain)-\(grain + 99)/\(size)", Array(film[grain..<grain + 100]))
            #expect(odd.status == 400)
            let gap = try await put(
                stage, location, "bytes \(grain * 2)-\(size - 1)/\(size)", Array(film[(grain * 2)...]))
            #expect(gap.status == 308 && gap.header("Range") == "bytes=0-\(grain - 1)")
            let rest = try await put(stage, location, "bytes \(grain)-\(size - 1)/\(size)", Array(film[grain...]))
            #expect(rest.status == 200 && rest.json["snippet"]["title"] == "Visite du bloc")
            let again = try await put(stage, location, "bytes */\(size)", [])
            #expect(again.json["id"] == rest.json["id"] && !rest.json["id"].isNull)
            #expect(stage.networks.published(on: .youtube).count == 1)
            #expect(try await put(stage, location + "x", "bytes */\(size)", []).status == 404)
        }
    }

    @Test("processing is seen, and its end, and a file that is no video fails")
    func processing() async throws {
        try await Stage.play { stage in
            stage.networks.fault(.processing(polls: 2), on: .youtube, operation: "upload")
            let id = try await publish(stage)
            let path = "/youtube/youtube/v3/videos?part=status,processingDetails&id=\(id)"
            var states: [String?] = []
            for _ in 0..<3 {
                states.append(try await stage.get(path, token: token).json["items"][0]["status"]["uploadStatus"].text)
            }
            #expect(states == ["uploaded", "uploaded", "processed"])
            stage.networks.fault(.moderationReject, on: .youtube, operation: "upload")
            let bad = try await publish(stage)
            _ = try await stage.get("/youtube/youtube/v3/videos?part=status&id=\(bad)", token: token)
            let status = try await stage.get("/youtube/youtube/v3/videos?part=status&id=\(bad)", token: token).json[
                "items"][0]["status"]
            #expect(status["uploadStatus"] == "rejected" && status["rejectionReason"] == "inappropriate")
        }
    }

    @Test(
        "titles and descriptions that YouTube does not take are refused before anything goes up",
        arguments: [
            ("", "", "invalidTitle"), ("a<b", "", "invalidTitle"),
            (String(repeating: "a", count: 101), "", "invalidTitle"),
            ("ok", String(repeating: "é", count: 2_501), "invalidDescription"), ("ok", "a>b", "invalidDescription"),
        ])
    func refusals(_ title: String, _ description: String, _ reason: String) async throws {
        try await Stage.play { stage in
            let resource: Value = ["snippet": ["title": .text(title), "description": .text(description)]]
            let answer = try await open(stage, 100, resource)
            #expect(answer.status == 400 && answer.json["error"]["errors"][0]["reason"].text == reason)
        }
    }

    @Test("a video is changed part by part, gets captions and a picture, and is taken back")
    func around() async throws {
        try await Stage.play { stage in
            let id = try await publish(stage)
            let path = "/youtube/youtube/v3/videos"
            let bare: Value = ["id": .text(id), "snippet": ["title": "Autre"]]
            #expect(try await stage.json(.put, path + "?part=snippet", bare, token: token).status == 400)
            let whole: Value = [
                "id": .text(id), "snippet": ["title": "Autre", "categoryId": "22", "description": "b"],
            ]
            #expect(
                try await stage.json(.put, path + "?part=snippet", whole, token: token).json["snippet"]["title"]
                    == "Autre")
            let caption = Array(
                ("--c\r\nContent-Type: application/json\r\n\r\n{\"snippet\":{\"videoId\":\"\(id)\",\"language\":\"fr\",\"name\":\"\"}}"
                    + "\r\n--c\r\nContent-Type: text/vtt\r\n\r\nWEBVTT\n\r\n--c--\r\n").utf8)
            let upload = "/youtube/upload/youtube/v3/captions?uploadType=multipart&part=snippet"
            let type = ["Content-Type": "multipart/related; boundary=c"]
            #expect(
                try await stage.ask(.post, upload, token: token, headers: type, body: caption).json["kind"]
                    == "youtube#caption")
            #expect(try await stage.ask(.post, upload, token: token, headers: type, body: caption).status == 409)
            let listed = try await stage.get("/youtube/youtube/v3/captions?part=snippet&videoId=\(id)", token: token)
            #expect(listed.json["items"][0]["snippet"]["language"] == "fr")
            let picture = try await stage.ask(
                .post, "/youtube/upload/youtube/v3/thumbnails/set?videoId=\(id)", token: token,
                headers: ["Content-Type": "image/png"], body: Specimen.png)
            #expect(picture.json["kind"] == "youtube#thumbnailSetResponse")
            let items = try await stage.get(
                "/youtube/youtube/v3/playlistItems?part=snippet,contentDetails&playlistId=UUvalmontvalmontvalmont1&maxResults=50",
                token: token)
            #expect(items.json["items"][0]["contentDetails"]["videoId"] == .text(id))
            #expect(try await stage.ask(.delete, path + "?id=\(id)", token: token).status == 204)
            #expect(try await stage.ask(.delete, path + "?id=\(id)", token: token).status == 404)
            #expect(try await stage.get(path + "?part=id&id=\(id)", token: token).json["items"].list.isEmpty)
        }
    }

    @Test("a video for later is private until its hour")
    func schedule() async throws {
        try await Stage.play { stage in
            let resource: Value = [
                "snippet": ["title": "Demain"],
                "status": ["privacyStatus": "private", "publishAt": "2026-11-24T08:00:00Z"],
            ]
            let location = try #require(try await open(stage, 100, resource).header("Location"))
            let id = try #require(try await put(stage, location, "bytes 0-99/100", Specimen.video(100)).json["id"].text)
            let path = "/youtube/youtube/v3/videos?part=status&id=\(id)"
            #expect(try await stage.get(path, token: token).json["items"][0]["status"]["privacyStatus"] == "private")
            stage.networks.advance(bySeconds: 86_401)
            #expect(try await stage.get(path, token: token).json["items"][0]["status"]["privacyStatus"] == "public")
        }
    }

}
