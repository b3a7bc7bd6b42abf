import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct InstagramSignInTests {
    private static let application = NetworkApplication(id: "app", secret: "s3cret")
    private static func signIn(_ meta: FakeMeta, _ endpoints: Endpoints = .real) -> InstagramSignIn {
        InstagramSignIn(application: application, endpoints: endpoints, http: meta.http, clock: noon)
    }

    @Test("the page of the sign-in asks for the least rights, at Instagram's own address")
    func page() throws {
        let page = Self.signIn(FakeMeta([:])).page(callback: "https://chu.example/c", state: "st", verifier: "v")
        #expect(page.hasPrefix("https://www.instagram.com/oauth/authorize?client_id=app&"))
        #expect(
            page.contains(
                "scope=instagram_business_basic%2Cinstagram_business_content_publish"
                    + "%2Cinstagram_business_manage_comments%2Cinstagram_business_manage_insights"))
        #expect(page.contains("state=st") && !page.contains("s3cret"))
    }

    @Test(
        "a code becomes a token of sixty days, which renews itself",
        arguments: [
            #"{"access_token":"short","user_id":178,"permissions":["a","b"]}"#,
            #"{"data":[{"access_token":"short","user_id":"178","permissions":"a,b"}]}"#,
        ])
    func code(_ answer: String) async throws {
        let meta = FakeMeta([
            "POST /oauth/access_token": .json(answer),
            "GET /access_token": .json(#"{"access_token":"long","token_type":"bearer","expires_in":5183944}"#),
        ])
        let person = try await Self.signIn(meta).credentials(
            code: "c0de#_", callback: "https://x.example", verifier: "v")
        #expect(person.access == "long" && person.refresh == "long" && person.scopes == ["a", "b"])
        #expect(
            person.expiresAt == noon.now().adding(seconds: 5_183_944) && person.refreshExpiresAt == person.expiresAt)
        #expect(
            meta.calls[0].fields == [
                "client_id": "app", "client_secret": "s3cret", "grant_type": "authorization_code",
                "redirect_uri": "https://x.example", "code": "c0de",
            ])
        #expect(
            meta.calls[1].fields == [
                "grant_type": "ig_exchange_token", "client_secret": "s3cret", "access_token": "short",
            ])
    }

    @Test("the code is exchanged where Instagram exchanges codes, and beside the rest where it is simulated")
    func addresses() async throws {
        let asked = FakeMeta { _ in .refused(400) }
        _ = await failure { try await Self.signIn(asked).credentials(code: "c", callback: "d", verifier: "v") }
        #expect(asked.asked == ["POST /oauth/access_token"])
        let simulated = FakeMeta { _ in .refused(400) }
        let signIn = Self.signIn(simulated, .simulated(at: "http://127.0.0.1:8099"))
        _ = await failure { try await signIn.credentials(code: "c", callback: "d", verifier: "v") }
        #expect(simulated.asked == ["POST /instagram/oauth/access_token"])
    }

    @Test("the person is the account, by its professional number")
    func places() async throws {
        let meta = FakeMeta(["GET /me": .json(#"{"data":[{"user_id":"178","username":"chuaval","name":"CHU"}]}"#)])
        let person = Credentials(access: "t", refresh: "t", expiresAt: noon.now().adding(days: 60))
        let places = try await Self.signIn(meta).places(person)
        #expect(places.map(\.handle) == ["chuaval"] && places.map(\.credentials.subject) == ["178"])
        #expect(places.first?.url == "https://www.instagram.com/chuaval/")
    }

    @Test("a token that is a day old is renewed for sixty days; a younger one is left")
    func refresh() async throws {
        let meta = FakeMeta(["GET /refresh_access_token": .json(#"{"access_token":"new","expires_in":5183944}"#)])
        var kept = Credentials(
            access: "old", refresh: "old", expiresAt: noon.now().adding(days: 30), scopes: ["a"], subject: "178")
        let fresh = try await Self.signIn(meta).refresh(kept)
        #expect(fresh.access == "new" && fresh.refresh == "new" && fresh.scopes == ["a"] && fresh.subject == "178")
        #expect(fresh.expiresAt == noon.now().adding(seconds: 5_183_944))
        #expect(meta.calls[0].fields == ["grant_type": "ig_refresh_token", "access_token": "old"])
        kept.expiresAt = noon.now().adding(seconds: 59.5 * 86_400)
        #expect(try await Self.signIn(meta).refresh(kept) == kept)
        #expect(meta.calls.count == 1)
    }

    @Test("only what says that the token is dead ends the connection, ended tokens among it; anything else is a blip")
    func blips() async {
        func refresh(_ meta: FakeMeta) async -> Failure? {
            let kept = Credentials(
                access: "old", refresh: "old", expiresAt: noon.now().adding(days: -1), subject: "178")
            return await failure { try await Self.signIn(meta).refresh(kept) }
        }
        let ended = FakeMeta { _ in .refused(400, FakeMeta.error(190, 463)) }
        #expect(await refresh(ended)?.words == "networks.sign_in_again")
        #expect(ended.asked == ["GET /refresh_access_token", "GET /me", "POST /178/media"])
        for code in [1, 2, 4, 10, 100] {
            let said = await refresh(FakeMeta { _ in .refused(400, FakeMeta.error(code)) })
            #expect(said?.kind == .unavailable || said?.kind == .tooMany, "\(code)")
        }
        // The address that renews refuses, and the token lives.
        let alive = FakeMeta { $0.path == "/me" ? .json(#"{"id":"178"}"#) : .refused(400, FakeMeta.error(100)) }
        #expect(await refresh(alive)?.kind == .unavailable)
        #expect(await refresh(FakeMeta { _ in .lost })?.kind == .unavailable)
        let inside = FakeMeta { _ in .json(FakeMeta.error(190, 467)) }
        #expect(await refresh(inside)?.words == "networks.sign_in_again")
    }
}
