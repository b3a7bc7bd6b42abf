import Channels
import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Storage
import Web

/// `/inbox`: the list, its live notices, what is done to many at once.
struct InboxRoutes: Sendable {
    let desk: DialogueDesk
    let live: Live

    private var actions: InboxActions { InboxActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("inbox", right: .answer) { _, context in try await list(context) }
        pages.get("inbox/live", right: .answer) { _, context in try live.response(context.scope) }
        pages.post("inbox/bulk", right: .answer) { form, context in try await bulk(form, context) }
        ConversationRoutes(desk: desk).add(to: pages)
    }

    private func list(
        _ context: SignedInContext, query: Query? = nil, reproach: String? = nil
    ) async throws -> Response {
        let query = query ?? context.query
        let filter = InboxFilter(query)
        let position = InboxFilter.Position(query)
        let (person, scope, desk) = (context.person, context.scope, desk)
        let reading = try await desk.database.read { connection in
            try InboxReading(filter, position, person: person, scope: scope, desk: desk, in: connection)
        }
        let drawing = InboxDrawing(
            context: context, filter: filter, reading: reading, wards: try await desk.staff.wards(),
            people: try await desk.staff.people(), names: try await desk.staff.names(),
            hearings: try await desk.voices.hearings(),
            troubles: try await ChannelTrouble.all(in: desk.database, context))
        return try Page.render(
            "inbox/list", drawing.page(reproach: reproach), context, status: reproach == nil ? .ok : .badRequest)
    }

    private func bulk(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let next = Page.safe(next: form["next"])
        let back = next.hasPrefix("/inbox") ? next : "/inbox"
        let query = Query(back.split(separator: "?", maxSplits: 1).dropFirst().first ?? "")
        let chosen = form.all("c")
        guard let act = BulkAct(form, me: context.person.id), !chosen.isEmpty else {
            return try await list(context, query: query, reproach: context.word("inbox.bulk_nothing"))
        }
        do {
            let (done, left) = try await actions.bulk(chosen, act, figures: context.figures, by: context.person)
            if left > 0 {
                let values = [
                    "done": context.figures.integer(done), "left": context.figures.integer(left),
                ]
                return try await list(context, query: query, reproach: context.word("inbox.bulk_left", values))
            }
        } catch let failure as Failure where failure.kind == .unusable {
            return try await list(context, query: query, reproach: failure.words.map { context.word($0) })
        }
        return Page.redirect(back, saying: "inbox.said_bulk")
    }
}
