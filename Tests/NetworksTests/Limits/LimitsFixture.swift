import Foundation
import Kernel
import Testing

@testable import Networks

/// The book that the binary holds, and what these tests ask of it.
enum LimitsFixture {
    private static let assets = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/CAssets/assets")

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: assets.appending(path: path))) }

    private static let read = Result { try LimitsBook.parse(try bytes("networks/limits.json")) }

    static func book() throws -> LimitsBook { try read.get() }

    static func limits(_ network: Network) throws -> NetworkLimits { try #require(try book().limits(for: network)) }

    private static let said = Result {
        try JSONDecoder().decode([String: [String: String]].self, from: Data(try bytes("preflight/words.json")))
    }

    /// The sentences of each code, by language.
    static func words() throws -> [String: [String: String]] { try said.get() }

    /// What the checks say, every sentence of which must find its values.
    static func check(_ face: PreflightFace, asked: AskedLimits? = nil) throws -> [PreflightFinding] {
        let limits = try limits(face.network)
        let findings = Preflight.check(face, limits: asked.map(limits.asked) ?? limits)
        let words = try words()
        for finding in findings {
            let sentences = try #require(words[finding.code], "no sentence for \(finding.code)")
            #expect(Set(sentences.keys) == ["fr", "en"])
            for sentence in sentences.values {
                let names = sentence.matches(of: /{{([a-z_]+)}}/).map { String($0.1) }
                #expect(Set(names).isSubset(of: finding.figures.keys), "\(finding.code) lacks a value")
            }
        }
        return findings
    }

    /// The codes of one severity alone.
    static func codes(
        _ face: PreflightFace, _ severity: PreflightFinding.Severity = .block, asked: AskedLimits? = nil
    ) throws -> [String] {
        try check(face, asked: asked).filter { $0.severity == severity }.map(\.code)
    }

    static func image(_ mime: String = "image/jpeg", bytes: Int64 = 200_000, _ width: Int = 1_200, _ height: Int = 900)
        -> PreflightMedia
    {
        PreflightMedia(
            .image, mime: mime, bytes: bytes, width: width, height: height, alt: "Une salle d’attente",
            pulledFrom: "https://relais.chu-exemple.fr/m/1")
    }

    static func video(_ seconds: Double = 60, bytes: Int64 = 20_000_000) -> PreflightMedia {
        PreflightMedia(
            .video, mime: "video/mp4", bytes: bytes, width: 1_280, height: 720, seconds: seconds, alt: "Une visite",
            hasCaptions: true, hasTranscript: true, pulledFrom: "https://relais.chu-exemple.fr/m/2")
    }

    static func animation() -> PreflightMedia {
        PreflightMedia(.animation, mime: "image/gif", bytes: 900_000, width: 400, height: 300, alt: "Une main se lave")
    }
}
