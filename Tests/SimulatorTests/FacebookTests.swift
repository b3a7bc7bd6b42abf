import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct FacebookTests {
    private let page = Stage.page
    private let token = Stage.pageToken

    @Test("a text is published, found again with the fields that were asked for, changed and taken back")
    func life() async throws {
        try await Stage.play { stage in
            let made = try await stage.form(
                "/facebook/v23.0/\(page)/feed", [("message", "Journée portes ouvertes")], token: token)
            #expect(made.status == 200)
            let id = try #require(made.json["id"].text)
            #expect(id.hasPrefix(page + "_"))
            let list = try await stage.get(
                "/facebook/v23.0/\(page)/published_posts?fields=id,message,permalink_url,comments.filter(stream).limit(0).summary(true)",
                token: token)
            #expect(list.json["data"][0]["message"] == "Journée portes ouvertes")
            #expect(list.json["data"][0]["comments"]["summary"]["total_count"] == 0)
            #expect(list.json["data"][0].fields.keys.sorted() == ["comments", "id", "message", "permalink_url"])
            let edited = try await stage.form("/facebook/v23.0/\(id)", [("message", "Samedi")], token: token)
            #expect(edited.json == ["success": true])
            #expect(try await stage.get("/facebook/\(id)?fields=message", token: token).json["message"] == "Samedi")
            #expect(try await stage.ask(.delete, "/facebook/v23.0/\(id)", token: token).json == ["success": true])
            let gone = try await stage.get("/facebook/v23.0/\(id)", token: token)
            #expect(
                gone.status == 400 && gone.json["error"]["code"] == 100 && gone.json["error"]["error_subcode"] == 33)
            let published = stage.networks.published(on: .facebook)
            #expect(published.map(\.edits) == [1] && published[0].deletedAt != nil)
        }
    }

    @Test("a field that there is not is refused, and a list that cannot be read")
    func fields() async throws {
        try await Stage.play { stage in
            let id =
                try await stage.form("/facebook/\(page)/feed", [("message", "a")], token: token).json["id"].text ?? ""
            let strange = try await stage.get("/facebook/\(id)?fields=id,mesage", token: token)
            #expect(strange.status == 400 && strange.json["error"]["code"] == 100)
            for broken in ["id,", "from{id", "a..b", "likes.summary(true", "{{{{{{{{{{"] {
                let query = "fields=\(Form.encoded(broken))"
                #expect(try await stage.get("/facebook/\(id)?\(query)", token: token).json["error"]["code"] == 2500)
            }
        }
    }

    @Test("pictures are uploaded unseen with what they show, and a post shows them once")
    func pictures() async throws {
        try await Stage.play { stage in
            let photo = try await stage.file(
                "/facebook/v23.0/\(page)/photos", [("published", "false"), ("alt_text_custom", "Le hall d’accueil")],
                name: "source", Specimen.png, token: token)
            let id = try #require(photo.json["id"].text)
            #expect(photo.json["post_id"].isNull)
            #expect(stage.networks.published().isEmpty)
            let fields = [("message", "Le hall"), ("attached_media", "[{\"media_fbid\":\"\(id)\"}]")]
            let made = try await stage.form("/facebook/v23.0/\(page)/feed", fields, token: token)
            #expect(made.status == 200)
            #expect(stage.networks.published()[0].alternatives == ["Le hall d’accueil"])
            let again = try await stage.form("/facebook/v23.0/\(page)/feed", fields, token: token)
            #expect(again.status == 400)
            let large = [UInt8](Specimen.png) + [UInt8](repeating: 0, count: 4_000_001)
            let refused = try await stage.file("/facebook/\(page)/photos", name: "source", large, token: token)
            #expect(refused.json["error"]["error_subcode"] == 1_366_046)
            let text = try await stage.file(
                "/facebook/\(page)/photos", name: "source", Array("hello".utf8), token: token)
            #expect(text.json["error"]["code"] == 324)
        }
    }

    @Test("a video has a number of its own, and its post another")
    func video() async throws {
        try await Stage.play { stage in
            stage.networks.fault(.processing(polls: 1), on: .facebook, operation: "video")
            let made = try await stage.file(
                "/facebook/v23.0/\(page)/videos", [("description", "Visite"), ("title", "Le bloc")], name: "source",
                Specimen.video(), token: token)
            let video = try #require(made.json["id"].text)
            let path = "/facebook/v23.0/\(video)?fields=post_id,permalink_url,status,views"
            let first = try await stage.get(path, token: token).json
            #expect(first["status"]["video_status"] == "processing")
            #expect(try await stage.get(path, token: token).json["status"]["video_status"] == "ready")
            let post = try #require(first["post_id"].text)
            #expect(stage.networks.published()[0].id == post && post != video)
        }
    }

    @Test("what is scheduled is seen by nobody before its time, and a time that cannot be is refused")
    func schedule() async throws {
        try await Stage.play { stage in
            let now = 1_795_420_800
            let fields = [
                ("message", "Demain"), ("published", "false"), ("scheduled_publish_time", String(now + 3_600)),
            ]
            let made = try await stage.form("/facebook/\(page)/feed", fields, token: token)
            #expect(made.status == 200)
            #expect(try await stage.get("/facebook/\(page)/feed", token: token).json["data"].list.isEmpty)
            #expect(try await stage.get("/facebook/\(page)/scheduled_posts", token: token).json["data"].list.count == 1)
            stage.networks.advance(bySeconds: 3_601)
            #expect(try await stage.get("/facebook/\(page)/feed", token: token).json["data"].list.count == 1)
            let soon = [("message", "x"), ("published", "false"), ("scheduled_publish_time", String(now + 3_700))]
            #expect(try await stage.form("/facebook/\(page)/feed", soon, token: token).status == 400)
        }
    }

    @Test("comments stand under posts and under comments, and no deeper")
    func comments() async throws {
        try await Stage.play { stage in
            let post =
                try await stage.form("/facebook/\(page)/feed", [("message", "a")], token: token).json["id"].text ?? ""
            let visitor = try stage.networks.say("Merci à tous", by: "Jeanne", under: post, on: .facebook)
            let ours = try await stage.form(
                "/facebook/\(visitor)/comments", [("message", "Merci à vous")], token: token)
            let answer = try #require(ours.json["id"].text)
            let deep = try await stage.form("/facebook/\(answer)/comments", [("message", "Encore")], token: token)
            #expect(deep.status == 200)
            let top = try await stage.get("/facebook/\(post)/comments?fields=id,from{id,name}", token: token).json[
                "data"
            ].list
            #expect(top.map { $0["from"]["name"] } == ["Jeanne"])
            let all = try await stage.get(
                "/facebook/\(post)/comments?filter=stream&order=reverse_chronological&fields=id,message,parent{id}",
                token: token)
            #expect(all.json["data"].list.count == 3)
            #expect(Set(all.json["data"].list.compactMap { $0["parent"]["id"].text }) == [visitor])
            try stage.networks.retract(visitor, on: .facebook)
            #expect(try await stage.get("/facebook/\(visitor)", token: token).status == 400)
        }
    }

    @Test("lists are given in pages that meet, each once")
    func paging() async throws {
        try await Stage.play { stage in
            for index in 0..<7 {
                _ = try await stage.form("/facebook/\(page)/feed", [("message", "\(index)")], token: token)
            }
            var (seen, after): ([String], String?) = ([], nil)
            repeat {
                let query = "fields=message&limit=3" + (after.map { "&after=\($0)" } ?? "")
                let json = try await stage.get("/facebook/v23.0/\(page)/feed?\(query)", token: token).json
                seen += json["data"].list.compactMap { $0["message"].text }
                after = json["paging"]["next"].isNull ? nil : json["paging"]["cursors"]["after"].text
            } while after != nil
            #expect(seen == ["6", "5", "4", "3", "2", "1", "0"])
        }
    }

    @Test("recommendations are answered by the versions that know them")
    func ratings() async throws {
        try await Stage.play { stage in
            try stage.networks.review("Très bien reçue", stars: 5, by: "Jeanne", of: page, on: .facebook)
            let fields = "fields=recommendation_type,review_text,reviewer{id,name},open_graph_story{id}"
            let old = try await stage.get("/facebook/v21.0/\(page)/ratings?\(fields)", token: token)
            #expect(old.json["data"][0]["recommendation_type"] == "positive")
            #expect(old.json["data"][0]["reviewer"]["name"] == "Jeanne")
            #expect(try await stage.get("/facebook/v23.0/\(page)/ratings", token: token).json["error"]["code"] == 12)
        }
    }

}
