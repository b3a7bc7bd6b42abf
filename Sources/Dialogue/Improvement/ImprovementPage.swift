import Foundation
import Kernel
import Storage
import Web

/// One improvement with everything that is known of it.
struct ImprovementPage: Encodable, Sendable {
    struct Move: Encodable, Sendable {
        let state: String
        let label: String
        let isMade: Bool
        let isAbandoned: Bool
        let today: String
    }

    struct Proved: Encodable, Sendable {
        let date: String
        let text: String
        let link: String?
        let by: String
    }

    struct Change: Encodable, Sendable {
        let at: Moment
        let who: String
        let what: String
    }

    struct Reminder: Encodable, Sendable {
        let text: String
        let late: Bool
    }

    let crumbs: [Crumb]
    let path: String
    let title: String
    let description: String?
    let state: String
    let tone: String
    let reason: String?
    let service: String
    let theme: String?
    let owner: String?
    let due: String?
    let cost: String?
    let made: String?
    let reminder: Reminder?
    let version: String
    let mayImprove: Bool
    let moves: [Move]
    let voicesCount: String
    let voices: [VoiceView]
    let more: String?
    let evidence: [Proved]
    let today: String
    let history: [Change]
    let publication: PublicationView?
    let proof: ProofView?

    init(
        _ item: Improvement, voices: [VoiceView], evidence: [Evidence], history: [Audit.Entry],
        publication: PublicationView?, proof: ProofView?, people: ImprovementPeople, _ context: SignedInContext
    ) {
        let figures = context.figures
        let today = figures.local(context.site.clock.now()).dayNumber
        crumbs = [Crumb("/improvements", context.word("improvement.improvements"))]
        path = "/improvements/\(item.id)"
        title = item.draft.title
        description = item.draft.description.isEmpty ? nil : item.draft.description
        state = context.word("improvement.state_\(item.state.rawValue)")
        tone = item.state == .made ? "good" : item.state == .inProgress ? "accent" : ""
        reason = item.reason
        service = people.service(item.draft.service, context)
        theme = item.draft.theme.map { context.word("listening.theme_\($0.rawValue)") }
        owner = item.draft.owner.map { people.person($0, context) }
        due = item.draft.dueDay.map { figures.date(day: $0) }
        cost = item.draft.cost.map { figures.integer($0) + "\u{202F}€" }
        made = item.madeDay.map { figures.date(day: $0) }
        reminder = Self.reminder(item, today: today, context)
        version = String(item.version)
        mayImprove = context.person.scope(of: .improve).reaches(item)
        self.today = ImprovementForm.date(today)
        let isoToday = self.today
        moves =
            mayImprove && item.publishedAt == nil
            ? item.state.next.map { next in
                Move(
                    state: next.rawValue,
                    label: context.word("improvement.become_\(item.state == .made ? "reopened" : next.rawValue)"),
                    isMade: next == .made, isAbandoned: next == .abandoned, today: isoToday)
            } : []
        voicesCount = context.count("improvement.voices", item.voices)
        self.voices = voices
        let left = item.voices - voices.count
        more = left > 0 ? context.count("improvement.more_voices", left) : nil
        self.evidence = evidence.map {
            Proved(
                date: figures.date(day: $0.day), text: $0.text, link: $0.link, by: people.person($0.addedBy, context))
        }
        self.history = history.map { Self.change($0, people, context) }
        self.publication = publication
        self.proof = proof
    }

    /// What the page says in the place of the letter that the owner gets too.
    private static func reminder(_ item: Improvement, today: Int, _ context: some Viewing) -> Reminder? {
        guard item.state.isOpen, let due = item.draft.dueDay, due - today <= 7 else { return nil }
        switch due - today {
        case 0: return Reminder(text: context.word("improvement.due_today"), late: true)
        case 1...: return Reminder(text: context.count("improvement.due_in", due - today), late: false)
        default: return Reminder(text: context.count("improvement.late_by", today - due), late: true)
        }
    }

    private static func change(_ entry: Audit.Entry, _ people: ImprovementPeople, _ context: some Viewing) -> Change {
        let key = "improvement.history_" + (entry.action.split(separator: ".").last.map(String.init) ?? "")
        return Change(
            at: Moment(entry.at, context.figures), who: people.person(entry.who, context),
            what: context.site.words.has(key) ? context.word(key) : entry.action)
    }
}

/// What the public reads, or would read, on an improvement's page.
struct PublicationView: Encodable, Sendable {
    struct Found: Encodable, Sendable {
        let excerpt: String
        let message: String
        let advice: String
        let source: String
        let stops: Bool
    }

    let mayPublish: Bool
    let published: Moment?
    let said: String
    let done: String
    let findings: [Found]
    let stopped: Bool
    /// Checked, with nothing to say.
    let clean: Bool
    let link: String

    init(
        _ item: Improvement, said: String? = nil, done: String? = nil, findings: [PublicFinding] = [],
        checked: Bool = false, _ context: SignedInContext
    ) {
        mayPublish = context.person.scope(of: .approve).reaches(item)
        published = item.publishedAt.map { Moment($0, context.figures) }
        self.said = said ?? item.said ?? ""
        self.done = done ?? item.done ?? ""
        self.findings = findings.map {
            Found(
                excerpt: $0.excerpt, message: $0.message(context), advice: $0.advice(context),
                source: $0.source(context), stops: $0.stops)
        }
        stopped = findings.contains(where: \.stops)
        clean = checked && findings.isEmpty
        link = "/nous-avons-fait#action-\(item.id)"
    }
}
