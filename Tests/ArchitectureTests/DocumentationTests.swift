import Foundation
import Testing

@Suite struct DocumentationTests {
    @Test("every setting is explained in docs/operate.md")
    func settings() throws {
        let source = try Checkout.text("Sources/App/Settings/Setting.swift")
        let manual = try Checkout.text("docs/operate.md")
        let keys = source.matches(of: /Setting\("([a-z.-]+)"/).map { String($0.1) }
        #expect(keys.count > 15)
        for key in keys { #expect(manual.contains("`\(key)`"), "docs/operate.md does not explain \(key)") }
    }

    @Test("every command is explained in docs/commands.md")
    func commands() throws {
        let manual = try Checkout.text("docs/commands.md")
        let names = try Checkout.files("Sources/App", ending: ".swift").flatMap { file in
            file.text.matches(of: /commandName: "([a-z-]+)"/).map { String($0.1) }
        }
        #expect(names.count > 8)
        for name in names where name != "resonance" {
            #expect(manual.contains("`resonance \(name)") || manual.contains(" \(name)`"), "\(name) is not explained")
        }
    }
}
