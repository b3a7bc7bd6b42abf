import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct LinkedInTests {
    private let author = "urn:li:organization:90450001"
    private let token = "simulated-linkedin-90450001"
    private let headers = ["LinkedIn-Version": "202601", "X-Restli-Protocol-Version": "2.0.0"]

    private func post(_ text: String, _ content: Value = .null) -> Value {
        Value(there: [
            "author": .text(author), "commentary": .text(text), "visibility": "PUBLIC", "lifecycleState": "PUBLISHED",
            "distribution": [
                "feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": [],
            ],
            "isReshareDisabledByAuthor": false, "content": content,
        ])
    }

    private func publish(_ stage: Stage, _ post: Value) async throws -> Said {
        try await stage.json(.post, "/linkedin/rest/posts", post, token: token, headers: headers)
    }

    @Test("a post has its name in a header, is found by its author, changed and taken back")
    func life() async throws {
        try await Stage.play { stage in
            let made = try await publish(stage, post("Nous recrutons"))
            #expect(made.status == 201 && made.body.isEmpty)
            let urn = try #require(made.header("x-restli-id"))
            let path = "/linkedin/rest/posts/\(Form.encoded(urn))"
            #expect(try await stage.get(path, token: token, headers: headers).json["commentary"] == "Nous recrutons")
            let list = try await stage.get(
                "/linkedin/rest/posts?q=author&author=\(Form.encoded(author))&count=10&sortBy=LAST_MODIFIED",
                token: token,
                headers: headers)
            #expect(list.json["elements"][0]["id"].text == urn && list.json["paging"]["total"] == 1)
            let patch: Value = ["patch": ["$set": ["commentary": "Nous recrutons encore"]]]
            #expect(try await stage.json(.post, path, patch, token: token, headers: headers).status == 400)
            let method = headers.merging(["X-RestLi-Method": "PARTIAL_UPDATE"]) { first, _ in first }
            #expect(try await stage.json(.post, path, patch, token: token, headers: method).status == 204)
            let strange: Value = ["patch": ["$set": ["author": "urn:li:organization:1"]]]
            #expect(try await stage.json(.post, path, strange, token: token, headers: method).status == 422)
            #expect(try await stage.ask(.delete, path, token: token, headers: headers).status == 204)
            #expect(try await stage.ask(.delete, path, token: token, headers: headers).status == 204)
            #expect(try await stage.get(path, token: token, headers: headers).status == 404)
        }
    }

    @Test(
        "headers that are missing or too old are refused",
        arguments: [
            ([:], 400, "VERSION_MISSING"),
            (["LinkedIn-Version": "202401", "X-Restli-Protocol-Version": "2.0.0"], 426, "NONEXISTENT_VERSION"),
            (["LinkedIn-Version": "202601"], 400, "ILLEGAL_ARGUMENT"),
            (["LinkedIn-Version": "latest"], 400, "INVALID_VERSION"),
        ] as [([String: String], Int, String)])
    func versions(_ headers: [String: String], _ status: Int, _ code: String) async throws {
        try await Stage.play { stage in
            let answer = try await stage.json(.post, "/linkedin/rest/posts", post("a"), token: token, headers: headers)
            #expect(answer.status == status && answer.json["code"].text == code)
        }
    }

    @Test("the same post twice is refused with its first name")
    func duplicate() async throws {
        try await Stage.play { stage in
            let first = try await publish(stage, post("a")).header("x-restli-id") ?? "-"
            let again = try await publish(stage, post("a"))
            #expect(again.status == 422 && again.json["message"].text?.contains(first) == true)
            #expect(again.json["errorDetails"]["inputErrors"][0]["code"] == "DUPLICATE_POST")
        }
    }

    @Test("a picture is put at its own address, and a post shows it with its description")
    func picture() async throws {
        try await Stage.play { stage in
            let request: Value = ["initializeUploadRequest": ["owner": .text(author)]]
            let open = try await stage.json(
                .post, "/linkedin/rest/images?action=initializeUpload", request, token: token, headers: headers)
            let urn = try #require(open.json["value"]["image"].text)
            let content: Value = ["media": ["id": .text(urn), "altText": "Une équipe"]]
            #expect(try await publish(stage, post("a", content)).status == 422)
            let path = (open.json["value"]["uploadUrl"].text ?? "").replacing("http://localhost", with: "")
            #expect(try await stage.ask(.put, path, body: Specimen.jpeg).status == 201)
            let state = try await stage.get(
                "/linkedin/rest/images/\(Form.encoded(urn))", token: token, headers: headers)
            #expect(state.json["status"] == "AVAILABLE")
            #expect(try await publish(stage, post("a", content)).status == 201)
            #expect(stage.networks.published(on: .linkedin)[0].alternatives == ["Une équipe"])
        }
    }

    @Test("a video is put in parts whose tags must come back in order")
    func video() async throws {
        try await Stage.play { stage in
            let size = LinkedIn.part + 500
            let film = Specimen.video(size)
            let request: Value = ["initializeUploadRequest": ["owner": .text(author), "fileSizeBytes": .number(size)]]
            let open = try await stage.json(
                .post, "/linkedin/rest/videos?action=initializeUpload", request, token: token, headers: headers)
            let urn = try #require(open.json["value"]["video"].text)
            var tags: [Value] = []
            for part in open.json["value"]["uploadInstructions"].list {
                let (first, last) = (part["firstByte"].number ?? 0, part["lastByte"].number ?? 0)
                let path = (part["uploadUrl"].text ?? "").replacing("http://localhost", with: "")
                let answer = try await stage.ask(.put, path, body: Array(film[first...last]))
                tags.append(.text(try #require(answer.header("ETag"))))
            }
            func finalize(_ tags: [Value]) async throws -> Int {
                let request: Value = [
                    "finalizeUploadRequest": ["video": .text(urn), "uploadToken": "", "uploadedPartIds": .list(tags)]
                ]
                return try await stage.json(
                    .post, "/linkedin/rest/videos?action=finalizeUpload", request, token: token, headers: headers
                ).status
            }
            #expect(tags.count == 2)
            #expect(try await finalize(tags.reversed()) == 400)
            #expect(try await finalize(tags) == 200)
            let path = "/linkedin/rest/videos/\(Form.encoded(urn))"
            #expect(try await stage.get(path, token: token, headers: headers).json["status"] == "PROCESSING")
            #expect(try await stage.get(path, token: token, headers: headers).json["status"] == "AVAILABLE")
            let made = try await publish(stage, post("Le film", ["media": ["id": .text(urn), "title": "Film"]]))
            #expect(made.header("x-restli-id")?.hasPrefix("urn:li:ugcPost:") == true)
        }
    }

    @Test("comments are read and answered by the names of their threads")
    func comments() async throws {
        try await Stage.play { stage in
            let urn = try #require(try await publish(stage, post("a")).header("x-restli-id"))
            try stage.networks.say("Bravo", by: "Jeanne", under: urn, on: .linkedin)
            let path = "/linkedin/rest/socialActions/\(Form.encoded(urn))/comments"
            let list = try await stage.get(path, token: token, headers: headers).json["elements"]
            let name = try #require(list[0]["commentUrn"].text)
            #expect(list[0]["message"]["text"] == "Bravo" && list[0]["actor"].text?.hasPrefix("urn:li:person:") == true)
            let answer: Value = [
                "actor": .text(author), "object": .text(urn), "message": ["text": "Merci"],
                "parentComment": .text(name),
            ]
            let under = "/linkedin/rest/socialActions/\(Form.encoded(name))/comments"
            let said = try await stage.json(.post, under, answer, token: token, headers: headers)
            #expect(said.status == 201 && said.header("x-restli-id") != nil && said.json["parentComment"].text == name)
            #expect(try await stage.get(under, token: token, headers: headers).json["elements"].list.count == 1)
            let summary = try await stage.get(
                "/linkedin/rest/socialMetadata/\(Form.encoded(urn))", token: token, headers: headers)
            #expect(summary.json["commentSummary"] == ["count": 2, "topLevelCount": 1])
            stage.networks.advance(bySeconds: 864_000)
            let figures = try await stage.get(
                "/linkedin/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity="
                    + "\(Form.encoded(author))&shares=List(\(Form.encoded(urn)))", token: token, headers: headers)
            let total = figures.json["elements"][0]["totalShareStatistics"]
            #expect(figures.json["elements"][0]["share"].text == urn && (total["impressionCount"].number ?? 0) > 50)
            #expect(total["commentCount"] == 2)
        }
    }

    @Test(
        "a reader sees what the little text means, and nothing behind a sign that was not escaped",
        arguments: [
            (##"Bonjour \(à tous\) \#1"##, "Bonjour (à tous) #1"),
            (#"Avec @[CHU de Valmont](urn:li:organization:1) ici"#, "Avec CHU de Valmont ici"),
            (##"{hashtag|\#|santé} et #soins"##, "#santé et #soins"), ("Perdu (entre parenthèses) ici", "Perdu "),
            ("a_b", "a"), (#"a\"#, "a"),
        ])
    func littleText(_ written: String, _ read: String) { #expect(LittleText.read(written) == read) }
}
