import Channels
import Hummingbird
import Kernel
import Storage
import Web

/// What people do with a post that has left: correct it, take it back, decide of changes that wait for them.
struct AfterRoutes: Sendable {
    let desk: PublishingDesk
    private var corrections: CorrectionActions { CorrectionActions(desk: desk) }
    private var changes: ChangeActions { ChangeActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("posts/:id/correct", right: .compose) { _, context in
            try await CorrectionPages(desk: desk).show(try PostRoutes.id(context), context)
        }
        pages.post("posts/:id/correct", right: .compose) { form, context in
            try await CorrectionPages(desk: desk).take(try PostRoutes.id(context), form, context)
        }
        act(pages, "correction/approve", .compose, "said_correction_approved") { form, id, person in
            try await corrections.approve(id, seen: Self.seen(form), by: person)
        }
        act(pages, "correction/return", .compose, "said_correction_returned") { form, id, person in
            try await corrections.returned(id, seen: Self.seen(form), note: form["note"] ?? "", by: person)
        }
        act(pages, "correction/drop", .compose, "said_correction_dropped") { _, id, person in
            try await corrections.drop(id, by: person)
        }
        act(pages, "withdraw", .approve, "said_withdrawing") { form, id, person in
            let channels = Set(form.all("channel").compactMap { Int64($0) })
            guard form.ticked("everywhere") || !channels.isEmpty else {
                throw Failure(.unusable, "no account is chosen", words: "after.no_account")
            }
            try await Withdrawals(desk: desk).withdraw(
                id, channels: form.ticked("everywhere") ? [] : channels, because: form["reason"] ?? "", by: person)
        }
        addChanges(to: pages)
    }

    private func addChanges(to pages: Pages) {
        decide(pages, "look") { _, id, person in
            try await changes.look(id, by: person) ? "said_known" : "said_still_unknown"
        }
        decide(pages, "done") { _, id, person in
            try await changes.confirm(id, by: person)
            return "said_change_done"
        }
        decide(pages, "again") { _, id, person in
            try await changes.again(id, by: person)
            return "said_change_again"
        }
        decide(pages, "drop") { _, id, person in
            try await changes.drop(id, by: person)
            return "said_change_dropped"
        }
        decide(pages, "repost") { form, id, person in
            try await Reposts(desk: desk).repost(id, note: form["note"] ?? "", by: person)
            return "said_reposting"
        }
    }

    private static func seen(_ form: Query) -> Int { form["seen"].flatMap { Int($0) } ?? 0 }

    /// What does not work is said on the post's own page.
    private func act(
        _ pages: Pages, _ verb: String, _ right: Right, _ saying: String,
        _ body: @escaping @Sendable (Query, Int64, Person) async throws -> Void
    ) {
        pages.post("posts/:id/\(verb)", right: right) { form, context in
            let id = try PostRoutes.id(context)
            do { try await body(form, id, context.person) } catch let failure as Failure
                where [.unusable, .conflict, .forbidden].contains(failure.kind) && failure.words != nil
            {
                return try await PostPages(desk: desk).show(id, failure, context)
            }
            return try PostRoutes.back(context, "after.\(saying)")
        }
    }

    private func decide(
        _ pages: Pages, _ verb: String,
        _ body: @escaping @Sendable (Query, Int64, Person) async throws -> String
    ) {
        pages.post("changes/:id/\(verb)", right: .approve) { form, context in
            let id = try context.identifier(of: Change.self).value
            let post = try await changes.find(id, for: context.person).post
            do {
                let saying = try await body(form, id, context.person)
                return Page.redirect("/posts/\(post)", saying: "after.\(saying)")
            } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) && failure.words != nil {
                return try await PostPages(desk: desk).show(post, failure, context)
            }
        }
    }
}
