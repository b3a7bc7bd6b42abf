/// Plausible stand-ins, drawn from a secret: the same passage always gets the same one.
struct StandIns {
    let secret: UInt64
    let gazetteer: Gazetteer
    /// The year of dates that tell none.
    var year = 2023

    func standIn(for clue: Clue) -> String {
        switch clue.kind {
        case .name: name(clue.text)
        case .date, .birthdate: DateShift(weeks: weeks, year: year).shifted(clue.text) ?? "[\(clue.kind.mask)]"
        case .age90: "plus de 89 ans"
        case .nir: nir(clue.text)
        case .phone: phone(clue.text)
        case .email:
            "\(Self.women[pick(clue.text, Self.women.count)].lowercased()).\(number(clue.text) % 90 + 10)@example.org"
        case .handle: handle(clue.text)
        case .address:
            "\(number(clue.text) % 80 + 2) \(Self.streets[pick(clue.text, Self.streets.count)]), 00100 Valbrune"
        case .room where !clue.text.contains(where: \.isNumber): "\(pick(clue.text, 400) + 101)"
        case .ipp, .nda, .room, .plate, .otherID, .clue: scrambled(clue.text)
        }
    }

    /// How many weeks every date of the case moves: never none, and weekdays stay what they were.
    var weeks: Int {
        let draw = Int(Hash.mix(secret, 1) % 44) - 22
        return draw < 0 ? draw - 4 : draw + 5
    }

    private func number(_ text: String) -> Int { Int(Hash.mix(secret, Hash.of(Sheet(text).bytes)) >> 16 & 0xFFFF_FFFF) }
    private func pick(_ text: String, _ count: Int) -> Int { number(text) % count }

    // MARK: Names

    /// Word for word: first names stay first names of the same gender, initials initials, capitals capitals.
    func name(_ text: String) -> String {
        let page = Page(text, gazetteer)
        var out = String.UnicodeScalarView()
        var position = 0
        for token in page.tokens where token.isWord {
            let range = page.sheet.range(Int(token.start), Int(token.end))
            out.append(contentsOf: page.sheet.scalars[position..<range.lowerBound])
            out.append(contentsOf: styled(word(token, page), token).unicodeScalars)
            position = range.upperBound
        }
        out.append(contentsOf: page.sheet.scalars[position...])
        return String(out)
    }

    private func word(_ token: Token, _ page: Page) -> String {
        let draw = Int(Hash.mix(secret, token.hash) >> 20 & 0xFFFF_FFFF)
        if token.length == 1 { return String(UnicodeScalar(UInt8(97 + draw % 26))) }
        let entry = token.entry
        if token.cues.contains(.particle), token.length < 4, entry.firstName < 3 {
            return Self.particles[Int(token.hash % UInt64(Self.particles.count))]
        }
        var list = Self.surnames
        if entry.firstName > 0, entry.firstName + 1 >= entry.surname {
            list = Self.feminine(token, page) ? Self.women : Self.men
        }
        let chosen = list[draw % list.count]
        return Hash.of(Sheet(chosen).bytes) == token.hash ? list[(draw + 1) % list.count] : chosen
    }

    private static let menInE = Words.set(
        "pierre philippe alexandre antoine maxime baptiste dominique etienne christophe eugene rene aime andre jerome stephane "
            + "guillaume claude gustave jules georges gilles jacques yves charles hugues maurice patrice fabrice brice basile cyrille "
            + "emile achille aristide alphonse ambroise auguste blaise come honore theodore "
            + "isidore hippolyte serge jorge felipe jose noe timothee barthelemy arsene ange eustache anatole hercule ulysse"
    )
    private static let menInA = Words.set(
        "moussa issa mustapha moustapha luca noa joshua nikola sacha hamza oussama elia attila zakaria yaya")

    /// Whether a first name is more likely a woman's: the lists do not tell of names that both bear, its ending does.
    private static func feminine(_ token: Token, _ page: Page) -> Bool {
        let bytes = page.sheet.bytes[Int(token.start)..<Int(token.end)]
        if womenHashes.contains(token.hash) { return true }
        if menHashes.contains(token.hash) { return false }
        if bytes.last == 101 { return !menInE.contains(token.hash) }
        if bytes.last == 97 { return !menInA.contains(token.hash) }
        return token.entry.feminine && !token.entry.masculine
    }

    private static let womenHashes = Set(women.map { Hash.of(Sheet($0).bytes) })
    private static let menHashes = Set(men.map { Hash.of(Sheet($0).bytes) })

    private func styled(_ word: String, _ token: Token) -> String {
        switch token.shape {
        case .lower: word.lowercased()
        case .upper: word.uppercased()
        default: word.prefix(1).uppercased() + word.dropFirst()
        }
    }

    private func handle(_ text: String) -> String {
        let name = Self.either[pick(text, Self.either.count)].lowercased()
        return "\(text.hasPrefix("@") ? "@" : "")\(name)_\(number(text) % 900 + 100)"
    }

    // MARK: Numbers

    /// Digits for digits and letters for letters; the rest stays.
    private func scrambled(_ text: String) -> String {
        var dice = Dice(seed: Hash.mix(secret, Hash.of(Sheet(text).bytes)))
        return String(
            text.map { character in
                switch character {
                case "0"..."9": Character(String(Int.random(in: 1...9, using: &dice)))
                case "A"..."Z": Self.letters.randomElement(using: &dice) ?? "X"
                case "a"..."z": Character((Self.letters.randomElement(using: &dice) ?? "X").lowercased())
                default: character
                }
            })
    }

    /// A number of the same sex whose key is right and that nobody bears: born abroad, in country 000.
    private func nir(_ text: String) -> String {
        let sex = text.first { "1234".contains($0) } ?? "1"
        let draw = number(text)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let body =
            "\(sex)\(two(draw % 70 + 25))\(two(draw / 97 % 12 + 1))99000\(String("00\(draw / 1_201 % 1_000)".suffix(3)))"
        let key = 97 - (Int(body) ?? 0) % 97
        return laid(body + two(key), over: text)
    }

    /// A number of the ranges kept for fiction, in the layout of the one it stands for.
    private func phone(_ text: String) -> String {
        let digits = text.filter(\.isNumber)
        let draw = String("000\(number(text) % 10_000)".suffix(4))
        if digits.count == 10, digits.first == "0" {
            let range = ["01": "019900", "02": "026191", "03": "035301", "04": "046571", "05": "053649"]
            return laid((range[String(digits.prefix(2))] ?? "063998") + draw, over: text)
        }
        if digits.hasPrefix("33") || digits.hasPrefix("0033") {
            let head = digits.hasPrefix("33") ? 2 : 4
            let zero = digits.dropFirst(head).first == "0"
            return laid(String(digits.prefix(head)) + (zero ? "0" : "") + "63998" + draw, over: text)
        }
        return scrambled(text)
    }

    /// Writes digits one by one over those of a text, keeping what stands between them.
    private func laid(_ digits: String, over text: String) -> String {
        var rest = Substring(digits)
        return String(
            text.compactMap { character in
                guard character.isNumber || character.isLetter else { return character }
                return rest.popFirst()
            }) + ""
    }

    private static let letters = "ABCDEFGHJKLMNPQRSTVWXYZ"
    private static let particles = ["de", "du", "le"]
    private static let streets = [
        "rue des Acacias", "avenue des Tilleuls", "chemin du Lavoir", "impasse des Mésanges", "place du Kiosque",
        "allée des Charmes",
        "rue de la Fontaine-Neuve", "route du Belvédère", "quai des Saules", "boulevard des Cèdres",
    ]
    static let women = split(
        """
        Alice Amélie Anne Apolline Aurélie Barbara Béatrice Blandine Brigitte Capucine Carole Catherine Cécile Céline Chantal
        Charlotte Claire Clémence Colette Constance Coralie Cynthia Daphné Delphine Denise Diane Édith Élise Élodie Émilie Estelle
        Eugénie Fanny Flora Florence Gabrielle Gaëlle Geneviève Ghislaine Hélène Inès Irène Isabelle Jeanne Joséphine Judith
        Juliette Karine Laetitia Laure Léonie Lucie Madeleine Manon Marguerite Marine Marion Martine Mathilde Mireille Monique
        Nadine Nathalie Noémie Océane Odile Pauline Perrine Rachel Renée Roxane Sabine Sandrine Simone Solène Sophie Suzanne
        Sylvie Thérèse Valérie Véronique Victoire Violette Yvonne Zoé
        """)
    private static let men = split(
        """
        Adrien Alain Albert Alexis André Antoine Armand Arnaud Arthur Aurélien Basile Benoît Bernard Boris Bruno Cédric Charles
        Christian Christophe Clément Cyril Damien Daniel David Denis Didier Édouard Émile Éric Étienne Fabien Félix Fernand
        Florent François Frédéric Gabriel Gaspard Geoffroy Georges Gérard Gilbert Grégoire Guillaume Guy Henri Hervé Hugo Jacques
        Jean Jérôme Joël Julien Laurent Léon Louis Luc Lucien Marc Marcel Martin Mathieu Maurice Michel Nicolas Noël Olivier Pascal
        Patrick Paul Philippe Pierre Quentin Raphaël Raymond Rémi René Robert Roger Romain Samuel Sébastien Serge Simon Stéphane
        Sylvain Théo Thierry Thomas Tristan Valentin Victor Vincent Xavier Yann Yves
        """)
    private static let either = split(
        "Camille Claude Dominique Alix Charlie Lou Maxime Morgan Sacha Andréa Eden Noa Ange Gwenn")
    private static let surnames = split(
        """
        Aubertin Barbereau Bazinet Beaulac Bellerose Berthelot Blondeau Boisclair Bonnefoy Bouchardon Boutin Brissac Cadoret
        Cantel Carlier Castagnet Chabrol Chauvet Clairval Corbeau Cordier Coutard Dancourt Darbois Delcourt Delorge Desmarais
        Dervaux Dorval Dubreuil Dumoncel Duperret Esnault Estève Fauvel Ferrand Fontanel Forestier Fournel Gaillac Galland
        Garance Gervaise Girardot Gombert Grandval Guérinot Hautbois Hennequin Herbelin Jacquard Jolivet Jourdan Labarre Lacaze
        Lafarge Lamotte Langevin Larcher Lavigne Legendre Lemaître Lenoir Lestrade Lormeau Loubet Maillet Malherbe Marchal Marsan
        Maréchal Mercœur Michaud Monnier Montagne Morvan Neuville Noirot Orsini Pasquier Pelletier Perceval Piquet Poncet Prévost
        Quentel Rambert Ravaud Renouard Rivoire Rocheteau Romieu Rouvière Sabatier Sauvage Séverac Tessier Thibaut Tournier
        Trémois Vallier Vasseur Verneuil Vidaillac Villard Voisin
        """)

    private static func split(_ words: String) -> [String] {
        words.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
