import Foundation

/// Plants names in texts that hold none: relatives, who are to be found, and carers, who are not.
struct Planting {
    let firstNames: [String]
    let surnames: [String]

    private static let relatives = [
        "mon mari", "ma femme", "mon épouse", "mon père", "ma mère", "mon fils", "ma fille", "mon bébé", "mon frère",
        "ma sœur",
        "mon conjoint", "ma grand-mère", "mon grand-père", "ma maman", "mon papa", "mon ami", "ma compagne",
        "mon compagnon",
    ]
    private static let carers = [
        "médecin", "docteur", "infirmière", "infirmier", "secrétaire", "conseiller", "conseillère", "interne",
        "chirurgien", "kiné",
        "sage-femme", "pharmacien", "aide-soignante",
    ]

    /// A text with one name in it; nil when there is nowhere to put one.
    func planted(_ text: String, _ dice: inout Dice) -> PrivacyExample? {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0..<4: return beside(Self.relatives, text, patient: true, &dice) ?? signed(text, &dice)
        case 4..<6: return beside(Self.carers, text, patient: false, &dice)
        case 6: return opened(text, &dice)
        case 7: return thanked(text, &dice)
        default: return signed(text, &dice)
        }
    }

    private func first(_ dice: inout Dice) -> String { styled(firstNames.randomElement(using: &dice) ?? "Jeanne") }

    private func styled(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst().lowercased() }

    private func full(_ dice: inout Dice) -> String {
        let surname = surnames.randomElement(using: &dice) ?? "Martin"
        let first = first(&dice)
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: return "\(surname.uppercased()) \(first)"
        case 1: return "\(first) \(surname.uppercased())"
        case 2: return "\(first.prefix(1)). \(styled(surname))"
        case 3: return "\(first) \(surname.prefix(1))."
        case 4: return first
        default: return "\(first) \(styled(surname))"
        }
    }

    private func example(_ before: String, _ name: String, _ after: String, patient: Bool) -> PrivacyExample {
        let start = before.unicodeScalars.count
        let range = start..<start + name.unicodeScalars.count
        let spans = patient ? [PrivacyExample.Span(range: range, kind: .name)] : []
        return PrivacyExample(id: "", text: before + name + after, spans: spans, combination: false)
    }

    private func beside(_ words: [String], _ text: String, patient: Bool, _ dice: inout Dice) -> PrivacyExample? {
        for word in words.shuffled(using: &dice) {
            guard let place = text.range(of: word + " ") ?? text.range(of: word + ",") else { continue }
            let joint = Int.random(in: 0..<3, using: &dice)
            let before = text[..<place.lowerBound] + word + (joint == 0 ? ", " : " ")
            let rest = text[place.lowerBound...].dropFirst(word.count)
            return example(
                String(before), joint == 1 ? full(&dice) : first(&dice), (joint == 0 ? "," : "") + String(rest),
                patient: patient)
        }
        return nil
    }

    private func signed(_ text: String, _ dice: inout Dice) -> PrivacyExample {
        let end = text.last.map { ".!?".contains($0) } ?? true ? "" : "."
        let before =
            [" ", "\n", " Cordialement, ", " Bien à vous, ", " Merci. ", " — ", " Signé : ", " (", " Bonne journée. "]
            .randomElement(using: &dice) ?? " "
        let after = before == " (" ? ")" : ["", "", ".", ", Nevers", ", Limoges."].randomElement(using: &dice) ?? ""
        return example(text + end + before, full(&dice), after, patient: true)
    }

    private func opened(_ text: String, _ dice: inout Dice) -> PrivacyExample {
        let before =
            [
                "Bonjour, je suis ", "Je m'appelle ", "Bonjour Madame ", "Bonjour M. ", "Cher Monsieur ", "Chère ",
                "Moi, ", "Bonsoir ",
            ]
            .randomElement(using: &dice) ?? "Je suis "
        return example(before, full(&dice), ", " + text.prefix(1).lowercased() + text.dropFirst(), patient: true)
    }

    private func thanked(_ text: String, _ dice: inout Dice) -> PrivacyExample {
        let before = [
            " Merci à l'infirmière ", " Merci au Dr ", " Un grand merci à Mme ", " Bravo au docteur ", " Le Pr ",
        ].randomElement(using: &dice)
        let after = [
            ", infirmière.", ", la cadre.", " et à toute l'équipe.", ", aide-soignante, pour sa douceur.",
            " et ses collègues.",
        ]
        .randomElement(using: &dice)
        return example(text + "." + (before ?? " Merci au Dr "), full(&dice), after ?? ", infirmière.", patient: false)
    }
}
