import Kernel
import Testing
@testable import Web

@Suite("French spacing")
struct FrenchSpacingTests {
    @Test(
        "a sign stays with the word before it",
        arguments: [
            ("Quoi ?", "Quoi\u{202F}?"), ("Non !", "Non\u{202F}!"), ("ici ; là", "ici\u{202F}; là"),
            ("Motif : aucun", "Motif\u{A0}: aucun"), ("dit « oui »", "dit «\u{A0}oui\u{A0}»"),
            ("31 % à 37 °C", "31\u{202F}% à 37\u{202F}°C"), ("fin ", "fin "), (" ", " "), ("", ""),
            ("http://a?b", "http://a?b"), ("a  b", "a  b"),
        ])
    func bound(_ plain: String, _ expected: String) { #expect(FrenchSpacing.bound(plain) == expected) }

    @Test("positions stay true: one scalar for one scalar")
    func positions() {
        let text = "« Où ? » : là ! 12 % 👩‍⚕️ é"
        #expect(FrenchSpacing.bound(text).unicodeScalars.count == text.unicodeScalars.count)
    }

    @Test("no French word of the house lets a sign begin a line, and English is left alone")
    func everyWord() throws {
        let words = try Words(.embedded())
        for key in words.keys {
            let french = words(key, .french)
            for loose in [" ?", " !", " ;", " :", "« ", " »"] { #expect(!french.contains(loose), "\(key)") }
            let english = words(key, .english)
            for loose in [" ?", " !", " ;", " :", "\u{A0}", "\u{202F}"] { #expect(!english.contains(loose), "\(key)") }
        }
    }
}
