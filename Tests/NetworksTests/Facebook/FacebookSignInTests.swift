import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct FacebookSignInTests {
    private static let application = NetworkApplication(id: "app", secret: "s3cret")
    private static func signIn(_ meta: FakeMeta) -> FacebookSignIn {
        FacebookSignIn(application: application, http: meta.http, clock: noon)
    }

    @Test("the page of the sign-in asks for the least rights, and for nothing secret")
    func page() throws {
        let page = Self.signIn(FakeMeta([:])).page(callback: "https://chu.example/c?a=1", state: "st", verifier: "v")
        let parts = try #require(URLComponents(string: page))
        #expect(parts.host == "www.facebook.com" && parts.path == "/v25.0/dialog/oauth")
        let query = Dictionary(uniqueKeysWithValues: (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") })
        #expect(query["redirect_uri"] == "https://chu.example/c?a=1" && query["state"] == "st")
        #expect(query["client_id"] == "app" && query["response_type"] == "code")
        #expect(
            query["scope"]
                == "pages_show_list,pages_manage_posts,pages_read_engagement,pages_manage_engagement,"
                + "pages_read_user_content,read_insights,pages_manage_metadata")
        #expect(!page.contains("s3cret"))
    }

    @Test("a code becomes the person's long-lived token")
    func code() async throws {
        let meta = FakeMeta { call in
            call.fields["grant_type"] == "fb_exchange_token"
                ? .json(#"{"access_token":"long","token_type":"bearer","expires_in":5183944}"#)
                : .json(#"{"access_token":"short","expires_in":5000}"#)
        }
        let person = try await Self.signIn(meta).credentials(
            code: "c0de#_", callback: "https://x.example", verifier: "v")
        #expect(person.access == "long" && person.subject.isEmpty && person.scopes == FacebookSignIn.scopes)
        #expect(person.expiresAt == noon.now().adding(seconds: 5_183_944))
        #expect(meta.asked == ["GET /oauth/access_token", "GET /oauth/access_token"])
        #expect(
            meta.calls[0].fields == [
                "client_id": "app", "client_secret": "s3cret", "redirect_uri": "https://x.example", "code": "c0de",
            ])
        #expect(meta.calls[1].fields["fb_exchange_token"] == "short")
    }

    @Test("a code that was used already asks for a new sign-in")
    func usedCode() async {
        let meta = FakeMeta { _ in .refused(400, FakeMeta.error(100)) }
        let said = await failure { try await Self.signIn(meta).credentials(code: "c", callback: "d", verifier: "v") }
        #expect(said?.kind == .forbidden && said?.words == "networks.sign_in_again")
    }

    @Test(
        "the places are Pages with their own number and token, those where the person may speak, and never the person")
    func places() async throws {
        let meta = FakeMeta { call in
            guard call.path == "/me/accounts", call.token == "Bearer person" else { return .refused(400) }
            return call.fields["after"] == nil
                ? .json(
                    #"{"data":[{"id":"7","name":"CHU","username":"chu","access_token":"p7","tasks":["CREATE_CONTENT"]},"#
                        + #"{"id":"8","name":"Lu","access_token":"p8","tasks":["ANALYZE"]},{"id":"9","name":"Sans"}],"#
                        + #""paging":{"cursors":{"after":"n"},"next":"https://x"}}"#)
                : .json(#"{"data":[{"id":"10","name":"Clinique","access_token":"p10"}]}"#)
        }
        let person = Credentials(access: "person", expiresAt: noon.now().adding(days: 60), scopes: ["a"], subject: "")
        let places = try await Self.signIn(meta).places(person)
        #expect(places.map(\.credentials.subject) == ["7", "10"])
        #expect(places.map(\.credentials.access) == ["p7", "p10"] && places.map(\.handle) == ["chu", "10"])
        #expect(places.allSatisfy { $0.credentials.expiresAt == nil && $0.credentials.refresh == nil })
        #expect(places.allSatisfy { $0.credentials.scopes == ["a"] })
    }

    @Test("a Page's token does not end: a refresh gives it back as long as it lives")
    func refresh() async throws {
        let meta = FakeMeta(["GET /me": .json(#"{"id":"7","name":"CHU"}"#)])
        #expect(
            try await Self.signIn(meta).refresh(FacebookConnectorTests.credentials)
                == FacebookConnectorTests.credentials)
        let person = FakeMeta(["GET /oauth/access_token": .json(#"{"access_token":"new","expires_in":5183944}"#)])
        let old = Credentials(access: "old", expiresAt: noon.now().adding(days: 3), scopes: ["a"])
        let fresh = try await Self.signIn(person).refresh(old)
        #expect(fresh.access == "new" && fresh.scopes == ["a"])
        #expect(fresh.expiresAt == noon.now().adding(seconds: 5_183_944))
    }

    @Test("only what says that the token is dead ends the connection; anything else is a blip")
    func blips() async {
        func refresh(_ meta: FakeMeta) async -> Failure? {
            await failure { try await Self.signIn(meta).refresh(FacebookConnectorTests.credentials) }
        }
        for subcode in [458, 460, 463, 467, 492, nil] {
            let said = await refresh(FakeMeta { _ in .refused(400, FakeMeta.error(190, subcode)) })
            #expect(said?.kind == .forbidden && said?.words == "networks.sign_in_again")
        }
        let session = await refresh(FakeMeta { _ in .refused(400, FakeMeta.error(102)) })
        #expect(session?.words == "networks.sign_in_again")
        for (code, subcode) in [(190, 459), (1, nil), (2, nil), (4, nil), (10, nil), (100, nil)] as [(Int, Int?)] {
            let said = await refresh(FakeMeta { _ in .refused(400, FakeMeta.error(code, subcode)) })
            #expect(said != nil && said?.words != "networks.sign_in_again", "\(code)/\(subcode ?? 0)")
            #expect(said?.kind == .unavailable || said?.kind == .tooMany, "\(code)")
        }
        #expect(await refresh(FakeMeta { _ in .lost })?.kind == .unavailable)
        #expect(await refresh(FakeMeta { _ in .refused(400, "<html>") })?.kind == .unavailable)
        #expect(await refresh(FakeMeta { _ in .json("<html>") })?.kind == .unavailable)
    }
}
