import Kernel
import Web

/// The form of a review: what was sent, and the page that shows it.
struct ReviewForm: Sendable {
    /// Bytes that a form may weigh: far more than the longest review, so that one that is too long comes back whole.
    static let limit = 4 << 20

    var draft = ReviewDraft()
    /// Of the link by which somebody came.
    var code: String?
    /// The link was renewed since it was printed.
    var stale = false

    init() {}

    init(_ query: Query, _ context: some Viewing) {
        draft.text = query.raw("text") ?? ""
        draft.service = query["service"].flatMap { Int64($0) }
        draft.feeling = query["feeling"].flatMap(Review.Feeling.init)
        draft.speaker = query["speaker"].flatMap(Review.Speaker.init)
        draft.stayMonth = query["month"]
        draft.themes = Theme.allCases.filter { query.all("theme").contains($0.rawValue) }
        draft.tongue = context.tongue
        code = query["code"]
    }
}

struct ReviewFormPage: Encodable, Sendable {
    let frame: PublicFrame
    let welcome: String
    let code: String?
    let service: String?
    let stale: Bool
    let services: [FormField.Choice]
    let text: String
    let most: Int
    let feelings: [ReviewChoice]
    let speakers: [ReviewChoice]
    let months: [FormField.Choice]
    let themes: [ReviewChoice]
    let gate: GateView
    let lang: String
    let errors: [FormError]
    let textError: String?
    let reproach: String?
    /// Whether the plain question is asked of everybody: the browser's proof was refused.
    let asks: Bool

    init(
        _ form: ReviewForm, settings: ReviewSettings, wards: [Ward], frame: PublicFrame, gate: ReviewGate.Issued,
        wrong: String?, _ context: some Viewing
    ) {
        self.frame = frame
        let own = context.tongue == .french ? settings.welcome : settings.welcomeEnglish
        welcome = own.isEmpty ? context.word("reviews.welcome") : own
        code = form.code
        stale = form.stale
        let ward = wards.first { $0.id == form.draft.service }
        service = form.code == nil ? nil : ward.map { "\($0.name) · \($0.establishmentName)" }
        services =
            [FormField.Choice("", context.word("reviews.service_none"), selected: ward == nil)]
            + wards.map {
                FormField.Choice(
                    String($0.id), "\($0.name) · \($0.establishmentName)", selected: $0.id == ward?.id)
            }
        text = form.draft.text
        most = Review.longest
        feelings = Review.Feeling.allCases.map {
            ReviewChoice(
                "feeling", $0.rawValue, context.word("reviews.feeling_\($0.rawValue)"), $0 == form.draft.feeling)
        }
        speakers = Review.Speaker.allCases.map {
            ReviewChoice(
                "speaker", $0.rawValue, context.word("reviews.speaker_\($0.rawValue)"), $0 == form.draft.speaker)
        }
        months = ReviewMonth.choices(chosen: form.draft.stayMonth, context)
        themes = Theme.allCases.map {
            ReviewChoice(
                "theme", $0.rawValue, context.word("reviews.theme_\($0.rawValue)"), form.draft.themes.contains($0))
        }
        self.gate = GateView(gate, context)
        lang = context.tongue.rawValue
        let isText = wrong.map { ["reviews.text_empty", "reviews.text_long"].contains($0) } ?? false
        textError = isText ? wrong.map { context.word($0) } : nil
        errors = textError.map { [FormError(name: "text", text: $0)] } ?? []
        reproach = isText ? nil : wrong.map { context.word($0) }
        asks = wrong?.hasPrefix("reviews.gate_") ?? false
    }
}
