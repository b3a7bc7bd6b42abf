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

    private func expect(_ wanted: String, in text: String) throws {
        let all = try found(text)
        #expect(all.contains(wanted), "\(all)")
    }

    @Test(
        "telephone numbers are found however they are dictated, with holes and faults",
        arguments: [
            (
                "Rappelez-moi : zéro trois, puis 29, puis 64, puis 18 et enfin 71.",
                "zéro trois, puis 29, puis 64, puis 18 et enfin 71"
            ),
            ("Mon numéro, c'est le 06 ; 74 ; 19 ; 55 ; 03, laissez un message", "06 ; 74 ; 19 ; 55 ; 03"),
            ("Mon portable : O6 38 O4 71 29", "O6 38 O4 71 29"),
            ("Mon mari est joignable au 02:98:61:40:17", "02:98:61:40:17"),
            ("Ma sœur est au zéro6 zéro2 quarante4 soixante1 dix7", "zéro6 zéro2 quarante4 soixante1 dix7"),
            ("Joindre l'épouse au 06.71.xx.28.53, carte tachée", "06.71.xx.28.53"),
            ("Ma fille : 07 84, deux fois 20, puis 11, facile", "07 84, deux fois 20, puis 11"),
        ])
    func dictated(_ text: String, _ expected: String) throws {
        try expect("phone \(expected)", in: text)
    }

    @Test(
        "rooms are found in figures, in words and behind what qualifies them",
        arguments: [
            ("Mme Petit, chambre stérile numéro 6, attend sa greffe", "6"),
            ("La dame de la deux cent six a encore appelé", "deux cent six"),
            ("Lit 4 : Mme Ferrand, pansement fait", "4"), ("Le monsieur de la 15 ronfle", "15"),
            ("chambre S-17, mon frère Alcide", "S-17"), ("Je suis chambre A203 bis, côté cour", "A203 bis"),
            ("Ch. 4 P – M. Bertholet, bilan fait", "4 P"),
        ])
    func rooms(_ text: String, _ expected: String) throws {
        try expect("room \(expected)", in: text)
    }

    @Test(
        "what words say outright needs no model",
        arguments: [
            ("Ma cousine Espérance a eu une césarienne", "name Espérance"),
            ("Mme PLANCHON née DE LA HOUSSAYE demande son dossier", "name DE LA HOUSSAYE"),
            ("M. Marchetti, dit Titta, demande une scintigraphie", "name Titta"),
            ("Né le 02.07.76, adressé pour une hépatite", "birthdate 02.07.76"),
            ("J'ai 92 ans et je conduis encore", "age90 92 ans"),
            (
                "J'habite 17 côte des Deux-Amants, 27700 Les Andelys",
                "address 17 côte des Deux-Amants, 27700 Les Andelys"
            ),
        ])
    func outright(_ text: String, _ expected: String) throws {
        try expect(expected, in: text)
    }

    @Test("numbers of hundreds are read in words and half in figures")
    func hundreds() throws {
        let gazetteer = try #require(reader).gazetteer
        for (text, value) in [("deux cent six", 206), ("cent douze", 112), ("5 cent 3", 503), ("neuf cents", 900)] {
            #expect(SpelledNumber.hundreds(Page(text, gazetteer), 0)?.value == value, "\(text)")
        }
        #expect(SpelledNumber.hundreds(Page("206", gazetteer), 0) == nil)
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
            "Pour joindre la mutuelle : 0 970 81 81 81.",
            "Le champ accepte « 06 06 06 06 06 » et « 0000000000 ».",
            "Les lits 1 à 12 seront fermés, le lit 10 est libre.",
            "La chambre 100 % digitale, note 8/10.",
            "La chambre double, 3e étage, à partir de 14h30.",
            "Facture de 206,12 €, puis 612,20 €.",
            "L'amphithéâtre Madeleine-Brès (1842-1921).",
            "Glycémies : 0,98 / 1,02 / 0,95.",
            "La sage-femme Fleur Dumas a été parfaite.",
            "L'entreprise Rodrigues & Fils refait le toit.",
            "Une hernie de Spiegel, un tendon d'Achille, une lampe de Wood.",
            "Vingt-six enfants viennent le 4 avril. 26 peluches aussi.",
            "Le bâtiment Broca et la salle 12, puis le guichet 5.",
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
