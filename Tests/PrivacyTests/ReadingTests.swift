import Testing

@testable import Privacy

private let reader = try? PrivacyReader()

/// Kinds and texts found, in order.
private func found(_ text: String) throws -> [String] {
    try #require(reader).read(text).clues.map { "\($0.kind.rawValue) \($0.text)" }
}

@Suite("Identifiers in text")
struct ReadingTests {
    @Test(
        "each direct identifier is found where it stands",
        arguments: [
            ("NIR : 1 61 11 98 818 035 83", "nir 1 61 11 98 818 035 83"),
            ("mon numéro de sécu est 2 75 08 44 109 203", "nir 2 75 08 44 109 203"),
            ("NIR 2 98 07 2A 247 019 72", "nir 2 98 07 2A 247 019 72"),
            ("Patient suivi sous IPP 0098214477.", "ipp 0098214477"),
            ("n° de séjour 230045519", "nda 230045519"),
            ("Facture n° FA-88410 payée deux fois", "other_id FA-88410"),
            ("rappelez-moi au 06 39 98 41 07", "phone 06 39 98 41 07"),
            ("ma fille est joignable au +33 6 39 98 41 07", "phone +33 6 39 98 41 07"),
            ("mon portable : zéro six 44 91 07 73", "phone zéro six 44 91 07 73"),
            ("écrivez-moi à jeanne.b@example.org", "email jeanne.b@example.org"),
            ("mon mail : jeanne.b (arobase) example.org", "email jeanne.b (arobase) example.org"),
            ("immatriculée GH-482-KL", "plate GH-482-KL"),
            ("Elle a 97 ans et vit seule.", "age90 97 ans"),
            ("Elle a cent deux ans et entend mal.", "age90 cent deux ans"),
            ("Née le 14 février 1938", "birthdate 14 février 1938"),
            ("Opérée le 12 mars 2024 de la hanche", "date 12 mars 2024"),
            ("Mme Petitjean, chambre 302, demande le médecin", "room 302"),
            (
                "J'habite 14 bis, chemin des Aubépines, 70300 Luxeuil-les-Bains",
                "address 14 bis, chemin des Aubépines, 70300 Luxeuil-les-Bains"
            ),
            ("suivez @combat_de_lea sur insta", "handle @combat_de_lea"),
            ("supprimez le post de kevdu62 svp, il y met son nom", "handle kevdu62"),
            ("La famille Rakotomalala remercie le service.", "name Rakotomalala"),
            ("Avis demandé pour POUJOL Séverin, IPP 700412588", "name POUJOL Séverin"),
            ("La CNI D2H6862M2 est restée à l'accueil", "other_id D2H6862M2"),
            ("Je m'appelle Aminata Diarrassouba et je suis restée trois jours", "name Aminata Diarrassouba"),
        ])
    func direct(_ text: String, _ expected: String) throws {
        let all = try found(text)
        #expect(all.contains(expected), "\(all)")
    }

    @Test(
        "what identifies nobody is left alone",
        arguments: [
            "La maladie de Parkinson et le signe de Babinski.",
            "En cas de détresse, le 3114 répond jour et nuit ; le 15 pour une urgence.",
            "Canicule Info Service : 0 800 06 66 66.",
            "Le Dr Emmanuelle Vigneron a été parfaite.",
            "Écrivez à contact@ch-exemple.fr.",
            "Décret n° 2016-995 du 20 juillet 2016, article R. 1112-1-2.",
            "Metformine 1000 x 3, HbA1c 9,1 %, clairance 52.",
            "Glasgow 15/15, EVA 3/10.",
            "La chambre particulière coûte 65 € par jour.",
            "L'hôpital Édouard-Herriot, pavillon H, 3e étage.",
            "Exposition « Louise Bourgeois » dans le hall, puis Florence Nightingale en octobre.",
            "Standard : 04 73 75 00 00. Urgences : 03 21 03 33 33.",
            "TA 13/7, Apgar 8/9/10, CRP 4.6, score 3/6.",
            "Un avis rendu par la Défenseure des droits, 3 place de Fontenoy, 75007 Paris.",
        ])
    func innocent(_ text: String) throws {
        let all = try found(text)
        #expect(all.isEmpty, "\(all)")
    }

    @Test("a key tells a NIR from any other fifteen digits")
    func key() {
        #expect(Scanner.keyed(Array("255081416802538".utf8)))
        #expect(!Scanner.keyed(Array("255081416802539".utf8)))
        #expect(!Scanner.keyed(Array("2550814168025".utf8)))
        #expect(Scanner.keyed(Array("218062a39903579".utf8)))
    }

    @Test("look-alikes and invisible characters hide nothing, and positions stay those of the text")
    func tricks() throws {
        let plain = "Je m'appelle Aminata Diarrassouba, tél. 06 39 98 41 07"
        let text = "Je m'appelle Aminаta Diarras\u{200B}souba, tél. ０６ 39 98\u{202E} 41 07"
        let reading = try #require(reader).read(text)
        #expect(try found(plain).count == reading.clues.count)
        let scalars = Array(text.unicodeScalars)
        for clue in reading.clues {
            #expect(String(String.UnicodeScalarView(scalars[clue.range])) == clue.text)
        }
        let cyrillic = try #require(reader).read("Je m'appelle Jeanne Мartin et je suis restée trois jours")
        #expect(cyrillic.clues.map(\.text) == ["Jeanne Мartin"])
        #expect(reading.clues.contains { $0.kind == .phone })
        #expect(reading.clues.contains { $0.kind == .name && $0.text.contains("\u{200B}") })
    }

    @Test("weak clues that point at one person together are found, with their reasons")
    func combination() throws {
        let reader = try #require(reader)
        let one = reader.read(
            "Légionellose chez le dernier sabotier de Gouarec, 78 ans, le seul du canton, hospitalisé depuis mai.")
        #expect(one.singlingOut >= 0.5)
        #expect(!one.why.isEmpty)
        #expect(one.weak.allSatisfy { $0.kind == .clue })
        let many = reader.read("J'ai 45 ans, je suis comptable à Lyon et j'ai été opéré du ménisque. Rien à redire.")
        #expect(many.singlingOut < 0.5)
        #expect(many.why.isEmpty)
    }
}
