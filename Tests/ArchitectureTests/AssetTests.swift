import Foundation
import Testing

@Suite struct AssetTests {
    @Test("every file under assets is embedded")
    func embedded() throws {
        let list = try Checkout.text("Sources/CAssets/assets.c")
        for ending in [".mustache", ".json", ".css", ".js", ".svg", ".png", ".bin", ".jsonl", ".webmanifest"] {
            for file in try Checkout.files("Sources/CAssets/assets", ending: ending) {
                let name = String(file.path.dropFirst("Sources/CAssets/assets/".count))
                #expect(list.contains(name), "\(name) is not in assets.c")
            }
        }
    }

    @Test("every word is said in French and in English")
    func words() throws {
        for file in try Checkout.files("Sources/CAssets/assets", ending: "words.json") {
            let words = try #require(
                try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any], "\(file.path)")
            for (key, value) in words {
                let tongues = try #require(value as? [String: Any], "\(file.path): \(key)")
                for tongue in ["fr", "en"] {
                    let said = tongues[tongue]
                    let text = (said as? String) ?? (said as? [String: String])?.values.joined()
                    #expect(text?.isEmpty == false, "\(file.path): \(key) is not said in \(tongue)")
                }
            }
        }
    }

    @Test("migrations have unique names")
    func migrations() throws {
        let files = try Checkout.files("Sources", ending: ".swift").filter { $0.text.contains("Migration(") }
        let names = files.flatMap { file in
            file.text.matches(of: /Migration\(\s*"([^"]+)"/).map { String($0.1) }
        }
        #expect(names.count == Set(names).count)
        #expect(!names.isEmpty)
    }
}
