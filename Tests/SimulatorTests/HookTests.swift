import Crypto
import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct HookTests {
    private let post = "/facebook/v23.0/104500000000001/feed"

    private func run(_ mishap: Value?, _ test: @escaping @Sendable (Stage, Neighbour, String) async throws -> Void)
        async throws
    {
        try await Neighbour.open { neighbour in
            try await Stage.play { stage in
                let wanted = await stage.networks.subscribe(
                    .facebook, to: neighbour.base + "/hook", secret: "s3cret", verifyToken: "v")
                #expect(wanted)
                if let mishap { _ = try await stage.json(.post, "/_control/webhooks/mishaps", mishap) }
                let made = try await stage.form(post, [("message", "a")], token: Stage.pageToken)
                try await test(stage, neighbour, made.json["id"].text ?? "")
            }
        }
    }

    @Test("a comment is told of, signed over its very bytes")
    func signed() async throws {
        try await run(nil) { stage, neighbour, post in
            let id = try stage.networks.say("Merci à l’équipe", by: "Jeanne", under: post, on: .facebook)
            await stage.networks.deliver()
            await stage.networks.deliver()
            let letter = try #require(neighbour.letters.first)
            #expect(neighbour.letters.count == 1)
            let value = Value(Array(letter.body.utf8))?["entry"][0]["changes"][0]["value"]
            #expect(value?["comment_id"].text == id && value?["verb"] == "add")
            let code = HMAC<SHA256>.authenticationCode(
                for: Data(letter.body.utf8), using: SymmetricKey(data: Data("s3cret".utf8)))
            let hex = code.map { String(format: "%02x", $0) }.joined()
            #expect(HTTPField.Name("X-Hub-Signature-256").flatMap { letter.headers[$0] } == "sha256=" + hex)
            try stage.networks.retract(id, on: .facebook)
            await stage.networks.deliver()
            #expect(neighbour.letters.last?.body.contains("\"remove\"") == true)
        }
    }

    @Test(
        "letters are lost, doubled, late, out of order and badly signed on demand",
        arguments: [
            ("lose", ["b"]), ("duplicate", ["a", "a", "b"]), ("late", ["b"]), ("reorder", ["b", "a"]),
            ("bad_signature", ["a", "b"]),
        ])
    func mishaps(_ kind: String, _ order: [String]) async throws {
        try await run(["network": "facebook", "mishap": .text(kind), "seconds": 3_600]) { stage, neighbour, post in
            try stage.networks.say("a", by: "Jeanne", under: post, on: .facebook)
            await stage.networks.deliver()
            try stage.networks.say("b", by: "Jeanne", under: post, on: .facebook)
            stage.networks.advance(bySeconds: 1)
            await stage.networks.deliver()
            let said = neighbour.letters.compactMap {
                Value(Array($0.body.utf8))?["entry"][0]["changes"][0]["value"]["message"].text
            }
            #expect(said == order)
            let name = try #require(HTTPField.Name("X-Hub-Signature-256"))
            let code = HMAC<SHA256>.authenticationCode(
                for: Data((neighbour.letters.first?.body ?? "").utf8), using: SymmetricKey(data: Data("s3cret".utf8)))
            let isGood =
                neighbour.letters.first?.headers[name] == "sha256=" + code.map { String(format: "%02x", $0) }.joined()
            #expect(isGood == (kind != "bad_signature"))
            stage.networks.advance(bySeconds: 4_000)
            await stage.networks.deliver()
            #expect(neighbour.letters.count == (kind == "late" ? 2 : order.count))
        }
    }

    @Test("an address that does not answer the question gets nothing, and one elsewhere is never asked")
    func unwanted() async throws {
        try await Neighbour.open { neighbour in
            let networks = try SimulatedNetworks()
            #expect(await networks.subscribe(.facebook, to: neighbour.base + "/film.mp4", secret: "s") == false)
            #expect(await networks.subscribe(.linkedin, to: neighbour.base + "/hook", secret: "s") == false)
            #expect(await networks.subscribe(.instagram, to: "https://example.org/hook", secret: "s") == false)
            #expect(await networks.subscribe(.youtube, to: neighbour.base + "/hook", secret: "s") == false)
        }
    }

    @Test("each network signs as its own documentation says")
    func signatures() {
        let facebook = LetterSignature.headers(.facebook, "{}", secret: "k", isGood: true)
        let linkedin = LetterSignature.headers(.linkedin, "{}", secret: "k", isGood: true)
        let x = LetterSignature.headers(.x, "{}", secret: "k", isGood: true)
        let key = SymmetricKey(data: Data("k".utf8))
        #expect(facebook["X-Hub-Signature-256"] == "sha256=" + LetterSignature.hex("{}", key))
        #expect(linkedin["X-LI-Signature"] == LetterSignature.hex("hmacsha256={}", key))
        #expect(x["x-twitter-webhooks-signature"]?.hasSuffix("=") == true)
        #expect(LetterSignature.headers(.x, "{}", secret: "k", isGood: false) != x)
    }
}
