import Foundation
import Kernel
import Testing

@testable import Networks

/// Signing in at the networks whose tokens are renewed by OAuth 2.
@Suite struct OAuthTests {
    private static let application = NetworkApplication(id: "app id", secret: "s:e c")
    private static let kept = Credentials(
        access: "old", refresh: "r1", scopes: ["a"], subject: "42")

    private static func signIns(_ network: ClosedNetwork) -> [(String, any NetworkSignIn)] {
        [
            ("POST /2/oauth2/token", XSignIn(application, http: network.http, clock: noon)),
            ("POST /token", YouTubeSignIn(application, http: network.http, clock: noon)),
            ("POST /token", GoogleBusinessSignIn(application, http: network.http, clock: noon)),
            ("POST /oauth/v2/accessToken", LinkedInSignIn(application, http: network.http, clock: noon)),
        ]
    }

    @Test("PKCE's challenge is that of RFC 7636, appendix B")
    func challenge() {
        #expect(
            OAuthExchange.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
                == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test("the page on which people say yes asks for our rights and no more, with what comes back as it was")
    func pages() throws {
        let network = ClosedNetwork([:])
        for (_, signIn) in Self.signIns(network) {
            let url = signIn.page(callback: "https://chu.example/retour", state: "s 1", verifier: "v")
            let items = try #require(URLComponents(string: url)?.queryItems)
            let query = Dictionary(items.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            #expect(query["response_type"] == "code" && query["client_id"] == "app id")
            #expect(query["redirect_uri"] == "https://chu.example/retour" && query["state"] == "s 1")
            #expect(query["scope"] == type(of: signIn).scopes.joined(separator: " "))
            #expect(!url.contains("s:e") && !url.contains("verifier"))
            if !(signIn is LinkedInSignIn) { #expect(query["code_challenge_method"] == "S256") }
            if signIn is YouTubeSignIn || signIn is GoogleBusinessSignIn {
                #expect(query["access_type"] == "offline" && query["prompt"] == "consent")
            }
        }
    }

    @Test("a code is exchanged once, with the secret of this sign-in; X's application says who it is by a header")
    func codes() async throws {
        let network = ClosedNetwork { _, _ in
            .yes(#"{"access_token":"a1","refresh_token":"r1","expires_in":7200,"refresh_token_expires_in":31536000}"#)
        }
        for (name, signIn) in Self.signIns(network) {
            let given = try await signIn.credentials(code: "c", callback: "https://chu.example/r", verifier: "v")
            #expect(given.access == "a1" && given.refresh == "r1" && given.issuedAt == noon.now())
            #expect(given.expiresAt == noon.now().adding(seconds: 7_200))
            #expect(given.refreshExpiresAt == noon.now().adding(days: 365))
            let call = try #require(network.last(name))
            let form = Dictionary(call.form.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            #expect(form["grant_type"] == "authorization_code" && form["code"] == "c")
            if signIn is XSignIn {
                #expect(form["client_secret"] == nil && form["code_verifier"] == "v")
                #expect(call.headers["authorization"]?.hasPrefix("Basic ") == true)
            } else {
                #expect(form["client_secret"] == "s:e c" && call.headers["authorization"] == nil)
                #expect(form["code_verifier"] == (signIn is LinkedInSignIn ? nil : "v"))
            }
        }
    }

    @Test("an application without a secret is a public client")
    func publicClient() async throws {
        let network = ClosedNetwork { _, _ in .yes(#"{"access_token":"a1"}"#) }
        let signIn = XSignIn(NetworkApplication(id: "app", secret: ""), http: network.http, clock: noon)
        _ = try await signIn.credentials(code: "c", callback: "https://chu.example/r", verifier: "v")
        let call = try #require(network.calls.first)
        #expect(call.headers["authorization"] == nil)
        #expect(call.form.contains { $0.name == "client_id" && $0.value == "app" })
        #expect(!call.form.contains { $0.name == "client_secret" })
    }

    @Test("a renewal without a new refresh token keeps the one that we have, and the account's number")
    func renews() async throws {
        for answer in [
            #"{"access_token":"a2","expires_in":3600}"#, #"{"access_token":"a2","refresh_token":"","expires_in":3600}"#,
        ] {
            let network = ClosedNetwork { _, _ in .yes(answer) }
            for (_, signIn) in Self.signIns(network) {
                let fresh = try await signIn.refresh(Self.kept)
                #expect(fresh.access == "a2" && fresh.refresh == "r1" && fresh.subject == "42" && fresh.scopes == ["a"])
            }
        }
        let turning = ClosedNetwork { _, _ in .yes(#"{"access_token":"a2","refresh_token":"r2"}"#) }
        for (_, signIn) in Self.signIns(turning) {
            let fresh = try await signIn.refresh(Self.kept)
            #expect(fresh.refresh == "r2")
        }
    }

    @Test("only a token that is over asks people to sign in again; a blip proves nothing")
    func ends() async throws {
        let table: [(ClosedNetwork.Reply, Failure.Kind, String?)] = [
            (
                .no(400, #"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#),
                .forbidden, "networks.sign_in_again"
            ),
            (
                .no(400, #"{"error":"invalid_request","error_description":"Value passed for the token was invalid."}"#),
                .forbidden, "networks.sign_in_again"
            ),
            (.no(401, #"{"error":"invalid_token"}"#), .forbidden, "networks.sign_in_again"),
            (.no(401, #"{"error":"invalid_client"}"#), .unusable, "networks.wrong_application"),
            (
                .no(400, #"{"error":"invalid_request","error_description":"Missing parameter."}"#), .unavailable,
                "wire.unavailable"
            ),
            (.no(403, "<html>"), .unavailable, "wire.unavailable"), (.no(429), .tooMany, "wire.asked_to_wait"),
            (.yes("{}"), .unavailable, "networks.not_json"), (.yes("<html>"), .unavailable, "networks.not_json"),
            (.silence, .unavailable, "wire.unavailable"),
        ]
        for (reply, kind, words) in table {
            let network = ClosedNetwork { _, _ in reply }
            for (_, signIn) in Self.signIns(network) {
                let failure = await failure { try await signIn.refresh(Self.kept) }
                #expect(failure?.kind == kind && failure?.words == words, "\(reply)")
            }
        }
        let network = ClosedNetwork([:])
        for (_, signIn) in Self.signIns(network) {
            let failure = await failure { try await signIn.refresh(Credentials(access: "old")) }
            #expect(failure?.words == "networks.sign_in_again")
        }
        #expect(network.calls.isEmpty)
    }

    @Test("a right that was left unticked on Google's page is said")
    func unticked() async {
        let network = ClosedNetwork { _, _ in
            .yes(#"{"access_token":"a1","scope":"https://www.googleapis.com/auth/youtube.upload"}"#)
        }
        let signIn = YouTubeSignIn(Self.application, http: network.http, clock: noon)
        let failure = await failure { try await signIn.credentials(code: "c", callback: "x", verifier: "v") }
        #expect(failure?.words == "networks.needs_right")
    }

    @Test("on X the person is the account")
    func placeOnX() async throws {
        let network = ClosedNetwork(["GET /2/users/me": [.yes(#"{"data":{"id":"42","name":"CHU","username":"chu"}}"#)]])
        let places = try await XSignIn(Self.application, http: network.http, clock: noon).places(
            Credentials(access: "a"))
        #expect(places.map(\.credentials.subject) == ["42"] && places.first?.handle == "chu")
    }
}
