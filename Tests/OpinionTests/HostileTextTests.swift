import Foundation
import Kernel
import Testing

@testable import Opinion

@Suite("Hostile text")
struct HostileTextTests {
    static let megabytes: [(String, String)] = [
        ("one word", String(repeating: "a", count: 1_000_000)),
        ("words", String(repeating: "mal ", count: 250_000)),
        ("emoji", String(repeating: "😡", count: 100_000)),
        ("families", String(repeating: "👩‍👩‍👧‍👦", count: 30_000)),
        ("direction marks", String(repeating: "\u{202E}\u{200B}", count: 300_000)),
        ("combining marks", "a" + String(repeating: "\u{0301}", count: 400_000)),
        ("full stops", String(repeating: ". ", count: 500_000)),
        ("turns", String(repeating: "mais ", count: 200_000)),
        ("alarms", String(repeating: "je veux mourir ", count: 60_000)),
        ("vetoes", String(repeating: "prévention du suicide ", count: 50_000)),
        ("marks", String(repeating: "!?", count: 400_000)),
        ("nulls", String(repeating: "\0", count: 500_000)),
    ]

    @Test("a megabyte of anything is judged in bounded time, with reasons inside it", arguments: megabytes)
    func floods(_ name: String, _ text: String) throws {
        let model = try Shipped.model.get()
        let clock = ContinuousClock()
        var judgement: Judgement?
        let time = clock.measure { judgement = model.judge(text) }
        // A debug build of a loaded machine is slow; the square of a megabyte would take days.
        #expect(time < .seconds(120), "\(name)")
        let length = text.unicodeScalars.count
        for reason in judgement?.reasons ?? [] { #expect(reason.end <= length && reason.start < reason.end) }
        #expect((judgement?.reasons.count ?? 0) <= Judgement.reasonLimit)
    }

    @Test(
        "probabilities are probabilities",
        arguments: ["", "a", "merci", "!", "🎉", String(repeating: "nul ", count: 3000)])
    func finite(_ text: String) throws {
        let judgement = try Shipped.model.get().judge(text)
        #expect((0...1).contains(judgement.confidence))
        #expect((-1...1).contains(judgement.score))
        #expect(judgement.themes.allSatisfy { (0...1).contains($0.score) })
    }

    @Test("a judgement survives JSON")
    func codable() throws {
        let judgement = try Shipped.model.get().judge("Personnel adorable mais cinq heures d'attente.")
        let back = try JSONDecoder().decode(Judgement.self, from: JSONEncoder().encode(judgement))
        #expect(back == judgement)
    }

    @Test("threads share one model and agree")
    func threads() async throws {
        let model = try Shipped.model.get()
        let texts = Array(CalmExamples.all.prefix(60))
        let alone = texts.map(model.judge)
        let together = await withTaskGroup(of: (Int, Judgement).self) { group in
            for (index, text) in texts.enumerated() { group.addTask { (index, model.judge(text)) } }
            return await group.reduce(into: [Int: Judgement]()) { $0[$1.0] = $1.1 }
        }
        for (index, judgement) in alone.enumerated() { #expect(together[index] == judgement) }
    }
}
