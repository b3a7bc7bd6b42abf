import Kernel
import Testing

@testable import Opinion

@Suite("Polarity and themes")
struct PolarityTests {
    @Test(
        "praise is positive, by negation or without a verb too",
        arguments: [
            "Pas de temps d'attente", "Personnel adorable, merci pour tout", "Rien à redire, tout était parfait",
            "La gentillesse des infirmières", "Aucune douleur après l'intervention, équipe au top",
            "franchement super equipe merci a vous",
        ])
    func praise(_ text: String) throws {
        let judgement = try Shipped.model.get().judge(text)
        #expect(judgement.polarity == .positive)
        #expect(judgement.score > 0)
    }

    @Test(
        "a complaint is negative, by a wish or without a verb too",
        arguments: [
            "La saleté dans les ascenseurs", "Plus de respect pour les patients", "Six heures d'attente, honteux",
            "Un peu plus d'humanité", "Accueil déplorable, personnel désagréable", "À fuir !!!",
            "Repas infects et froids",
            "impossible de joindre le secretariat par telephone",
        ])
    func complaint(_ text: String) throws {
        let judgement = try Shipped.model.get().judge(text)
        #expect(judgement.polarity == .negative)
        #expect(judgement.score < 0)
    }

    @Test(
        "an announcement and a plain question are neutral",
        arguments: [
            "Conférence sur le diabète jeudi à 18 heures, entrée libre", "Le CHU inaugure sa nouvelle maternité",
            "Quels sont les horaires de visite ?",
        ])
    func neutral(_ text: String) throws {
        #expect(try Shipped.model.get().judge(text).polarity == .neutral)
    }

    @Test(
        "praise and complaint together are mixed",
        arguments: [
            "Équipe formidable et compétente, mais le parking est une honte.",
            "Chirurgien excellent, par contre les repas sont immangeables.",
        ])
    func mixed(_ text: String) throws {
        #expect(try Shipped.model.get().judge(text).polarity == .mixed)
    }

    @Test(
        "each theme is heard",
        arguments: [
            (Theme.welcome, "L'accueil est chaleureux et le personnel très gentil"),
            (.care, "Chirurgien compétent, opération réussie, bon suivi"),
            (.pain, "On m'a laissée souffrir toute la nuit sans antidouleur"),
            (.waiting, "Cinq heures d'attente aux urgences"),
            (.information, "Aucune explication, personne ne nous informe"),
            (.organisation, "Mon dossier a été perdu, désorganisation totale"),
            (.room, "La chambre est vétuste et bruyante"),
            (.meals, "Les repas sont immangeables"),
            (.cleanliness, "Les toilettes sont d'une saleté repoussante"),
            (.access, "Impossible de se garer, le parking est toujours complet"),
            (.billing, "Dépassements d'honoraires et facture incompréhensible"),
        ])
    func themes(_ theme: Theme, _ text: String) throws {
        let judgement = try Shipped.model.get().judge(text)
        #expect(judgement.themes.contains { $0.theme == theme })
        let reason = judgement.reasons.first { $0.label == "theme:\(theme.rawValue)" }
        #expect(reason != nil)
    }

    @Test("reasons point at words of the text, in Unicode scalars")
    func reasonsPoint() throws {
        let text = "👩‍⚕️ É — l’équipe était vraiment formidable 🎉"
        let judgement = try Shipped.model.get().judge(text)
        let praise = judgement.reasons.filter { $0.label == "positive" }
        let words = praise.map { Shipped.words(text, $0) }
        #expect(words.contains { $0.contains("équipe") || $0.contains("formidable") })
        for reason in judgement.reasons {
            #expect(0 <= reason.start && reason.start < reason.end && reason.end <= text.unicodeScalars.count)
            #expect(reason.weight > 0)
        }
    }

    @Test(
        "what the model cannot know it says it is unsure of",
        arguments: [
            "", "   ", "…", "12 345", "La habitación estaba sucia y nadie me ayudó en toda la noche",
        ])
    func unsure(_ text: String) throws {
        #expect(try Shipped.model.get().judge(text).unsure)
    }
}
