import Deontology
import Foundation
import Kernel
import Privacy

/// A reply to begin from, with places to fill in.
struct ModelReply: Sendable, Equatable, Identifiable {
    let id: Int64
    let draft: ModelDraft
    let changedAt: Instant
    let version: Int64
}

/// A model reply as a form gives it.
struct ModelDraft: Sendable, Equatable {
    var name: String
    var text: String
    /// `fr` or `en`.
    var language = "fr"
    /// Nil for anything.
    var theme: Theme?
    var polarity: Polarity?
    var service: Int64?
    var network: Network?
    /// For the answer to a person in danger, and for nothing else.
    var urgent = false

    static let languages = ["fr", "en"]

    /// - Throws: `.unusable` for the first thing wrong.
    func checked(by check: ReplyCheck) throws -> ModelDraft {
        var draft = self
        func refuse(_ cause: String, _ word: String) -> Failure {
            Failure(.unusable, cause, words: "replies.model_\(word)")
        }
        draft.name = String(name.unicodeScalars.prefix(121))
        guard !name.isEmpty, draft.name == name, name.count <= 120 else {
            throw refuse("a name of 1 to 120", "no_name")
        }
        guard (20...2_000).contains(text.unicodeScalars.count) else {
            throw refuse("20 to 2,000 characters", "no_text")
        }
        guard Self.languages.contains(language) else { throw refuse("no such language", "no_language") }
        for name in try ModelVariables.names(in: text) {
            guard ModelVariables.Name(rawValue: name) == nil else { continue }
            let personal = ModelVariables.isPersonal(name)
            throw refuse("the variable is \(personal ? "a person's" : "unknown")", personal ? "personal" : "unknown")
        }
        guard let filled = ModelVariables.example.fill(text) else { throw refuse("not filled", "unknown") }
        guard check.identifiers(filled, ModelVariables.office).isEmpty else {
            throw refuse("an identifier", "identifier")
        }
        let found = check.checker.findings(answered(filled))
        guard found.isEmpty else { throw refuse("the check finds \(found[0].rule)", "found") }
        return draft
    }

    /// The model as it would answer a plain review.
    private func answered(_ text: String) -> Draft {
        let french = language == "fr"
        let review =
            switch polarity {
            case _ where urgent: french ? "Je n'en peux plus, j'ai envie de mourir." : "I want to die tonight."
            case .positive: french ? "Très bien, merci à toute l'équipe." : "Very good, thank you to everybody."
            case .negative: french ? "Je ne suis pas satisfait de cet hôpital." : "I am not happy with this hospital."
            case .neutral, .mixed, nil: french ? "Voici mon avis sur cet hôpital." : "Here is my view of this hospital."
            }
        return Draft(
            text, kind: .reply, author: .hospital, inReplyTo: review,
            facts: Facts(["private_channel": .text(ModelVariables.office.email)]))
    }
}

/// The places of a model reply: `{{contact}}`. There is none for a person, nor will there be: a reply that anybody can
/// read says nothing of who wrote the review, when they came or what for.
struct ModelVariables: Sendable {
    enum Name: String, CaseIterable, Sendable {
        case establishment = "etablissement"
        case service
        case contact
        case theme
    }

    /// What each stands for; what is absent leaves the model out.
    var values: [Name: String]

    static let office = ReplyContact(email: "relations.usagers@hopital.example")
    static let example = ModelVariables(values: [
        .establishment: "notre hôpital", .service: "accueil", .contact: office.email, .theme: "accueil",
    ])

    /// Words in a variable's name that would put somebody's name, a date or a care into public.
    private static let personal = [
        "nom", "prenom", "name", "pseudo", "handle", "auteur", "author", "patient", "compte", "account", "sejour",
        "stay",
        "date", "jour", "day", "chambre", "room", "dossier", "file", "naissance", "birth", "age", "medecin", "doctor",
        "soin", "care", "diagnostic", "maladie", "mail", "telephone", "phone", "adresse", "address", "civilite",
        "madame",
        "monsieur", "genre", "title",
    ]

    static func isPersonal(_ name: String) -> Bool {
        let plain = name.lowercased().folding(options: .diacriticInsensitive, locale: nil)
        return personal.contains { plain.contains($0) }
    }

    /// - Throws: `.unusable` when braces do not close.
    static func names(in text: String) throws -> [String] {
        var out: [String] = []
        var rest = text[...]
        while let open = rest.range(of: "{{") {
            guard let close = rest[open.upperBound...].range(of: "}}") else { throw unmatched }
            let name = rest[open.upperBound..<close.lowerBound].trimmingCharacters(in: .whitespaces)
            guard !name.contains("{{"), !rest[..<open.lowerBound].contains("}}") else { throw unmatched }
            out.append(name)
            rest = rest[close.upperBound...]
        }
        guard !rest.contains("}}") else { throw unmatched }
        return out
    }

    private static let unmatched = Failure(.unusable, "braces that do not match", words: "replies.model_braces")

    /// The text with its places filled in; nil when one has nothing to hold.
    func fill(_ text: String) -> String? {
        var out = ""
        var rest = text[...]
        while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
            let name = rest[open.upperBound..<close.lowerBound].trimmingCharacters(in: .whitespaces)
            guard let value = Name(rawValue: name).flatMap({ values[$0] }), !value.isEmpty else { return nil }
            out += rest[..<open.lowerBound] + value
            rest = rest[close.upperBound...]
        }
        return out + rest
    }
}
