import Kernel
import Opinion
import Web

/// What a mention's page is drawn from.
struct MentionPage: Encodable, Sendable {
    /// One line of the history: who changed what, and when.
    struct Change: Encodable, Sendable {
        let who: String
        let at: Moment
        let what: [String]
        let undone: Bool
    }

    struct Box: Encodable, Sendable {
        let name: String
        let value: String
        let label: String
        let ticked: Bool
    }

    let crumbs: [Crumb]
    let voice: Voice
    let original: Voice?
    let parent: Voice?
    let answers: [Voice]
    let copied: [Voice]
    let copiedCount: String?
    let collected: Moment
    let origins: [String]
    let score: String?
    let confidence: String?
    let changes: [Change]
    let handle: String?
    let mayOpen: Bool
    let amend: Amend?

    /// The form that corrects everything at once.
    struct Amend: Encodable, Sendable {
        let id: String
        let seen: String
        let back: String
        let polarities: [Box]
        let urgencies: [Box]
        let themes: [Box]
        let services: [Box]
    }
}

/// Turns what was read into the page's value.
struct MentionDrawing {
    let context: SignedInContext
    let reading: MentionReading
    let services: [CareService]
    let people: [Int64: String]

    private var figures: Figures { context.figures }
    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        context.word("listening.\(key)", values)
    }

    var room: VoiceRoom {
        VoiceRoom(
            context: context,
            serviceNames: Dictionary(services.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }),
            judging: context.person.scope(of: .judge), latest: reading.latest, back: "/mentions/\(reading.mention.id)")
    }

    var value: MentionPage {
        let room = room
        let verdict = reading.mention.verdict
        let voice = room.voice(reading.mention, unfolded: true)
        return MentionPage(
            crumbs: [Crumb(StreamFilter.path, word("stream_title"))], voice: voice,
            original: reading.original.map { room.voice($0) }, parent: reading.parent.map { room.voice($0) },
            answers: reading.answers.map { room.voice($0) }, copied: reading.copies.map { room.voice($0) },
            copiedCount: reading.mention.copies > 0 ? context.count("listening.copies", reading.mention.copies) : nil,
            collected: Moment(reading.mention.collectedAt, figures), origins: reading.origins,
            score: verdict.map { figures.change($0.score, digits: 2) },
            confidence: verdict.map { figures.percent($0.confidence) }, changes: changes, handle: reading.handle,
            mayOpen: voice.mayJudge && reading.hasAuthor && reading.handle == nil, amend: voice.mayJudge ? amend : nil)
    }

    var amend: MentionPage.Amend {
        let mention = reading.mention
        func boxes(_ name: String, _ values: [String], _ ticked: [String], _ label: (String) -> String) -> [MentionPage
            .Box]
        {
            values.map { MentionPage.Box(name: name, value: $0, label: label($0), ticked: ticked.contains($0)) }
        }
        let names = Dictionary(services.map { (String($0.id), $0.name) }, uniquingKeysWith: { first, _ in first })
        return MentionPage.Amend(
            id: String(mention.id), seen: String(reading.latest[mention.id] ?? 0), back: "/mentions/\(mention.id)",
            polarities: boxes(
                "polarity", Polarity.allCases.map(\.rawValue), [mention.verdict?.polarity.rawValue ?? ""]
            ) { word("polarity_\($0)") },
            urgencies: boxes(
                "urgency", Urgency.allCases.map(\.rawValue), [mention.verdict?.urgency.rawValue ?? "none"]
            ) { word("urgency_\($0)") },
            themes: boxes("theme", Theme.allCases.map(\.rawValue), mention.themes.map(\.theme.rawValue)) {
                word("theme_\($0)")
            },
            services: boxes("service", services.map { String($0.id) }, mention.services.map(String.init)) {
                names[$0] ?? $0
            })
    }

    private var changes: [MentionPage.Change] {
        let undone = Set(reading.history.compactMap(\.undoes))
        return reading.history.map { record in
            MentionPage.Change(
                who: people[record.person] ?? word("somebody"), at: Moment(record.at, figures),
                what: differences(record),
                undone: undone.contains(record.id))
        }
    }

    /// "Négatif → Mitigé", "Thèmes : Attente → Attente, Repas".
    private func differences(_ record: CorrectionRecord) -> [String] {
        let (before, after) = (record.before, record.after)
        var lines: [String] = record.undoes == nil ? [] : [word("change_undone")]
        func compare(_ key: String, _ old: String, _ new: String) {
            if old != new { lines.append(word("change_\(key)", ["before": old, "after": new])) }
        }
        let nothing = word("change_nothing")
        func polarity(_ state: JudgementState) -> String {
            state.polarity.map { word("polarity_\($0.rawValue)") } ?? nothing
        }
        func themes(_ state: JudgementState) -> String {
            let names = state.themes.map { word("theme_\($0.theme.rawValue)") }.sorted()
            return names.isEmpty ? nothing : names.joined(separator: ", ")
        }
        func named(_ state: JudgementState) -> String {
            let names = state.services.map { id in services.first { $0.id == id }?.name ?? "?" }.sorted()
            return names.isEmpty ? nothing : names.joined(separator: ", ")
        }
        compare("polarity", polarity(before), polarity(after))
        compare("themes", themes(before), themes(after))
        compare("services", named(before), named(after))
        compare("urgency", word("urgency_\(before.urgency.rawValue)"), word("urgency_\(after.urgency.rawValue)"))
        return lines.isEmpty ? [word("change_confirmed")] : lines
    }
}
