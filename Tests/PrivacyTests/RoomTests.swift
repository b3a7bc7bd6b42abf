import Testing

@testable import Privacy

private let reader = try? PrivacyReader()

/// Rooms and ages over 89 in every manner of saying them, each beside what looks the same and is nobody's.
@Suite("Rooms and ages")
struct RoomTests {
    private func found(_ text: String) throws -> [String] {
        try #require(reader).read(text).clues.map { "\($0.kind.rawValue):\($0.text)" }
    }

    /// What the scanners see in a text, whatever the models think of it.
    private func seen(_ family: Finding.Family, _ text: String) throws -> [String] {
        let page = Page(text, try #require(reader).gazetteer)
        return Scanner.scan(page).filter { $0.family == family }.map {
            page.sheet.text(page.sheet.range($0.bytes.lowerBound, $0.bytes.upperBound))
        }
    }

    private func expect(_ clue: String, in text: String, at place: SourceLocation = #_sourceLocation) throws {
        let all = try found(text)
        #expect(all.contains(clue), "\(all)", sourceLocation: place)
    }

    private func expect(
        no family: Finding.Family, in text: String, at place: SourceLocation = #_sourceLocation
    ) throws {
        let all = try seen(family, text)
        #expect(all.isEmpty, "\(all)", sourceLocation: place)
    }

    @Test(
        "rooms are found without the word, by floor and door, by bed, box and armchair",
        arguments: [
            ("Ma mère est en 3.14 depuis lundi, personne ne répond à la sonnette.", "3.14"),
            ("La meuf de la 312 a chanté toute la nuit, j'ai adoré.", "312"),
            ("M. du 27 : refuse la toilette, prévenir sa fille.", "27"),
            ("Mon père est en chirurgie, chambre n° 2-114, et il attend son scanner.", "2-114"),
            ("Mon mari a été transféré en B-208 sans un mot.", "B-208"),
            ("Mamie est au lit-porte 5 depuis hier soir, toute seule.", "5"),
            ("Chimio du jour, fauteuil n° 7, près de la fenêtre, ma sœur a froid.", "7"),
            ("Bébé est en néonat, couveuse 4, les parents sont prévenus.", "4"),
            ("Ma grand-mère habite l'EHPAD, appartement 19, et sa sonnette est cassée.", "19"),
            ("Dialyse : poste 12 hypotendu, revoir le poids sec du patient.", "12"),
            ("Le patient du 16 et la dame de la quarante-deux ont échangé leurs lunettes.", "quarante-deux"),
        ])
    func rooms(_ text: String, _ expected: String) throws {
        try expect("room:\(expected)", in: text)
    }

    @Test("a number announced once as a room is one wherever it comes back")
    func again() throws {
        let all = try found("J'étais chambre 418. Le 418 a demandé un drap, la 418 l'attend encore.")
        #expect(all.filter { $0 == "room:418" }.count == 3, "\(all)")
    }

    @Test(
        "cars, roads, days, streets, vitamins, seats and departments are no rooms",
        arguments: [
            "La 206 grise bloque la sortie des ambulances.", "La mercerie est au 14 rue du Four.",
            "42 postes supprimés dans le 75.", "Carence en B12 sévère.", "Le lot n° 118 de la tombola attend.",
            "L'avion du 23 a du retard.", "Prise en charge en douze minutes.", "Le fauteuil 12 du rang F est cassé.",
            "Concours de soupes du CH : 1. la verte.", "Congés jusqu'au 20.",
        ])
    func nobodysRooms(_ text: String) throws {
        try expect(no: .room, in: text)
    }

    @Test(
        "ages are found in slang, in seasons, in words and without a unit",
        arguments: [
            ("Mémé va sur ses 94 et elle danse encore.", "94"),
            ("Mon pépé a 96 balais et toutes ses dents.", "96 balais"),
            ("Ma tante a quatre-vingt-douze printemps et un moral d'acier.", "quatre-vingt-douze printemps"),
            ("Ma mère, nonante-trois ans, vit seule.", "nonante-trois ans"),
            ("Une dame dans sa quatre-vingt-quinzième année est tombée hier.", "quatre-vingt-quinzième année"),
            ("Mon grand-père a 100 ans et 7 mois, il attend son rendez-vous.", "100 ans et 7 mois"),
            ("Mes parents (91 et 93 ans) arrivent demain.", "91"),
        ])
    func ages(_ text: String, _ expected: String) throws {
        try expect("age90:\(expected)", in: text)
    }

    @Test(
        "the ages of many, of things and of times are nobody's",
        arguments: [
            "Étude chez les plus de 90 ans.", "Recherche résidents de 60 à 99 ans pour un débat.",
            "Témoignages de couples de 90 ans et + bienvenus.", "Âge moyen 91 ans dans cette cohorte.",
            "103 ans d'histoire et deux incendies.", "Prothèse garantie 90 ans.", "Elle mesure 1m98.",
        ])
    func nobodysAges(_ text: String) throws {
        try expect(no: .age, in: text)
    }

    @Test("ordinals above eighty are read in words")
    func ordinals() throws {
        let gazetteer = try #require(reader).gazetteer
        let cases = [
            ("quatre-vingt-quinzième", 95), ("quatre-vingt-dix-septième", 97), ("nonante-deuxième", 92),
            ("cent deuxième", 102),
        ]
        for (text, value) in cases {
            #expect(SpelledNumber.ordinal(Page(text, gazetteer), 0)?.value == value, "\(text)")
        }
        #expect(SpelledNumber.ordinal(Page("deuxième", gazetteer), 0) == nil)
    }
}
