import Foundation
import Kernel
import Web

/// A moment of the roster, as people say it: "jeudi 26 nov. à 18 h 00".
struct RosterWords {
    let context: any Viewing
    let zone: TimeZone

    func moment(_ instant: Instant) -> String {
        let local = LocalTime(instant, zone)
        let figures = Figures(context.tongue, zone: zone)
        return context.word(
            "hours.weekday_moment",
            [
                "weekday": context.word("hours.day_\(local.weekday)").lowercased(),
                "day": figures.shortDate(day: local.dayNumber), "time": figures.time(instant),
            ])
    }

    func span(_ from: Instant, _ to: Instant) -> String {
        context.word("hours.span", ["from": moment(from), "to": moment(to)])
    }
}

/// One stretch of the roster.
struct ShiftView: Encodable, Sendable {
    let span: String
    let person: String
    let second: String?
    /// Their account is closed, or may not answer any more.
    let gone: Bool
    let now: Bool
    /// Set where the reader may give it to somebody else.
    let swap: String?
}

struct GapView: Encodable, Sendable {
    let text: String
}

/// What was asked for, to take it back.
struct DutyView: Encodable, Sendable {
    let id: String
    let text: String
    let weekly: Bool
}

/// One call in a list.
struct CallRow: Encodable, Sendable {
    let path: String
    let opened: Moment
    let network: String
    let state: String
    let tone: String
    let note: String?
    let isOpen: Bool

    init(_ opened: CallActions.Opened, names: [Int64: String], _ context: some Viewing) {
        let call = opened.call
        path = "/oncall/calls/\(call.id)"
        self.opened = Moment(call.openedAt, context.figures)
        network = opened.said.first.map { context.word("listening.network_\($0.network.rawValue)") } ?? ""
        let name = { (id: Int64?) in id.map { names[$0] ?? "?" } ?? "" }
        if let outcome = call.outcome {
            state = context.word("hours.outcome_\(outcome.rawValue)_by", ["name": name(call.closedBy)])
            tone = ""
        } else if call.takenBy != nil {
            state = context.word("hours.call_taken_by", ["name": name(call.takenBy)])
            tone = "good"
        } else {
            state = context.word("hours.call_nobody")
            tone = "bad"
        }
        note = call.note
        isOpen = call.isOpen
    }
}

/// One call, whole.
struct CallView: Encodable, Sendable {
    struct Said: Encodable, Sendable {
        let text: String
        let language: String?
        let network: String
        let when: Moment
        let erased: Bool
        let url: String?
    }

    struct Step: Encodable, Sendable {
        let when: Moment
        let text: String
        let mailed: String
    }

    struct Ready: Encodable, Sendable {
        let id: String
        let title: String
        let text: String
        /// Where the text becomes a reply, for those who may write one.
        let answer: String?
    }

    let id: String
    let path: String
    let opened: Moment
    let said: [Said]
    let steps: [Step]
    let ready: [Ready]
    let taken: String?
    let mine: Bool
    let isOpen: Bool
    let closed: String?
    let note: String?
    let next: String?
    let conversation: String?

    init(
        _ opened: CallActions.Opened, names: [Int64: String], mail: Bool, readsConversation: Bool,
        _ context: SignedInContext
    ) {
        let (call, figures) = (opened.call, context.figures)
        let name = { (id: Int64?) in id.map { names[$0] ?? "?" } ?? "" }
        id = String(call.id)
        path = "/oncall/calls/\(call.id)"
        self.opened = Moment(call.openedAt, figures)
        said = opened.said.map { heard in
            Said(
                text: [heard.title, heard.text].compactMap { $0 }.joined(separator: "\n"), language: heard.language,
                network: context.word("listening.network_\(heard.network.rawValue)"),
                when: Moment(heard.publishedAt, figures), erased: heard.erased || heard.text.isEmpty,
                url: heard.url.flatMap { $0.hasPrefix("https://") || $0.hasPrefix("http://") ? $0 : nil })
        }
        steps = opened.tellings.map { Self.step($0, name($0.person), mail: mail, context) }
        let tongue: Tongue = opened.said.first?.language == "en" ? .english : .french
        let conversation = readsConversation ? opened.conversation.map { "/inbox/\($0)" } : nil
        self.conversation = conversation
        ready = ["suicide", "violence", "emergency"].map { kind in
            Ready(
                id: "ready-\(kind)", title: context.word("hours.ready_\(kind)_title"),
                text: context.site.words("hours.ready_\(kind)", tongue), answer: conversation.map { $0 + "/reply" })
        }
        taken = call.takenBy.map { context.word("hours.call_taken_by", ["name": name($0)]) }
        mine = call.takenBy == context.person.id
        isOpen = call.isOpen
        closed = call.outcome.map { outcome in
            context.word("hours.outcome_\(outcome.rawValue)_by", ["name": name(call.closedBy)])
        }
        note = call.note
        next = call.isOpen && call.takenBy == nil ? call.nextAt.flatMap { Self.next(call, $0, context) } : nil
    }

    private static func step(
        _ telling: Telling, _ name: String, mail: Bool, _ context: SignedInContext
    ) -> Step {
        let key = telling.rung.map { "step_\($0.key)" } ?? "step_reminder"
        let mailed =
            if let at = telling.mailedAt { context.word("hours.step_mailed", ["time": context.figures.time(at)]) } else
            { context.word(mail ? "hours.step_unmailed" : "hours.step_mailless") }
        return Step(
            when: Moment(telling.toldAt, context.figures), text: context.word("hours.\(key)", ["name": name]),
            mailed: mailed)
    }

    private static func next(_ call: Call, _ at: Instant, _ context: SignedInContext) -> String? {
        guard call.rung != .administrators else { return nil }
        return context.word("hours.call_next", ["time": context.figures.time(at)])
    }
}
