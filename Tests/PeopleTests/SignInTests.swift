import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Storage
import TestKit
import Testing
@testable import People

@Suite("Signing in", .serialized)
struct SignInTests {
    @Test("the right password opens a session, which the store knows by its hash only")
    func opens() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            let browser = Browser(ward: ward)
            let page = try await browser.get("/sign-in")
            #expect(page.headers[.setCookie] == nil)
            let response = try await browser.signIn("claire", password: Ward.password)
            #expect(response.headers[.location] == "/ward")
            #expect(try await browser.get("/ward").headers[.location] == "/seen?claire@chu.example")
            let token = try #require(browser.token)
            let rows = try await ward.database.read { connection in
                try connection.query("SELECT token, device FROM session").map { row in
                    (try row.bytes("token"), try row.text("device"))
                }
            }
            #expect(rows.count == 1)
            #expect(rows.first?.0 == Secret.hash(token))
            #expect(rows.first?.1 == "Firefox · Windows")
        }
    }

    @Test("a wrong password and an unknown address get the same answer")
    func same() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            let wrong = try await Browser(ward: ward).signIn("claire", password: "une autre phrase entière")
            let unknown = try await Browser(ward: ward).signIn("nobody", password: "une autre phrase entière")
            #expect(wrong.status.code == 422 && unknown.status.code == 422)
            func plain(_ response: TestResponse) -> String {
                String(buffer: response.body).replacing("claire", with: "x").replacing("nobody", with: "x")
            }
            #expect(plain(wrong) == plain(unknown))
            #expect(wrong.headers[.setCookie] == nil)
        }
    }

    @Test("guessing gets slower with each mistake, even after a restart and on another node")
    func throttled() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            for _ in 0..<5 {
                #expect(try await Browser(ward: ward).signIn("claire", password: "faux faux faux").status.code == 422)
            }
            #expect(try await Browser(ward: ward).signIn("claire", password: Ward.password).status == .tooManyRequests)
            // Another node has its own memory and the same store.
            try await Ward.open(ward.database) { other in
                let status = try await Browser(ward: other).signIn("claire", password: Ward.password).status
                #expect(status == .tooManyRequests)
            }
            ward.hands.advance(3)
            #expect(try await Browser(ward: ward).signIn("claire", password: "faux faux faux").status.code == 422)
            ward.hands.advance(3)
            #expect(try await Browser(ward: ward).signIn("claire", password: Ward.password).status == .tooManyRequests)
            ward.hands.advance(2)
            #expect(try await Browser(ward: ward).signIn("claire", password: Ward.password).status == .seeOther)
            // Success wipes the slate.
            #expect(try await Browser(ward: ward).signIn("claire", password: "faux faux faux").status.code == 422)
            #expect(try await Browser(ward: ward).signIn("claire", password: Ward.password).status == .seeOther)
        }
    }

    @Test("an address that tries many accounts is slowed down too")
    func address() async throws {
        try await Ward.onBothEngines { ward in
            for index in 0..<30 { try await Browser(ward: ward).signIn("guess\(index)", password: "faux faux faux") }
            #expect(
                try await Browser(ward: ward).signIn("fresh", password: "faux faux faux").status == .tooManyRequests)
        }
    }

    @Test("waits double up to a quarter of an hour")
    func delays() {
        #expect(
            (1...17).map { Throttle.delay(failures: $0, free: 5) } == [
                0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900,
            ])
    }

    @Test("a hundred guesses at once are a hundred guesses")
    func parallel() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            let refused = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await Browser(ward: ward).signIn("claire", password: "faux faux faux").status.code
                    }
                }
                return try await group.reduce(into: 0) { count, status in count += status == 429 ? 1 : 0 }
            }
            #expect(refused == 15)
        }
    }

    @Test("a session ends by itself: after twelve idle hours, and after seven days however it is used")
    func expiry() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            let idle = try await ward.browser("claire")
            ward.hands.advance(11 * 3600)
            #expect(try await idle.isIn())
            ward.hands.advance(11 * 3600)
            #expect(try await idle.isIn())
            ward.hands.advance(12 * 3600 + 1)
            #expect(try await !idle.isIn())
            let busy = try await ward.browser("claire")
            for _ in 0..<16 {
                #expect(try await busy.isIn())
                ward.hands.advance(10 * 3600)
            }
            ward.hands.advance(9 * 3600)
            #expect(try await !busy.isIn())
        }
    }

    @Test("signing out ends the session on the server, and needs the token of a form")
    func signOut() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            let browser = try await ward.browser("claire")
            let token = browser.token
            #expect(try await browser.post("/sign-out", [], forged: true).status == .forbidden)
            #expect(try await browser.isIn())
            let response = try await browser.post("/sign-out", [])
            #expect(response.headers[.setCookie]?.hasPrefix("resonance=; Path=/; Max-Age=0") == true)
            #expect(try await ward.actions.recognise(token ?? "") == nil)
        }
    }

    @Test("the door leads nowhere else", arguments: ["//evil.example/x", "https://evil.example", "/\\evil"])
    func next(_ path: String) async throws {
        let database = try await Database.inMemory(PeopleSchema.migrations)
        try await Ward.open(database) { ward in
            try await ward.add("claire")
            let response = try await Browser(ward: ward).post(
                "/sign-in", [("email", "claire@chu.example"), ("password", Ward.password), ("next", path)])
            #expect(response.headers[.location] == "/")
        }
    }

    @Test("before anybody has an account, the token of the console makes the first administrator, once")
    func setUp() async throws {
        try await Ward.onBothEngines { ward in
            let token = try #require(try await ward.actions.setupToken())
            let newer = try #require(try await ward.actions.setupToken())
            let browser = Browser(ward: ward)
            #expect(try await browser.get("/setup?token=\(token)").status == .notFound)
            #expect(try await browser.get("/setup?token=\(newer)").status == .ok)
            let fields = [
                ("token", newer), ("organisation", "CHU d’Essai"), ("name", "Claire"), ("email", "Claire@CHU.example"),
            ]
            #expect(try await browser.post("/setup", fields + [("password", "court")]).status.code == 422)
            let done = try await browser.post("/setup", fields + [("password", Ward.password)])
            #expect(done.status == .seeOther)
            let account = String(buffer: try await browser.get("/account").body)
            #expect(account.contains("CHU d’Essai") && account.contains("claire@chu.example"))
            #expect(try await ward.actions.setupToken() == nil)
            #expect(try await Browser(ward: ward).get("/setup?token=\(newer)").status == .notFound)
        }
    }

    @Test("the pages speak both languages before sign-in, without a cookie")
    func languages() async throws {
        let database = try await Database.inMemory(PeopleSchema.migrations)
        try await Ward.open(database) { ward in
            try await ward.add("claire")
            let browser = Browser(ward: ward)
            let french = String(buffer: try await browser.get("/sign-in").body)
            let response = try await browser.get("/sign-in?lang=en")
            let english = String(buffer: response.body)
            #expect(french.contains("lang=\"fr\"") && french.contains("Mot de passe oublié"))
            #expect(english.contains("lang=\"en\"") && english.contains("Forgotten your password"))
            #expect(english.contains("action=\"/sign-in?lang=en\""))
            #expect(response.headers[.setCookie] == nil)
        }
    }
}
