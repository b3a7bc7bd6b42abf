// Long because it is the text of the models that a new house is given, and nothing else.
import Kernel

/// The models that a new house begins with. Each passes the check against several reviews (`ReplyModelTests`). None says
/// that anybody was received, treated or even seen: that holds for thanks as much as for complaints.
enum StarterModels {
    static let all: [ModelDraft] = praise + concerns + delicate + danger + english

    private static let praise = [
        ModelDraft(
            name: "Merci pour un message positif",
            text: """
                Bonjour, merci pour ce message chaleureux. Il est transmis aux équipes : ces mots comptent beaucoup pour \
                celles et ceux qui travaillent chaque jour à l'hôpital.
                """, polarity: .positive),
        ModelDraft(
            name: "Merci pour l'accueil",
            text: """
                Bonjour, merci d'avoir pris le temps d'écrire. L'attention portée à l'accueil est une priorité de \
                l'établissement, et vos mots seront partagés avec les équipes.
                """, theme: .welcome, polarity: .positive),
        ModelDraft(
            name: "Merci, avec une idée d'amélioration",
            text: """
                Bonjour, merci pour ces mots et pour cette remarque constructive. Elle est transmise à la direction de la \
                qualité, qui s'appuie sur les avis du public pour faire avancer l'établissement.
                """, polarity: .mixed),
    ]

    private static let concerns = [
        ModelDraft(
            name: "Attente",
            text: """
                Bonjour, merci pour ce message. L'attente est éprouvante et nous comprenons le mécontentement qu'elle \
                provoque. Réduire les délais est un chantier de l'établissement. Pour en parler en privé, le service des \
                relations avec les usagers vous écoute : {{contact}}.
                """, theme: .waiting, polarity: .negative),
        ModelDraft(
            name: "Accueil et relation",
            text: """
                Bonjour, merci d'avoir écrit. L'écoute et le respect sont dus à chacun, et ce message est transmis aux \
                équipes. Pour en parler en privé, le service des relations avec les usagers vous écoute : {{contact}}.
                """, theme: .welcome, polarity: .negative),
        ModelDraft(
            name: "Stationnement et accès",
            text: """
                Bonjour, merci pour cette remarque. Le stationnement et l'accès à l'hôpital sont difficiles aux heures de \
                pointe ; votre observation est transmise aux équipes techniques. Pour une question pratique : {{contact}}.
                """, theme: .access, polarity: .negative),
        ModelDraft(
            name: "Facturation",
            text: """
                Bonjour, une facture doit être claire pour tout le monde. Nous ne pouvons pas traiter ici une question \
                d'argent ; le service des relations avec les usagers transmettra votre demande au bon interlocuteur : \
                {{contact}}.
                """, theme: .billing, polarity: .negative),
        ModelDraft(
            name: "Douleur",
            text: """
                Bonjour, nous prenons très au sérieux ce que dit ce message : écouter et soulager la douleur est un devoir \
                de chaque établissement de santé. Le secret professionnel nous interdit d'en dire plus ici. Pour être \
                entendu en privé : {{contact}}.
                """, theme: .pain, polarity: .negative),
        ModelDraft(
            name: "Propreté",
            text: """
                Bonjour, merci de ce signalement. La propreté des locaux est essentielle ; votre remarque est transmise à \
                l'équipe chargée de l'hygiène des lieux. Pour préciser l'endroit concerné : {{contact}}.
                """, theme: .cleanliness, polarity: .negative),
        ModelDraft(
            name: "Information et explications",
            text: """
                Bonjour, être informé clairement est un droit. Nous regrettons le sentiment exprimé ici. Le service des \
                relations avec les usagers peut vous aider à obtenir des réponses, en toute confidentialité : {{contact}}.
                """, theme: .information, polarity: .negative),
        ModelDraft(
            name: "Repas",
            text: """
                Bonjour, merci pour cette remarque sur les repas. Elle est transmise à l'équipe de restauration, qui \
                travaille à améliorer les menus. Pour nous en dire plus : {{contact}}.
                """, theme: .meals, polarity: .negative),
        ModelDraft(
            name: "Chambre et bruit",
            text: """
                Bonjour, merci pour ce message. Le calme et le confort des chambres comptent beaucoup, et votre remarque \
                est transmise aux équipes. Le service des relations avec les usagers est à votre écoute : {{contact}}.
                """, theme: .room, polarity: .negative),
        ModelDraft(
            name: "Organisation",
            text: """
                Bonjour, merci d'avoir pris le temps d'écrire. Les difficultés d'organisation décrites ici sont transmises \
                à la direction de la qualité. Pour en parler de vive voix : {{contact}}.
                """, theme: .organisation, polarity: .negative),
        ModelDraft(
            name: "Qualité des soins",
            text: """
                Bonjour, nous entendons l'inquiétude exprimée dans ce message. Le secret professionnel nous interdit \
                d'évoquer ici une situation personnelle. Le service des relations avec les usagers vous écoute, et peut \
                vous orienter vers un médiateur : {{contact}}.
                """, theme: .care, polarity: .negative),
        ModelDraft(
            name: "Réclamation, tout sujet",
            text: """
                Bonjour, merci d'avoir écrit. Nous ne pouvons évoquer aucune situation personnelle sur cette page, ni même \
                dire si une personne a été reçue. Pour être écouté et obtenir une réponse : {{contact}}.
                """, polarity: .negative),
        ModelDraft(
            name: "Question ou remarque",
            text: """
                Bonjour, merci pour ce message. Pour une réponse adaptée à votre question, écrivez au service des relations \
                avec les usagers : {{contact}}.
                """, polarity: .neutral),
    ]

    private static let delicate = [
        ModelDraft(
            name: "Propos haineux ou insultants",
            text: """
                Bonjour, chacun peut dire ici son mécontentement. Les propos insultants ou discriminatoires n'y ont pas \
                leur place, et la loi les interdit. Pour une réclamation, le service des relations avec les usagers vous \
                répondra : {{contact}}.
                """, polarity: .negative),
        ModelDraft(
            name: "Accusations graves contre une personne",
            text: """
                Bonjour, ce message porte des affirmations sérieuses. Une page publique n'est pas le lieu pour les examiner, \
                par respect pour tous. Nous vous invitons à écrire au service des relations avec les usagers, qui vous \
                répondra : {{contact}}.
                """, polarity: .negative),
        ModelDraft(
            name: "Demande de journaliste",
            text: """
                Bonjour, merci pour l'intérêt porté à l'établissement. Les demandes de la presse sont suivies par la \
                direction de la communication : {{contact}}.
                """, polarity: .neutral),
        ModelDraft(
            name: "Conseil médical demandé en public",
            text: """
                Bonjour, nous ne pouvons pas donner d'avis médical sur cette page. Votre médecin traitant ou votre \
                pharmacien peut vous répondre ; en cas d'urgence, appelez le 15 ou le 112.
                """),
        ModelDraft(
            name: "Message dans une autre langue",
            text: """
                Bonjour, merci pour votre message. L'établissement peut faire appel à des interprètes ; pour échanger dans \
                votre langue, écrivez-nous : {{contact}}.
                """),
    ]

    private static let danger = [
        ModelDraft(
            name: "Détresse : les numéros qui aident",
            text: """
                Bonjour, nous avons lu ce message et il nous inquiète. En cas de danger, appelez tout de suite le 15 ou le \
                112 ; par SMS, le 114. En cas d'idées suicidaires, le 3114 répond jour et nuit, gratuitement. Pour un \
                enfant en danger, le 119 ; pour des violences dans le couple, le 3919 ; pour une personne âgée ou \
                handicapée, le 3977. Vous n'êtes pas seul.
                """, urgent: true),
        ModelDraft(
            name: "Détresse : idées suicidaires, en court",
            text: """
                Bonjour, nous avons lu ce message et il nous inquiète. Appelez le 3114 maintenant : c'est gratuit, jour et \
                nuit. Si le danger est immédiat, le 15 ou le 112 ; par SMS, le 114. Quelqu'un est là pour écouter.
                """, urgent: true),
    ]

    private static let english = [
        ModelDraft(
            name: "Thank you (English)",
            text: """
                Hello, thank you for these kind words. They are shared with our teams, for whom they mean a great deal.
                """, language: "en", polarity: .positive),
        ModelDraft(
            name: "Complaint (English)",
            text: """
                Hello, thank you for taking the time to write. Confidentiality does not allow us to discuss any personal \
                situation here. Our patient relations office will listen to you in private: {{contact}}.
                """, language: "en", polarity: .negative),
        ModelDraft(
            name: "Question (English)",
            text: """
                Hello, thank you for your message. Please write to our patient relations office, which will gladly help: \
                {{contact}}.
                """, language: "en"),
        ModelDraft(
            name: "Distress (English)",
            text: """
                Hello, we have read this message and we are worried. In an emergency, call 15 or 112; by text, 114. The \
                3114 helpline listens day and night, free of charge.
                """, language: "en", urgent: true),
    ]
}
