import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct NetworkLineTests {
    private static func line(_ network: ClosedNetwork) -> NetworkLine {
        NetworkLine(http: network.http, base: "https://api.x.com/2", token: "secret", clock: noon, table: XErrors.read)
    }

    @Test("our token goes to the network's own origin, and to no address that it names elsewhere")
    func tokens() async throws {
        let network = ClosedNetwork { _, _ in .yes() }
        let line = Self.line(network)
        for url in [
            "/media", "https://api.x.com/upload/1", "https://elsewhere.example/upload/1", "http://api.x.com/1",
            "https://api.x.com.example/1",
        ] {
            _ = try await line.prepare(.put, url, .empty)
        }
        #expect(network.calls.map(\.token) == ["secret", "secret", nil, nil, nil])
    }

    @Test("40: a wait comes from Retry-After or from X's reset, and lies between a second and an hour")
    func waits() {
        #expect(
            [-1.0, 0, 0.2, 30, 3_600, 1e9, .infinity, .nan].map(NetworkRefusal.clamped) == [
                1, 1, 1, 30, 3_600, 3_600, 3_600, 3_600,
            ])
    }

    @Test("an answer that is gone, a page that is no JSON, a cut: each is one clear failure")
    func strange() async {
        let gone = ClosedNetwork { _, _ in .no(404, "<html>") }
        #expect(await failure { try await Self.line(gone).get("/x") }?.kind == .notFound)
        let page = ClosedNetwork { _, _ in .yes("<html>" + String(repeating: "x", count: 4 << 20)) }
        #expect(await failure { try await Self.line(page).get("/x") }?.words == "networks.not_json")
        let cut = ClosedNetwork { _, _ in .silence }
        #expect(await failure { try await Self.line(cut).get("/x") }?.kind == .unavailable)
        #expect(await failure { try await Self.line(cut).prepare(.post, "/x", .empty) }?.kind == .unavailable)
        let long = ClosedNetwork { _, _ in .no(400, #"{"title":"\#(String(repeating: "t", count: 60_000))"}"#) }
        let cause = await failure { try await Self.line(long).get("/x") }?.cause ?? ""
        #expect((1...200).contains(cause.count) && !cause.contains("secret"))
        let large = ClosedNetwork { _, _ in .no(403, "<html>" + String(repeating: "x", count: 4 << 20)) }
        #expect(await failure { try await Self.line(large).get("/x") }?.kind == .forbidden)
    }

    @Test(
        "a text is ours when its letters are, whatever became of blanks, accents' form, signs and links",
        arguments: [
            ("Le scanner ouvre lundi.", "Le  scanner\nouvre lundi", true),
            ("E\u{301}te\u{301}", "Été", true),
            ("Voir https://t.co/abc", "Voir https://chu.example/tres/long", true),
            ("Voir https://t.co/abc", "Voir chu.example", true),
            ("Le scanner ouvre lundi.", "Le scanner ouvre mardi.", false),
            ("Le scanner ouvre lundi, enfin.", "Le scanner ouvre lundi.", false),
            ("https://t.co/abc", "https://chu.example", false),
            ("https://chu.example", "https://chu.example", true),
            ("", "Le scanner", false), ("", "", false),
        ])
    func sameWords(_ published: String, _ wanted: String, _ isSame: Bool) {
        #expect(SameWords.match(published, wanted) == isSame)
    }

    @Test("the first link of a text is found without the sign that ends its sentence")
    func links() {
        #expect(SameWords.link(in: "Tout est là (https://chu.example/a?b=1).") == "https://chu.example/a?b=1")
        #expect(SameWords.link(in: "Rien ici, ni ftp://chu.example") == nil)
    }
}
