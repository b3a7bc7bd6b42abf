import Deontology
import Kernel
import Privacy
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ReplyModelTests {
    static let reviews: [String: [String]] = [
        "positive": [
            "Une équipe formidable, merci pour tout, de l'accueil à la sortie.",
            "Accouchement le 3 mai, sages-femmes au top, je recommande.", "Parfait !",
        ],
        "negative": [
            "Sept heures d'attente aux urgences avec mon fils de trois ans, personne ne nous a rien dit.",
            "Ma mère est restée dans des draps sales, le docteur Martin ne l'a même pas regardée. Honteux.",
            "Facture de 300 euros pour rien, parking plein, standard qui ne répond jamais.",
            "Bande d'incapables, vous avez tué mon père.",
        ],
        "neutral": [
            "Quels sont les horaires des visites ?", "Je suis journaliste, qui peut répondre à mes questions ?",
        ],
        "mixed": ["Bons soins, mais des repas froids et une chambre bruyante."],
        "distress": [
            "Je n'en peux plus, j'ai envie de mourir, mes boîtes sont devant moi.",
            "Je veux en finir ce soir, personne ne m'écoute.",
        ],
        "positive-en": ["Wonderful nurses, thank you so much.", "Great hospital!"],
        "negative-en": [
            "Seven hours in the emergency room with my son and nobody told us anything.",
            "They charged me 300 euros for nothing, and nobody speaks English.",
        ],
        "neutral-en": ["When may I visit my mother?"],
        "mixed-en": ["Good care, but cold meals and a noisy room."],
        "distress-en": ["I want to die tonight, I have my pills in front of me.", "I cannot go on, I want to end it."],
    ]

    @Test("every starter model passes the check, whatever review of its kind it answers", arguments: StarterModels.all)
    func starters(_ model: ModelDraft) throws {
        let checkers = [try HouseChecker.wordings.get()] + [HouseChecker.meanings].compactMap { $0 }
        let text = try #require(ModelVariables.example.fill(model.text))
        let kinds =
            model.urgent ? ["distress"] : model.polarity.map { [$0.rawValue] } ?? ["neutral", "negative", "mixed"]
        for checker in checkers {
            for review in kinds.flatMap({ Self.reviews[model.language == "fr" ? $0 : "\($0)-en"] ?? [] }) {
                let draft = Draft(
                    text, kind: .reply, author: .hospital, inReplyTo: review,
                    facts: Facts(["private_channel": .text("usagers@chu.example")]))
                // What finds learned from French: in English it may ask for a second reader, and never stops.
                let found = checker.findings(draft).filter { model.language == "fr" || $0.severity == .block }
                    .map { "\($0.rule): \($0.excerpt)" }
                #expect(found == [], "\(model.name), to: \(review)")
            }
            let check = ReplyCheck(checker: checker, privacy: try PrivacyReader())
            #expect(throws: Never.self) { try model.checked(by: check) }
        }
    }

    @Test("the library covers what a hospital hears most, and fits the shortest network where danger is")
    func library() {
        #expect(StarterModels.all.filter { $0.language == "fr" }.count >= 20)
        #expect(Set(StarterModels.all.compactMap(\.theme)) == Set(Theme.allCases))
        #expect(Set(StarterModels.all.map(\.name)).count == StarterModels.all.count)
        let numbers = ["15", "112", "114", "3114", "119", "3919", "3977"]
        #expect(StarterModels.all.contains { model in model.urgent && numbers.allSatisfy(model.text.contains) })
        #expect(
            StarterModels.all.contains { $0.urgent && $0.language == "fr" && ReplyLimit(.mastodon).holds($0.text) })
    }

    @Test(
        "the health-safe profile refuses whatever would insert a person, and what it does not know",
        arguments: [
            ("{{nom}}", "replies.model_personal"), ("{{ prénom }}", "replies.model_personal"),
            ("{{pseudo}}", "replies.model_personal"), ("{{date_sejour}}", "replies.model_personal"),
            ("{{author.name}}", "replies.model_personal"), ("{{chambre}}", "replies.model_personal"),
            ("{{chose}}", "replies.model_unknown"), ("{{contact", "replies.model_braces"),
            ("contact}}", "replies.model_braces"), ("", "replies.none"),
        ])
    func variables(_ wrong: (text: String, words: String)) throws {
        let check = ReplyCheck(checker: try HouseChecker.wordings.get(), privacy: try PrivacyReader())
        let model = ModelDraft(name: "Essai", text: "Bonjour \(wrong.text), merci pour ce message : {{contact}}.")
        if wrong.words == "replies.none" {
            #expect(throws: Never.self) { try model.checked(by: check) }
        } else {
            #expect { try model.checked(by: check) } throws: { ($0 as? Failure)?.words == wrong.words }
        }
    }

    @Test("a model that betrays a secret or names somebody is refused when it is saved")
    func refused() throws {
        let check = ReplyCheck(checker: try HouseChecker.wordings.get(), privacy: try PrivacyReader())
        for (text, words) in [
            ("Bonjour, lors de votre séjour dans le service, l'équipe a tout fait.", "replies.model_found"),
            ("Bonjour Madame Martine Dubois, merci de votre message.", "replies.model_identifier"),
            ("Merci", "replies.model_no_text"),
        ] {
            #expect { try ModelDraft(name: "Essai", text: text).checked(by: check) } throws: {
                ($0 as? Failure)?.words == words
            }
        }
    }

    @Test("models are given once, kept on the trail, and are the whole hospital's")
    func kept() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let actions = ModelReplyActions(desk: house.desk)
            try await actions.giveStarters()
            let first = try await actions.list()
            #expect(first.count == StarterModels.all.count)
            let person = try DialogueHouse.person("communication")
            try await actions.delete(first[0].id, by: person)
            try await actions.giveStarters()
            #expect(try await actions.list().count == first.count - 1)
            var draft = first[1].draft
            draft.name = "Autre nom"
            try await actions.edit(first[1].id, draft, version: 0, by: person)
            await #expect {
                try await actions.edit(first[1].id, draft, version: 0, by: person)
            } throws: { ($0 as? Failure)?.words == "replies.model_changed" }
            await #expect(throws: Failure.self) {
                try await actions.add(draft, by: try DialogueHouse.person("emergencies"))
            }
            let trail = try await database.read { try Audit.entries(.init(subjectKind: "model_reply"), in: $0).count }
            #expect(trail == 2)
            let page = try await house.visit(as: "clinician") { try await $0.get("/replies/models").text }
            #expect(page.contains("Autre nom") && !page.contains("/replies/models/new"))
            let form = try await house.visit { try await $0.get("/replies/models/\(first[1].id)").text }
            #expect(form.contains("{{contact}}"))
        }
    }

    @Test("the office is an address of our own, and what is no address is refused")
    func contact() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            for (email, phone, status) in [
                ("usagers", "", 400), ("a@b.fr", "appelez-nous", 400), ("usagers@chu.example", "01 02 03 04 05", 303),
            ] {
                let page = try await house.visit {
                    try await $0.post(
                        "/replies/contact", [("email", email), ("phone", phone)], from: "/replies/contact")
                }
                #expect(page.status == status, "\(email)")
            }
            let page = try await house.visit { try await $0.get("/replies/contact").text }
            #expect(page.contains("usagers@chu.example ou appelez le 01 02 03 04 05"))
        }
    }
}
