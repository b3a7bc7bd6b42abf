import Calendars
import Deontology
import Foundation
import Hummingbird
import Kernel
import Storage
import Web

/// What is done with a post by those who answer for it: submit, approve, ask for something else, plan, remark, lift.
struct ApprovalRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: ApprovalActions { ApprovalActions(desk: desk) }

    func add(to pages: Pages) {
        act(pages, "submit", .compose, "said_submitted") { form, id, context in
            try await actions.submit(id, seen: Self.seen(form), when: try moment(form), by: context.person)
        }
        act(pages, "approve", .compose, "said_approved") { form, id, context in
            try await actions.approve(id, seen: Self.seen(form), by: context.person)
        }
        act(pages, "changes", .compose, "said_returned") { form, id, context in
            try await actions.askChanges(id, seen: Self.seen(form), note: form["note"] ?? "", by: context.person)
        }
        act(pages, "plan", .compose, "said_planned") { form, id, context in
            try await actions.plan(id, try moment(form), by: context.person)
        }
        act(pages, "remark", .compose, "said_remarked") { form, id, context in
            try await Remarks(desk: desk).add(
                form["text"] ?? "", to: id, shared: form.ticked("shared"), by: context.person)
        }
        act(pages, "lift", .approve, "said_lifted") { form, id, context in
            try await Remarks(desk: desk).lift(
                rule: form["rule"] ?? "", excerpt: form.raw("excerpt") ?? "", reason: form["reason"] ?? "", of: id,
                by: context.person)
        }
    }

    /// What does not work is said on the post's own page.
    private func act(
        _ pages: Pages, _ verb: String, _ right: Right, _ saying: String,
        _ body: @escaping @Sendable (Query, Int64, SignedInContext) async throws -> Void
    ) {
        pages.post("posts/:id/\(verb)", right: right) { form, context in
            let id = try PostRoutes.id(context)
            do { try await body(form, id, context) } catch let failure as Failure
                where [.unusable, .conflict, .forbidden].contains(failure.kind) && failure.words != nil
            {
                return try await PostPages(desk: desk).show(id, failure, typed: form, context)
            }
            return try PostRoutes.back(context, "publishing.\(saying)")
        }
    }

    private static func seen(_ form: Query) -> Int { form["seen"].flatMap { Int($0) } ?? 0 }

    /// The moment on the wall's clock of the hospital; nothing means as soon as it is approved.
    private func moment(_ form: Query) throws -> ApprovalActions.Moment {
        if let queue = form["queue"] {
            guard form["when"] == nil, form["repeat"] == nil, let queue = Int64(queue) else {
                throw Failure(.unusable, "an hour and a queue", words: "queues.two_moments")
            }
            return .inQueue(queue)
        }
        guard let text = form["when"] else {
            guard form["repeat"] == nil else { throw RepeatForm.noMoment }
            return .onceApproved
        }
        let local = try LocalMoment(text)
        let rule = try RepeatForm(form).rule(from: local, in: desk.zone)
        return .at(
            local.resolved(in: desk.zone).instant, local: local.text, zone: desk.zone.identifier,
            recurrence: rule?.lines)
    }
}

/// Words among those who prepare a post, and what a named person sets aside.
struct Remarks: Sendable {
    let desk: PublishingDesk

    func add(_ text: String, to id: Int64, shared: Bool, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.utf8.count <= 10_000 else {
            throw Failure(.unusable, "nothing is said", words: "publishing.no_remark")
        }
        let (fresh, now) = (desk.newID(), desk.clock.now())
        try await desk.database.write { connection in
            _ = try PostActions.find(id, scope, connection)
            try connection.execute(
                """
                INSERT INTO post_remark (id, post, person, text, shared, at) VALUES ($1, $2, $3, $4, $5, $6)
                """, [fresh, id, person.id, text, shared ? 1 : 0, now])
        }
    }

    /// A named validator sets one finding aside, with a reason; its author does not.
    func lift(rule: String, excerpt: String, reason: String, of id: Int64, by person: Person) async throws {
        let post = try await PostActions(desk: desk).find(id, for: person)
        guard person.scope(of: .approve).reaches(post), person.id != post.author else {
            throw Failure(.forbidden, "its author lifts nothing", words: "publishing.own_post")
        }
        let checked = try await PostCheck(desk: desk).read(post)
        guard let finding = checked.findings.first(where: { $0.rule == rule && $0.excerpt == excerpt }) else {
            throw Failure(.conflict, "no such finding any more", words: "publishing.no_finding")
        }
        let (fresh, now) = (desk.newID(), desk.clock.now())
        let lift: Lift
        do { lift = try Lift(finding, validator: person.id, name: person.name, reason: reason, at: now) } catch {
            throw Failure(.unusable, "no reason is given", words: "publishing.no_reason")
        }
        try await desk.database.write { connection in
            try connection.execute(
                """
                INSERT INTO post_lift (id, post, rule, excerpt, person, name, reason, at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """, [fresh, id, lift.rule, lift.excerpt, person.id, lift.name, lift.reason, now])
            try PostActions.record(
                "post.lifted", id, person.id, after: "{\"rule\":\"\(lift.rule)\"}", at: now, connection)
        }
    }
}
