import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Storage
import Web

/// `/inbox/:id`: a conversation, and what is done to it.
struct ConversationRoutes: Sendable {
    let desk: DialogueDesk

    private var actions: InboxActions { InboxActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("inbox/:id", right: .answer) { _, context in try await show(try Self.id(context), context) }
        pages.post("inbox/:id/state", right: .answer) { form, context in
            guard let state = form["state"].flatMap(Conversation.State.init) else {
                throw Failure(.unusable, "no such state")
            }
            return try await act(form, context, saying: "inbox.said_\(state.rawValue)") { id, seen in
                try await actions.change(id, to: state, seen: seen, by: context.person)
            }
        }
        pages.post("inbox/:id/person", right: .answer) { form, context in
            try await act(form, context, saying: "inbox.said_given") { id, seen in
                let whom = form["person"].flatMap { Int64($0) }
                try await actions.give(id, to: whom, seen: seen, by: context.person)
            }
        }
        pages.post("inbox/:id/services", right: .judge) { form, context in
            try await act(form, context, saying: "inbox.said_directed") { id, seen in
                let services = Set(form.all("service").compactMap { Int64($0) })
                try await actions.direct(id, to: services, seen: seen, by: context.person)
            }
        }
        pages.post("inbox/:id/snooze", right: .answer) { form, context in try await snooze(form, context) }
        pages.post("inbox/:id/notes", right: .answer) { form, context in try await note(form, context) }
        pages.post("inbox/:id/merge", right: .answer) { form, context in try await merge(form, context) }
        pages.post("inbox/:id/unmerge", right: .answer) { _, context in
            let id = try Self.id(context)
            try await Joining(desk: desk).unmerge(id, by: context.person)
            return Page.redirect("/inbox/\(id)", saying: "inbox.said_parted")
        }
        pages.post("inbox/:id/here", right: .answer) { form, context in try await here(form, context) }
    }

    static func id(_ context: SignedInContext) throws -> Int64 {
        try context.identifier(of: Conversation.self).value
    }

    private func show(
        _ id: Int64, _ context: SignedInContext, reproach: String? = nil, note: String = ""
    ) async throws -> Response {
        let (desk, scope, person) = (desk, context.scope, context.person)
        let found = try await desk.database.read { try ConversationStore.find(id, scope: scope, in: $0) }
        if found.joined, let whole = found.mergedInto { return Page.redirect("/inbox/\(whole)") }
        if found.state == .unread, found.mergedInto == nil { try await actions.opened(id, by: person) }
        let reading = try await desk.database.read { connection in
            try ConversationReading(id, scope: scope, person: person.id, desk: desk, in: connection)
        }
        let current = reading.conversation
        let panels = ConversationDrawing.Panels(
            replies: try await ReplyPanel(current, desk: desk, context),
            improvement: try await ImprovementPanel(current, desk: desk, context),
            protection: try await ProtectionPanel(current, desk: desk, context),
            hours: try await DuePanel(current, desk: desk, context))
        let drawing = ConversationDrawing(
            context: context, reading: reading, wards: try await desk.staff.wards(),
            people: try await desk.staff.people(), names: try await desk.staff.names())
        return try Page.render(
            "inbox/conversation", drawing.page(panels, reproach: reproach, note: note), context,
            status: reproach == nil ? .ok : .badRequest)
    }

    /// Does it; what cannot be done is said on the page as it is now.
    private func act(
        _ form: Query, _ context: SignedInContext, saying word: String,
        _ body: (_ id: Int64, _ seen: Int64) async throws -> Void
    ) async throws -> Response {
        let id = try Self.id(context)
        do {
            try await body(id, form["seen"].flatMap { Int64($0) } ?? -1)
        } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) {
            return try await show(
                id, context, reproach: context.word(failure.words ?? "inbox.changed_meanwhile"),
                note: form["note"] ?? "")
        }
        // Given to another service by its head, it is hers no longer.
        let scope = context.scope
        let mine = try await desk.database.read { try ConversationStore.find(id, in: $0).map(scope.reaches) ?? false }
        return Page.redirect(mine ? "/inbox/\(id)" : "/inbox", saying: word)
    }

    private func snooze(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let wakes = form["until"] == "now"
        return try await act(form, context, saying: wakes ? "inbox.said_woken" : "inbox.said_snoozed") { id, seen in
            let until = wakes ? nil : Snooze(form)?.instant(context.figures, now: desk.clock.now())
            if !wakes, until == nil {
                throw Failure(.unusable, "no such day", words: "inbox.snooze_wrong")
            }
            try await actions.snooze(id, until: until, seen: seen, by: context.person)
        }
    }

    private func note(_ form: Query, _ context: SignedInContext) async throws -> Response {
        try await act(form, context, saying: "inbox.said_noted") { id, _ in
            try await actions.note(id, form["note"] ?? "", by: context.person)
        }
    }

    /// `into` is a number, or the address of a conversation's page.
    private func merge(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let text = form["other"] ?? form["into"] ?? ""
        let target = Int64(text.split(separator: "/").last.map { $0.prefix { $0.isNumber } } ?? "") ?? 0
        let id = try Self.id(context)
        let answer = try await act(form, context, saying: "inbox.said_merged") { id, seen in
            try await Joining(desk: desk).merge(id, into: target, seen: seen, by: context.person)
        }
        guard answer.status == .seeOther else { return answer }
        let whole = try await desk.database.read { try ConversationStore.find(id, in: $0)?.mergedInto } ?? id
        return Page.redirect("/inbox/\(whole)", saying: "inbox.said_merged")
    }

    private struct Here: Encodable {
        let here: String
    }

    /// Says that somebody is here, and who else is.
    private func here(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let others = try await Presence(desk: desk).here(
            try Self.id(context), writing: form["writing"] == "1", by: context.person)
        let names = try await desk.staff.names()
        let text = try InboxActions.json(Here(here: InboxRow.here(others, names, context) ?? ""))
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
