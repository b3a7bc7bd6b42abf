import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Storage
import Testing
@testable import People

@Suite("Second factor", .serialized)
struct SecondFactorTests {
    @Test(
        "codes equal those of RFC 6238, appendix B",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ])
    func vectors(_ seconds: Int, _ code: String) {
        let counter = SecondFactor.counter(at: Instant(seconds: Double(seconds)))
        #expect(SecondFactor.code(secret: Array("12345678901234567890".utf8), counter: counter, digits: 8) == code)
    }

    @Test(
        "codes equal those of RFC 4226, appendix D",
        arguments: [
            (0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"), (9, "520489"),
        ])
    func counters(_ counter: Int, _ code: String) {
        #expect(SecondFactor.code(secret: Array("12345678901234567890".utf8), counter: Int64(counter)) == code)
    }

    @Test("a code is good for its step and its neighbours, once")
    func window() {
        let secret: [UInt8] = Array("12345678901234567890".utf8)
        let now = Instant(seconds: 3000)
        let counter = SecondFactor.counter(at: now)
        for (offset, good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = SecondFactor.code(secret: secret, counter: counter + Int64(offset))
            #expect((SecondFactor.accept(code, secret: secret, at: now, after: 0) != nil) == good, "\(offset)")
        }
        let code = SecondFactor.code(secret: secret, counter: counter)
        #expect(SecondFactor.accept(code, secret: secret, at: now, after: counter) == nil)
        #expect(
            SecondFactor.accept("\(code.prefix(3)) \(code.suffix(3))", secret: secret, at: now, after: 0) == counter)
        #expect(SecondFactor.accept("", secret: secret, at: now, after: 0) == nil)
    }

    @Test(
        "base32 equals that of RFC 4648",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(_ text: String, _ code: String) { #expect(Secret.base32(Array(text.utf8)) == code) }

    /// Turns the factor on for the one account and returns its secret and recovery codes.
    private func turnOn(_ ward: Ward, _ browser: Browser) async throws -> (secret: [UInt8], codes: [String]) {
        let person = try await ward.person("claire")
        let page = String(buffer: try await browser.get("/account/factor").body)
        #expect(page.contains("<svg class=\"qr\"") && page.contains("otpauth://totp/"))
        let secret = try await ward.actions.proposeFactor(to: person)
        let wrong = try await browser.post("/account/factor", [("code", "000000")])
        #expect(wrong.status.code == 422)
        let code = SecondFactor.code(secret: secret, counter: SecondFactor.counter(at: ward.hands.now))
        let done = String(buffer: try await browser.post("/account/factor", [("code", code)]).body)
        let codes = done.matches(of: #/<li>([A-Z2-7]{5}-[A-Z2-7]{5})<\/li>/#).map { String($0.1) }
        #expect(codes.count == 10)
        return (secret, codes)
    }

    @Test("once it is on, the password alone opens nothing; the code does, and only once")
    func signIn() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            let first = try await ward.browser("claire")
            let other = try await ward.browser("claire")
            let (secret, _) = try await turnOn(ward, first)
            #expect(try await !other.isIn())
            #expect(try await first.isIn())
            ward.hands.advance(60)
            let browser = Browser(ward: ward)
            let half = try await browser.signIn("claire", password: Ward.password)
            #expect(half.headers[.location] == "/sign-in/code?next=%2Fward")
            #expect(try await !browser.isIn())
            let halfToken = browser.token
            #expect(try await browser.post("/sign-in/code", [("code", "123456")], forged: true).status.code == 422)
            let code = SecondFactor.code(secret: secret, counter: SecondFactor.counter(at: ward.hands.now))
            let done = try await browser.post("/sign-in/code", [("code", code), ("next", "/ward")], forged: true)
            #expect(done.headers[.location] == "/ward")
            #expect(browser.token != halfToken)
            #expect(try await browser.isIn())
            let replay = Browser(ward: ward)
            try await replay.signIn("claire", password: Ward.password)
            #expect(try await replay.post("/sign-in/code", [("code", code)], forged: true).status.code == 422)
        }
    }

    @Test("a recovery code opens once, and a half-open door closes after ten minutes")
    func recovery() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            let (_, codes) = try await turnOn(ward, try await ward.browser("claire"))
            let code = try #require(codes.first).lowercased().replacing("-", with: " ")
            let browser = Browser(ward: ward)
            try await browser.signIn("claire", password: Ward.password)
            #expect(try await browser.post("/sign-in/code", [("code", code)], forged: true).status == .seeOther)
            #expect(String(buffer: try await browser.get("/account").body).contains("9 codes de secours"))
            let again = Browser(ward: ward)
            try await again.signIn("claire", password: Ward.password)
            #expect(try await again.post("/sign-in/code", [("code", code)], forged: true).status.code == 422)
            ward.hands.advance(601)
            #expect(
                try await again.post("/sign-in/code", [("code", codes[1])], forged: true).headers[.location]?.hasPrefix(
                    "/sign-in") == true)
        }
    }

    @Test("turning it off needs the password")
    func off() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("claire")
            let browser = try await ward.browser("claire")
            _ = try await turnOn(ward, browser)
            #expect(
                try await browser.post("/account/factor/remove", [("password", "faux faux faux")]).status.code == 422)
            #expect(try await browser.post("/account/factor/remove", [("password", Ward.password)]).status == .seeOther)
            #expect(
                try await Browser(ward: ward).signIn("claire", password: Ward.password).headers[.location] == "/ward")
        }
    }

    private func key(_ column: String, of id: Int64, _ ward: Ward) async throws -> [UInt8]? {
        try await ward.database.read {
            try $0.one("SELECT \(column) AS k FROM account WHERE id = $1", id)?.optionalBytes("k")
        }
    }

    @Test("keys lie sealed, each for its own account; those of an earlier version are sealed at the next start, once")
    func sealed() async throws {
        try await Ward.onBothEngines { ward in
            let id = try await ward.add("claire")
            let person = try await ward.person("claire")
            let secret = try await ward.actions.proposeFactor(to: person)
            #expect(try await ward.actions.proposeFactor(to: person) == secret)
            let pending = try #require(try await key("factor_pending", of: id, ward))
            #expect(Sealer.isSealed(pending) && !Data(pending).contains(Data(secret)))
            let code = SecondFactor.code(secret: secret, counter: SecondFactor.counter(at: ward.hands.now))
            _ = try await ward.actions.confirmFactor(code, of: person, session: 0)
            let kept = try #require(try await key("factor", of: id, ward))
            #expect(Sealer.isSealed(kept) && !Data(kept).contains(Data(secret)))
            #expect(try ward.actions.opened(kept, of: id) == secret)
            #expect(throws: Failure.self) { _ = try ward.actions.opened(kept, of: id + 1) }
            let stranger = PeopleActions(
                database: ward.database, identifiers: IdentifierSource(),
                sealer: Sealer(key: SymmetricKey(size: .bits256)))
            #expect(throws: Failure.self) { _ = try stranger.opened(kept, of: id) }

            let other = try await ward.add("paul")
            try await ward.database.write { connection in
                try connection.execute("UPDATE account SET factor = $2 WHERE id = $1", id, secret)
                try connection.execute("UPDATE account SET factor_pending = $2 WHERE id = $1", other, secret)
            }
            #expect(try await ward.actions.sealFactors() == 2)
            #expect(try await ward.actions.sealFactors() == 0)
            #expect(try ward.actions.opened(try await key("factor", of: id, ward), of: id) == secret)
            #expect(try await ward.actions.proposeFactor(to: ward.person("paul")) == secret)
        }
    }
}
