import Foundation
import Testing

@testable import Encoder

/// Beside the package that the weights come from: `scripts/encoder` makes the weights, `Tests/interop/encoder_reference.py`
/// the vectors of a thousand French texts.
@Suite struct ReferenceTests {
    private static let folder =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/.cache/encoder"
    private static var isHere: Bool {
        ["encoder.bin", "texts.json", "vectors.f32"].allSatisfy {
            FileManager.default.fileExists(atPath: "\(folder)/\($0)")
        }
    }

    @Test(
        "a thousand French texts have the vectors of the reference, within 0.999 of cosine",
        .enabled(if: isHere, "scripts/encoder has not run: no weights or no reference"))
    func cosine() throws {
        let encoder = try Encoder("\(Self.folder)/encoder.bin")
        let texts = try JSONDecoder().decode(
            [String].self, from: Data(contentsOf: URL(filePath: "\(Self.folder)/texts.json")))
        let wanted = try Data(contentsOf: URL(filePath: "\(Self.folder)/vectors.f32")).withUnsafeBytes {
            Array($0.bindMemory(to: Float.self))
        }
        #expect(texts.count >= 1_000 && wanted.count == texts.count * Encoder.width)
        let got = encoder.vectors(of: texts)
        for index in texts.indices {
            let range = index * Encoder.width..<(index + 1) * Encoder.width
            let cosine = zip(got[range], wanted[range]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            #expect(cosine >= 0.999, "\(texts[index].prefix(80))")
        }
    }

    @Test(
        "hostile texts have a vector of length one, the same alone and among others",
        .enabled(if: isHere, "scripts/encoder has not run: no weights or no reference"))
    func hostile() throws {
        let encoder = try Encoder("\(Self.folder)/encoder.bin")
        let texts = [
            "", " \u{200B}\u{202E}", String(repeating: "🤕", count: 10_000), String(repeating: "a", count: 1_000_000),
            "Мartin", "\u{0}\u{1}\u{FFFF}", String(repeating: "e\u{301}", count: 50_000), "Merci à tous.",
        ]
        let together = encoder.vectors(of: texts)
        for (index, text) in texts.enumerated() {
            let vector = Array(together[index * Encoder.width..<(index + 1) * Encoder.width])
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-3)
            let alone = encoder.vector(of: text)
            #expect(zip(alone, vector).allSatisfy { abs($0 - $1) < 1e-3 })
        }
    }
}
