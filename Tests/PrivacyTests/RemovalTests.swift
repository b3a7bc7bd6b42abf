import Testing

@testable import Privacy

@Suite("De-identification")
struct RemovalTests {
    private let text = """
        Mme Odette CHEVALIER, née le 03/11/1938, entrée le 04/03/2025, sortie le 18/03/2025.
        IPP 0098214477. Sa fille Odette rappelle au 06 39 98 41 07.
        """

    @Test("masking puts labels where identifiers stood and keeps the layout")
    func mask() throws {
        let (clean, report) = Deidentifier(try PrivacyReader(), mode: .mask).clean(text)
        #expect(clean.contains("Mme [NOM], née le [DATE DE NAISSANCE]"))
        #expect(clean.contains("IPP [IPP]."))
        #expect(clean.contains("[TÉLÉPHONE]"))
        #expect(clean.split(separator: "\n").count == 2)
        #expect(report.count >= 7)
        #expect(!clean.contains("CHEVALIER"))
    }

    @Test("stand-ins are the same for the same name, and intervals between dates are kept")
    func replace() throws {
        let reader = try PrivacyReader()
        let clean = Deidentifier(reader, mode: .replace, secret: 42).clean(text).text
        #expect(!clean.contains("Odette"))
        #expect(!clean.contains("0098214477"))
        let shift = DateShift(weeks: 10)
        #expect(shift.shifted("04/03/2025") == "13/05/2025")
        #expect(shift.shifted("18/03/2025") == "27/05/2025")
        #expect(shift.shifted("mardi 4 mars 2025") == "mardi 13 mai 2025")
        #expect(shift.shifted("3 au 9 mars 2025") == "12 au 18 mai 2025")
        #expect(shift.shifted("28 au 30 mars 2025") == "6 au 8 juin 2025")
        #expect(shift.shifted("20 au 25 mars 2025") == "29 mai au 3 juin 2025")
        #expect(shift.shifted("2025-03-04") == "2025-05-13")
        #expect(shift.shifted("09/2022") == "11/2022")
        #expect(shift.shifted("1er mars 2025") == "10 mai 2025")
        #expect(shift.shifted("demain") == nil)
        #expect(clean == Deidentifier(reader, mode: .replace, secret: 42).clean(text).text)
        #expect(clean != Deidentifier(reader, mode: .replace, secret: 43).clean(text).text)
    }

    @Test("each case has stand-ins and a shift of its own, the same whenever it comes back")
    func cases() throws {
        let all = Deidentifier(try PrivacyReader(), mode: .replace, secret: 42)
        let first = all.of(case: "A").cleaned(text)
        #expect(first.text == all.of(case: "A").cleaned(text).text)
        #expect(first.text != all.of(case: "B").cleaned(text).text)
        #expect(first.reading.found)
    }

    @Test("names keep their gender, their capitals and their initials; numbers keep their layout")
    func forms() throws {
        let standIns = StandIns(secret: 7, gazetteer: try PrivacyReader().gazetteer)
        #expect(standIns.name("DUPONT").allSatisfy { $0.isUppercase })
        #expect(standIns.name("J.-P. R.").count == 8)
        for (mine, women) in [("Odette", true), ("Zoé", true), ("Martine", true), ("Gustave", false), ("Kévin", false)]
        {
            #expect(StandIns.women.contains(standIns.name(mine)) == women, "\(mine)")
        }
        #expect(standIns.name("Martine").lowercased() == standIns.name("martine"))
        let clue = Clue(kind: .phone, range: 0..<14, text: "06.12.34.56.78", reason: "", confidence: 1)
        #expect(standIns.standIn(for: clue).hasPrefix("06.39.98."))
        let nir = Clue(kind: .nir, range: 0..<21, text: "2 55 08 14 168 025 38", reason: "", confidence: 1)
        let digits = standIns.standIn(for: nir).filter(\.isNumber)
        #expect(Scanner.keyed(Array(digits.utf8)))
        #expect(digits.first == "2")
        #expect(standIns.weeks != 0)
    }

    @Test(
        "no identifier of the project's own texts survives a second look in clear",
        arguments: [Deidentifier.Mode.mask, .replace])
    func twice(_ mode: Deidentifier.Mode) throws {
        let reader = try PrivacyReader()
        let cleaner = Deidentifier(reader, mode: mode)
        for example in try OwnTexts.read("identifiers").prefix(200) {
            let (clean, report) = cleaner.clean(example.text)
            for clue in report where [.nir, .email].contains(clue.kind) { #expect(!clean.contains(clue.text)) }
        }
    }
}
