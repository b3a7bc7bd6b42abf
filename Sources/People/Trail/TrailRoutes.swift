import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Storage
import Web

/// The audit trail: `/audit`, and the same as a table for a spreadsheet, `/audit.csv`.
struct TrailRoutes {
    let actions: PeopleActions

    static let pageSize = 50

    struct Change: Encodable, Sendable {
        let name: String
        let before: String?
        let after: String?
    }

    struct Line: Encodable, Sendable {
        let at: Moment
        let who: String
        let action: String
        let subject: String
        /// The page of what was changed, for those who may open it.
        let see: String?
        let seeWord: String?
        let changes: [Change]
    }

    struct Value: Encodable, Sendable {
        let lines: [Line]
        let fields: [FormField]
        let pagination: Pagination
        let export: String
        let filtered: Bool
        let empty: EmptyState?
    }

    func add(to pages: Pages) {
        pages.get("audit", right: .audit) { _, context in try await show(context) }
        pages.get("audit.csv", right: .audit) { _, context in try await export(context) }
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        let filter = TrailFilter(context.query, context.figures)
        let older = context.query["before"].flatMap { Int64($0) }
        let (entries, names) = try await actions.trail(
            filter.filter, olderThan: older, limit: Self.pageSize + 1, by: context.person)
        let words = TrailWords(
            context: context, people: names, services: try await actions.serviceNames(by: context.person))
        let shown = entries.prefix(Self.pageSize)
        let next =
            entries.count > Self.pageSize ? shown.last.map { context.query.replacing(["before": String($0.id)]) } : nil
        let first = older == nil ? nil : "/audit?" + context.query.replacing(["before": nil])
        let empty = EmptyState(
            icon: "audit", title: context.word("people.audit_empty"), text: context.word("people.audit_empty_text"))
        let value = Value(
            lines: shown.map { line($0, words, context) }, fields: filter.fields(names, context),
            pagination: Pagination(newer: first, older: next.map { "/audit?\($0)" }),
            export: "/audit.csv?" + context.query.replacing(["before": nil]), filtered: !filter.isEmpty,
            empty: shown.isEmpty ? empty : nil)
        return try Page.render("people/audit", value, context)
    }

    private func line(_ entry: Audit.Entry, _ words: TrailWords, _ context: SignedInContext) -> Line {
        let before = TrailValue.fields(entry.before)
        let after = TrailValue.fields(entry.after)
        let changes = Set(before.keys).union(after.keys).sorted().compactMap { name -> Change? in
            if before[name] == after[name] { return nil }
            let change = Change(
                name: words.field(name), before: words.value(name, before[name]), after: words.value(name, after[name]))
            return change.before == nil && change.after == nil ? nil : change
        }
        let named = entry.subjectKind == "account" ? entry.subject.flatMap { words.people[$0] } : nil
        let known = ["name", "label", "file"].lazy.compactMap { (after[$0] ?? before[$0])?.text }.first
        let see = Self.page(of: entry, context.person)
        return Line(
            at: Moment(entry.at, context.figures),
            who: entry.who.map { words.people[$0] ?? "#\($0)" } ?? context.word("people.machine"),
            action: words.action(entry.action), subject: named ?? known ?? "", see: see,
            seeWord: see.map { _ in context.word("trail.see_\(entry.subjectKind)") }, changes: changes)
    }

    private static func page(of entry: Audit.Entry, _ person: Person) -> String? {
        guard let subject = entry.subject, person.scope(of: .listen) == .everything else { return nil }
        switch entry.subjectKind {
        case "mention": return "/mentions/\(subject)"
        case "review": return "/reviews/moderation/\(subject)"
        case "watch" where entry.action != "watch.deleted": return "/watches/\(subject)"
        default: return nil
        }
    }

    /// Streams the whole trail, a page of rows at a time, for as long as the reader keeps up.
    private func export(_ context: SignedInContext) async throws -> Response {
        let filter = TrailFilter(context.query, context.figures).filter
        _ = try await actions.trail(filter, olderThan: nil, limit: 1, by: context.person)
        let actions = actions
        let person = context.person
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: TrailTable.head))
            var older: Int64?
            while true {
                let (entries, names) = try await actions.trail(filter, olderThan: older, limit: 500, by: person)
                if entries.isEmpty { break }
                try await writer.write(ByteBuffer(string: entries.map { TrailTable.row($0, names) }.joined()))
                older = entries.last?.id
            }
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"audit.csv\"",
        ]
        return Response(status: .ok, headers: headers, body: body)
    }
}

extension PeopleActions {
    /// Names of services, for lines that keep their numbers.
    func serviceNames(by person: Person) async throws -> [Int64: String] {
        try Self.require(.audit, of: person)
        return try await database.read { connection in
            let services = try OrganisationStore(connection: connection).services()
            return Dictionary(services.map { ($0.id, $0.name) }) { first, _ in first }
        }
    }

    /// A page of the trail and the names of everybody.
    func trail(
        _ filter: Audit.Filter, olderThan: Int64?, limit: Int, by person: Person
    ) async throws -> ([Audit.Entry], [Int64: String]) {
        try Self.require(.audit, of: person)
        return try await database.read { connection in
            let people = try AccountStore(connection: connection).all()
            return (
                try Audit.entries(filter, olderThan: olderThan, limit: limit, in: connection),
                Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
            )
        }
    }
}
