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

    struct Change: Sendable {
        let name: String
        let before: String?
        let after: String?
    }

    struct Line: Sendable {
        let at: Moment
        let who: String
        let action: String
        let subject: String
        let changes: [Change]
    }

    struct Value: Sendable {
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
        let shown = entries.prefix(Self.pageSize)
        let next =
            entries.count > Self.pageSize ? shown.last.map { context.query.replacing(["before": String($0.id)]) } : nil
        let first = older == nil ? nil : "/audit?" + context.query.replacing(["before": nil])
        let empty = EmptyState(
            icon: "audit", title: context.word("people.audit_empty"), text: context.word("people.audit_empty_text"))
        let value = Value(
            lines: shown.map { line($0, names, context) }, fields: filter.fields(names, context),
            pagination: Pagination(newer: first, older: next.map { "/audit?\($0)" }),
            export: "/audit.csv?" + context.query.replacing(["before": nil]), filtered: !filter.isEmpty,
            empty: shown.isEmpty ? empty : nil)
        return try Page.render("people/audit", value, context)
    }

    private func line(_ entry: Audit.Entry, _ names: [Int64: String], _ context: SignedInContext) -> Line {
        let before = Trail.fields(entry.before)
        let after = Trail.fields(entry.after)
        let changes = Set(before.keys).union(after.keys).sorted().compactMap { name -> Change? in
            let word = "people.field_\(name)"
            let label = context.site.words.has(word) ? context.word(word) : name
            return before[name] == after[name] ? nil : Change(name: label, before: before[name], after: after[name])
        }
        let key = "people.action_" + entry.action.replacing(".", with: "_")
        let named = entry.subjectKind == "account" ? entry.subject.flatMap { names[$0] } : nil
        return Line(
            at: Moment(entry.at, context.figures),
            who: entry.who.map { names[$0] ?? "#\($0)" } ?? context.word("people.machine"),
            action: context.site.words.has(key) ? context.word(key) : entry.action,
            subject: named ?? after["name"] ?? before["name"] ?? "", changes: changes)
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
