import Foundation
import Kernel
import Web

/// What stands around every public page: no menu, no sign-in, the hospital's name.
struct PublicFrame: Encodable, Sendable {
    let hospital: String
    /// Keeps the language that a visitor chose, on the links of the page: `?lang=en`, or nothing.
    let suffix: String

    init(_ hospital: String, _ context: some Viewing) {
        self.hospital = hospital
        suffix = context.query["lang"] == nil ? "" : "?lang=\(context.tongue.rawValue)"
    }
}

/// One of a list of boxes or round buttons.
struct ReviewChoice: Encodable, Sendable {
    let name: String
    let value: String
    let id: String
    let label: String
    let checked: Bool

    init(_ name: String, _ value: String, _ label: String, _ checked: Bool) {
        (self.name, self.value, self.label, self.checked) = (name, value, label, checked)
        id = "\(name)-\(value)"
    }
}

/// What a form carries to be let in: see `ReviewGate`.
struct GateView: Encodable, Sendable {
    let ticket: String
    let bits: Int
    let question: String

    init(_ issued: ReviewGate.Issued, _ context: some Viewing) {
        ticket = issued.text
        bits = issued.ticket.bits
        let words = issued.ticket.sum.map { context.word("reviews.number_\($0)") }
        question = context.word("reviews.gate_ask", ["a": words.first ?? "", "b": words.last ?? ""])
    }
}

/// A published review as everybody reads it. Nothing here comes from the words as they were written.
struct PublicReview: Encodable, Sendable {
    struct Answer: Encodable, Sendable {
        let text: String
        let at: String
    }

    let id: Int64
    let anchor: String
    let service: String?
    let place: String?
    let text: String
    let lang: String
    let feeling: String?
    let tone: String
    let speaker: String?
    let month: String?
    let date: String
    let machine: String
    let edited: String?
    let answers: [Answer]
    let replies: [String]
    let flag: String

    init(
        _ review: Review, wards: [Int64: Ward], answers: [ReviewAnswer], replies: [String], suffix: String,
        _ context: some Viewing
    ) {
        let figures = context.figures
        id = review.id
        anchor = "avis-\(review.id)"
        let ward = review.service.flatMap { wards[$0] }
        service = ward?.name
        place = ward?.establishmentName
        text = review.publicText
        lang = review.tongue.rawValue
        feeling = review.feeling.map { context.word("reviews.feeling_\($0.rawValue)") }
        tone = review.feeling.map { [.good: "good", .mixed: "warn", .bad: "bad"][$0] ?? "" } ?? ""
        speaker = review.speaker.map { context.word("reviews.speaker_\($0.rawValue)") }
        month = review.stayMonth.map { ReviewMonth.words($0, context) }
        date = figures.date(review.submittedAt)
        machine = Figures.machine(review.submittedAt)
        edited = review.editedAt.map { figures.date($0) }
        self.answers = answers.map { Answer(text: $0.text, at: figures.date($0.at)) }
        self.replies = replies
        flag = "/avis/\(review.id)/signaler\(suffix)"
    }
}

/// Months of a stay: `2026-10`.
enum ReviewMonth {
    static func now(_ context: some Viewing) -> String { text(context.figures.local(context.site.clock.now())) }

    private static func text(_ time: LocalTime) -> String { text(time.year, time.month) }

    private static func text(_ year: Int, _ month: Int) -> String {
        let year = String(year)
        return String(repeating: "0", count: max(0, 4 - year.count)) + year + (month < 10 ? "-0\(month)" : "-\(month)")
    }

    /// `octobre 2026`
    static func words(_ text: String, _ context: some Viewing) -> String {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2 else { return text }
        return "\(context.word("reviews.month_\(parts[1])")) \(parts[0])"
    }

    /// The last two years, newest first.
    static func choices(chosen: String?, _ context: some Viewing) -> [FormField.Choice] {
        let now = context.figures.local(context.site.clock.now())
        var (year, month) = (now.year, now.month)
        var out = [FormField.Choice("", context.word("reviews.month_none"), selected: chosen == nil)]
        for _ in 0..<24 {
            let value = text(year, month)
            out.append(FormField.Choice(value, words(value, context), selected: value == chosen))
            (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1)
        }
        return out
    }
}

/// Somebody to call, at once.
struct HelpLine: Encodable, Sendable {
    let number: String
    let what: String

    static func all(_ context: some Viewing) -> [HelpLine] {
        ["15", "112", "114", "3114", "119", "3919", "3977"].map {
            HelpLine(number: $0, what: context.word("reviews.help_\($0)"))
        }
    }
}
