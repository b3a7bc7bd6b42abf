import Testing

@testable import Privacy

/// What looks like an identifier and is none, each beside what looks the same and is one.
@Suite("Tempting texts")
struct TemptingTests {
    private func found(_ text: String) throws -> [String] {
        try PrivacyReader().read(text).clues.map { "\($0.kind.rawValue):\($0.text)" }
    }

    private func expectNothing(in text: String) throws {
        let all = try found(text)
        #expect(all.isEmpty, "\(all)")
    }

    @Test(
        "numbers of things, of print and of the house are nobody's",
        arguments: [
            "Ne prenez pas la D74, elle est fermée.",
            "Rev Neurol 2023;179(4):212-20, doi:10.9999/rn.2023.0212.",
            "Victoire 61-48 contre Niort.",
            "File active par tranche d'âge : 0-17, 18-74, 75-89.",
            "Sur la notice je lis AMM 34009 300 999 4 4.",
            "Le numéro RPPS compte onze chiffres (ex. 10100999999).",
            "Pour l'interne de garde, poste 7704.",
            "Fondé par un chancelier en 1443, bien avant nous.",
            "7 % de plus de 90 ans parmi les entrées.",
            "Chariot modèle Alba, réf. GD-4410, six unités.",
            "Standard : 02 31 44 00 01.",
        ])
    func things(_ text: String) throws {
        try expectNothing(in: text)
    }

    @Test(
        "the same shapes are found where they stand for somebody",
        arguments: [
            ("La dame de la D12 ne mange plus, sa fille est prévenue.", "room:D12"),
            ("Patient né le 04/02/1961, IPP 179-212-20.", "ipp:179-212-20"),
            ("Mon numéro : 06 18 74 75 89, merci de me rappeler.", "phone:06 18 74 75 89"),
            ("Mon NIR est 2 55 08 14 168 025 38.", "nir:2 55 08 14 168 025 38"),
            ("Elle est en chambre 1443 depuis lundi.", "room:1443"),
            ("Ma mère a plus de 90 ans, elle en a 94 ans.", "age90:94 ans"),
            ("Ma plainte n° REC-2025-0447 reste sans réponse.", "other_id:REC-2025-0447"),
        ])
    func somebody(_ text: String, _ wanted: String) throws {
        let all = try found(text)
        #expect(all.contains(wanted), "\(all)")
    }

    @Test(
        "people of the house, of the news and of the shelves are left alone",
        arguments: [
            "Merci à Nadia, Thomas et Awa de l'équipe de nuit, vous êtes en or.",
            "Bravo à Jérôme (radio), Céline (bloc) et Aïssatou (salle de réveil).",
            "S'adresser à M. Vasseur au guichet 3 ou à Mme Lagrange, bureau 12.",
            "Conseil de surveillance : M. Bourdin (ville), Mme Esteban (département).",
            "Texte : Mathilde Arnoux. Photos : Hugo Lantier.",
            "Prénoms les plus donnés cette année : Maël, Iris, Noé, Romy, Malo.",
            "Le nouveau logiciel s'appelle Clémentine, formation avant le 30 juin.",
            "Formateurs : Élias Roumégoux et Safia Cherif, 390 € par stagiaire.",
            "La brocante aura lieu le 21 septembre sur le parvis.",
        ])
    func people(_ text: String) throws {
        try expectNothing(in: text)
    }

    @Test(
        "patients and relatives are found in the same sentences",
        arguments: [
            ("Ma fille Louane remercie Nadia, Thomas et toute l'équipe de nuit.", ["name:Louane"]),
            ("Mon mari Jérôme est en salle de réveil depuis deux heures.", ["name:Jérôme"]),
            ("La fille de M. Vasseur demande son compte rendu.", ["name:Vasseur"]),
            ("Je m'appelle Mathilde Arnoux, opérée le 12 mars.", ["name:Mathilde Arnoux", "date:12 mars"]),
            ("Jade et Milo sont nés le 2 mars, jumeaux pressés.", ["name:Jade", "name:Milo"]),
            ("Ma mère est restée du 3 au 19 février, personne n'a appelé.", ["date:3 au 19 février"]),
        ])
    func patients(_ text: String, _ wanted: [String]) throws {
        let all = try found(text)
        for one in wanted { #expect(all.contains(one), "\(all)") }
    }

    @Test("the sense of a whole text weighs on its doubtful words")
    func gist() throws {
        let reader = try PrivacyReader()
        func gist(_ text: String) -> Float {
            let page = Page(text, reader.gazetteer)
            return NameTagger(Context(page)).tag(reader.models, Scanner.scan(page)).gist
        }
        let care = gist("Mon père Marcel, 94 ans, est tombé le 3 mars et attend en chambre 12.")
        let house = gist("Inauguration du parking : entrée libre, buvette et concert dans le hall.")
        #expect(care > 0.8)
        #expect(house < 0.3)
    }
}
