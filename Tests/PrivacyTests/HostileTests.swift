import Testing

@testable import Privacy

@Suite("Hostile texts")
struct HostileTests {
    @Test(
        "any text is read to its end, with positions inside it",
        arguments: [
            String(repeating: "😀", count: 10_000), String(repeating: "\u{0}\u{1}\u{7F}", count: 5_000),
            String(repeating: "1 ", count: 10_000), String(repeating: "Martin-", count: 8_000),
            String(repeating: "@a.", count: 8_000),
            String(repeating: "rue ", count: 10_000), String(repeating: "12345,", count: 8_000),
            String(repeating: "((((+33 6", count: 5_000),
            String(repeating: "e\u{301}\u{200D}\u{202E}", count: 5_000),
            String(repeating: "quatre-vingt ", count: 5_000),
            String(repeating: "a", count: 1_000_000), String(repeating: "né le 12/12/1912 ", count: 5_000), "", "\n",
            "\u{FEFF}",
            String(repeating: "75001 Paris, ", count: 5_000), String(repeating: "1/1/", count: 10_000),
        ])
    func anything(_ text: String) throws {
        let reading = try PrivacyReader().read(text)
        let count = text.unicodeScalars.count
        var last = 0
        for clue in reading.clues {
            #expect(clue.range.lowerBound >= last && clue.range.upperBound <= count)
            last = clue.range.upperBound
        }
        #expect((0...1).contains(reading.singlingOut))
    }

    @Test("random bytes are read, and masking what was found leaves the rest as it was")
    func noise() throws {
        let reader = try PrivacyReader()
        var dice = Dice(seed: 3)
        for _ in 0..<60 {
            let bytes = (0..<600).map { _ in UInt8.random(in: 0...255, using: &dice) }
            let text = String(decoding: bytes, as: UTF8.self)
            let reading = reader.read(text)
            let clean = Deidentifier(reader, mode: .mask).removing([], from: text)
            #expect(Array(clean.unicodeScalars) == Array(text.unicodeScalars))
            #expect(reading.clues.allSatisfy { $0.range.upperBound <= text.unicodeScalars.count })
        }
    }

    @Test("a text longer than a block gives positions of the whole text")
    func blocks() throws {
        let filler = String(repeating: "Le parking est cher et le café est froid. ", count: 2_500)
        let text = filler + "Rappelez-moi au 06 39 98 41 07. " + filler
        let phones = try PrivacyReader().read(text).clues.filter { $0.kind == .phone }
        #expect(phones.map(\.text) == ["06 39 98 41 07"])
        #expect(phones.first?.range.lowerBound == filler.unicodeScalars.count + 16)
    }

    @Test("files that are not a gazetteer or a model are refused")
    func broken() {
        let bytes: [UInt8] = Array("RGAZ0001".utf8) + [1, 2, 3]
        bytes.withUnsafeBytes { raw in
            #expect(throws: (any Error).self) { try Gazetteer(raw) }
            #expect(throws: (any Error).self) { try Models(raw) }
        }
    }
}
