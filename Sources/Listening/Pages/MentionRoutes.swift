import Hummingbird
import HTTPTypes
import Kernel
import Storage
public import Web

/// `/mentions/:id`: one mention in full, and what a person may do with it.
///
/// Forms that carry `fragment` come from a page that redraws one item by itself: they get the item alone, drawn anew.
public struct MentionRoutes: Sendable {
    private let desk: Desk

    public init(desk: Desk) { self.desk = desk }

    public func add(to pages: Pages) {
        let routes = self
        pages.get("mentions/:id", right: .listen) { _, context in
            try Page.render("listening/mention", try await routes.drawing(context).value, context)
        }
        pages.get("mentions/:id/amend", right: .judge) { _, context in
            let drawing = try await routes.drawing(context)
            let crumbs = [Crumb(drawing.room.back, context.word("listening.mention_title"))]
            let value = AmendPage(crumbs: crumbs, amend: drawing.amend)
            return context.query["fragment"] == nil
                ? try Page.render("listening/amend_page", value, context)
                : try Self.fragment("listening/amend", value, context)
        }
        pages.post("mentions/:id/correct", right: .judge) { form, context in
            try await routes.desk.actions.correct(
                Self.id(context), Self.correction(form), seen: Self.seen(form), by: context.person)
            return try await routes.answer(form, context, saying: "listening.said_corrected")
        }
        pages.post("mentions/:id/undo", right: .judge) { form, context in
            try await routes.desk.actions.undo(Self.id(context), seen: Self.seen(form), by: context.person)
            return try await routes.answer(form, context, saying: "listening.said_undone")
        }
        pages.post("mentions/:id/open", right: .judge) { form, context in
            let id = try Self.id(context)
            try await routes.desk.actions.openCase(id, reason: form["reason"] ?? "", by: context.person)
            return Page.redirect("/mentions/\(id)", saying: "listening.said_opened")
        }
    }

    struct AmendPage: Encodable, Sendable {
        let crumbs: [Crumb]
        let amend: MentionPage.Amend
    }

    private static func id(_ context: SignedInContext) throws -> Int64 {
        try context.identifier(of: Mention.self).value
    }

    private static func seen(_ form: Query) throws -> Int64 {
        guard let seen = form["seen"].flatMap({ Int64($0) }) else {
            throw Failure(.unusable, "the form says not what it saw")
        }
        return seen
    }

    /// Groups that the form did not show are left as they are: a hidden `groups` names those that it did.
    static func correction(_ form: Query) throws -> Correction {
        let groups = Set(form.all("groups"))
        var correction = Correction()
        if let text = form["polarity"] {
            guard let polarity = Polarity(rawValue: text) else { throw Failure(.unusable, "no such polarity") }
            correction.polarity = polarity
        }
        if let text = form["urgency"] {
            guard let urgency = Urgency(rawValue: text) else { throw Failure(.unusable, "no such urgency") }
            correction.urgency = urgency
        }
        if groups.contains("theme") { correction.themes = Set(form.all("theme").compactMap(Theme.init)) }
        if groups.contains("service") { correction.services = Set(form.all("service").compactMap { Int64($0) }) }
        return correction
    }

    private func drawing(_ context: SignedInContext) async throws -> MentionDrawing {
        let (id, person, scope) = (try Self.id(context), context.person.id, context.scope)
        let judging = context.person.scope(of: .judge)
        let reading = try await desk.database.read { connection in
            try MentionReading(id, person: person, scope: scope, judging: judging, in: connection)
        }
        return MentionDrawing(
            context: context, reading: reading, services: try await desk.services(in: scope),
            people: try await desk.people())
    }

    /// The item drawn anew, or the page that the form was on.
    private func answer(_ form: Query, _ context: SignedInContext, saying word: String) async throws -> Response {
        let id = try Self.id(context)
        let back = Self.local(form["next"]) ?? "/mentions/\(id)"
        guard form["fragment"] != nil else { return Page.redirect(back, saying: word) }
        let names = Dictionary(
            try await desk.services(in: context.scope).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }
        )
        let (found, latest) = try await desk.database.read { connection in
            (try MentionStore.find([id], in: connection), try CorrectionStore.latest(of: [id], in: connection))
        }
        let judging = context.person.scope(of: .judge)
        // It may just have left the services that this person sees.
        guard let mention = found.first, judging.covers(mention.services) else { return Response(status: .noContent) }
        let room = VoiceRoom(
            context: context, serviceNames: names, judging: judging, latest: latest, back: back)
        return try Self.fragment("listening/voice", room.voice(mention), context)
    }

    private static func fragment(_ template: String, _ value: some Encodable, _ context: SignedInContext) throws
        -> Response
    {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: try Page.text(template, value, context))))
    }

    /// A path of this site, never another's; without what the last form said.
    static func local(_ next: String?) -> String? {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"),
            !next.unicodeScalars.contains(where: { $0.value < 32 })
        else { return nil }
        return next
    }
}
