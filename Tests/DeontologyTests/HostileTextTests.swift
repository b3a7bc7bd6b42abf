import Deontology
import Foundation
import Kernel
import TestKit
import Testing

@Suite struct HostileTextTests {
    private let checker: Checker

    init() throws { checker = try HouseChecker.wordings.get() }

    private func exact(_ text: String, _ findings: [Finding]) {
        let scalars = Array(text.unicodeScalars)
        for finding in findings {
            #expect(finding.span.lowerBound >= 0 && finding.span.upperBound <= scalars.count)
            let piece = String(String.UnicodeScalarView(scalars[finding.span].prefix(280)))
            #expect(piece == finding.excerpt)
        }
    }

    @Test(
        "tricks with characters neither hide a violation nor move its place",
        arguments: [
            "votre h\u{200B}ospi\u{200D}talisation", "vоtrе hоspitalisatiоn", "v\u{202E}otre hospitalisation",
            "VOTRE HOSPITALISATION", "votre hospitalisation", "ｖｏｔｒｅ ｈｏｓｐｉｔａｌｉｓａｔｉｏｎ",
        ])
    func disguise(_ words: String) {
        let text = "😀😀 Lors de \(words) du 12 mars, vous avez refusé le traitement, votre dossier le montre."
        let findings = checker.findings(draft(text, answering: review))
        #expect(findings.contains { $0.rule == "SECRET-REPLY" })
        exact(text, findings)
    }

    @Test(
        "odd texts are read to the end without harm",
        arguments: [
            "", " ", "\n\n\n", "\u{0}\u{1}\u{7F}\u{FFFD}", "....", "«««»»»", "\u{301}\u{301}\u{301}", "\u{202E}",
            String(repeating: "😀", count: 10_000), String(repeating: "«", count: 5_000),
            String(repeating: "a", count: 50_000), String(repeating: "e\u{301}", count: 20_000),
        ])
    func odd(_ text: String) {
        exact(text, checker.findings(draft(text)))
        exact(text, checker.findings(draft("Merci.", answering: text)))
    }

    @Test("a violation at the end of a long text is found at its place")
    func long() throws {
        let calm = String(repeating: "Le secrétariat est ouvert de 8 h à 18 h, du lundi au vendredi. ", count: 400)
        let text = calm + reply
        let findings = checker.findings(draft(text, answering: review))
        exact(text, findings)
        let last = try #require(findings.last { $0.rule == "SECRET-REPLY" })
        #expect(last.span.upperBound > calm.unicodeScalars.count)
    }

    @Test("work grows with the text, not with its square")
    func linear() {
        func steps(_ copies: Int) -> Duration {
            let text = String(repeating: "votre votre dossier, 20 % « vous avez » de remise ! ", count: copies)
            let clock = ContinuousClock()
            return (0..<3).map { _ in clock.measure { _ = checker.findings(draft(text)) } }.min() ?? .zero
        }
        _ = steps(50)
        // Eight times the text: a square would cost sixty-four times as much.
        #expect(steps(4_000) < steps(500) * 30)
    }

    @Test("damaged model files are refused")
    func damaged() throws {
        let whole = try HouseChecker.bytes("Sources/CAssets/assets/deontology/model.bin")
        #expect(throws: Failure.self) { try DeontologyModel(bytes: []) }
        #expect(throws: Failure.self) { try DeontologyModel(bytes: Array("RESDEO01".utf8)) }
        for length in [20, 1_000, whole.count / 2, whole.count - 1] {
            #expect(throws: Failure.self) { try DeontologyModel(bytes: Array(whole.prefix(length))) }
        }
        #expect(try DeontologyModel(bytes: whole).bytes == whole)
    }
}
