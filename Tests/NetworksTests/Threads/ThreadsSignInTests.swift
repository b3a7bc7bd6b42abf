import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct ThreadsSignInTests {
    private static let application = NetworkApplication(id: "app", secret: "s3cret")
    private static func signIn(_ meta: FakeMeta) -> ThreadsSignIn {
        ThreadsSignIn(application: application, http: meta.http, clock: noon)
    }

    @Test("the page of the sign-in asks for the least rights")
    func page() {
        let page = Self.signIn(FakeMeta([:])).page(callback: "https://chu.example/c", state: "st", verifier: "v")
        #expect(page.hasPrefix("https://threads.net/oauth/authorize?client_id=app&"))
        #expect(
            page.contains(
                "scope=threads_basic%2Cthreads_content_publish%2Cthreads_manage_replies%2Cthreads_read_replies"
                    + "%2Cthreads_manage_insights%2Cthreads_delete"))
        #expect(page.contains("state=st") && !page.contains("s3cret"))
    }

    @Test("a code becomes a token of sixty days, and the person is the account")
    func code() async throws {
        let meta = FakeMeta([
            "POST /oauth/access_token": .json(#"{"access_token":"short","user_id":31}"#),
            "GET /access_token": .json(#"{"access_token":"long","expires_in":5183944}"#),
            "GET /me": .json(#"{"id":"31","username":"chuaval"}"#),
        ])
        let person = try await Self.signIn(meta).credentials(
            code: "c0de#_", callback: "https://x.example", verifier: "v")
        #expect(person.access == "long" && person.refresh == "long")
        #expect(meta.calls[0].fields["code"] == "c0de" && meta.calls[0].fields["grant_type"] == "authorization_code")
        #expect(
            meta.calls[1].fields == [
                "grant_type": "th_exchange_token", "client_secret": "s3cret", "access_token": "short",
            ])
        let place = try #require(try await Self.signIn(meta).places(person).first)
        #expect(place.credentials.subject == "31" && place.handle == "chuaval" && place.name == "chuaval")
        #expect(meta.calls[2].version == "v1.0")
    }

    @Test("a token that is a day old is renewed; a dead one asks for a person, and a blip for nothing")
    func refresh() async throws {
        let kept = Credentials(
            access: "old", refresh: "old", expiresAt: noon.now().adding(days: 10), scopes: ["a"], subject: "31")
        let meta = FakeMeta(["GET /refresh_access_token": .json(#"{"access_token":"new","expires_in":5183944}"#)])
        #expect(try await Self.signIn(meta).refresh(kept).access == "new")
        #expect(meta.calls[0].fields == ["grant_type": "th_refresh_token", "access_token": "old"])
        let dead = FakeMeta { _ in .refused(401, FakeMeta.error(190, 460)) }
        let said = await failure { try await Self.signIn(dead).refresh(kept) }
        #expect(said?.kind == .forbidden && said?.words == "networks.sign_in_again")
        #expect(dead.asked.last == "POST /31/threads")
        let blip = FakeMeta { _ in .refused(400, FakeMeta.error(2)) }
        #expect(await failure { try await Self.signIn(blip).refresh(kept) }?.kind == .unavailable)
        #expect(await failure { try await Self.signIn(FakeMeta { _ in .lost }).refresh(kept) }?.kind == .unavailable)
    }
}
