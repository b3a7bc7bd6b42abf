import Kernel
import Testing

@testable import Opinion

@Suite("Distress")
struct DistressTests {
    @Test("a person in danger is always seen", arguments: DistressExamples.all)
    func isSeen(_ text: String) throws {
        let judgement = try Shipped.model.get().judge(text)
        #expect(judgement.urgency == .distress)
    }

    @Test("news, figures of speech and stories told afterwards raise no alarm", arguments: CalmExamples.all)
    func isCalm(_ text: String) throws {
        let judgement = try Shipped.model.get().judge(text)
        #expect(judgement.urgency != .distress)
    }

    @Test("the examples are as many as promised")
    func examplesAreMany() {
        #expect(DistressExamples.all.count >= 80)
        #expect(CalmExamples.all.count >= 200)
    }

    @Test("an alarm shows the words that raised it")
    func showsWhy() throws {
        let text = "Bonjour. Ma fille est chez vous et elle dit qu'elle va se jeter par la fenêtre. Merci."
        let judgement = try Shipped.model.get().judge(text)
        let reason = try #require(judgement.reasons.first { $0.label == "distress" })
        #expect(Shipped.words(text, reason).contains("se jeter par la fenêtre"))
    }

    @Test("prevention in one sentence does not silence a cry in the next")
    func preventionIsLocal() throws {
        let text = "J'ai vu votre campagne de prévention du suicide. Je veux mourir."
        #expect(try Shipped.model.get().judge(text).urgency == .distress)
    }

    @Test(
        "zero-width characters, capitals and accents hide nothing",
        arguments: [
            "je veux mou\u{200B}rir", "JE VEUX MOURIR", "j\u{2019}ai envie de mourir", "JE VEUX ME SUICIDÉR",
            "je veux\u{00AD} mourir",
            "\u{202E}je veux mourir\u{202C}",
        ])
    func disguises(_ text: String) throws {
        #expect(try Shipped.model.get().judge(text).urgency == .distress)
    }

    @Test(
        "a formal complaint, a serious event and a journalist are high",
        arguments: [
            "Je dépose plainte contre votre établissement, mon avocat vous contactera.",
            "Je saisis la commission des usagers : ma mère a été oubliée sur un brancard.",
            "Ils ont oublié une compresse dans mon ventre, c'est une honte.",
            "Infection nosocomiale après l'opération, personne ne s'excuse, scandaleux.",
            "Bonjour, journaliste à La Dépêche, je souhaite une réaction de la direction avant le bouclage.",
            "Mon secret médical a été divulgué au guichet, je suis furieux.",
            "J'ai failli mourir chez vous à cause d'une erreur de diagnostic.",
        ])
    func high(_ text: String) throws {
        #expect(try Shipped.model.get().judge(text).urgency == .high)
    }

    @Test(
        "a question that waits for an answer is low",
        arguments: [
            "Quels sont les horaires de visite en gériatrie ?", "Comment puis-je obtenir mon dossier médical ?",
            "Bonjour, est-ce que vous prenez les nouveaux patients ?", "Merci de me rappeler pour mon rendez-vous.",
            "Quelqu'un sait où se garer ?",
        ])
    func low(_ text: String) throws {
        #expect(try Shipped.model.get().judge(text).urgency == .low)
    }

    @Test(
        "praise and plain complaints wait",
        arguments: [
            "Merci à toute l'équipe de cardiologie, vous êtes formidables.", "Les repas sont froids.",
            "Comment peut-on laisser les gens attendre autant ?",
        ])
    func none(_ text: String) throws {
        #expect(try Shipped.model.get().judge(text).urgency == Urgency.none)
    }
}
