import Testing

@testable import Simulator

@Suite struct FacebookFiguresTests {
    private let page = Stage.page
    private let token = Stage.pageToken

    @Test("figures grow with age, and are the same for the same seed")
    func figures() async throws {
        try await Stage.play { stage in
            let post =
                try await stage.form("/facebook/\(page)/feed", [("message", "a")], token: token).json["id"].text ?? ""
            let path = "/facebook/\(post)/insights?metric=post_media_view,post_clicks"
            var last = -1
            for _ in 0..<5 {
                let json = try await stage.get(path, token: token).json
                let views = try #require(json["data"][0]["values"][0]["value"].number)
                #expect(json["data"][0]["name"] == "post_media_view" && views >= last)
                last = views
                stage.networks.advance(bySeconds: 43_200)
            }
            #expect(last > 0)
            #expect(
                try await stage.get("/facebook/\(post)/insights?metric=post_sold", token: token).json["error"]["code"]
                    == 100)
        }
    }

    @Test("a token opens its own Page alone, and each dead one says why")
    func tokens() async throws {
        try await Stage.play { stage in
            let other = try await stage.form("/facebook/104500000000002/feed", [("message", "a")], token: token)
            #expect(other.status == 403 && other.json["error"]["code"] == 200)
            #expect(try await stage.get("/facebook/me").json["error"]["code"] == 104)
            #expect(try await stage.get("/facebook/me", token: "EAAunknown").json["error"]["code"] == 190)
            stage.networks.fault(.expireTokens, on: .facebook, operation: "me")
            let expired = try await stage.get("/facebook/me", token: token).json["error"]
            #expect(expired["code"] == 190 && expired["error_subcode"] == 463)
            stage.networks.fault(.revoke, on: .facebook, operation: "me")
            let revoked = try await stage.get("/facebook/me", token: token)
            #expect(revoked.json["error"]["error_subcode"] == 460)
            #expect(revoked.header("x-business-use-case-usage")?.contains("call_count") == true)
            #expect(stage.networks.published().isEmpty)
        }
    }
}
