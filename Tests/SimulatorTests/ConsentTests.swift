import Crypto
import Foundation
import Testing

@testable import Simulator

@Suite struct ConsentTests {
    private static let callback = "http://127.0.0.1:8080/channels/callback"
    private static let verifier = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJK"

    private static var challenge: String {
        Data(SHA256.hash(data: Data(verifier.utf8))).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }

    private static func link(_ scope: String, _ more: [(String, String)] = []) -> [(String, String)] {
        [
            ("client_id", "our-app"), ("redirect_uri", callback), ("response_type", "code"), ("state", "s-1"),
            ("scope", scope),
        ] + more
    }

    private static let secrets = [
        ("client_id", "our-app"), ("client_secret", "our-secret"), ("redirect_uri", callback),
    ]

    @Test("Facebook: a yes gives a code, a person's token, a long one, and a token for each Page")
    func facebook() async throws {
        try await Stage.play { stage in
            let back = try await stage.consent(
                "/facebook/v23.0/dialog/oauth", Self.link("pages_show_list,pages_manage_posts"))
            #expect(back.value("state") == "s-1" && back.fragment == "_=_")
            let code = try #require(back.value("code"))
            let path = "/facebook/v23.0/oauth/access_token?client_id=our-app&client_secret=s"
            let callback = Form.encoded(Self.callback)
            let short = try await stage.get("\(path)&redirect_uri=\(callback)&code=\(code)")
            let token = try #require(short.json["access_token"].text)
            #expect(try await stage.get("\(path)&redirect_uri=\(callback)&code=\(code)").status == 400)
            let long = try await stage.get("\(path)&grant_type=fb_exchange_token&fb_exchange_token=\(token)")
            let lasting = try #require(long.json["access_token"].text)
            #expect(long.json["expires_in"] == 5_184_000)
            #expect(
                try await stage.get("/facebook/v23.0/me?fields=id,name", token: lasting).json["name"]
                    == "Léa Marchandeau")
            let pages = try await stage.get(
                "/facebook/v23.0/me/accounts?fields=id,name,access_token,tasks", token: lasting)
            #expect(pages.json["data"].list.count == 2)
            let pageToken = try #require(pages.json["data"][0]["access_token"].text)
            #expect(try await stage.get("/facebook/v23.0/me", token: pageToken).json["id"] == .text(Stage.page))
            let debug = try await stage.get(
                "/facebook/v23.0/debug_token?input_token=\(pageToken)&access_token=our-app%7Cs")
            #expect(debug.json["data"]["is_valid"] == true && debug.json["data"]["expires_at"] == 0)
            #expect(debug.json["data"]["profile_id"] == .text(Stage.page))
        }
    }

    @Test(
        "Instagram and Threads: a short token, a long one, and a new one",
        arguments: [
            ("instagram", "ig", "/instagram/v23.0/me?fields=user_id,username"),
            ("threads", "th", "/threads/v1.0/me?fields=id,username"),
        ])
    func persons(_ network: String, _ grant: String, _ me: String) async throws {
        try await Stage.play { stage in
            let back = try await stage.consent("/\(network)/oauth/authorize", Self.link("basic"))
            #expect(back.fragment == "_")
            let code = try #require(back.value("code"))
            let fields = Self.secrets + [("grant_type", "authorization_code"), ("code", code)]
            let short = try await stage.form("/\(network)/oauth/access_token", fields)
            #expect(short.status == 200 && short.json["user_id"].number != nil)
            let token = try #require(short.json["access_token"].text)
            let long = try await stage.get(
                "/\(network)/access_token?grant_type=\(grant)_exchange_token&client_secret=s&access_token=\(token)")
            let lasting = try #require(long.json["access_token"].text)
            let fresh = try await stage.get(
                "/\(network)/refresh_access_token?grant_type=\(grant)_refresh_token&access_token=\(lasting)")
            #expect(fresh.json["token_type"] == "bearer" && fresh.json["expires_in"] == 5_184_000)
            #expect(try await stage.get(me, token: fresh.json["access_token"].text).json["username"] == "chu_valmont")
            #expect(
                try await stage.form("/\(network)/oauth/access_token", fields).json["error_type"] == "OAuthException")
            stage.networks.advance(bySeconds: 6_000_000)
            #expect(try await stage.get(me, token: lasting).json["error"]["error_subcode"] == 463)
        }
    }

    @Test("X: PKCE is asked for and checked, and a token for renewing serves once")
    func x() async throws {
        try await Stage.play { stage in
            let bare = try await stage.get("/x/i/oauth2/authorize?" + Self.query(Self.link("tweet.write")))
            #expect(bare.status == 400)
            let more = [("code_challenge", Self.challenge), ("code_challenge_method", "S256")]
            let link = Self.link("tweet.read tweet.write users.read offline.access", more)
            let basic = ["Authorization": "Basic " + Data("our-app:our-secret".utf8).base64EncodedString()]
            let lost = try #require(try await stage.consent("/x/i/oauth2/authorize", link).value("code"))
            let wrong = try await stage.form(
                "/x/2/oauth2/token", Self.grant(lost, String(Self.verifier.reversed())), headers: basic)
            #expect(wrong.status == 400 && wrong.json["error"] == "invalid_request")
            #expect(
                try await stage.form("/x/2/oauth2/token", Self.grant(lost, Self.verifier), headers: basic).status == 400
            )
            let code = try #require(try await stage.consent("/x/i/oauth2/authorize", link).value("code"))
            let token = try await stage.form("/x/2/oauth2/token", Self.grant(code, Self.verifier), headers: basic)
            #expect(token.json["expires_in"] == 7_200 && token.json["token_type"] == "bearer")
            let me = try await stage.get("/x/2/users/me", token: token.json["access_token"].text)
            #expect(me.json["data"]["username"] == "chu_valmont")
            let renew = [("grant_type", "refresh_token"), ("refresh_token", token.json["refresh_token"].text ?? "")]
            let fresh = try await stage.form("/x/2/oauth2/token", renew, headers: basic)
            #expect(fresh.status == 200 && fresh.json["refresh_token"] != token.json["refresh_token"])
            #expect(try await stage.form("/x/2/oauth2/token", renew, headers: basic).status == 400)
            #expect(try await stage.form("/x/2/oauth2/token", renew).json["error"] == "unauthorized_client")
            stage.networks.advance(bySeconds: 7_201)
            #expect(try await stage.get("/x/2/users/me", token: fresh.json["access_token"].text).status == 401)
        }
    }

    private static func query(_ fields: [(String, String)]) -> String {
        fields.map { "\(Form.encoded($0.0))=\(Form.encoded($0.1))" }.joined(separator: "&")
    }

    private static func grant(_ code: String, _ verifier: String) -> [(String, String)] {
        [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback),
            ("code_verifier", verifier),
        ]
    }

    @Test("Google: a token for renewing comes to who asks for one, and stays the same")
    func google() async throws {
        try await Stage.play { stage in
            let online = try await stage.consent("/google/o/oauth2/v2/auth", Self.link("business.manage"))
            let first = try await stage.form(
                "/google/token",
                Self.secrets + [("grant_type", "authorization_code"), ("code", online.value("code") ?? "")])
            #expect(first.status == 200 && first.json["refresh_token"].isNull)
            let back = try await stage.consent(
                "/google/o/oauth2/v2/auth", Self.link("business.manage youtube.upload", [("access_type", "offline")]))
            let token = try await stage.form(
                "/google/token",
                Self.secrets + [("grant_type", "authorization_code"), ("code", back.value("code") ?? "")])
            let access = try #require(token.json["access_token"].text)
            #expect(try await stage.get("/google/v1/accounts", token: access).json["accounts"].list.count == 1)
            let channels = try await stage.get("/youtube/youtube/v3/channels?part=id&mine=true", token: access)
            #expect(channels.json["items"].list.count == 1)
            let renew =
                Self.secrets + [
                    ("grant_type", "refresh_token"), ("refresh_token", token.json["refresh_token"].text ?? ""),
                ]
            let fresh = try await stage.form("/google/token", renew)
            #expect(fresh.status == 200 && fresh.json["refresh_token"].isNull)
            stage.networks.fault(.revoke, on: .google, operation: "token")
            let dead = try await stage.form("/google/token", renew)
            #expect(dead.status == 400 && dead.json["error"] == "invalid_grant")
        }
    }

    @Test("LinkedIn: sixty days, and a year for renewing")
    func linkedin() async throws {
        try await Stage.play { stage in
            let back = try await stage.consent("/linkedin/oauth/v2/authorization", Self.link("w_organization_social"))
            let token = try await stage.form(
                "/linkedin/oauth/v2/accessToken",
                Self.secrets + [("grant_type", "authorization_code"), ("code", back.value("code") ?? "")])
            #expect(token.json["expires_in"] == 5_184_000 && token.json["refresh_token_expires_in"] == 31_536_000)
            let headers = ["LinkedIn-Version": "202601", "X-Restli-Protocol-Version": "2.0.0"]
            let roles = try await stage.get(
                "/linkedin/rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED",
                token: token.json["access_token"].text, headers: headers)
            #expect(roles.json["elements"][0]["organization"] == "urn:li:organization:90450001")
        }
    }

    @Test("the life of tokens is that of the settings, where they say one")
    func life() async throws {
        try await Stage.play(SimulatorSettings(tokenLife: 60)) { stage in
            let back = try await stage.consent("/linkedin/oauth/v2/authorization", Self.link("w_organization_social"))
            let token = try await stage.form(
                "/linkedin/oauth/v2/accessToken",
                Self.secrets + [("grant_type", "authorization_code"), ("code", back.value("code") ?? "")])
            #expect(token.json["expires_in"] == 60)
            stage.networks.advance(bySeconds: 61)
            let dead = try await stage.get("/linkedin/v2/userinfo", token: token.json["access_token"].text)
            #expect(dead.status == 401 && dead.json["serviceErrorCode"] == 65_602)
        }
    }
}
