import Foundation
import Kernel
import Storage
import Web

/// What the audit page is asked to show, from its address.
struct TrailFilter {
    let filter: Audit.Filter
    private let from: String
    private let until: String

    /// Days are those of the organisation's calendar; both ends are included.
    init(_ query: Query, _ figures: Figures) {
        from = query["from"] ?? ""
        until = query["until"] ?? ""
        filter = Audit.Filter(
            who: query["who"].flatMap { Int64($0) }, subjectKind: query["kind"],
            from: figures.start(ofDay: from), until: figures.start(ofDay: until)?.adding(days: 1))
    }

    var isEmpty: Bool { filter.who == nil && filter.subjectKind == nil && filter.from == nil && filter.until == nil }

    static let kinds = [
        "mention", "conversation", "alert", "watch", "origin", "import", "account", "session", "organisation",
        "establishment",
        "service",
    ]

    func fields(_ names: [Int64: String], _ context: some Viewing) -> [FormField] {
        let everybody = [FormField.Choice("", context.word("people.everybody"))]
        let people = names.sorted { $0.value < $1.value }.map {
            FormField.Choice(String($0.key), $0.value, selected: $0.key == filter.who)
        }
        let all = [FormField.Choice("", context.word("people.everything"))]
        let kinds = Self.kinds.map {
            FormField.Choice($0, context.word("people.kind_\($0)"), selected: $0 == filter.subjectKind)
        }
        return [
            FormField(
                "who", .choice, label: context.word("people.audit_who"), choices: everybody + people, filter: true),
            FormField("kind", .choice, label: context.word("people.audit_kind"), choices: all + kinds, filter: true),
            FormField("from", .date, label: context.word("people.audit_from"), value: from, filter: true),
            FormField("until", .date, label: context.word("people.audit_until"), value: until, filter: true),
        ]
    }
}

/// The trail as RFC 4180 rows.
enum TrailTable {
    static let head = "\u{FEFF}at,who,action,kind,subject,before,after\r\n"

    static func row(_ entry: Audit.Entry, _ names: [Int64: String]) -> String {
        let cells = [
            Figures.machine(entry.at), entry.who.map { names[$0] ?? String($0) } ?? "", entry.action, entry.subjectKind,
            entry.subject.map { String($0) } ?? "", entry.before ?? "", entry.after ?? "",
        ]
        return cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// Quoted; a text that a spreadsheet would run as a formula is disarmed by an apostrophe (OWASP, CSV injection).
    static func cell(_ text: String) -> String {
        let armed = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        return "\"" + (armed ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }
}
