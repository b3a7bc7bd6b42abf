import Kernel
import Testing
@testable import People

@Suite("Passwords")
struct PasswordTests {
    @Test("a stored password is checked with the cost it was stored with, and never looks twice the same")
    func stored() async throws {
        let cheap = PasswordKeeper(cost: .cheap)
        let one = try await cheap.store("un lapin bleu")
        let two = try await cheap.store("un lapin bleu")
        #expect(one != two && one.hasPrefix("scrypt$16$1$1$"))
        let keeper = PasswordKeeper(cost: PasswordCost(rounds: 32, blockSize: 2, parallelism: 1))
        #expect(try await keeper.check("un lapin bleu", against: one))
        #expect(try await !keeper.check("un lapin vert", against: one))
        #expect(try await !keeper.check("", against: nil))
        await #expect(throws: Failure.self) { try await keeper.check("x", against: "md5$abc") }
    }

    @Test("the derivation equals RFC 7914's second vector")
    func vector() async throws {
        let stored = "scrypt$1024$8$16$TmFDbA==$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI="
        #expect(try await PasswordKeeper().check("password", against: stored))
    }

    @Test("an accent is the same however the keyboard composes it")
    func normal() async throws {
        let keeper = PasswordKeeper(cost: .cheap)
        #expect(try await keeper.check("e\u{301}te\u{301}", against: keeper.store("été")))
    }

    @Test(
        "what anybody would try first is refused",
        arguments: [
            "court", "motdepasse123", "Motdepasse2024!", "P@ssw0rd12345", "azertyuiop12", "123456789012",
            "aaaaaaaaaaaa",
            "soleilsoleil", "Resonance2026", "abcdefghijklm", "Administrateur1", "000000000000", "121212121212",
            "claire.delaunay1",
        ])
    func refused(_ password: String) {
        #expect(PasswordRule.refusal(password, name: "Claire Delaunay", email: "claire.delaunay@chu.example") != nil)
    }

    @Test(
        "a sentence is accepted",
        arguments: ["un lapin bleu de Prusse", "dix-neuf moutons gris", "La Loire déborde en mars", "kX9#mQ2$vL7p"])
    func accepted(_ password: String) {
        #expect(PasswordRule.refusal(password, name: "Claire Delaunay", email: "claire@chu.example") == nil)
    }

    @Test("a password of a thousand letters is refused before it costs anything")
    func long() {
        #expect(
            PasswordRule.refusal(String(repeating: "abcdé ", count: 100), name: "x", email: "x@y")
                == "people.password_long")
    }

    @Test(
        "addresses are told from nonsense",
        arguments: [
            ("a@b.fr", true), ("prenom.nom+tag@sous.domaine.chu.fr", true), ("é@chu.fr", true), ("a", false),
            ("@b.fr", false),
            ("a@", false), ("a@b@c", false), ("a b@c.fr", false), ("a@b..fr", false), ("<a>@b.fr", false), ("", false),
        ])
    func addresses(_ text: String, _ good: Bool) { #expect(AccountForm.isEmail(text) == good) }
}
