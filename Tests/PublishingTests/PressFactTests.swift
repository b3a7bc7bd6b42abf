import Testing

@testable import Publishing

/// What a text says otherwise than the release that it was made of.
@Suite struct PressFactTests {
    private let lock = PressHouse.content.lock

    private func kinds(_ text: String, language: String = "fr") -> [FactFinding.Kind] {
        lock.findings(text, language: language).map(\.kind)
    }

    @Test(
        "the same fact in any writing of its number is no finding",
        arguments: [
            "1 200 naissances par an", "1\u{A0}200 naissances", "1\u{202F}200 naissances", "1\u{2009}200 naissances",
            "1200 naissances", "1.200 naissances", "mille deux cents naissances", "Ouverture le 03/12/2026.",
            "2,5 millions d’euros", "2 500 000 €", "2,50 millions d'euros", "Appelez le 01.23.45.67.89",
            "Trois sages-femmes, 4 chambres, quatre chambres", "Claire Petit répond aux journalistes.",
            "https://chu.example/press-room/2027-99 1200 naissances", "Rien de chiffré.", "",
        ])
    func same(_ text: String) { #expect(kinds(text) == [], "\(text)") }

    @Test(
        "another number beside the same noun is a fact that was changed",
        arguments: [
            "1 300 naissances par an", "1300 naissances", "mille trois cents naissances", "12 000 naissances",
            "Ouverture le 4 décembre 2026", "Ouverture le 3 décembre 2027", "3,5 millions d'euros", "2 600 000 €",
            "Claire Petitjean répond", "4 naissances",
        ])
    func changed(_ text: String) {
        let found = lock.findings(text, language: "fr")
        #expect(found.contains { $0.kind == .changed }, "\(text): \(found)")
    }

    @Test("a finding says the fact and what stands there now")
    func says() throws {
        let found = try #require(lock.findings("Déjà 1\u{202F}300 naissances !", language: "fr").first)
        #expect(found == FactFinding(kind: .changed, fact: "1 200 naissances", now: "1 300 naissances"))
    }

    @Test("a date moved to another month is a fact that was changed, though its number is known")
    func month() {
        #expect(kinds("Ouverture le 3 novembre") == [.changed])
        #expect(kinds("Ouverture le 3 décembre") == [])
    }

    @Test("a number that the release does not hold is said to be unknown")
    func unknown() {
        #expect(kinds("Avec 17 partenaires") == [.unknown])
        #expect(kinds("Avec dix-sept partenaires") == [.unknown])
        #expect(kinds("quatre-vingt-douze lits") == [.unknown])
    }

    @Test("English writing is read by English rules")
    func english() {
        #expect(kinds("1,200 births a year, opening December 3, 2026", language: "en") == [])
        #expect(kinds("1,300 births a year", language: "en") == [.unknown])
        #expect(kinds("Opening December 4, 2026", language: "en") == [.changed])
    }

    @Test(
        "numbers in words are read",
        arguments: [
            ("vingt et un", "21"), ("quatre-vingts", "80"), ("quatre-vingt-dix-neuf", "99"), ("soixante-dix", "70"),
            ("deux cents", "200"), ("mille deux cent trente-quatre", "1234"), ("trois millions", "3000000"),
            ("twenty-one", "21"), ("one hundred and five", "105"), ("1,2 million", "1200000"),
        ])
    func words(_ text: String, _ value: String) {
        #expect(FactScanner.read(text, language: "fr").compactMap(\.number) == [value])
    }

    @Test("« pour cent » is a unit, « neuf » alone is no number, and « 14:30 » is « 14 h 30 »")
    func shy() {
        func numbers(_ text: String) -> [String] { FactScanner.read(text, language: "fr").compactMap(\.number) }
        #expect(numbers("12 pour cent") == ["12"])
        #expect(numbers("un scanner neuf") == [])
        #expect(numbers("14:30") == numbers("14 h 30") && numbers("14h30") == ["14", "30"])
    }

    @Test("numbers, dates and names are proposed from a text, each once")
    func proposals() {
        let found = FactProposals.of(PressHouse.content.whole, language: "fr")
        #expect(found.contains("1 200 naissances") && found.contains("3 décembre 2026"))
        #expect(found.contains("Claire Petit") && Set(found).count == found.count)
    }

    @Test("a locked fact that is not in the text is said")
    func stray() {
        let stray = LockedFacts.stray(["1200 naissances", "9 lits"], in: PressHouse.content.whole, language: "fr")
        #expect(stray == ["9 lits"])
    }

    @Test("what stands between double brackets is locked, and the brackets are gone")
    func marks() {
        var locked: [String] = []
        let text = ReleaseForm.unmarked("Déjà [[1 200 naissances]] à [[ Valmont ]]. [[]] [x]", &locked)
        #expect(text == "Déjà 1 200 naissances à  Valmont . [[]] [x]")
        #expect(locked == ["1 200 naissances", "Valmont"])
    }

    @Test("a hostile text is read without harm")
    func hostile() {
        for text in [
            String(repeating: "9", count: 50_000), String(repeating: "cent ", count: 10_000),
            String(repeating: "1 ", count: 10_000), String(repeating: "[[", count: 10_000), "\u{0}１２\u{301}",
            String(repeating: "Anne ", count: 10_000),
        ] {
            #expect(lock.findings(text, language: "fr").count <= LockedFacts.most)
            #expect(FactProposals.of(text, language: "fr").count <= FactProposals.most)
        }
    }
}
