import Deontology
import Kernel
import Privacy
import Storage
import Web

/// A reply that might serve, and why it is proposed.
struct ReplySuggestion: Sendable, Equatable {
    enum Reason: Sendable, Equatable {
        case past(Instant, likeness: Double)
        case model(String)
    }

    /// What a form asks for it by.
    let key: String
    let text: String
    let why: Reason

    var isPast: Bool { if case .past = why { true } else { false } }
}

/// Proposes replies: our own past ones to reviews that said the same, and the models. No outside service is asked.
/// Nothing that tells who somebody is, and nothing that the check of this very review would stop, is ever proposed.
struct ReplySuggestions: Sendable {
    let desk: DialogueDesk

    /// Less alike than this is not alike.
    private static let threshold = 0.3
    private static let most = 3

    func find(for matter: ReplyMatter) async throws -> [ReplySuggestion] {
        let message = matter.message
        let (near, models) = try await desk.database.read { connection in
            (
                try ReplyMemory.near(message, limit: 12, in: connection),
                try ModelReplyStore.all(in: connection)
            )
        }
        let names = Set(try await desk.staff.names().values.flatMap { SearchText.words($0) }.filter { $0.count > 2 })
        let variables = try await variables(matter)
        let past = near.filter { $0.likeness >= Self.threshold && isAnonymous($0.text, names, matter.contact) }.map {
            ReplySuggestion(key: "r\($0.reply)", text: $0.text, why: .past($0.sentAt, likeness: $0.likeness))
        }
        let ready = Self.ranked(models, for: matter).compactMap { model in
            variables.fill(model.draft.text).map {
                ReplySuggestion(key: "m\(model.id)", text: $0, why: .model(model.draft.name))
            }
        }
        let danger = message.urgency == .distress
        let wanted = danger ? Array(ready.prefix(4)) : Array(past.prefix(6)) + ready.prefix(8)
        return Self.chosen(passing(wanted, matter))
    }

    /// Those in which this check, of this review, finds nothing.
    private func passing(_ proposals: [ReplySuggestion], _ matter: ReplyMatter) -> [ReplySuggestion] {
        let fitting = proposals.filter { matter.limit.holds($0.text) }
        let findings = desk.checker.findings(fitting.map { matter.draft($0.text) })
        return zip(fitting, findings).filter { $1.isEmpty }.map(\.0)
    }

    private static func chosen(_ passing: [ReplySuggestion]) -> [ReplySuggestion] {
        var texts: Set<String> = []
        let different = passing.filter { texts.insert($0.text).inserted }
        return Array(different.filter(\.isPast).prefix(most) + different.filter { !$0.isPast }.prefix(most))
    }

    /// Whether a past reply speaks of nobody: no identifier, no date, no name of ours or of anybody's.
    private func isAnonymous(_ text: String, _ names: Set<String>, _ contact: ReplyContact) -> Bool {
        let check = ReplyCheck(checker: desk.checker, privacy: desk.privacy)
        var bare = text
        if contact.isSet { bare = bare.replacing(contact.email, with: "") }
        if !contact.phone.isEmpty { bare = bare.replacing(contact.phone, with: "") }
        guard check.identifiers(bare, contact, sure: 0.3, dates: true).isEmpty, !Self.hasDate(bare) else {
            return false
        }
        return names.isDisjoint(with: SearchText.words(bare))
    }

    private static let months: Set<String> = Set(
        SearchText.words(
            """
            janvier février mars avril mai juin juillet août septembre octobre novembre décembre
            january february march april june july august september october november december
            """))

    /// A day of the calendar, in figures or in words.
    static func hasDate(_ text: String) -> Bool {
        let words = SearchText.folded(text).split(separator: " ").map(String.init)
        for (place, word) in words.enumerated() where word.allSatisfy(\.isNumber) {
            if word.count == 4, let year = Int(word), (1900...2100).contains(year) { return true }
            guard place + 1 < words.count, word.count <= 2 else { continue }
            if months.contains(where: { SearchText.words(words[place + 1]).contains($0) }) { return true }
        }
        return text.firstMatch(of: /\d{1,2}[\/.\-]\d{1,2}([\/.\-]\d{2,4})?(?!\d)/) != nil
    }

    private func variables(_ matter: ReplyMatter) async throws -> ModelVariables {
        let wards = try await desk.staff.wards().filter { matter.conversation.services.contains($0.id) }
        let english = matter.message.language == "en"
        var values: [ModelVariables.Name: String] = [:]
        let places = Set(wards.map(\.establishmentName))
        values[.establishment] = places.count == 1 ? places.first : try await desk.staff.organisation()
        if wards.count == 1 { values[.service] = wards[0].name }
        values[.contact] = english ? matter.contact.englishChannel : matter.contact.channel
        values[.theme] = matter.message.themes.first.map { english ? $0.theme.rawValue : Self.french($0.theme) }
        return ModelVariables(values: values)
    }

    /// A theme in a sentence: "ce que vous dites de l'attente".
    private static func french(_ theme: Theme) -> String {
        switch theme {
        case .welcome: "l'accueil"
        case .care: "la qualité des soins"
        case .pain: "la douleur"
        case .waiting: "l'attente"
        case .information: "l'information"
        case .organisation: "l'organisation"
        case .room: "le confort des chambres"
        case .meals: "les repas"
        case .cleanliness: "la propreté"
        case .access: "l'accès et le stationnement"
        case .billing: "la facturation"
        }
    }

    /// The models that fit, those that fit best first. One that names a theme, a polarity, a service or a network is
    /// for nothing else.
    static func ranked(_ models: [ModelReply], for matter: ReplyMatter) -> [ModelReply] {
        let message = matter.message
        let themes = message.themes.map(\.theme)
        let language = message.language.map { ModelDraft.languages.contains($0) ? $0 : "en" } ?? "fr"
        func fits<T: Equatable>(_ wanted: T?, _ given: [T]) -> Double? {
            guard let wanted else { return 0 }
            return given.contains(wanted) ? 1 : nil
        }
        let scored = models.compactMap { model -> (ModelReply, Double)? in
            let draft = model.draft
            guard draft.urgent == (message.urgency == .distress), draft.language == language,
                let theme = fits(draft.theme, themes),
                let polarity = fits(draft.polarity, [message.polarity].compactMap { $0 }),
                let service = fits(draft.service, Array(matter.conversation.services)),
                let network = fits(draft.network, [message.network])
            else { return nil }
            return (model, theme * 2 + polarity + service + network)
        }
        return scored.sorted { ($0.1, $1.0.id) > ($1.1, $0.0.id) }.map(\.0)
    }
}

/// A suggestion as its card shows it.
struct SuggestionView: Encodable, Sendable {
    let key: String
    let text: String
    let why: String

    init(_ suggestion: ReplySuggestion, _ context: some Viewing) {
        key = suggestion.key
        text = suggestion.text
        why =
            switch suggestion.why {
            case .past(let at, let likeness):
                context.word(
                    "replies.why_past",
                    ["date": context.figures.date(at), "likeness": context.figures.decimal(likeness, digits: 2)])
            case .model(let name): context.word("replies.why_model", ["name": name])
            }
    }
}
